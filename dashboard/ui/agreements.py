"""The agreements panel while an agreement is open: its record. The list of all is drawn by the
browser."""

from __future__ import annotations

import streamlit as st

from dashboard.ui import state
from dashboard.views import agreement
from dashboard.views.context import PageContext


def view(page: PageContext) -> None:
    """Draw the chosen agreement's record with the way back to all."""
    st.button(
        page.words["agreements_list"],
        key="agreements-back",
        type="tertiary",
        on_click=lambda: state.change(agreement=None),
    )
    if page.choice.agreement:
        st.html(agreement.panel_html(page, page.choice.agreement))
