"""The state of a session: the choice, and the number of the last patch taken in."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.archive import Archive
from dashboard.views.choice import VIEWS, Choice

SLIDER = "map_slider"
_CHOICE, _ACK, _REFUSED, _PUBLISHED, _ACTED, _EXTENT, _SEEDS = (
    "choice",
    "ack",
    "refused",
    "published",
    "acted",
    "extent",
    "seeds",
)


def open_choice(archive: Archive) -> Choice:
    """The choice in force at the start of a run.

    When the page opens it comes from the link. On the map's page the browser then sends a patch for
    every change, steps back and forward included. On other pages the link is read again if the
    address is not the one last published; but not in a run caused by a control of the page, when
    the address may be out of date. If the data has been replaced, the choice is read again as if
    from a link, without what no longer exists.
    """
    _follow_data(archive)
    query = st.query_params.to_dict()
    acted = st.session_state.pop(_ACTED, False)
    known = st.session_state.get(_CHOICE)
    if known and (known.view == VIEWS[0] or acted):
        return known
    if not known or query != st.session_state.get(_PUBLISHED, query):
        choice, refused = Choice.from_query(query, archive)
        st.session_state[_CHOICE], st.session_state[_REFUSED] = choice, refused
    return st.session_state[_CHOICE]


def _follow_data(archive: Archive) -> None:
    before = st.session_state.get(_SEEDS)
    st.session_state[_SEEDS] = archive.seeds.sha256
    if before not in (None, archive.seeds.sha256) and _CHOICE in st.session_state:
        query = st.session_state[_CHOICE].to_query()
        st.session_state[_CHOICE], st.session_state[_REFUSED] = Choice.from_query(query, archive)


def current() -> Choice:
    """The session's choice."""
    return st.session_state[_CHOICE]


def refused() -> tuple[str, ...]:
    """Names of the link parameters that were ignored, until the reader changes something."""
    return st.session_state.get(_REFUSED, ())


def change(**fields: Any) -> None:
    """Change the choice. The controls of the page call this."""
    st.session_state[_ACTED] = True
    # the browser sends the view of map and timeline by itself: the reader has changed nothing
    if set(fields) - {"at", "lens"}:
        st.session_state[_REFUSED] = ()
    st.session_state[_CHOICE] = st.session_state[_CHOICE].with_(**fields)


def publish() -> None:
    """Write the choice into the address of the page, if it differs from it.

    Not on the map's page: there the browser shows a change before Python knows of it, and writes
    the address itself. A late answer would overwrite the step the reader has gone back to
    meanwhile.
    """
    query = st.session_state[_CHOICE].to_query()
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.session_state[_PUBLISHED] = query


def extent() -> tuple[float, float, float, float] | None:
    """West, south, east, north of the map on screen; ``None`` until its reader has moved it."""
    return st.session_state.get(_EXTENT) if current().at else None


def acknowledged() -> int:
    """Number of the browser's last patch that this session has taken in."""
    return st.session_state.get(_ACK, 0)


def apply_patch(archive: Archive) -> None:
    """Take in what the reader changed in the browser: every field that can be used.

    The extent on screen belongs to the view sent with it, and is used only if that view is valid.
    """
    st.session_state[_ACTED] = True
    patch = st.session_state[SLIDER].patch or {}
    try:
        seq = int(patch["seq"])
    except (TypeError, KeyError, ValueError, OverflowError):
        return
    fields = {name: text for name, text in patch.items() if isinstance(text, str)}
    choice, unusable = current().read(fields, archive)
    change(**{name: getattr(choice, name) for name in choice.differs_from(current())})
    if "at" in fields and "at" not in unusable and (extent := _extent(patch.get("extent"))):
        st.session_state[_EXTENT] = extent
    st.session_state[_ACK] = seq


def _extent(edges: Any) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(edge) for edge in edges)
    except (TypeError, ValueError):
        return None
    usable = -180 <= west < east <= 360 and -90 <= south < north <= 90
    return (west, south, east, north) if usable else None
