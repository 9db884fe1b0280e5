"""The changes panel: what was reported to change hands up to the day, latest first."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard.archive import Archive
from dashboard.ui import state
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, party
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
    table = pd.DataFrame(
        {
            words["day"]: [e.day for e in rows],
            words["place"]: [words.of(archive.places[e.place], "name") for e in rows],
            words["from"]: [party(archive, words, e.from_party) for e in rows],
            words["to"]: [party(archive, words, e.to_party) for e in rows],
            words["certainty"]: [words[f"certainty_{e.certainty}"] for e in rows],
            words["basis"]: [words[f"basis_{e.basis}"] for e in rows],
        }
    )

    def chosen() -> None:
        selected = st.session_state[key].selection.rows
        if selected:
            state.change(place=rows[selected[0]].place, tab="place", day=rows[selected[0]].day)

    key = f"changes-{choice.day}"
    st.dataframe(
        table, hide_index=True, key=key, on_select=chosen, selection_mode="single-row", height=430
    )
