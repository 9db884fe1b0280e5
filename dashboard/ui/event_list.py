"""The events behind a figure with their sources, as a table to download."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from dashboard.analysis.evidence import event_table
from dashboard.analysis.transfers import events_of, sources_of
from dashboard.briefing.spreadsheet import harmless
from dashboard.ui import grid
from dashboard.views import events as listed
from dashboard.views.context import PageContext


def expander(page: PageContext, events: Iterable[str], *, key: str) -> None:
    """The events behind a figure, folded; a note where there are none.

    What is folded is made only when it is opened: a page has many figures.
    """
    ids = tuple(events)
    if not ids:
        st.html(page.render("notes.html", notes=[page.words["behind_nothing"]]))
        return
    folded = fold(page, listed.caption(page, ids), key=key)
    if folded.open:
        with folded:
            table(page, ids, key=key)


def fold(page: PageContext, title: str, *, key: str) -> ExpanderContainer:
    """A line of text that opens; ``open`` tells whether it is open."""
    around = st.container(key=f"events-fold-{key}")
    return around.expander(title, key=f"fold-{key}", on_change="rerun")


def table(page: PageContext, events: Iterable[str], *, key: str, caption: str = "") -> None:
    """The events as a table, with a download and every source they cite as a link."""
    ids = tuple(events)
    shown = events_of(page.archive, ids)
    grid.table(
        page.words,
        caption or listed.caption(page, ids),
        listed.all_columns(page, shown),
        key=f"events-{key}",
        search_aliases=listed.other_names(page, shown),
    )
    st.download_button(
        page.words["download_csv"],
        event_table(page.archive, ids).map(harmless).to_csv(index=False),
        f"events-{key}.csv",
        "text/csv",
        key=f"download-{key}",
    )
    st.html(page.render("sources_cited.html", ids=sources_of(page.archive, ids)))
