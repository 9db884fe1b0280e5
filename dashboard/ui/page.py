"""The page: title and choices, map and panel, date control, figures. Selection, data, views."""

from __future__ import annotations

import importlib
import json
import os
from html import escape
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from dashboard import store, wording
from dashboard.archive import Archive
from dashboard.errors import DashboardError
from dashboard.payload.build import build_payload, packed
from dashboard.ui import briefing, component, pages, record, state
from dashboard.ui.choice import Choice
from dashboard.wording import languages

_ROOT = Path(__file__).parents[2]


class Data(NamedTuple):
    """The data directory shown, as one build left it: what is made of it is kept by this."""

    root: str
    version: str

    @classmethod
    def now(cls) -> Data:
        """As it is on the disk: a build shows on the next run of a page."""
        root = os.environ.get("DASHBOARD_DATA", str(_ROOT))
        return cls(root, store.layers_version(_layers(root)))


# sessions of the build before may still be answered when the next is shown
@st.cache_resource(show_spinner=False, max_entries=2)
def load_archive(data: Data) -> Archive:
    """The archive of a data directory, shared by all sessions (it is immutable)."""
    return Archive.load(Path(data.root) / "seeds", _layers(data.root))


@st.cache_resource(show_spinner=False, max_entries=2 * len(languages()))
def load_payload(data: Data, language: str) -> bytes:
    """What the browser is given, packed, made once a data set and language."""
    archive = load_archive(data)
    return packed(build_payload(archive, wording.load(language).of_seeds(archive.seeds)))


def prepare() -> None:
    """Load what every page needs, before there is a reader."""
    data = Data.now()
    load_payload(data, Choice.opening(load_archive(data)).language)


def _layers(root: str) -> Path:
    return Path(root) / "data" / "geo"


def run() -> None:
    """Draw the page."""
    data = Data.now()
    st.set_page_config(page_title="Agreements and ground", layout="wide")
    try:
        archive = load_archive(data)
    except (DashboardError, OSError) as error:
        st.error(f"The data in {data.root} cannot be shown.\n\n```\n{error}\n```")
        st.stop()
    choice = state.open_choice(archive)
    words = wording.load(choice.language).of_seeds(archive.seeds)
    st.set_page_config(page_title=pages.title(words, archive, choice), layout="wide")
    _speak(words)
    if choice.view in pages.PAGES:
        st.html(f"<style>{component.PAGE_CSS}</style>")
        _refusals(words)
        pages.view(archive, words, choice)
        _foot(archive, words)
        state.publish()
        return
    _head(archive, words, choice)
    with st.container(key="map"):
        left, right = st.columns([7, 3], gap="small")
    with left:
        component.map_view(load_payload(data, words.language))
    with right, st.container(key="panel"):
        st.html(pages.navigation_html(words, choice))
        _panel(archive, words, choice)
    component.slider(
        {**choice.to_query(), "ack": state.acknowledged()},
        on_change=lambda: state.apply_patch(archive),
        key=state.SLIDER,
    )
    component.widget("cards")
    component.widget("chart")
    _foot(archive, words)


def _speak(words: wording.Wording) -> None:
    """Say in which language and direction the page is to be read, aloud too."""
    hidden = '[data-testid="stLayoutWrapper"]:has(> .st-key-language) { display: none; }'
    said = json.dumps({"lang": words.language, "dir": words.direction})
    script = f"<script>Object.assign(document.documentElement, {said})</script>"
    with st.container(key="language"):
        st.html(f"<style>{hidden}</style>{script}", unsafe_allow_javascript=True)


def _head(archive: Archive, words: wording.Wording, choice: Choice) -> None:
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        component.widget("title")
        component.widget("choices")
        with st.popover(words["briefing"]):
            briefing.view(archive, words, choice)
    _refusals(words)


def _refusals(words: wording.Wording) -> None:
    """One notice for all parts of the link that could not be used: the map keeps its place."""
    names = [words.fill("refused_name", name=name) for name in state.refused()]
    # a place of its own, used or not: were all below to move up when the notice goes, a run
    # interrupted there would leave the map twice in the page, and the browser make it anew
    with st.container():
        if names:
            st.warning(words.fill("refused", names=words["list_comma"].join(names)))


def _panel(archive: Archive, words: wording.Wording, choice: Choice) -> None:
    component.widget("tabs")
    tab = choice.tab
    if tab == "difference" or (tab == "agreements" and not choice.agreement):
        component.widget(tab)
    else:
        # imported when first shown: the map must not wait for the libraries of other tabs
        module = {"place": "places"}.get(tab, tab)
        importlib.import_module(f"dashboard.ui.{module}").view(archive, words, choice)


def _foot(archive: Archive, words: wording.Wording) -> None:
    """What followed the series, according to whom; the disclaimer; who translated the records."""
    series = archive.dataset.series
    told = [words.of(archive.dataset, "disclaimer")]
    told += [words["texts_translated"]] if words.texts else []
    cited = record.links(archive, words, series.afterwards_sources)
    html = (
        f'<div class="foot" lang="{words.language}">'
        f"<p>{escape(words.of(series, 'afterwards'))} {escape(words['sources'])}: {cited}</p>"
        f"<p>{escape(' '.join(told))}</p></div>"
    )
    with st.container(key="foot"):
        st.html(html)
