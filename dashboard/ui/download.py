"""The download page: the form that makes files, then formats and licences."""

from __future__ import annotations

import streamlit as st

from dashboard.briefing import DATA, FORMATS
from dashboard.ui import briefing
from dashboard.views.context import PageContext


def view(page: PageContext) -> None:
    """Draw the page."""
    st.html(page.render("download.html"))
    briefing.view(page)
    formats, licences = st.columns([1, 1], gap="large")
    with formats:
        looked_at = [name for name in FORMATS if name not in DATA]
        st.html(page.render("formats.html", data=DATA, looked_at=looked_at))
    with licences:
        st.html(page.render("licences.html"))
