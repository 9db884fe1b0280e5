"""An agreement's page with its controls: which agreement, which day of the ground."""

from __future__ import annotations

import streamlit as st

from dashboard.records import Agreement
from dashboard.ui import state
from dashboard.ui.day_input import day_input, outside_notice
from dashboard.ui.draw import draw
from dashboard.views import agreement as agreement_page
from dashboard.views.context import PageContext


def view(page: PageContext) -> None:
    """Draw the controls and the page."""
    _controls(page, page.archive.agreements.get(page.choice.agreement or ""))
    outside_notice(page)
    draw(page, agreement_page.parts(page))


def _controls(page: PageContext, agreement: Agreement | None) -> None:
    archive, words = page.archive, page.words
    titles = {
        each.id: f"{words.date_span(each.signed_on)} · {words.agreement(each)}"
        for each in archive.agreements.values()
    }
    st.session_state["page-agreement"] = agreement.id if agreement else None
    with st.container(key="page-controls", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            words["agreement"],
            list(titles),
            key="page-agreement",
            width=420,
            index=None,
            placeholder=words["choose_agreement"],
            format_func=titles.__getitem__,
            on_change=lambda: _choose(page, st.session_state["page-agreement"]),
        )
        day_input(page, words["day_of_ground"], "day", "page-day")
        for key, day in agreement_page.milestones(archive, agreement):
            st.button(
                words[key],
                key=f"page-{key}",
                type="tertiary",
                help=words.date(day),
                on_click=state.change,
                kwargs={"day": day},
            )
        if agreement:
            st.html(page.render("agreement_back.html"))


def _choose(page: PageContext, ident: str | None) -> None:
    if ident is None:
        state.change(agreement=None)
        return
    day = agreement_page.opening_day(page.archive, ident, page.choice.day)
    state.change(agreement=ident, day=day)
