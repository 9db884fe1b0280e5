"""The table of what the map shows: same day, same filter, same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dashboard.analysis.distance import distance_on, distance_recipes, line_distance
from dashboard.analysis.map_table import feature_names, parties_of
from dashboard.quantity import Unit
from dashboard.records import Feature, column
from dashboard.standing import cite_feature, is_one_fact, standing_list
from dashboard.views.context import PageContext
from dashboard.views.events import cited
from dashboard.views.tables import Column
from dashboard.wording import format

_DERIVED = ("agreed_area", "agreed_line", "later_line", "corridor", "distance")
"""Styles of layers whose features follow from others: nobody reported or inferred them."""


def names(page: PageContext, features: Iterable[Feature]) -> list[str]:
    """The names of each feature in every language, for a search."""
    called = (feature_names(page.archive, feature) for feature in features)
    return [" ".join(filter(None, each.values())) for each in called]


def columns(page: PageContext, features: Sequence[Feature]) -> list[Column]:
    """The table in the language of the reader, a row a feature; ids become titles."""
    words, dataset, sources = page.words, page.archive.dataset, page.archive.sources
    layers = {layer.name: layer for layer in dataset.layers}
    rows = [feature.properties for feature in features]
    holders = [parties_of(feature) for feature in features]
    # a period that lasts to the end of the series did not end then
    last = page.archive.last_day
    ends = [feature.period.valid_to for feature in features]
    certainty = [words.get(f"certainty_{p.get('certainty')}") for p in rows]
    basis = [
        words["basis_derived"]
        if layers[feature.layer].style in _DERIVED
        else words.get(f"basis_{feature.properties.get('basis')}")
        for feature in features
    ]
    citations = [cite_feature(sources, p) for p in rows]
    held = [
        page.party(party) if party or "controller" in p else ""  # else it is no land
        for p, (party, _) in zip(rows, holders, strict=True)
    ]
    return [
        Column(words["name"], [_name(page, feature) for feature in features], width=180),
        Column(words["layer"], [words.of(layers[f.layer], "title") for f in features], width=140),
        *_unit_column(page, rows),
        Column(words["holder"], held),
        Column(words["facing"], [page.party(party) if party else "" for _, party in holders]),
        Column(words["since"], [f.period.valid_from for f in features], "day", 92),
        Column(
            words["until"],
            [day if day and day <= last else None for day in ends],
            "day",
            92,
            help=words["until_help"],
        ),
        Column(words["size_km2"], [p.get("area_km2") for p in rows], "number", 90, unit=Unit.KM2),
        Column(words["size_km"], [p.get("length_km") for p in rows], "number", 100, unit=Unit.KM),
        Column(words["certainty"], certainty, width=96),
        Column(words["basis"], basis, width=180),
        Column(words["error_m"], [p.get("precision_m") for p in rows], "number", 84, unit=Unit.M),
        cited(page, citations, width=260),
        Column(words["standing"], [standing_list(each, "; ") for each in citations], width=90),
        Column(words["method"], [p.get("method") for p in rows], "long", 320),
        Column("id", [feature.id for feature in features], "long", 190),
    ]


def _unit_column(page: PageContext, rows: Iterable[Mapping[str, Any]]) -> Iterator[Column]:
    """The administrative unit of each row, where the data set breaks figures down by one."""
    words, dataset = page.words, page.archive.dataset
    if level := dataset.breakdown:
        units = [words.area(dataset, p.get(level.id) or "") for p in rows]
        yield Column(words.of(level, "title"), units)


def distances(page: PageContext) -> Iterator[str]:
    """A sentence on each layer of distances shown: points still on the line have no row of their
    own."""
    archive, words, choice = page.archive, page.words, page.choice
    for recipe in distance_recipes(archive):
        if recipe.layer not in choice.layers:
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


def _name(page: PageContext, feature: Feature) -> str:
    """The name of a feature, in the language of the reader if it has one there."""
    words, p, named = page.words, feature.properties, feature_names(page.archive, feature)
    places = () if p.get("kind") == "pocket" else p.get("places", ())
    between = " – ".join(words.of(page.archive.places[place], "name") for place in places)
    if "along_km" in p:
        km = words.locale.number(p["along_km"])
        return words.fill("stroke_name", km=km, places=between)
    entered = words.text(named[column("name", words.entered_in)])
    return named.get(column("name", words.language)) or between or entered


def row_html(page: PageContext, feature: Feature) -> str:
    """How one feature was made, and its sources."""
    p = feature.properties
    return page.render(
        "map_table_row.html",
        name=_name(page, feature),
        method=p.get("method") or "",
        sources=p.get("sources") or (),
        one_fact=is_one_fact(p),
    )
