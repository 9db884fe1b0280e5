"""Parts of a page as Streamlit elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from dashboard.analysis.events import event_table, events_of, sources_of
from dashboard.archive.frames import csv_text
from dashboard.ui import grid
from dashboard.views import events as listed
from dashboard.views.context import PageContext
from dashboard.views.parts import Columns, Events, Fold, Part, Table


def draw(page: PageContext, parts: Iterable[Part]) -> None:
    """Draw parts in order, each as soon as it is made."""
    for part in parts:
        _draw(page, part)


def _draw(page: PageContext, part: Part) -> None:
    match part:
        case str(html):
            st.html(html)
        case Fold(title, html, key):
            folded = _fold(title, key)
            if folded.open:
                folded.html(html())
        case Events(ids=(), caption=""):
            st.html(page.render("notes.html", notes=[page.words["behind_nothing"]]))
        case Events(ids, key, "", within):
            folded = _fold(listed.caption(page, ids), key)
            if folded.open:
                with folded:
                    events_table(page, ids, key, within=within)
        case Events(ids, key, caption, within):
            events_table(page, ids, key, caption, within)
        case Table():
            around = st.expander(part.caption) if part.folded else st.container()
            with around:
                grid.table(page.words, part.caption, part.columns, key=part.key)
        case Columns(first, second):
            for column, held in zip(st.columns([5, 6], gap="large"), (first, second), strict=True):
                with column:
                    draw(page, held)


def _fold(title: str, key: str) -> ExpanderContainer:
    """A line of text that opens; what is folded is made only then: a page has many figures."""
    around = st.container(key=f"events-fold-{key}")
    return around.expander(title, key=f"fold-{key}", on_change="rerun")


def events_table(
    page: PageContext, ids: Sequence[str], key: str, caption: str = "", within: str | None = None
) -> None:
    """Events as a table, each with its land in an area, a download and every source they cite."""
    shown = events_of(page.archive, ids)
    grid.table(
        page.words,
        caption or listed.caption(page, ids),
        listed.columns(page, shown, within),
        key=f"events-{key}",
        search_aliases=listed.other_names(page, shown),
    )
    table = event_table(page.archive, ids, within)
    download_button(page, table, f"events-{key}", f"download-{key}")
    st.html(page.render("sources_cited.html", ids=sources_of(page.archive, ids)))


def download_button(page: PageContext, table: pd.DataFrame, name: str, key: str) -> None:
    """A button that downloads a table as CSV."""
    label, file = page.words["download_csv"], f"{name}.csv"
    st.download_button(label, csv_text(table), file, "text/csv", key=key)
