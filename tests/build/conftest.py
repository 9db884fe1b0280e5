"""An invented island state for the build's tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import pytest
import shapely
from world import FIRST, baseline_of, dataset_of, day

from dashboard.records import (
    Event,
    Feature,
    Period,
    Place,
    Seeds,
    Series,
    StudyArea,
)

LAST = dt.date(2001, 3, 1)
BOX = (10.0, 50.0, 10.4, 50.3)
LAYERS = (
    "control_areas",
    "line_of_contact",
    "observation_posts",
    "roads",
    "rivers",
    "places",
    "basemap",
    "agreed",
)
#: A mainland with a slanting coast and a bay, and an island off it: cells get several parts.
LAND = shapely.union_all(
    [
        shapely.Polygon([(10.3, 49.0), (10.35, 51.0), (9.0, 51.0), (9.0, 49.0)])
        - shapely.box(10.2, 50.1, 10.5, 50.12),
        shapely.box(10.36, 50.11, 10.39, 50.2),
    ]
)
TEXT = {"title_en": "", "title_ar": "", "caveat_en": "", "certainty": "low", "precision_m": 1}


def make_world(
    places: Mapping[str, tuple[float, float]],
    baseline: Mapping[str, str],
    events: Sequence[tuple[int, str, str, str]] = (),
    recipes: Sequence[Mapping] = (),
    **more,
) -> Seeds:
    """Seeds of the invented state.

    ``places`` gives positions in degrees, ``baseline`` who held them, ``events`` are
    (day number, place, from, to) in order; ``more`` are further fields of ``Seeds``.
    """
    seen: dict[tuple[int, str], int] = {}
    rows = []
    for number, (when, place, was, now) in enumerate(events):
        seen[when, place] = seen.get((when, place), 0) + 1
        stated = {"certainty": "medium", "basis": "reported", "sources": (f"s{number}",)}
        moved = {"place": place, "from_party": was, "to_party": now}
        rows.append(Event(id=f"E{number}", day=day(when), seq=seen[when, place], **moved, **stated))
    dataset = dataset_of(
        LAYERS,
        ("RED", "BLUE", "GREEN"),
        id="invented",
        title_en="Invented",
        headline_zone="pocket",
        study_area=StudyArea(bbox=BOX, land_layer="countries", land_id="land", margin_km=5),
        series=Series(first_day=FIRST, last_day=LAST, afterwards_en="", afterwards_ar=""),
        recipes=tuple(
            {"layer": "agreed", "agreement": "pact", "valid_from": FIRST, **TEXT, **r}
            for r in recipes
        ),
    )
    return Seeds(
        dataset=dataset,
        places=tuple(
            Place(
                id=p, name_en=p.title(), lon=lon, lat=lat, rank=4, precision_m=100, certainty="high"
            )
            for p, (lon, lat) in places.items()
        ),
        baseline=baseline_of(baseline),
        events=tuple(rows),
        basemap={"countries": (Feature("land", "countries", LAND, Period()),)},
        **more,
    )


@pytest.fixture(scope="session")
def world() -> Callable[..., Seeds]:
    return make_world


@pytest.fixture(scope="session")
def nth_day() -> Callable[[int], dt.date]:
    return day
