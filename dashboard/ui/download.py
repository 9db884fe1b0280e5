"""Download: the form that makes files, above what the page says of them."""

from __future__ import annotations

import streamlit as st

from dashboard.ui import briefing
from dashboard.views import download
from dashboard.views.context import PageContext


def view(page: PageContext) -> None:
    """Draw the page."""
    st.html(download.head_html(page))
    briefing.view(page)
    formats, licences = st.columns([1, 1], gap="large")
    with formats:
        st.html(download.formats_html(page))
    with licences:
        st.html(download.licences_html(page))
