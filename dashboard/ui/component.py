"""The timemap as Streamlit elements.

``stage`` carries the runtime, the folium map and all periods; its message never changes, so
Streamlit sends it once and afterwards refers to it by hash. ``slot`` elements are tiny: the large
date, the choices, the date control, the figures. The ``dial`` slot is the only one that speaks: it
takes the choice from Python and gives back what the reader moved.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import web

PAGE_CSS = (Path(__file__).parent / "page.css").read_text("utf-8")
"""The page's own style sheet."""


@functools.cache
def _stage_component() -> Callable:
    return st.components.v2.component(
        "timemap_stage",
        html='<div class="tm-root"></div>',
        # the page's sheet comes with the map: what the map draws is laid out once, not twice
        css=PAGE_CSS + web.runtime_css(),
        js=web.stage_js(),
        isolate_styles=False,
    )


@functools.cache
def _slot_component() -> Callable:
    return st.components.v2.component(
        "timemap_slot",
        html='<div class="tm-slot"></div>',
        js=web.slot_js(),
        isolate_styles=False,
    )


def stage(board: bytes, *, key: str = "timemap_stage") -> None:
    """Mount the map. ``board`` is a packed ``timemap.board``: it must not vary between runs."""
    _stage_component()(key=key, data=board)


def slot(name: str, *, key: str | None = None) -> None:
    """Mount a silent slot, such as ``title`` or ``figures``."""
    _slot_component()(key=key or f"timemap_{name}", data={"slot": name})


def dial(order: Mapping[str, Any], *, on_said: Callable[[], None], key: str) -> None:
    """Mount the date control.

    Parameters
    ----------
    order
        What the browser is told: the choice in the link's words (``Choice.to_query``), and
        ``ack``, the number of the last message heard.
    on_said
        Called when the reader moved something: ``st.session_state[key].said`` holds what was
        moved, in the link's words, the map's view ``at`` and ``extent``, and the message's
        number ``n``.
    """
    _slot_component()(key=key, data={"slot": "dial", "order": dict(order)}, on_said_change=on_said)
