"""Download: the form that makes files, what each format is for, and the licences of each layer."""

from __future__ import annotations

import streamlit as st

from dashboard.briefing.spec import DATA, FORMATS
from dashboard.ui import briefing
from dashboard.ui.context import PageContext


def view(page: PageContext) -> None:
    """Draw the page."""
    left, right = st.columns([1, 1], gap="large")
    with left:
        looked_at = [name for name in FORMATS if name not in DATA]
        terms = {licence.id: licence.terms for licence in page.archive.seeds.licences}
        st.html(page.render("download.html", data=DATA, looked_at=looked_at, terms=terms))
    with right:
        briefing.view(page)
