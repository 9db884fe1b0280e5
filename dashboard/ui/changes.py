"""The changes panel: what was reported to change hands, latest first."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.quantity import Evidence
from dashboard.ui import event_list, grid, state
from dashboard.ui.context import PageContext

_SHOWN = 200


def view(page: PageContext) -> None:
    """Draw the table; choosing a row opens the place.

    Up to the day shown the latest are listed, between two days that are compared all.
    """
    archive, words, choice = page.archive, page.words, page.choice
    comparing = choice.compare != "single"
    since, until = choice.span if comparing else (dt.date.min, choice.day)
    events = [e for e in archive.events.values() if since < e.day <= until]
    events.sort(key=lambda e: (e.day, e.seq, e.place), reverse=True)
    rows = events if comparing else events[:_SHOWN]
    counts = {
        "n": words.locale.number(len(events)),
        "unplaced": sum(since < e.day <= until for e in archive.seeds.unplaced_events),
    }
    if comparing:
        a, b = words.date(since), words.date(until)
        intro = words.fill("changes_intro_between", a=a, b=b, **counts)
    else:
        intro = words.fill("changes_intro", shown=len(rows), **counts)
    evidence = Evidence(until, since if comparing else archive.first_day)
    st.html(page.render("changes.html", intro=intro, evidence=evidence))
    if not rows:
        return

    def chosen(row: int) -> None:
        state.change(record=f"place:{rows[row].place}", tab="record", day=rows[row].day)

    grid.table(
        words, words["changes"], event_list.columns(page, rows), key="changes", height=430,
        on_choose=chosen, search_aliases=event_list.other_names(page, rows),
    )  # fmt: skip
