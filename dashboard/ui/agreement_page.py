"""One agreement on a page of its own: the record, its chain, and how far the ground was from it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.analysis.transfers import force_start, opening_day
from dashboard.archive import Archive
from dashboard.records import Agreement
from dashboard.ui import agreement_record, gap_view, state
from dashboard.ui.context import PageContext


def view(page: PageContext) -> None:
    """Draw the chosen agreement; where none is chosen, all of them and all they drew in force."""
    chosen = page.choice.agreement
    agreement = page.archive.agreements[chosen] if chosen else None
    _controls(page, agreement)
    first, second = st.columns([5, 6], gap="large")
    if agreement is None:
        with first:
            st.html(agreement_record.list_html(page))
        with second:
            gap_view.view(page, None)
        return
    with first:
        st.html(agreement_record.head_html(page, agreement.id))
        gap_view.view(page, agreement)
    with second:
        st.html(agreement_record.record_html(page, agreement.id))


def _controls(page: PageContext, agreement: Agreement | None) -> None:
    archive, words = page.archive, page.words
    st.session_state["page-agreement"] = agreement.id if agreement else None
    st.session_state["page-day"] = page.choice.day
    with st.container(key="page-controls", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            words["agreement"],
            list(archive.agreements),
            key="page-agreement",
            width=420,
            index=None,
            placeholder=words["choose_agreement"],
            format_func=lambda ident: _title(page, archive.agreements[ident]),
            on_change=lambda: _choose(archive, st.session_state["page-agreement"]),
        )
        st.date_input(
            words["day_of_ground"],
            key="page-day",
            min_value=archive.first_day,
            max_value=archive.last_day,
            format="YYYY-MM-DD",
            width=170,
            on_change=_on_day,
        )
        for key, day in _milestones(archive, agreement):
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


def _title(page: PageContext, agreement: Agreement) -> str:
    return f"{page.words.date_span(agreement.signed_on)} · {page.words.agreement(agreement)}"


def _milestones(archive: Archive, agreement: Agreement | None) -> list[tuple[str, dt.date]]:
    """First and last day in force and the end of the series, as far as the series has them."""
    days = []
    if agreement:
        days.append(("day_began", force_start(archive, agreement.id)))
        end = agreement.in_force.until_day if agreement.in_force else None
        if end:
            days.append(("day_last", end - dt.timedelta(days=1)))
    days.append(("day_series", archive.last_day))
    return [(key, day) for key, day in days if archive.first_day <= day <= archive.last_day]


def _choose(archive: Archive, ident: str | None) -> None:
    if ident is None:
        state.change(agreement=None)
        return
    day = opening_day(archive, ident)
    state.change(agreement=ident, **({"day": day} if day else {}))


def _on_day() -> None:
    if st.session_state["page-day"]:
        state.change(day=st.session_state["page-day"])
