"""The views that take the whole page, and the way between them and the map."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboard.archive import Archive
from dashboard.ui.choice import VIEWS, Choice
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording, languages, load

PAGES: Mapping[str, str] = {
    "agreement": "dashboard.ui.agreement_page",
    "ceasefires": "dashboard.ui.ceasefires",
    "claims": "dashboard.ui.claims",
    "evidence": "dashboard.ui.evidence",
}
"""View → module. Imported when first shown: the map must not wait for the charts' library."""


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the chosen page with the way to the others, and to itself in other languages."""
    st.html(navigation_html(words, choice, _languages(words, choice)))
    importlib.import_module(PAGES[choice.view]).view(archive, words, choice)


def title(words: Wording, archive: Archive, choice: Choice) -> str:
    """What the browser calls the page: its tabs, bookmarks and history tell pages apart by it."""
    named = words.of(archive.dataset, "title")
    if choice.view == VIEWS[0]:
        return named
    open_record = choice.view == "agreement" and archive.agreements.get(choice.agreement or "")
    page = words.agreement(open_record) if open_record else words[f"view_{choice.view}"]
    return f"{page} · {named}"


def _languages(words: Wording, choice: Choice) -> str:
    """Links to the same page in every other language; HTML."""
    links = (
        f'<li lang="{code}">{anchor(load(code).name, address(choice, language=code))}</li>'
        for code in languages() if code != words.language
    )  # fmt: skip
    return f'<ul class="languages">{"".join(links)}</ul>'


def navigation_html(words: Wording, choice: Choice, more: str = "") -> str:
    """Links to the map and to every page; the one shown is named, not linked."""
    items = "".join(f"<li>{_item(words, choice, name)}</li>" for name in VIEWS)
    label = escape(words["views"], quote=True)
    return f'<nav class="pages" aria-label="{label}"><ul>{items}</ul>{more}</nav>'


def _item(words: Wording, choice: Choice, name: str) -> str:
    title = words[f"view_{name}"]
    if name == choice.view:
        return f'<b aria-current="page">{escape(title)}</b>'
    return anchor(title, address(choice, view=name, claim=None))
