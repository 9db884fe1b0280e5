"""The page: title and choices, map and panel, date control, figures. Selection, data, views."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import streamlit as st

from dashboard import wording
from dashboard.archive import Archive
from dashboard.errors import DashboardError
from dashboard.mapview import ONLINE_BASES
from dashboard.timemap.board import board
from dashboard.ui import (
    briefing,
    compare,
    component,
    pages,
    state,
)
from dashboard.ui.choice import OFFLINE, TABS, Choice, switchable

_STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")
_ROOT = Path(__file__).parents[2]


@st.cache_resource(show_spinner=False)
def load_archive(root: str) -> Archive:
    """The archive of a data directory, shared by all sessions (it is immutable)."""
    return Archive.load(Path(root) / "seeds", Path(root) / "data" / "geo")


@st.cache_resource(show_spinner=False)
def load_board(root: str, seeds_sha256: str, language: str) -> dict:
    """What the browser is given, made once a data set and language."""
    return board(load_archive(root), wording.load(language))


def run() -> None:
    """Draw the page."""
    root = os.environ.get("DASHBOARD_DATA", str(_ROOT))
    st.set_page_config(page_title="Agreements and ground", layout="wide")
    st.html(f"<style>{_STYLE}</style>")
    try:
        archive = load_archive(root)
    except (DashboardError, OSError) as error:
        st.error(f"The data in {root} cannot be shown.\n\n```\n{error}\n```")
        st.stop()
    choice = state.open_choice(archive)
    words = wording.load(choice.language)
    if words.direction == "rtl":
        st.html("<style>.stApp { direction: rtl; }</style>")
    if choice.view in pages.PAGES:
        pages.view(archive, words, choice)
        _foot(archive, words)
        state.publish()
        return
    _head(archive, words, choice)
    with st.container(key="stage"):
        left, right = st.columns([7, 3], gap="small")
    with left:
        component.stage(load_board(root, archive.seeds.sha256, words.language))
    with right, st.container(key="panel"):
        st.html(pages.navigation_html(words, choice))
        _panel(archive, words, choice)
    component.dial(
        {
            "day": choice.day.isoformat(),
            "since": choice.since.isoformat(),
            "compare": choice.compare,
            "view": choice.at,
            "ack": state.acknowledged(),
            "layers": list(choice.layers),
            "base": choice.base,
            "lit": choice.agreement,
        },
        on_day=lambda: state.on_day(archive),
        on_pick=lambda: state.on_pick(archive),
        key=state.DIAL,
    )
    component.slot("figures")
    component.slot("chart")
    _foot(archive, words)
    state.publish()


def _head(archive: Archive, words: wording.Wording, choice: Choice) -> None:
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        component.slot("title")
        compare.mode(words, choice)
        if choice.compare != "single":
            with st.popover(words.fill("since_button", day=words.date(choice.since))):
                compare.since(archive, words, choice)
        with st.popover(words["layers"]):
            _layer_choice(archive, words, choice)
        with st.popover(words["briefing"]):
            briefing.view(archive, words, choice)
        _language(choice)
    for name in state.refused():
        st.warning(words.fill("refused", name=name))


def _language(choice: Choice) -> None:
    codes = wording.languages()
    st.session_state["language"] = choice.language
    st.selectbox(
        "Language / اللغة",
        codes,
        format_func=lambda code: wording.load(code).name,
        key="language",
        label_visibility="collapsed",
        width=110,
        on_change=lambda: state.change(language=st.session_state["language"]),
    )


def _layer_choice(archive: Archive, words: wording.Wording, choice: Choice) -> None:
    for layer in switchable(archive):
        # the choice leads, also after a step back in the browser's history
        st.session_state[f"layer-{layer.name}"] = layer.name in choice.layers
        st.checkbox(
            words.of(layer, "title"),
            key=f"layer-{layer.name}",
            help=words.of(layer, "about"),
            on_change=_switch_layers,
            args=(archive,),
        )
    names = {OFFLINE: words["base_offline"], **{name: name for name in ONLINE_BASES}}
    st.session_state["base"] = choice.base
    st.radio(
        words["base"],
        list(names),
        format_func=names.get,
        key="base",
        help=words["base_note"],
        on_change=lambda: state.change(base=st.session_state["base"]),
    )


def _switch_layers(archive: Archive) -> None:
    names = (layer.name for layer in switchable(archive))
    state.change(layers=tuple(n for n in names if st.session_state[f"layer-{n}"]))


def _panel(archive: Archive, words: wording.Wording, choice: Choice) -> None:
    # the tabs stay the same in every mode: a control whose options change loses its state
    tab = choice.tab if choice.tab != "difference" or choice.compare == "difference" else TABS[0]
    st.session_state["tab"] = tab
    st.segmented_control(
        words["panel"],
        TABS,
        format_func=lambda name: words["sources_tab" if name == "sources" else name],
        key="tab",
        label_visibility="collapsed",
        width="stretch",
        on_change=lambda: compare.open_tab(st.session_state["tab"] or tab),
    )
    if tab == "difference":
        component.slot("difference")
    else:
        # imported when first shown: the map must not wait for the libraries of other tabs
        module = {"place": "places"}.get(tab, tab)
        importlib.import_module(f"dashboard.ui.{module}").view(archive, words, choice)


def _foot(archive: Archive, words: wording.Wording) -> None:
    series = words.of(archive.dataset.series, "afterwards")
    with st.container(key="foot"):
        st.caption(f"{series} {words.of(archive.dataset, 'disclaimer')}")
