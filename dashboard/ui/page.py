"""The page: title and choices, map and panel, date control, figures; and the other views."""

from __future__ import annotations

import importlib
import shlex
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import web, wording
from dashboard.archive import BUNDLED_DATA
from dashboard.errors import DashboardError
from dashboard.ui import briefing, component, day_input, state
from dashboard.ui.files import (
    Data,
    is_stale,
    load_archive,
    map_data,
    map_script,
    search_script,
)
from dashboard.views import views
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext

#: Views and tabs with controls of the app: each is a module of this package.
_WITH_CONTROLS = {"agreement", "agreements", "download", "evidence"}


def html_parts(query: Mapping[str, str]) -> tuple[str, str, str]:
    """The opening tag of the document a link opens, what its head says of it, and what it shows
    until its code has arrived.

    Raises ``DashboardError`` or ``OSError`` if the data cannot be read.
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
    script = web.script("entry.lacking.js")
    return *head, page.render("opening.html", title=title, lacking_script=script)


def run() -> None:
    """Draw the page."""
    data = Data.now()
    st.set_page_config(page_title="Agreements and ground", layout="wide")
    try:
        archive = load_archive(data)
    except (DashboardError, OSError) as error:
        run_build = f"{_build_command(data.root)} makes the layers, or says what is wrong."
        st.error(f"The data in {data.root} cannot be shown. {run_build}\n\n```\n{error}\n```")
        st.stop()
    choice = state.open_choice(archive)
    page = PageContext(archive, wording.of_seeds(archive.seeds, choice.language), choice)
    st.set_page_config(page_title=views.title(page), layout="wide")
    if choice.view in views.PAGES:
        with st.container(key="top", horizontal=True, vertical_alignment="center"):
            _brand(page)
            _navigation(page, data)
        head = _head(page)
        _notices(page, data)
        show(page, choice.view)
        _foot(page)
        state.publish()
        if choice.view != "download":  # that page has the form in full
            _briefing(page, head)
        return
    # in the order of the keyboard and of screen readers; the style sheet arranges it
    with st.container(key="screen"):
        _brand(page)
        head = _head(page)
        date_control = st.container(key="date")
        component.map_view(page, map_script(), map_data(data, page.words.language))
        _navigation(page, data)
        _notices(page, data)
        component.widget("intro")
        with st.container(key="panel"):
            component.widget("tabs")
            record = st.container(key="record")
            with record:  # the browser draws the short form, before Python knows of it
                component.widget("record")
            _day(page, _Surroundings.of(page, data), date_control, record)
        component.widget("cards")
    component.widget("chart")
    _foot(page)
    _briefing(page, head)


class _Surroundings(NamedTuple):
    """What the map's page depends on besides the day."""

    data: Data
    is_stale: bool
    view: str
    language: str
    refused: tuple[str, ...]
    in_form: Choice | None

    @classmethod
    def of(cls, page: PageContext, data: Data) -> _Surroundings:
        """As they are now. An open briefing form depends on the choice too."""
        choice = page.choice
        in_form = choice if briefing.is_open() else None
        return cls(data, is_stale(data), choice.view, choice.language, state.refused(), in_form)


@st.fragment
def _day(
    page: PageContext,
    surroundings: _Surroundings,
    date_control: DeltaGenerator,
    record: DeltaGenerator,
) -> None:
    """What depends on the day: the date control and the rest of the record, in their places further
    up, and the tab.

    When the reader lets go of a day only this runs, and the whole page if anything else changed.
    """
    data = Data.now()
    if data != surroundings.data:
        st.rerun()
    page = replace(page, choice=state.open_choice(page.archive))
    if _Surroundings.of(page, data) != surroundings:
        st.rerun()
    with date_control:
        component.slider(
            {**page.choice.to_query(), "ack": state.acknowledged()},
            on_change=lambda: state.apply_patch(page.archive),
            key=state.SLIDER,
        )
    tab = page.choice.tab
    with record, st.container(key="record-rest"):
        if tab == "record":
            _tab(page, tab)
    if tab != "record":
        with st.container(key="tab"):
            _tab(page, tab)


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


def _head(page: PageContext) -> DeltaGenerator:
    """The day shown and how it is shown, with room for the briefing."""
    head = st.container(key="head", horizontal=True, vertical_alignment="center")
    with head:
        if page.choice.view in views.PAGES:
            st.html(page.render("day.html"))
        else:
            component.widget("title")
            component.widget("choices")
    return head


def _briefing(page: PageContext, head: DeltaGenerator) -> None:
    """The button of the form; last, as the form may wait for its preview."""
    with head:
        briefing.dialog(page)


def _notices(page: PageContext, data: Data) -> None:
    """What a reader must know first: seeds that are not built, parts of the link that were
    ignored."""
    words = page.words
    refused = state.refused()
    names = [words.fill("refused_name", name=name) for name in refused]
    # a place of its own, used or not: were all below to move up when the notice goes, a run
    # interrupted there would leave the map twice in the page, and the browser make it anew
    with st.container(key="notices"):
        if is_stale(data):
            st.warning(words.fill("stale", command=_build_command(data.root)))
        if names:
            sentences = [words.fill("refused", names=words["list_comma"].join(names))]
            if not {"date", "since", "lens"}.isdisjoint(refused):
                sentences.append(day_input.series_ends(page))
            st.warning(" ".join(sentences))


def _build_command(root: str) -> str:
    """The command that builds the layers shown, as code in Markdown."""
    command = ["conflict-map", "build"]
    if root != str(BUNDLED_DATA):
        command += ["--data", root]
    return f"`{shlex.join(command)}`"


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
