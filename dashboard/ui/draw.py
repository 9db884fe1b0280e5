"""Parts of a page as Streamlit elements."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard.ui import event_list, grid
from dashboard.views.context import PageContext
from dashboard.views.parts import Columns, Events, Fold, Html, Part, Table


def draw(page: PageContext, parts: Iterable[Part]) -> None:
    """Draw parts in order, each as soon as it is made."""
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
        case Columns(first, second):
            for column, held in zip(st.columns([5, 6], gap="large"), (first, second), strict=True):
                with column:
                    draw(page, held)
