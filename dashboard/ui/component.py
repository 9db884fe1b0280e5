"""The map and its widgets as Streamlit elements.

``map_view`` names the files of the browser's code and of all periods. The widgets' elements: the
large date, the choices, the date control, the figures. Only the date control sends anything: it
takes the choice from Python and returns what the reader changed.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard import web
from dashboard.ui.files import File
from dashboard.views import views
from dashboard.views.context import PageContext


@functools.cache
def component(name: str, script: str, html: str = "", style: str = "") -> Callable:
    """A registered Streamlit component: its entry script and style sheet in ``web``, and the
    element it draws in."""
    return st.components.v2.component(
        name,
        html=html,
        css=web.style(style) if style else None,
        js=web.script(script),
        isolate_styles=False,
    )


def _widget() -> Callable:
    return component("conflict_map_widget", "entry.widget.js", '<div class="tm-widget"></div>')


def map_view(page: PageContext, script: File, payload: File) -> None:
    """Mount the map from the files of its code and its payload."""
    drawn = component("conflict_map", "entry.file.js", '<div class="tm-root"></div>', "map")
    drawn(key="map_view", data=_of_files(page, script, payload))


def page_search(page: PageContext, script: File, payload: File) -> None:
    """Mount the search of a page beside the map; it searches the payload of the map."""
    data = _of_files(page, script, payload) | {
        "words": views.search_words(page),
        "hint": views.search_hint(page),
        "state": page.choice.to_query(),
    }
    drawn = component("page_search", "entry.file.js", '<div class="tm-widget"></div>')
    drawn(key="map_search", data=data)


def _of_files(page: PageContext, script: File, payload: File) -> dict[str, Any]:
    """The addresses of an element's files, and the words shown until they arrive or if one does
    not."""
    words = {name: page.words[name] for name in ("loading", "not_arrived", "reload")}
    return {"script": script.address, "payload": payload.address, "says": words}


def widget(name: str) -> None:
    """Mount a widget that sends nothing, such as ``title`` or ``cards``."""
    _widget()(key=f"map_{name}", data={"widget": name})


def run_again(key: str, after_s: float) -> None:
    """Have the fragment that this is called in run again after some seconds."""
    data = {"after": 1000 * after_s, "asked_at": time.monotonic()}
    drawn = component("again", "entry.again.js")
    drawn(key=f"{key}-again", data=data, on_due_change=lambda: None)


def slider(state: Mapping[str, Any], *, on_change: Callable[[], None], key: str) -> None:
    """Mount the date control.

    ``state``: what the browser is to show: the choice in the link's words (``Choice.to_query``),
    and ``ack``, the number of the last patch taken in.
    ``on_change``: called when the reader changed something: ``st.session_state[key].patch`` is what
    was changed, in the link's words, the map's view ``at`` and ``extent``, and the patch's number
    ``seq``.
    """
    data = {"widget": "slider", "state": dict(state)}
    _widget()(key=key, data=data, on_patch_change=on_change)
