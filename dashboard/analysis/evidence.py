"""What figures rest on: changes, events, and the map as a table.

The table has a row for every feature drawn on the day, layer by layer in the data set's order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely

from dashboard.analysis.situation import Difference, Situation, difference, situation
from dashboard.analysis.transfers import event_areas_km2, events_of, transfers
from dashboard.archive import Archive
from dashboard.quantity import Quantity
from dashboard.records import Feature, column
from dashboard.standing import cite, cite_feature, standing_list

#: Columns of the map's table after those of names. Other texts that depend on a language are left
#: to whoever shows it.
_COLUMNS = (
    "unit",
    "party",
    "facing",
    "status",
    "valid_from",
    "valid_to",
    "area_km2",
    "length_km",
    "along_km",
    "places",
    "lon",
    "lat",
    "certainty",
    "basis",
    "precision_m",
    "events",
    "agreements",
    "sources",
    "standing",
    "method",
)


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """The figures of an area, and the changes between two days that they rest on.

    Attributes
    ----------
    situation
        Who holds what on the later day.
    difference
        What differs between the two days.
    flows, changed
        km² that changed hands by (from party, to party), and in all. Unlike those of
        ``difference`` they count each change, back and forth included.
    events
        Ids of the events of these changes, in time order.
    """

    situation: Situation
    difference: Difference
    flows: Mapping[tuple[str, str], Quantity]
    changed: Quantity
    events: tuple[str, ...]


def area_evidence(
    archive: Archive, since: dt.date, until: dt.date, area: str | None = None
) -> AreaEvidence:
    """The evidence of an area between two days of the series, ``since`` not after ``until``.

    Raises
    ------
    ChoiceError
        If a day lies outside the series, or the data set has no such area.
    """
    found = transfers(archive, since, until, area)
    return AreaEvidence(
        situation=situation(archive, until, area),
        difference=difference(archive, since, until, area),
        flows=found.flows,
        changed=found.km2,
        events=found.events,
    )


def area_ids(archive: Archive) -> tuple[str, ...]:
    """Areas that can be asked about: agreed pockets first, then units, the largest first."""
    found = list(archive.dataset.pockets)
    places = [archive.places[cell] for cell in archive.cells]
    for level in archive.dataset.level_ids:
        units = {place.unit(level) for place in places}
        found += [f"{level}:{code}" for _, code in sorted(units) if code]
    return tuple(found)


def map_features(
    archive: Archive, day: dt.date, layers: Sequence[str], within: str | None = None
) -> tuple[list[Feature], int]:
    """Every feature the map shows on a day, and how many were left out.

    Parameters
    ----------
    layers
        Names of the layers shown; their order plays no part.
    within
        Id of an area (see ``Archive.within``): only features of places in it. Features that
        belong to no place are left out, and counted.

    Returns
    -------
    tuple
        Features in the data set's order of layers and each layer's own order.
    """
    state, left_out = archive.as_of(day), 0
    shown = [each.name for each in archive.dataset.layers if each.name in layers]
    found = [f for name in shown if name in archive.layers for f in state.features(name)]
    if within is not None:
        inside = archive.places_within(within)
        left_out = sum(not _places(feature) for feature in found)
        found = [feature for feature in found if _places(feature) & inside]
    return found, left_out


def map_table(archive: Archive, features: Iterable[Feature]) -> pd.DataFrame:
    """Features of the map as a table.

    Returns
    -------
    DataFrame
        layer, id, a name in each language of the data set (``name_uk``), ``_COLUMNS``; a row a
        feature. Lists are joined with ``; ``, days are ``datetime.date`` or ``None``.
    """
    names = [column("name", code) for code in archive.dataset.languages]
    rows = [_row(archive, feature) for feature in features]
    table = pd.DataFrame(rows, columns=["layer", "id", *names, *_COLUMNS])
    return table.astype({"area_km2": float, "length_km": float, "along_km": float})


def _places(feature: Feature) -> set[str]:
    p = feature.properties
    if feature.layer == "places":
        return {feature.id}
    return {p["place"]} if "place" in p else set(p.get("places", ()))


def parties_of(feature: Feature) -> tuple[str | None, str | None]:
    """Who holds the land of a feature, or took it; and whom that party faces, or took it from."""
    p = feature.properties
    party, facing = p.get("controllers") or (p.get("controller"), None)
    return p.get("taken_by") or party, p.get("taken_from") or facing


def _row(archive: Archive, feature: Feature) -> dict[str, Any]:
    p, period = feature.properties, feature.period
    party, facing = parties_of(feature)
    at = shapely.point_on_surface(feature.geometry)
    return {
        "layer": feature.layer,
        "id": feature.id,
        **feature_names(archive, feature),
        "unit": p.get(archive.dataset.breakdown_level or "") or "",
        "party": party,
        "facing": facing,
        "status": p.get("status") or "",
        "valid_from": period.valid_from,
        "valid_to": period.valid_to,
        "area_km2": p.get("area_km2"),
        "length_km": p.get("length_km"),
        "along_km": p.get("along_km"),
        "places": "; ".join(p.get("places", ())) if p.get("kind") != "pocket" else "",
        "lon": round(at.x, 4),
        "lat": round(at.y, 4),
        "certainty": p.get("certainty") or "",
        "basis": p.get("basis") or "",
        "precision_m": p.get("precision_m"),
        "events": "; ".join(p.get("events", ())),
        "agreements": "; ".join(p.get("agreements", ())),
        "sources": "; ".join(p.get("sources") or ()),
        "standing": standing_list(cite_feature(archive.sources, p), "; "),
        "method": p.get("method") or "",
    }


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


def event_table(archive: Archive, ids: Iterable[str]) -> pd.DataFrame:
    """The events behind a figure, in time order, each with its sources.

    Returns
    -------
    DataFrame
        id, day, place, its name in each language of the data set (``name_uk``), from_party,
        to_party, area_km2 (what passed with it, see ``transfers.event_areas_km2``), certainty,
        basis, operation,
        sources (as readers are shown them, joined with ``; ``), standing (of each), url (of the
        first source on the web), note.
    """
    events, sizes = events_of(archive, ids), event_areas_km2(archive)
    places = [archive.places[e.place] for e in events]
    operations = [archive.operations.get(e.operation) for e in events]
    cited = [cite(archive.sources, e.sources) for e in events]
    return pd.DataFrame(
        {
            "id": [e.id for e in events],
            "day": [e.day for e in events],
            "place": [place.id for place in places],
            **{
                column("name", code): [place.name.get(code, "") for place in places]
                for code in archive.dataset.languages
            },
            "from_party": [e.from_party for e in events],
            "to_party": [e.to_party for e in events],
            "area_km2": [sizes.get(e.id) for e in events],
            "certainty": [e.certainty for e in events],
            "basis": [e.basis for e in events],
            "operation": [operation.name if operation else "" for operation in operations],
            "sources": ["; ".join(source.label for source in each) for each in cited],
            "standing": [standing_list(each, "; ") for each in cited],
            "url": [next((s.url for s in each if s.url), None) for each in cited],
            "note": [e.note for e in events],
        }
    )
