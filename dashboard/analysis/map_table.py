"""The map as a table: a row for every feature drawn on a day, layer by layer in the data set's
order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import shapely

from dashboard.archive import Archive
from dashboard.records import Feature, column
from dashboard.standing import cite_feature, standing_list


def map_features(
    archive: Archive, day: dt.date, layers: Sequence[str], within: str | None = None
) -> tuple[list[Feature], int]:
    """Every feature the map shows on a day, and how many were left out.

    ``layers``: names of the layers shown; their order plays no part.
    ``within``: id of an area (see ``Archive.within``): only features of places in it, cells with
    the km² they have in it. Features that belong to no place are left out, and counted.

    Returns the features, in the data set's order of layers and each layer's own order.
    """
    state, left_out = archive.as_of(day), 0
    shown = [each.name for each in archive.dataset.layers if each.name in layers]
    found = [f for name in shown if name in archive.layers for f in state.features(name)]
    if within is not None:
        inside = archive.places_within(within)
        left_out = sum(not _places(feature) for feature in found)
        km2 = dict(zip(archive.cells, archive.km2_within(within).tolist(), strict=True))
        found = [_with_land(feature, km2) for feature in found if _places(feature) & inside]
    return found, left_out


def _with_land(feature: Feature, km2: Mapping[str, float]) -> Feature:
    """The feature of a cell with the land it has in an area; any other as it is."""
    p = feature.properties
    if "place" not in p or "area_km2" not in p:
        return feature
    return feature._replace(properties={**p, "area_km2": km2[p["place"]]})


def _places(feature: Feature) -> set[str]:
    p = feature.properties
    if feature.layer == "places":
        return {feature.id}
    return {p["place"]} if "place" in p else set(p.get("places", ()))


def map_table(archive: Archive, features: Sequence[Feature]) -> pd.DataFrame:
    """Features of the map as a table.

    A row for each feature, with its name in each language of the data set (``name_uk``); other
    texts that depend on a language are left to whoever shows it. Lists are joined with ``; ``, days
    are ``datetime.date`` or ``None``.
    """
    rows = [feature.properties for feature in features]
    names = [feature_names(archive, feature) for feature in features]
    parties = [parties_of(feature) for feature in features]
    at = [shapely.point_on_surface(feature.geometry) for feature in features]
    languages = [column("name", code) for code in archive.dataset.languages]

    def joined(name: str) -> list[str]:
        return ["; ".join(p.get(name) or ()) for p in rows]

    def text(name: str) -> list[str]:
        return [p.get(name) or "" for p in rows]

    def number(name: str) -> pd.Series:
        return pd.Series([p.get(name) for p in rows], dtype=float)

    return pd.DataFrame(
        {
            "layer": [feature.layer for feature in features],
            "id": [feature.id for feature in features],
            **{name: [each[name] for each in names] for name in languages},
            "unit": text(archive.dataset.breakdown_level or ""),
            "party": [party for party, _ in parties],
            "facing": [facing for _, facing in parties],
            "status": text("status"),
            "valid_from": [feature.period.valid_from for feature in features],
            "valid_to": [feature.period.valid_to for feature in features],
            "area_km2": number("area_km2"),
            "length_km": number("length_km"),
            "along_km": number("along_km"),
            "places": [
                "" if p.get("kind") == "pocket" else places
                for p, places in zip(rows, joined("places"), strict=True)
            ],
            "lon": [round(point.x, 4) for point in at],
            "lat": [round(point.y, 4) for point in at],
            "certainty": text("certainty"),
            "basis": text("basis"),
            "precision_m": [p.get("precision_m") for p in rows],
            "events": joined("events"),
            "agreements": joined("agreements"),
            "sources": joined("sources"),
            "standing": [standing_list(cite_feature(archive.sources, p), "; ") for p in rows],
            "method": text("method"),
        }
    )


def parties_of(feature: Feature) -> tuple[str | None, str | None]:
    """Who holds the land of a feature, or took it; and whom that party faces, or took it from."""
    p = feature.properties
    party, facing = p.get("controllers") or (p.get("controller"), None)
    return p.get("taken_by") or party, p.get("taken_from") or facing


def feature_names(archive: Archive, feature: Feature) -> dict[str, str]:
    """The name of a feature in each language, by column; in the first its label or its places, if
    it has no name."""
    p = feature.properties
    first, *others = archive.dataset.languages
    places = (archive.places[place].name.in_language(first) for place in p.get("places", ()))
    named = _named(p, first) or p.get("label") or " – ".join(places)
    return {column("name", first): named} | {
        column("name", code): _named(p, code) for code in others
    }


def _named(p: Mapping[str, Any], language: str) -> str:
    return p.get(column("name", language)) or p.get(column("title", language)) or ""
