"""The views that take the whole page, and the way between them and the map."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboard.archive import Archive
from dashboard.ui.choice import VIEWS, Choice
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording

PAGES: Mapping[str, str] = {
    "agreement": "dashboard.ui.agreement_page",
    "ceasefires": "dashboard.ui.ceasefires",
    "claims": "dashboard.ui.claims",
    "evidence": "dashboard.ui.evidence",
}
"""View → module. Imported when first shown: the map must not wait for the charts' library."""


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the chosen page with the way to the others."""
    st.html(navigation_html(words, choice))
    importlib.import_module(PAGES[choice.view]).view(archive, words, choice)


def navigation_html(words: Wording, choice: Choice) -> str:
    """Links to the map and to every page; the one shown is named, not linked."""
    items = "".join(f"<li>{_item(words, choice, name)}</li>" for name in VIEWS)
    label = escape(words["views"], quote=True)
    return f'<nav class="pages" aria-label="{label}"><ul>{items}</ul></nav>'


def _item(words: Wording, choice: Choice, name: str) -> str:
    title = words[f"view_{name}"]
    if name == choice.view:
        return f'<b aria-current="page">{escape(title)}</b>'
    return anchor(title, address(choice, view=name, claim=None))
