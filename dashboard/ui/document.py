"""The document the claims were taken from: what it is, and what it was put together from."""

from __future__ import annotations

import streamlit as st

from dashboard.ui.context import PageContext


def view(page: PageContext) -> None:
    """Draw the page, cited as what the document is."""
    st.html(page.render("document.html", document=page.archive.seeds.claims_document))
