"""One agreement on a page of its own: the record, its chain, and how far the ground was from it."""

from __future__ import annotations

import datetime as dt
from html import escape

import streamlit as st

from dashboard.analysis.transfers import force_start
from dashboard.archive import Archive
from dashboard.records import Agreement
from dashboard.ui import agreement_record, chains, gap_view, record, state
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.ui.figures import block
from dashboard.ui.links import address, anchor
from dashboard.wording import Wording


def view(page: PageContext) -> None:
    """Draw the chosen agreement; where none is chosen, all of them and all they drew in force."""
    archive, words, choice = page.archive, page.words, page.choice
    agreement = archive.agreements[choice.agreement] if choice.agreement else None
    _controls(archive, words, choice, agreement)
    first, second = st.columns([5, 6], gap="large")
    if agreement is None:
        with first:
            st.html(chains.all_html(archive, words, choice))
        with second:
            gap_view.view(archive, words, choice, None)
        return
    with first:
        st.html(_head_html(archive, words, choice, agreement))
        gap_view.view(archive, words, choice, agreement)
    with second:
        st.html(_record_html(archive, words, choice, agreement))


def _controls(
    archive: Archive, words: Wording, choice: Choice, agreement: Agreement | None
) -> None:
    ids = list(archive.agreements)
    st.session_state["page-agreement"] = agreement.id if agreement else None
    st.session_state["page-day"] = choice.day
    with st.container(key="page-controls", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            words["agreement"], ids, key="page-agreement", width=420, index=None,
            placeholder=words["choose_agreement"],
            format_func=lambda ident: _title(words, archive.agreements[ident]),
            on_change=lambda: _choose(archive, st.session_state["page-agreement"]),
        )  # fmt: skip
        st.date_input(
            words["day_of_ground"], key="page-day", min_value=archive.first_day,
            max_value=archive.last_day,
            format="YYYY-MM-DD", width=170, on_change=_on_day,
        )  # fmt: skip
        for key, day in _milestones(archive, agreement):
            st.button(
                words[key], key=f"page-{key}", type="tertiary", help=words.date(day),
                on_click=state.change, kwargs={"day": day},
            )  # fmt: skip
        if agreement:
            back = anchor(words["agreements_list"], address(choice, agreement=None))
            st.html(block(words, f'<p class="pagelink">{back}</p>', ""))


def _title(words: Wording, agreement: Agreement) -> str:
    return f"{words.date_span(agreement.signed_on)} · {words.agreement(agreement)}"


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
    start = force_start(archive, ident)
    day = {"day": start} if archive.first_day <= start <= archive.last_day else {}
    state.change(agreement=ident, **day)


def _on_day() -> None:
    if st.session_state["page-day"]:
        state.change(day=st.session_state["page-day"])


def _head_html(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> str:
    """Names and place in the chain: what a reader sees first, on a phone as well."""
    head = record.head(words, agreement, agreement.force_on(choice.day), "h1")
    chain = chains.chain(archive, words, choice, agreement)
    return block(words, f"{head}<h2>{escape(words['chain'])}</h2>{chain}")


def _record_html(archive: Archive, words: Wording, choice: Choice, agreement: Agreement) -> str:
    parts = [
        f"<h2>{escape(words['record'])}</h2>",
        record.dates(archive, words, agreement),
        record.parties(archive, words, agreement),
        agreement_record.text_html(archive, words, choice, agreement),
        agreement_record.said_html(archive, words, agreement),
        record.identifiers(archive, words, agreement),
    ]
    return block(words, "".join(parts))
