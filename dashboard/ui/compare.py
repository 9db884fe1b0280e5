"""How two dates are compared: the mode, and the earlier date (A)."""

from __future__ import annotations

import streamlit as st

from dashboard.archive import Archive
from dashboard.ui import state
from dashboard.ui.choice import COMPARE, Choice
from dashboard.wording import Wording


def mode(words: Wording, choice: Choice) -> None:
    """Draw the choice of mode, in the open: a popover is hard to reach by keyboard."""
    st.session_state["compare"] = choice.compare
    st.segmented_control(
        words["compare"],
        COMPARE,
        format_func=lambda name: words[f"compare_{name}"],
        key="compare",
        label_visibility="collapsed",
        on_change=lambda: set_mode(st.session_state["compare"] or choice.compare),
    )


def since(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the presets (each agreement's date) and a field for any other date."""
    st.session_state["since"] = choice.since
    presets = {
        a.id: a
        for a in archive.agreements.values()
        if archive.first_day <= a.flag_day <= archive.last_day
    }
    chosen = [i for i, a in enumerate(presets.values()) if a.flag_day == choice.since]
    st.session_state["since-preset"] = list(presets)[chosen[0]] if chosen else None
    st.selectbox(
        words["compare_preset"],
        list(presets),
        format_func=lambda i: f"{presets[i].short_name} · {words.date(presets[i].flag_day)}",
        key="since-preset",
        help=words["compare_help"],
        placeholder=words["compare_preset"],
        on_change=lambda: _set_since(
            presets[i].flag_day if (i := st.session_state["since-preset"]) else None
        ),
    )
    st.date_input(
        words["compare_date"],
        min_value=archive.first_day,
        max_value=archive.last_day,
        key="since",
        format="YYYY-MM-DD",
        on_change=lambda: _set_since(st.session_state["since"]),
    )


def set_mode(mode: str) -> None:
    """Enter a mode of comparing; the difference brings its table, the others close it."""
    tab = "difference" if mode == "difference" else state.current().tab
    if mode != "difference" and tab == "difference":
        tab = "agreements"
    state.change(compare=mode, tab=tab)


def open_tab(tab: str) -> None:
    """Open a tab of the panel; that of the difference enters its mode."""
    if tab == "difference":
        set_mode("difference")
    else:
        state.change(tab=tab)


def _set_since(day) -> None:
    if not day:
        return
    state.change(since=day)
    if state.current().compare == "single":
        set_mode("difference")
