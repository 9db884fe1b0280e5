"""About: whose map this is, of what, and what it is not."""

from __future__ import annotations

import streamlit as st

from dashboard.ui.context import PageContext


def view(page: PageContext) -> None:
    """Draw the page."""
    st.html(page.render("about.html", archive=page.archive))
