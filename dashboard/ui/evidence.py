"""The evidence page with its filters, and the map as a table."""

from __future__ import annotations

import streamlit as st

from dashboard.analysis.evidence import area_ids
from dashboard.ui import evidence_table, state
from dashboard.ui.day_input import day_input, outside_notice
from dashboard.ui.draw import draw
from dashboard.views import evidence
from dashboard.views.context import PageContext

_ALL = ""


def view(page: PageContext) -> None:
    """Draw the filters, the figures, the changes they count, and the map as a table."""
    st.html(evidence.head_html(page))
    _filters(page)
    outside_notice(page)
    draw(page, evidence.parts(page))
    evidence_table.view(page)


def _filters(page: PageContext) -> None:
    archive, words, choice = page.archive, page.words, page.choice
    names = {layer.name: words.of(layer, "title") for layer in archive.switchable_layers}
    areas = {_ALL: page.area(None)} | {area: page.area(area) for area in area_ids(archive)}
    # The link decides; the widgets follow it.
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
        st.multiselect(
            words["layers"],
            list(names),
            key="evidence-layers",
            format_func=names.__getitem__,
            width="stretch",
            on_change=_on_layers,
            args=(tuple(names),),
        )
        if len(kinds) > 1:
            st.multiselect(
                words["kinds_of_incidents"],
                list(kinds),
                key="evidence-kinds",
                format_func=kinds.__getitem__,
                width="stretch",
                on_change=_on_kinds,
                args=(tuple(kinds),),
            )


def _on_layers(names: tuple[str, ...]) -> None:
    wanted = st.session_state["evidence-layers"]
    state.change(layers=tuple(name for name in names if name in wanted))


def _on_kinds(kinds: tuple[str, ...]) -> None:
    """None of them is no choice: all are shown."""
    wanted = st.session_state["evidence-kinds"]
    chosen = tuple(kind for kind in kinds if kind in wanted)
    state.change(incident_kinds=chosen if 0 < len(chosen) < len(kinds) else None)
