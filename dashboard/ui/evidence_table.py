"""The map as a table to download; choosing a row shows what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.analysis import evidence
from dashboard.briefing.spreadsheet import harmless
from dashboard.ui import event_list, grid
from dashboard.views import map_table
from dashboard.views.context import PageContext


@st.fragment  # choosing a row reruns the table only, not the figures above it
def view(page: PageContext) -> None:
    """Draw the table, its download, and what the chosen row rests on."""
    words, choice = page.words, page.choice
    with st.container(gap="xsmall"):
        made = evidence.map_table(page.archive, choice.day, choice.layers, choice.area)
        title = words.fill("map_table_title", day=words.date(choice.day))
        notes = list(map_table.distances(page))
        if choice.area:
            left_out = made.attrs.get("without_area", 0)
            notes.insert(0, words.counted("evidence_left", left_out))
        st.html(page.render("map_table.html", title=title, notes=notes))
        row = grid.table(
            words,
            title,
            map_table.columns(page, made),
            key="evidence-table",
            height=420,
            choice_stays=True,
            search_aliases=map_table.names(page, made),
        )
        st.download_button(
            words["download_csv"],
            made.map(harmless).to_csv(index=False),
            f"{page.archive.dataset.id}-{choice.day}.csv",
            "text/csv",
            key="evidence-download",
        )
        if row is not None:
            _evidence_of(page, made.iloc[row].to_dict())


def _evidence_of(page: PageContext, row: Mapping[str, Any]) -> None:
    """What one row rests on: how it was made, its sources, its events."""
    st.html(map_table.row_html(page, row))
    if events := map_table.ids_in(row["events"]):
        event_list.table(page, events, key="evidence-row")
