"""The agreements panel: the chain in time order, or one record."""

from __future__ import annotations

import streamlit as st

from dashboard.archive import Archive
from dashboard.ui import agreement_record, state
from dashboard.ui.choice import Choice
from dashboard.wording import Wording

_MARK = {"yes": ":violet-badge[{}]", "disputed": ":orange-badge[{}]"}


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the list, or the chosen agreement's record with the way back."""
    if choice.agreement:
        agreement = archive.agreements[choice.agreement]
        st.button(
            words["back_to_list"],
            key="agreements-back",
            type="tertiary",
            icon=":material/arrow_back:",
            on_click=lambda: state.change(agreement=None),
        )
        st.html(agreement_record.panel_html(archive, words, choice, agreement))
        return
    st.caption(words.fill("agreements_intro", day=words.date(choice.day)))
    for agreement in archive.agreements.values():
        force = agreement.force_on(choice.day)
        mark = " " + _MARK[force].format(words[f"force_{force}"]) if force in _MARK else ""
        st.button(
            f"{words.date_span(agreement.signed_on)} · **{agreement.short_name}**{mark}",
            key=f"agreement-{agreement.id}",
            type="tertiary",
            help=agreement.official_name,
            on_click=state.choose_agreement,
            args=(archive, agreement.id),
        )
