"""Small invented countries whose every figure can be known by heart.

``make_world`` makes one of some places, who held them first, and events. Days are numbered from
``FIRST``; parties are RED, BLUE and GREEN; a text no test reads is empty. ``squares.py`` has one
with agreements, claims and a road. The invented conflict as files, with all that seeds can hold,
is ``tests/data/good``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import shapely

from dashboard.records import (
    AdminLevel,
    AreaRules,
    Baseline,
    Dataset,
    Event,
    Feature,
    LayerText,
    Party,
    Period,
    Place,
    PublishedAreas,
    Seeds,
    Series,
    StudyArea,
    Text,
    Unit,
)

FIRST = dt.date(2001, 1, 1)
LAYERS = ("control_areas", "line_of_contact", "observation_posts", "roads", "rivers", "places",
          "basemap", "agreed")  # fmt: skip
STYLES = {
    "line_of_contact": "contact",
    "observation_posts": "post",
    "roads": "road",
    "rivers": "river",
    "places": "place",
    "basemap": "basemap",
    "agreed": "agreed_area",
}
#: A mainland with a slanting coast and a bay, and an island off it: cells get several parts.
LAND = shapely.union_all(
    [
        shapely.Polygon([(10.3, 49.0), (10.35, 51.0), (9.0, 51.0), (9.0, 49.0)])
        - shapely.box(10.2, 50.1, 10.5, 50.12),
        shapely.box(10.36, 50.11, 10.39, 50.2),
    ]
)


def nth_day(number: int) -> dt.date:
    """The ``number``-th day of the series; 0 is the first."""
    return FIRST + dt.timedelta(days=number)


def text(words: str) -> Text:
    """A text in the one language of these countries."""
    return Text({"en": words})


def district(code: str, name: str = "") -> tuple[Unit, ...]:
    """The units of a place in a district, the one level of these countries."""
    return (Unit(level="district", name=name or code, code=code),)


def make_world(
    places: Mapping[str, tuple[float, float]],
    baseline: Mapping[str, str],
    events: Sequence[tuple[int, str, str, str]] = (),
    recipes: Sequence[Mapping[str, Any]] = (),
    land: shapely.Geometry = LAND,
    dataset: Mapping[str, Any] | None = None,
    **more: Any,
) -> Seeds:
    """Seeds of an invented country, measured in the UTM zone of 9° east.

    ``places`` gives positions in degrees, ``baseline`` who held them, ``events`` are
    (day number, place, from, to) in order; ``dataset`` are further fields of ``Dataset``, ``more``
    of ``Seeds``.
    """
    return Seeds(
        **{
            "dataset": _dataset(recipes, **(dataset or {})),
            "places": tuple(
                Place(
                    id=p, name=text(p.title()), lon=lon, lat=lat, rank=4, precision_m=100,
                    certainty="high",
                )
                for p, (lon, lat) in places.items()
            ),
            "baseline": tuple(
                Baseline(
                    place=p, controller=c, certainty="high", basis="reported", method="told",
                    sources=("s",),
                )
                for p, c in baseline.items()
            ),
            "events": _events(events),
            "basemap": {"countries": (Feature("land", "countries", land, Period()),)},
            **more,
        }
    )  # fmt: skip


def _dataset(
    recipes: Sequence[Mapping[str, Any]],
    layers: Sequence[str] = LAYERS,
    parties: Sequence[str] = ("RED", "BLUE", "GREEN"),
    **fields: Any,
) -> Dataset:
    known: dict[str, Any] = {
        "id": "invented", "languages": ("en",), "title": text("Invented"),
        "disclaimer": text("Invented."), "attribution": "", "headline_zone": "pocket",
        "measuring_crs": "EPSG:32632", "reference_agreement": "pact", "opening_day": FIRST,
        "study_area": StudyArea(bbox=(10.0, 50.0, 10.4, 50.3), land_layer="countries",
                                land_id="land", margin_km=5),
        "series": Series(first_day=FIRST, last_day=nth_day(59), afterwards=text("-")),
    }  # fmt: skip
    known["breakdown_level"] = "district"
    known["levels"] = (
        AdminLevel(id="district", title=text("District"), unit=text("{name} district")),
    )
    shared = {
        "layer": "agreed", "agreement": "pact", "valid_from": FIRST, "title": text("-"),
        "caveat": text("-"), "certainty": "low", "precision_m": 1,
    }  # fmt: skip
    return Dataset(
        **known | fields,
        recipes=tuple(shared | dict(recipe) for recipe in recipes),
        parties=tuple(
            Party(id=p, name=text(p), short=text(p), colour="#000000", hatch="none")
            for p in parties
        ),
        layers=tuple(
            LayerText(
                name=n,
                style=STYLES.get(n, "control"),
                title=text(n),
                about=text(n),
                licence="none",
            )
            for n in layers
        ),
    )


def _events(events: Sequence[tuple[int, str, str, str]]) -> tuple[Event, ...]:
    seen: dict[tuple[int, str], int] = {}
    rows = []
    for number, (when, place, was, now) in enumerate(events):
        seen[when, place] = seen.get((when, place), 0) + 1
        rows.append(
            Event(
                id=f"E{number}", day=nth_day(when), seq=seen[when, place], place=place,
                from_party=was, to_party=now, certainty="medium", basis="reported",
                sources=(f"s{number}",),
            )
        )  # fmt: skip
    return tuple(rows)


def segments(geometry) -> list:
    """The straight pieces of a geometry, each as its two ends in ascending order."""
    pieces: list = []
    for part in shapely.get_parts(geometry):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for ring in rings:
            ends = [tuple(xy) for xy in shapely.get_coordinates(ring).tolist()]
            pieces.extend((one, two) if one < two else (two, one) for one, two in pairwise(ends))
    return pieces


#: Days after the first of the series, and how far east RED then holds the land on published maps.
#: Between the first two a boundary is drawn anew.
REACH = {0: 10.1, 4: 10.1021, 5: 10.15, 9: 10.12}


def map_of(east: float) -> tuple[Feature, ...]:
    """A published map: RED holds the land west of a line."""
    area = shapely.Polygon([(9, 49), (east, 49), (east + 0.02, 51), (9, 51)])
    return (Feature("RED", "published_areas", area, Period(), {"party": "RED"}),)


def with_maps(seeds: Seeds, reach: Mapping[int, float] = MappingProxyType(REACH)) -> Seeds:
    """The same state with published maps of some days, BLUE holding what they do not show."""
    rows = (
        PublishedAreas(
            day=nth_day(number),
            file=f"{number}.geojson",
            sources=("atlas",),
            licence="none",
            certainty="medium",
            precision_m=300,
        )
        for number in reach
    )
    return dataclasses.replace(
        seeds,
        dataset=seeds.dataset.model_copy(update={"published_areas": AreaRules(rest="BLUE")}),
        published_areas=tuple(rows),
        areas={f"{number}.geojson": map_of(east) for number, east in reach.items()},
    )


def with_contested(seeds: Seeds, ident: str) -> Seeds:
    """The same state, one of its parties standing for contested land."""
    parties = (
        party.model_copy(update={"kind": "contested"}) if party.id == ident else party
        for party in seeds.dataset.parties
    )
    dataset = seeds.dataset.model_copy(update={"parties": tuple(parties)})
    return dataclasses.replace(seeds, dataset=dataset)
