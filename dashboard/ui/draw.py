"""Parts of a page as Streamlit elements."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard.ui import charts, event_list, grid
from dashboard.views.context import PageContext
from dashboard.views.parts import (
    Columns,
    Distances,
    Events,
    Fold,
    Html,
    Part,
    Ribbon,
    Shares,
    Table,
)


def draw(page: PageContext, parts: Iterable[Part]) -> None:
    """Draw parts one after the other, each as soon as it is made."""
    for part in parts:
        _draw(page, part)


def _draw(page: PageContext, part: Part) -> None:
    match part:
        case Html(html):
            st.html(html)
        case Fold(title, html, key):
            folded = event_list.fold(page, title, key=key)
            if folded.open:
                folded.html(html())
        case Events(ids, key, ""):
            event_list.expander(page, ids, key=key)
        case Events(ids, key, caption):
            event_list.table(page, ids, key=key, caption=caption)
        case Table():
            around = st.expander(part.caption) if part.folded else st.container()
            with around:
                grid.table(page.words, part.caption, part.columns, key=part.key, height=part.height)
        case Ribbon(way, text, key):
            if st.toggle(page.words["ribbon"], key=key):
                st.altair_chart(charts.ribbon(page.words, way, text), width="stretch")
                st.caption(text)
        case Distances(days, km, text):
            st.altair_chart(charts.distances(page, days, km, text), width="stretch")
        case Shares(series, text):
            st.altair_chart(charts.shares_over_time(page, series, text), width="stretch")
        case Columns(first, second):
            for column, held in zip(st.columns([5, 6], gap="large"), (first, second), strict=True):
                with column:
                    draw(page, held)
