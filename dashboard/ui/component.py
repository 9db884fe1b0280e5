"""The timemap as Streamlit elements.

``stage`` carries the runtime, the folium map and all periods; its message never changes, so
Streamlit sends it once and afterwards refers to it by hash. ``slot`` elements are tiny: the large
date, the date control, the figures. The ``dial`` slot is the only one that speaks: it takes the
day and the choice from Python and gives back commits.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard import timemap


@functools.cache
def _stage_component() -> Callable:
    return st.components.v2.component(
        "timemap_stage",
        html='<div class="tm-root"></div>',
        css=timemap.runtime_css(),
        js=timemap.stage_js(),
        isolate_styles=False,
    )


@functools.cache
def _slot_component() -> Callable:
    return st.components.v2.component(
        "timemap_slot",
        html='<div class="tm-slot"></div>',
        js=timemap.slot_js(),
        isolate_styles=False,
    )


def stage(board: Mapping[str, Any], *, key: str = "timemap_stage") -> None:
    """Mount the map. ``board`` is what ``timemap.board`` makes of an archive: it must not vary."""
    _stage_component()(key=key, data=board)


def slot(name: str, *, key: str | None = None) -> None:
    """Mount a silent slot: ``title`` or ``figures``."""
    _slot_component()(key=key or f"timemap_{name}", data={"slot": name})


def dial(
    order: Mapping[str, Any],
    *,
    on_day: Callable[[], None],
    on_pick: Callable[[], None],
    key: str = "timemap_dial",
) -> None:
    """Mount the date control.

    Parameters
    ----------
    order
        What the browser is told: ``day`` (ISO text), ``ack`` (number of the last commit heard),
        ``layers`` (names shown), ``base`` (base map key), ``lit`` (agreement id or ``None``).
    on_day
        Called when the reader settled on a day: ``st.session_state[key].day`` is
        ``{"day": ISO text, "n": number of the commit}``.
    on_pick
        Called when something was picked: ``st.session_state[key].pick`` is
        ``{"kind": "agreement" | "place", "id": …}``.
    """
    _slot_component()(
        key=key,
        data={"slot": "dial", "order": dict(order)},
        on_day_change=on_day,
        on_pick_change=on_pick,
    )
