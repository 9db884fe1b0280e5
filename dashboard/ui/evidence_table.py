"""The map as a table: same day, same filter, same order; a row opens to what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.analysis.distance import distance_on, line_distance
from dashboard.analysis.evidence import map_table
from dashboard.archive import Archive
from dashboard.ui import behind, grid, record
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, party, said
from dashboard.wording import Wording, format

_DERIVED = ("agreed_area", "agreed_line", "later_line", "corridor", "distance")
"""Styles of layers whose features follow from others: nobody reported or inferred them."""


def head_html(words: Wording, choice: Choice) -> str:
    """What the table below is."""
    title = words.fill("map_table_title", day=words.date(choice.day))
    return f'<h2>{escape(title)}</h2><p class="src">{escape(words["map_table_intro"])}</p>'


@st.fragment  # choosing a row runs this alone, not the figures above it
def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the table, its download, and what stands behind the row selected."""
    with st.container(gap="xsmall"):
        st.html(block(words, head_html(words, choice)))
        made = map_table(archive, choice.day, choice.layers, choice.area)
        if choice.area:
            left = words.fill("evidence_left", n=made.attrs.get("without_area", 0))
            st.html(block(words, f'<p class="src">{escape(left)}</p>', ""))
        for note in _distances(archive, words, choice):
            st.html(block(words, f'<p class="src">{escape(note)}</p>', ""))
        title = words.fill("map_table_title", day=words.date(choice.day))
        row = grid.table(
            words, title, columns(archive, words, made), key="evidence-table", height=420,
            choice_stays=True, also=list(made["name_en"] + " " + made["name_ar"]),
        )  # fmt: skip
        st.download_button(
            words["download_csv"], made.to_csv(index=False),
            f"{archive.dataset.id}-{choice.day}.csv", "text/csv",
            key="evidence-download",
        )  # fmt: skip
        if row is not None:
            _behind_row(archive, words, made.iloc[row].to_dict())


def columns(archive: Archive, words: Wording, made: pd.DataFrame) -> list[grid.Column]:
    """The table in the reader's language; lists of ids become titles."""
    titles = {layer.name: words.of(layer, "title") for layer in archive.dataset.layers}
    names = [_name(archive, words, row) for row in made.to_dict("records")]
    # what holds to the end of the series did not end there
    until = [day if day and day <= archive.last_day else None for day in made["valid_to"]]
    districts = [words.area(archive.dataset, name) for name in made["district"]]
    styles = {layer.name: layer.style for layer in archive.dataset.layers}
    certainty = [words.get(f"certainty_{value}") for value in made["certainty"]]
    basis = [
        words["basis_derived"] if styles[layer] in _DERIVED else words.get(f"basis_{value}")
        for layer, value in zip(made["layer"], made["basis"], strict=True)
    ]
    cited = [grid.cited(archive.sources[s] for s in ids.split("; ") if s)
             for ids in made["sources"]]  # fmt: skip
    return [
        grid.Column(words["name"], names, width=180),
        grid.Column(words["layer"], [titles[name] for name in made["layer"]], width=140),
        grid.Column(words["district"], districts),
        grid.Column(words["holder"], [_holder(archive, words, p) for p in made["party"]]),
        grid.Column(words["facing"], [_holder(archive, words, p) for p in made["facing"]]),
        grid.Column(words["since"], list(made["valid_from"]), "day", 92),
        grid.Column(words["until"], until, "day", 92, help=words["until_help"]),
        grid.Column(words["size_km2"], list(made["area_km2"]), "number", 90, digits=1),
        grid.Column(words["size_km"], list(made["length_km"]), "number", 100, digits=1),
        grid.Column(words["certainty"], certainty, width=96),
        grid.Column(words["basis"], basis, width=180),
        grid.Column(words["error_m"], list(made["precision_m"]), "number", 84),
        grid.Column(words["sources"], cited, "links", 260),
        grid.Column(words["method"], list(made["method"]), "long", 320),
        grid.Column("id", list(made["id"]), "long", 190),
    ]


def _distances(archive: Archive, words: Wording, choice: Choice) -> Iterator[str]:
    """What the strokes shown come to: the points still on the line have no row of their own."""
    for recipe in archive.dataset.recipes:
        if recipe.kind != "line_distance" or recipe.layer not in choice.layers:
            continue
        if found := distance_on(archive, recipe, choice.day):
            km = line_distance(archive, recipe).km([choice.day])[0]
            yield words.fill(
                "stroke_note", title=words.of(recipe, "title"), points=len(km),
                still=int((km == 0).sum()), mean=format.compact(words, found.mean),
                most=format.compact(words, found.maximum),
            )  # fmt: skip


def _name(archive: Archive, words: Wording, row: Mapping[str, Any]) -> str:
    """What a feature is called, in the reader's language where it has a name there."""
    places = (archive.places[place] for place in row["places"].split("; ") if place)
    between = " – ".join(words.of(place, "name") for place in places)
    if pd.notna(row["along_km"]):
        return words.fill("stroke_name", km=f"{row['along_km']:.0f}", places=between)
    return row.get(f"name_{words.language}") or between or words.text(row["name_en"])


def _holder(archive: Archive, words: Wording, ident: object) -> str:
    """Short name of a party; empty where a row has none."""
    return party(archive, words, ident) if isinstance(ident, str) else ""


def _behind_row(archive: Archive, words: Wording, row: Mapping[str, Any]) -> None:
    """What one row rests on: how it was made, its sources, its events."""
    cited = record.links(archive, words, [s for s in row["sources"].split("; ") if s])
    html = f"<h3>{said(_name(archive, words, row))}</h3><p>{said(row['method'])}</p>"
    if cited:
        html += f'<p class="src">{escape(words["sources"])}: {cited}</p>'
    st.html(block(words, html, ""))
    events = [e for e in row["events"].split("; ") if e]
    if events:
        behind.events_frame(archive, words, events, key="evidence-row")
