"""The table of what the map shows: same day, same filter, same order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.analysis.distance import distance_on, line_distance
from dashboard.quantity import Unit
from dashboard.records import column
from dashboard.standing import Citation
from dashboard.views.context import PageContext
from dashboard.views.events import cited
from dashboard.views.tables import Column
from dashboard.wording import format

_DERIVED = ("agreed_area", "agreed_line", "later_line", "corridor", "distance")
"""Styles of layers whose features follow from others: nobody reported or inferred them."""


def names(page: PageContext, made: pd.DataFrame) -> list[str]:
    """The names of each row in every language, for a search."""
    called = made[[column("name", code) for code in page.archive.dataset.languages]]
    return [" ".join(filter(None, row)) for row in called.itertuples(index=False)]


def columns(page: PageContext, made: pd.DataFrame) -> list[Column]:
    """The table in the language of the reader; ids become titles."""
    words, dataset = page.words, page.archive.dataset
    layers = {layer.name: layer for layer in dataset.layers}
    # a period that lasts to the end of the series did not end then
    last = page.archive.last_day
    until = [day if day and day <= last else None for day in made["valid_to"]]
    certainty = [words.get(f"certainty_{value}") for value in made["certainty"]]
    basis = [
        words["basis_derived"] if layers[name].style in _DERIVED else words.get(f"basis_{value}")
        for name, value in zip(made["layer"], made["basis"], strict=True)
    ]
    return [
        Column(words["name"], [_name(page, row) for row in made.to_dict("records")], width=180),
        Column(
            words["layer"], [words.of(layers[name], "title") for name in made["layer"]], width=140
        ),
        *_unit_column(page, made),
        Column(words["holder"], [_holder(page, party) for party in made["party"]]),
        Column(words["facing"], [_holder(page, party) for party in made["facing"]]),
        Column(words["since"], list(made["valid_from"]), "day", 92),
        Column(words["until"], until, "day", 92, help=words["until_help"]),
        Column(words["size_km2"], list(made["area_km2"]), "number", 90, unit=Unit.KM2),
        Column(words["size_km"], list(made["length_km"]), "number", 100, unit=Unit.KM),
        Column(words["certainty"], certainty, width=96),
        Column(words["basis"], basis, width=180),
        Column(words["error_m"], list(made["precision_m"]), "number", 84, unit=Unit.M),
        cited(page, (_cited(page, row) for row in made.to_dict("records")), width=260),
        Column(words["standing"], list(made["standing"]), width=90),
        Column(words["method"], list(made["method"]), "long", 320),
        Column("id", list(made["id"]), "long", 190),
    ]


def _unit_column(page: PageContext, made: pd.DataFrame) -> Iterator[Column]:
    """The administrative unit of each row, where the data set breaks figures down by one."""
    words, dataset = page.words, page.archive.dataset
    if dataset.breakdown:
        units = [words.area(dataset, name) for name in made["unit"]]
        yield Column(words.of(dataset.breakdown, "title"), units)


def distances(page: PageContext) -> Iterator[str]:
    """A sentence on each layer of distances shown: points still on the line have no row of their
    own."""
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
    """The name of a feature, in the language of the reader if it has one there."""
    words = page.words
    places = (page.archive.places[place] for place in ids_in(row["places"]))
    between = " – ".join(words.of(place, "name") for place in places)
    if pd.notna(row["along_km"]):
        km = words.locale.number(row["along_km"])
        return words.fill("stroke_name", km=km, places=between)
    entered = words.text(row[column("name", words.entered_in)])
    return row.get(column("name", words.language)) or between or entered


def _holder(page: PageContext, ident: object) -> str:
    """Short name of a party; empty where a row has none."""
    return page.party(ident) if isinstance(ident, str) else ""


def ids_in(joined: str) -> list[str]:
    """The ids that a cell of the table joins."""
    return [ident for ident in joined.split("; ") if ident]


def _cited(page: PageContext, row: Mapping[str, Any]) -> tuple[Citation, ...]:
    """The sources of a row; those of a line or a wide area stand behind many facts."""
    return page.sources(ids_in(row["sources"]), one_fact=len(ids_in(row["places"])) == 1)


def row_html(page: PageContext, row: Mapping[str, Any]) -> str:
    """How one row was made, and its sources."""
    return page.render(
        "map_table_row.html",
        name=_name(page, row),
        method=row["method"],
        sources=ids_in(row["sources"]),
        one_fact=len(ids_in(row["places"])) == 1,
    )
