"""The changes panel: what was reported to change hands up to the day, latest first."""

from __future__ import annotations

import streamlit as st

from dashboard.quantity import Evidence
from dashboard.ui import event_list, grid, state
from dashboard.ui.context import PageContext

_SHOWN = 200


def view(page: PageContext) -> None:
    """Draw the table; choosing a row opens the place."""
    archive, words, choice = page.archive, page.words, page.choice
    events = [e for e in archive.events.values() if e.day <= choice.day]
    events.sort(key=lambda e: (e.day, e.seq, e.place), reverse=True)
    rows = events[:_SHOWN]
    unplaced = sum(e.day <= choice.day for e in archive.seeds.unplaced_events)
    intro = words.fill(
        "changes_intro", n=words.locale.number(len(events)), shown=len(rows), unplaced=unplaced
    )
    evidence = Evidence(choice.day, archive.first_day)
    st.html(page.render("changes.html", intro=intro, evidence=evidence))
    if not rows:
        return

    def chosen(row: int) -> None:
        state.change(place=rows[row].place, tab="place", day=rows[row].day)

    grid.table(
        words, words["changes"], event_list.columns(page, rows), key="changes", height=430,
        on_choose=chosen, search_aliases=event_list.other_names(page, rows),
    )  # fmt: skip
