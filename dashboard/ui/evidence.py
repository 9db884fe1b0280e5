"""The evidence page with its filters, and the map as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.analysis.evidence import area_ids
from dashboard.analysis.map_table import map_features, map_table
from dashboard.ui import grid, state
from dashboard.ui.day_input import day_input, outside_notice
from dashboard.ui.draw import download_button, draw, events_table
from dashboard.views import evidence
from dashboard.views import map_table as shown
from dashboard.views.context import PageContext

_ALL = ""


def view(page: PageContext) -> None:
    """Draw the filters, the figures, the changes they count, and the map as a table."""
    st.html(page.render("evidence_head.html"))
    _filters(page)
    outside_notice(page)
    draw(page, evidence.parts(page))
    _map_table(page)


def _filters(page: PageContext) -> None:
    archive, words, choice = page.archive, page.words, page.choice
    names = {layer.name: words.of(layer, "title") for layer in archive.switchable_layers}
    areas = {_ALL: page.area(None)} | {area: page.area(area) for area in area_ids(archive)}
    # the choice decides, the widgets follow
    st.session_state["evidence-layers"] = list(choice.layers)
    st.session_state["evidence-area"] = choice.area or _ALL
    kinds = {kind.id: words.of(kind, "name") for kind in archive.dataset.incident_kinds}
    st.session_state["evidence-kinds"] = list(choice.incident_kinds or kinds)
    with st.container(key="page-controls", horizontal=True, vertical_alignment="bottom"):
        for field, title in (("since", words["changes_since"]), ("day", words["day"])):
            day_input(page, title, field, f"evidence-{field}")
        st.selectbox(
            words["area"],
            list(areas),
            key="evidence-area",
            format_func=areas.__getitem__,
            width=300,
            on_change=lambda: state.change(area=st.session_state["evidence-area"] or None),
        )
        _several(words["layers"], names, "evidence-layers", lambda some: state.change(layers=some))
        if len(kinds) > 1:
            _several(
                words["kinds_of_incidents"],
                kinds,
                "evidence-kinds",
                # an empty field shows all
                lambda some: state.change(
                    incident_kinds=some if 0 < len(some) < len(kinds) else None
                ),
            )


def _several(
    title: str, names: Mapping[str, str], key: str, on_change: Callable[[tuple[str, ...]], None]
) -> None:
    """A field to choose several of the named things; ``on_change`` gets those chosen, in order."""

    def choose() -> None:
        wanted = st.session_state[key]
        on_change(tuple(name for name in names if name in wanted))

    st.multiselect(
        title,
        list(names),
        key=key,
        format_func=names.__getitem__,
        width="stretch",
        on_change=choose,
    )


@st.fragment  # choosing a row reruns the table only, not the figures above it
def _map_table(page: PageContext) -> None:
    """Draw the table, its download, and what the chosen row rests on."""
    words, choice = page.words, page.choice
    with st.container(gap="xsmall"):
        archive = page.archive
        features, left_out = map_features(archive, choice.day, choice.layers, choice.area)
        title = words.fill("map_table_title", day=words.date(choice.day))
        notes = list(shown.distances(page))
        if choice.area:
            notes.insert(0, words.counted("evidence_left", left_out))
        st.html(page.render("map_table.html", title=title, notes=notes))
        row = grid.table(
            words,
            title,
            shown.columns(page, features),
            key="evidence-table",
            height=420,
            choosable=True,
            search_aliases=shown.names(page, features),
        )
        made = map_table(archive, features)
        download_button(page, made, f"{archive.dataset.id}-{choice.day}", "evidence-download")
        if row is not None:  # how it was made, its sources, its events
            st.html(shown.row_html(page, features[row]))
            if events := features[row].properties.get("events"):
                events_table(page, events, "evidence-row")
