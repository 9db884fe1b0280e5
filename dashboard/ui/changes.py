"""The changes panel: what was reported to change hands up to the day, latest first."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.archive import Archive
from dashboard.ui import behind, grid, state
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block
from dashboard.ui.links import to_evidence
from dashboard.wording import Wording

_SHOWN = 200


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the table; choosing a row opens the place."""
    events = [e for e in archive.events.values() if e.day <= choice.day]
    events.sort(key=lambda e: (e.day, e.seq, e.place), reverse=True)
    unplaced = sum(e.day <= choice.day for e in archive.seeds.unplaced_events)
    shown = min(len(events), _SHOWN)
    intro = words.fill("changes_intro", n=f"{len(events):,}", shown=shown, unplaced=unplaced)
    every = to_evidence(
        words, choice, area=None, since=archive.first_day, day=choice.day, text=words["changes_all"]
    )
    st.html(block(words, f'<p class="src">{escape(intro)} {every}</p>', ""))
    if not events:
        return
    rows = events[:_SHOWN]

    def chosen(row: int) -> None:
        state.change(place=rows[row].place, tab="place", day=rows[row].day)

    grid.table(
        words, words["changes"], behind.changed(archive, words, rows), key="changes", height=430,
        on_choose=chosen, search_aliases=behind.other_names(archive, words, rows),
    )  # fmt: skip
