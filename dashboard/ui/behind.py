"""What a figure rests on: its events with their sources, as a table that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.analysis.evidence import event_table
from dashboard.analysis.passages import sources_behind
from dashboard.archive import Archive
from dashboard.ui import record
from dashboard.ui.figures import block, party
from dashboard.wording import Wording


def expander(archive: Archive, words: Wording, events: Iterable[str], *, key: str) -> None:
    """The events behind a figure, folded; says so where there are none.

    What is folded is made only when it is opened: a page has many figures.
    """
    ids = tuple(events)
    if not ids:
        st.html(block(words, f'<p class="src">{escape(words["behind_nothing"])}</p>', ""))
        return
    title = words.fill("behind", n=len(ids), sources=len(sources_behind(archive, ids)))
    folded = fold(words, title, key=key)
    if folded.open:
        with folded:
            events_frame(archive, words, ids, key=key)


def fold(words: Wording, title: str, *, key: str) -> DeltaGenerator:
    """A quiet fold: a line of text that opens. ``open`` tells whether it is."""
    around = st.container(key=f"behind-fold-{words.direction}-{key}")
    return around.expander(title, key=f"fold-{key}", on_change="rerun")


def events_frame(archive: Archive, words: Wording, events: Iterable[str], *, key: str) -> None:
    """The events as a sortable table, with a download and every source they cite as a link."""
    ids = tuple(events)
    table = event_table(archive, ids)
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
    cited = sources_behind(archive, ids)
    head = escape(words.fill("sources_cited", n=len(cited)))
    st.html(
        block(
            words,
            f"<details><summary>{head}</summary>"
            f'<p class="src">{record.links(archive, cited)}</p></details>',
            "",
        )
    )


def _in_words(archive: Archive, words: Wording, table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        words["day"]: table["day"],
        words["place"]: [words.of(archive.places[p], "name") for p in table["place"]],
        words["from"]: [party(archive, words, p) for p in table["from_party"]],
        words["to"]: [party(archive, words, p) for p in table["to_party"]],
        words["certainty"]: [words[f"certainty_{c}"] for c in table["certainty"]],
        words["basis"]: [words[f"basis_{b}"] for b in table["basis"]],
        words["sources"]: table["sources"],
        words["link"]: table["url"],
        words["note"]: table["note"],
    })  # fmt: skip
