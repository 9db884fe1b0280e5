"""The date field of a page: a day of the series, or the nearest one with a notice."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.archive import Archive
from dashboard.ui import state
from dashboard.views.context import PageContext

_OUTSIDE = "day-outside"


def day_input(page: PageContext, label: str, field: str, key: str) -> None:
    """Draw a field for a day of the choice (``day`` or ``since``); a day entered there is chosen.

    It takes any day: a field that refuses one would go on showing it beside figures of another.
    """
    st.session_state[key] = getattr(page.choice, field)  # the choice decides, the field follows
    st.date_input(
        label,
        key=key,
        format="YYYY-MM-DD",
        width=170,
        min_value=dt.date.min,
        max_value=dt.date.max,
        on_change=_choose,
        args=(page.archive, field, key),
    )


def outside_notice(page: PageContext) -> None:
    """Say once which days there are, if the last day entered was outside the series."""
    if st.session_state.pop(_OUTSIDE, False):
        st.warning(series_ends(page))


def series_ends(page: PageContext) -> str:
    """The sentence that says which days there are."""
    first, last = (page.words.date(day) for day in (page.archive.first_day, page.archive.last_day))
    return page.words.fill("date_outside", first=first, last=last)


def _choose(archive: Archive, field: str, key: str) -> None:
    if entered := st.session_state[key]:
        day = min(max(entered, archive.first_day), archive.last_day)
        st.session_state[_OUTSIDE] = day != entered
        state.change(**{field: day})
