"""What a figure rests on: its events with their sources, as a table that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.analysis.evidence import event_table
from dashboard.archive import Archive
from dashboard.ui.figures import party
from dashboard.wording import Wording


def expander(archive: Archive, words: Wording, events: Iterable[str], *, key: str) -> None:
    """The events behind a figure, folded; says so where there are none."""
    ids = tuple(events)
    if not ids:
        st.caption(words["behind_nothing"])
        return
    with fold(words.fill("behind", n=len(ids)), key=key):
        events_frame(archive, words, ids, key=key)


def fold(title: str, *, key: str) -> DeltaGenerator:
    """A quiet fold: a line of text that opens."""
    return st.container(key=f"behind-fold-{key}").expander(title)


def events_frame(archive: Archive, words: Wording, events: Iterable[str], *, key: str) -> None:
    """The events as a sortable table, with a download."""
    table = event_table(archive, events)
    st.dataframe(
        _in_words(archive, words, table),
        hide_index=True,
        key=f"behind-{key}",
        height=min(36 * (len(table) + 1) + 2, 360),
        column_config={words["link"]: st.column_config.LinkColumn(display_text=words["open_link"])},
    )
    st.download_button(
        words["download_csv"], table.to_csv(index=False), f"events-{key}.csv", "text/csv",
        key=f"download-{key}",
    )  # fmt: skip


def _in_words(archive: Archive, words: Wording, table: pd.DataFrame) -> pd.DataFrame:
    arabic = words.language == "ar"
    names = table["name_ar"].where(table["name_ar"] != "", table["name_en"])
    return pd.DataFrame({
        words["day"]: table["day"],
        words["place"]: names if arabic else table["name_en"],
        words["from"]: [party(archive, words, p) for p in table["from_party"]],
        words["to"]: [party(archive, words, p) for p in table["to_party"]],
        words["certainty"]: [words[f"certainty_{c}"] for c in table["certainty"]],
        words["basis"]: [words[f"basis_{b}"] for b in table["basis"]],
        words["sources"]: table["sources"],
        words["link"]: table["url"],
        words["note"]: table["note"],
    })  # fmt: skip
