"""The map as a table: same day, same filter, same order; a row opens to what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.analysis.distance import distance_on, line_distance
from dashboard.analysis.evidence import map_table
from dashboard.briefing.spreadsheet import harmless
from dashboard.quantity import Unit
from dashboard.records import column
from dashboard.standing import Citation
from dashboard.ui import event_list, grid
from dashboard.ui.context import PageContext
from dashboard.wording import format

_DERIVED = ("agreed_area", "agreed_line", "later_line", "corridor", "distance")
"""Styles of layers whose features follow from others: nobody reported or inferred them."""


@st.fragment  # choosing a row runs this alone, not the figures above it
def view(page: PageContext) -> None:
    """Draw the table, its download, and what stands behind the row selected."""
    words, choice = page.words, page.choice
    with st.container(gap="xsmall"):
        made = map_table(page.archive, choice.day, choice.layers, choice.area)
        title = words.fill("map_table_title", day=words.date(choice.day))
        notes = list(_distances(page))
        if choice.area:
            left_out = made.attrs.get("without_area", 0)
            notes.insert(0, words.counted("evidence_left", left_out))
        st.html(page.render("map_table.html", title=title, notes=notes))
        row = grid.table(
            words,
            title,
            columns(page, made),
            key="evidence-table",
            height=420,
            choice_stays=True,
            search_aliases=_names(page, made),
        )
        st.download_button(
            words["download_csv"],
            made.map(harmless).to_csv(index=False),
            f"{page.archive.dataset.id}-{choice.day}.csv",
            "text/csv",
            key="evidence-download",
        )
        if row is not None:
            _evidence_of(page, made.iloc[row].to_dict())


def _names(page: PageContext, made: pd.DataFrame) -> list[str]:
    """What each row is called in any language, for a search."""
    names = made[[column("name", code) for code in page.archive.dataset.languages]]
    return [" ".join(filter(None, row)) for row in names.itertuples(index=False)]


def columns(page: PageContext, made: pd.DataFrame) -> list[grid.Column]:
    """The table in the reader's language; lists of ids become titles."""
    words, dataset = page.words, page.archive.dataset
    layers = {layer.name: layer for layer in dataset.layers}
    # what holds to the end of the series did not end there
    last = page.archive.last_day
    until = [day if day and day <= last else None for day in made["valid_to"]]
    certainty = [words.get(f"certainty_{value}") for value in made["certainty"]]
    basis = [
        words["basis_derived"] if layers[name].style in _DERIVED else words.get(f"basis_{value}")
        for name, value in zip(made["layer"], made["basis"], strict=True)
    ]
    return [
        grid.Column(
            words["name"], [_name(page, row) for row in made.to_dict("records")], width=180
        ),
        grid.Column(
            words["layer"], [words.of(layers[name], "title") for name in made["layer"]], width=140
        ),
        grid.Column(words["district"], [words.area(dataset, name) for name in made["district"]]),
        grid.Column(words["holder"], [_holder(page, party) for party in made["party"]]),
        grid.Column(words["facing"], [_holder(page, party) for party in made["facing"]]),
        grid.Column(words["since"], list(made["valid_from"]), "day", 92),
        grid.Column(words["until"], until, "day", 92, help=words["until_help"]),
        grid.Column(words["size_km2"], list(made["area_km2"]), "number", 90, unit=Unit.KM2),
        grid.Column(words["size_km"], list(made["length_km"]), "number", 100, unit=Unit.KM),
        grid.Column(words["certainty"], certainty, width=96),
        grid.Column(words["basis"], basis, width=180),
        grid.Column(words["error_m"], list(made["precision_m"]), "number", 84, unit=Unit.M),
        event_list.cited(page, (_cited(page, row) for row in made.to_dict("records")), width=260),
        grid.Column(words["standing"], list(made["standing"]), width=90),
        grid.Column(words["method"], list(made["method"]), "long", 320),
        grid.Column("id", list(made["id"]), "long", 190),
    ]


def _distances(page: PageContext) -> Iterator[str]:
    """What the strokes shown come to: the points still on the line have no row of their own."""
    archive, words, choice = page.archive, page.words, page.choice
    for recipe in archive.dataset.recipes:
        if recipe.kind != "line_distance" or recipe.layer not in choice.layers:
            continue
        if found := distance_on(archive, recipe, choice.day):
            km = line_distance(archive, recipe).km([choice.day])[0]
            yield words.fill(
                "stroke_note",
                title=words.of(recipe, "title"),
                points=len(km),
                still=int((km == 0).sum()),
                mean=format.compact(words, found.mean),
                most=format.compact(words, found.maximum),
            )


def _name(page: PageContext, row: Mapping[str, Any]) -> str:
    """What a feature is called, in the reader's language where it has a name there."""
    words = page.words
    places = (page.archive.places[place] for place in _ids(row["places"]))
    between = " – ".join(words.of(place, "name") for place in places)
    if pd.notna(row["along_km"]):
        km = words.locale.number(row["along_km"])
        return words.fill("stroke_name", km=km, places=between)
    entered = words.text(row[column("name", words.entered_in)])
    return row.get(column("name", words.language)) or between or entered


def _holder(page: PageContext, ident: object) -> str:
    """Short name of a party; empty where a row has none."""
    return page.party(ident) if isinstance(ident, str) else ""


def _ids(joined: str) -> list[str]:
    """The ids a cell of the table has joined."""
    return [ident for ident in joined.split("; ") if ident]


def _cited(page: PageContext, row: Mapping[str, Any]) -> tuple[Citation, ...]:
    """Sources of a row; those of a line or a wide area stand behind many facts."""
    return page.sources(_ids(row["sources"]), one_fact=len(_ids(row["places"])) == 1)


def _evidence_of(page: PageContext, row: Mapping[str, Any]) -> None:
    """What one row rests on: how it was made, its sources, its events."""
    st.html(
        page.render(
            "map_table_row.html",
            name=_name(page, row),
            method=row["method"],
            sources=_ids(row["sources"]),
            one_fact=len(_ids(row["places"])) == 1,
        )
    )
    if events := _ids(row["events"]):
        event_list.table(page, events, key="evidence-row")
