"""Download: the form that makes files, what each format is for, and the licence of each layer."""

from __future__ import annotations

import streamlit as st

from dashboard.ui import briefing
from dashboard.ui.context import PageContext

#: Formats for a program to read, and those to be looked at.
DATA = ("gpkg", "geojson", "kml", "csv")
PICTURES = ("png", "svg", "pdf", "pptx", "html", "gif")


def view(page: PageContext) -> None:
    """Draw the page."""
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.html(
            page.render("download.html", dataset=page.archive.dataset, data=DATA, pictures=PICTURES)
        )
    with right:
        briefing.view(page)
