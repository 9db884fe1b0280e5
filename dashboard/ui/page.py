"""The page: title and choices, map and panel, date control, figures; and the other views."""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from dashboard import store, web, wording
from dashboard.archive import BUNDLED_DATA, Archive
from dashboard.errors import DashboardError
from dashboard.payload.build import build_payload, packed
from dashboard.payload.encoding import encode
from dashboard.ui import briefing, component, day_input, state
from dashboard.ui.files import File
from dashboard.views import views
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext

#: Views and tabs with controls of the app: each is a module of this package.
_WITH_CONTROLS = {"agreement", "agreements", "changes", "download", "evidence"}


class Data(NamedTuple):
    """The data directory shown, and the version of its layers: caches are keyed by it."""

    root: str
    version: str

    @classmethod
    def now(cls) -> Data:
        """The data directory as it is now: a new build shows on the next run of a page."""
        root = os.environ.get("DASHBOARD_DATA", str(BUNDLED_DATA))
        return cls(root, store.layers_version(_layers(root)))


# sessions on the build before may still be open when the next is shown
@st.cache_resource(show_spinner=False, max_entries=2)
def load_archive(data: Data) -> Archive:
    """The archive of a data directory, shared by all sessions (it is immutable)."""
    return Archive.load(data.root, allow_stale=True)


@st.cache_resource(show_spinner=False, max_entries=16)
def load_payload(data: Data, language: str) -> bytes:
    """The payload of the map, packed; made once for each data set and language.

    It is kept beside the layers for the next start, where the server may write there.
    """
    archive = load_archive(data)

    def made() -> bytes:
        opening = Choice.opening(archive).to_query()
        words = wording.of_seeds(archive.seeds, language)
        return packed(encode(build_payload(archive, words, opening=opening)))

    path = Path(data.root, "data", f".kept-map-{language}")
    kept = store.read_kept(path)
    payload = kept((_made_from(data).encode(),), made)
    with contextlib.suppress(OSError):
        store.write_kept(path, kept)
    return payload


def map_data(data: Data, language: str) -> File:
    """The payload as a file; it is made when its bytes are asked for."""
    return File(f"map-{language}", _made_from(data), "json", lambda: load_payload(data, language))


def _made_from(data: Data) -> str:
    """What tells the payloads of a data set from those of any other, and of another program."""
    program, words = store.program_sha256(), wording.catalogs_sha256()
    return f"{program} {words} {data.version} {load_archive(data).seeds.sha256}"


@functools.cache
def map_script() -> File:
    """The code of the map and its widgets."""
    return File.text("map", "js", web.script("entry.streamlit.js", with_leaflet=True))


@functools.cache
def search_script() -> File:
    """The code of the search on the pages beside the map."""
    return File.text("search", "js", web.script("entry.search.js"))


def find_file(of: str) -> File | None:
    """The current file of that stem, if there is one."""
    if script := {"map": map_script, "search": search_script}.get(of):
        return script()
    data = Data.now()
    spoken = load_archive(data).dataset.languages
    return next((map_data(data, code) for code in spoken if of == f"map-{code}"), None)


def load() -> None:
    """Load what every page needs, before there is a reader."""
    load_archive(Data.now())


def prepare() -> None:
    """Make the files of the page that is opened first."""
    data = Data.now()
    map_script()
    load_payload(data, Choice.opening(load_archive(data)).language)


def html_parts(query: Mapping[str, str]) -> tuple[str, str, str]:
    """The opening tag of the document a link opens, what its head says of it, and what it shows
    until its code has arrived.

    Raises
    ------
    DashboardError, OSError
        If the data cannot be read.
    """
    data = Data.now()
    archive = load_archive(data)
    choice, _ = Choice.from_query(query, archive)
    page = PageContext(archive, wording.of_seeds(archive.seeds, choice.language), choice)
    embed = ("slider" if query.get("slider") == "1" else "map") if query.get("embed") == "1" else ""
    is_map = choice.view not in views.PAGES
    files = [map_script(), map_data(data, choice.language)] if is_map else []
    title = views.title(page)
    head = views.document_head(page, title, embed, [each.address for each in files])
    return *head, page.render("opening.html", title=title)


def _seeds(root: str) -> Path:
    return Path(root) / "seeds"


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
    words = wording.of_seeds(archive.seeds, choice.language)
    page = PageContext(archive, words, choice)
    st.set_page_config(page_title=views.title(page), layout="wide")
    component.document(words.language, words.direction)
    if choice.view in views.PAGES:
        with st.container(key="top", horizontal=True, vertical_alignment="center"):
            _brand(page)
            _navigation(page, data)
        _head(page)
        _notices(page, data.root)
        show(page, choice.view)
        _foot(page)
        state.publish()
        return
    # in the order of the keyboard and of screen readers; the style sheet arranges it
    with st.container(key="screen"):
        _brand(page)
        _head(page)
        component.slider(
            {**choice.to_query(), "ack": state.acknowledged()},
            on_change=lambda: state.apply_patch(archive),
            key=state.SLIDER,
        )
        component.map_view(page, map_script(), map_data(data, words.language))
        _navigation(page, data)
        _notices(page, data.root)
        with st.container(key="panel"):
            _panel(page)
        component.widget("cards")
    component.widget("chart")
    _foot(page)


def _brand(page: PageContext) -> None:
    with st.container(key="brand"):
        st.html(views.brand_html(page))


def _navigation(page: PageContext, data: Data) -> None:
    """Links to the other pages, and the search."""
    with st.container(key="masthead", horizontal=True, vertical_alignment="center"):
        is_page = page.choice.view in views.PAGES
        st.html(
            views.views_html(page, other_languages=is_page)
        )  # the map has its own field for languages
        if is_page:
            component.page_search(page, search_script(), map_data(data, page.words.language))
        else:
            component.widget("search")


def _head(page: PageContext) -> None:
    """The day shown, how it is shown, and the briefing."""
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        if page.choice.view in views.PAGES:
            st.html(page.render("day.html"))
        else:
            component.widget("title")
            component.widget("choices")
        if page.choice.view != "download":  # that page has the form in full
            briefing.dialog(page)


def _notices(page: PageContext, root: str) -> None:
    """What a reader must know first: seeds that are not built, parts of the link that were
    ignored."""
    words = page.words
    refused = state.refused()
    names = [words.fill("refused_name", name=name) for name in refused]
    edited = store.seeds_sha256(_seeds(root))
    # a place of its own, used or not: were all below to move up when the notice goes, a run
    # interrupted there would leave the map twice in the page, and the browser make it anew
    with st.container(key="notices"):
        if page.choice.view not in views.PAGES:
            component.widget("intro")
        if store.stale_layers(page.archive.catalog, edited, root):
            st.warning(words.fill("stale", command=_build_command(root)))
        if names:
            sentences = [words.fill("refused", names=words["list_comma"].join(names))]
            if not {"date", "since", "lens"}.isdisjoint(refused):
                sentences.append(day_input.series_ends(page))
            st.warning(" ".join(sentences))


def _build_command(root: str) -> str:
    """The command that builds the layers shown, as code in Markdown."""
    command = ["python", "-m", "dashboard", "build"]
    if root != str(BUNDLED_DATA):
        command += ["--data", root]
    return f"`{shlex.join(command)}`"


def _panel(page: PageContext) -> None:
    component.widget("tabs")
    tab = page.choice.tab
    # the browser draws the short form of the record, before Python knows of it
    with st.container(key="record"):
        component.widget("record")
        if tab == "record":
            with st.container(key="record-rest"):
                _tab(page, tab)
    if tab != "record":
        with st.container(key="tab"):
            _tab(page, tab)


def _tab(page: PageContext, tab: str) -> None:
    if tab == "difference" or (tab == "agreements" and not page.choice.agreement):
        component.widget(tab)
    else:
        show(page, tab)


def show(page: PageContext, name: str) -> None:
    """Draw a view or a tab. Its module is imported when it is first shown: the map must not wait
    for its libraries."""
    if name in _WITH_CONTROLS:
        importlib.import_module(f"dashboard.ui.{name}").view(page)
    else:
        draw = importlib.import_module("dashboard.ui.draw").draw
        draw(page, views.parts(page, name))


def _foot(page: PageContext) -> None:
    with st.container(key="foot"):
        st.html(page.render("foot.html"))
