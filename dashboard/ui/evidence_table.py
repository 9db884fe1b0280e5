"""The map as a table: same day, same filter, same order; a row opens to what it rests on."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard.analysis.evidence import map_table
from dashboard.archive import Archive
from dashboard.ui import behind, record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, party, said
from dashboard.wording import Wording


def head_html(words: Wording, choice: Choice) -> str:
    """What the table below is."""
    title = words.fill("map_table_title", day=words.date(choice.day))
    return f'<h2>{escape(title)}</h2><p class="src">{escape(words["map_table_intro"])}</p>'


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the table, its download, and what stands behind the row selected."""
    st.html(block(words, head_html(words, choice)))
    made = map_table(archive, choice.day, choice.layers, choice.area)
    count = words.fill("evidence_rows", n=f"{len(made):,}")
    if choice.area:
        count += " " + words.fill("evidence_left", n=made.attrs.get("without_area", 0))
    st.html(block(words, f'<p class="src">{escape(count)}</p>', ""))
    selected = st.dataframe(
        in_words(archive, words, made), hide_index=True, height=420,
        # another choice is another table: a row selected in one means nothing in the other
        key=f"evidence-table-{choice.day}-{choice.area}-{len(choice.layers)}",
        on_select="rerun", selection_mode="single-row",
        column_config={
            words["size"]: st.column_config.NumberColumn(format="%.1f"),
            words["until"]: st.column_config.DateColumn(help=words["until_help"]),
            words["link"]: st.column_config.LinkColumn(display_text=words["open_link"]),
        },
    )  # fmt: skip
    st.download_button(
        words["download_csv"], made.to_csv(index=False),
        f"{archive.dataset.id}-{choice.day}.csv", "text/csv",
        key="evidence-download",
    )  # fmt: skip
    if selected.selection.rows:
        _behind_row(archive, words, made.iloc[selected.selection.rows[0]])


def in_words(archive: Archive, words: Wording, made: pd.DataFrame) -> pd.DataFrame:
    """The table in the reader's language; lists of ids become titles, units stand beside sizes."""
    titles = {layer.name: words.of(layer, "title") for layer in archive.dataset.layers}
    names = made["name_en"]
    if f"name_{words.language}" in made:
        own = made[f"name_{words.language}"]
        names = own.where(own != "", names)
    cited = [[archive.sources[s] for s in ids.split("; ") if s] for ids in made["sources"]]
    return pd.DataFrame({
        words["layer"]: made["layer"].map(titles),
        words["name"]: names,
        words["district"]: made["district"],
        words["holder"]: [_holder(archive, words, p) for p in made["party"]],
        words["facing"]: [_holder(archive, words, p) for p in made["facing"]],
        words["since"]: made["valid_from"],
        words["until"]: made["valid_to"],
        words["size"]: made["area_km2"].fillna(made["length_km"]),
        words["unit"]: [
            words["unit_km2"] if area == area else words["unit_km"] if length == length else ""
            for area, length in zip(made["area_km2"], made["length_km"], strict=True)
        ],
        words["certainty"]: [words.get(f"certainty_{c}") or "" for c in made["certainty"]],
        words["basis"]: [words.get(f"basis_{b}") or "" for b in made["basis"]],
        words["error_m"]: made["precision_m"],
        words["sources"]: ["; ".join(s.title or s.publisher or s.id for s in c) for c in cited],
        words["link"]: [next((s.url for s in c if s.url), None) for c in cited],
        words["method"]: made["method"],
        "id": made["id"],
    })  # fmt: skip


def _holder(archive: Archive, words: Wording, ident: object) -> str:
    """Short name of a party; empty where a row has none."""
    return party(archive, words, ident) if isinstance(ident, str) else ""


def _behind_row(archive: Archive, words: Wording, row: pd.Series) -> None:
    """What one row rests on: how it was made, its sources, its events."""
    cited = record.links(archive, [s for s in row["sources"].split("; ") if s])
    html = f"<h3>{said(row['name_en'])}</h3><p>{said(row['method'])}</p>"
    if cited:
        html += f'<p class="src">{escape(words["sources"])}: {cited}</p>'
    st.html(block(words, html, ""))
    events = [e for e in row["events"].split("; ") if e]
    if events:
        behind.events_frame(archive, words, events, key="evidence-row")
