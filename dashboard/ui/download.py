"""Download: the form that makes files, beside what the page says of them."""

from __future__ import annotations

import streamlit as st

from dashboard.ui import briefing
from dashboard.views import download
from dashboard.views.context import PageContext


def view(page: PageContext) -> None:
    """Draw the page."""
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.html(download.formats_html(page))
        st.html(download.licences_html(page))
    with right:
        briefing.view(page)
