"""Method: how the map follows from reports, and what the data set says of each layer."""

from __future__ import annotations

import streamlit as st

from dashboard.ui.context import PageContext


def view(page: PageContext) -> None:
    """Draw the page."""
    st.html(page.render("method.html", dataset=page.archive.dataset))
