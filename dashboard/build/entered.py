"""What people entered with a position of its own: posts, incidents, lines, basemap, places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.derive.cells import study_area
from dashboard.derive.grid import AREA_DECIMALS, GRID, LENGTH_DECIMALS, on_grid, polygons_in
from dashboard.measure import geodesic_area_km2, geodesic_length_km
from dashboard.records import BASEMAP, DateSpan, Feature, Incident, Period, Place, Post, Seeds

#: A post stands in the named locality or on a hill up to a few km from it.
_POST_PRECISION_M = 3_000


def observation_posts(seeds: Seeds, in_force: Callable[[dt.date], list[str]]) -> Iterator[Feature]:
    """A feature per post with a position, and status; only days it is sure to have stood.

    A post counts from the last day its start can mean to the first day its end can mean, and as
    encircled from the first day that can mean. Like control, it ends with the series.
    """
    end = seeds.dataset.series.end
    for post in seeds.posts:
        if post.lon is None or post.lat is None:
            continue
        for status, period in _post_periods(post, end):
            assert period.valid_from is not None
            properties = {
                **_of_post(post),
                "status": status,
                "agreements": in_force(period.valid_from),
            }
            yield Feature(
                f"post.{post.id}.{status}",
                "observation_posts",
                on_grid(shapely.Point(post.lon, post.lat)),
                period,
                properties,
            )


def party_groups(seeds: Seeds) -> Iterator[Feature]:
    """A feature per place and days on which a group within a party is known to have held it."""
    places = {place.id: place for place in seeds.places}
    parties = {group.id: group.party for group in seeds.dataset.groups}
    for row in seeds.group_holdings:
        place = places[row.place]
        properties = {
            "place": row.place,
            "group": row.group,
            "party": parties[row.group],
            "sources": sorted(set(row.sources)),
            "certainty": row.certainty,
            "basis": "reported",
            "method": "a source names the place; it counts until the next that does",
            "precision_m": place.precision_m,
            "note": row.note,
        }
        point = on_grid(shapely.Point(place.lon, place.lat))
        ident = f"group.{row.place}.{row.valid_from}"
        yield Feature(ident, "party_groups", point, row.period, properties)


def incidents(seeds: Seeds, cells: Mapping[str, BaseGeometry]) -> Iterator[Feature]:
    """A feature per incident, for its days and those that ``incident_days`` adds to its last.

    ``place`` is that of the cell it lies in, by ``cells``; one that lies in none has no such
    property. Like control, incidents end with the series.
    """
    dataset = seeds.dataset
    kinds = {kind.id: kind.name for kind in dataset.incident_kinds}
    beyond = dataset.series.end
    shown = dt.timedelta(days=dataset.incident_days)
    rows, points = seeds.incidents, _points(seeds.incidents)
    for row, place, point in zip(rows, _cells_at(rows, cells), points, strict=True):
        period = Period(row.day, min((row.last_day or row.day) + shown, beyond))
        properties = {
            "incident": row.id,
            "kind": row.kind,
            **kinds[row.kind].flat("name", dataset.languages),
            "day": row.day,
            "last_day": row.last_day,
            **({"place": place} if place else {}),
            "place_as_reported": row.place_as_reported,
            "actors": list(row.actors),
            "fatalities": row.fatalities,
            "fatalities_low": row.fatalities_low,
            "fatalities_high": row.fatalities_high,
            "reported_by": row.reported_by,
            "sources": sorted(set(row.sources)),
            "basis": "reported",
            "method": "position as the source gives it; on its day and those shown after it",
            "precision_m": row.precision_m,
            "note": row.note,
        }
        yield Feature(f"incident.{row.id}", "incidents", point, period, properties)


def _cells_at(rows: Sequence[Incident], cells: Mapping[str, BaseGeometry]) -> list[str | None]:
    """The place of the cell that each lies in; ``None`` for those that lie in none."""
    names = sorted(cells)
    tree = shapely.STRtree([cells[name] for name in names])
    points = shapely.points([(row.lon, row.lat) for row in rows]) if rows else []
    found: list[str | None] = [None] * len(rows)
    # on an edge between cells the first of them by name
    for row, cell in sorted(tree.query(points, "intersects").T.tolist(), reverse=True):
        found[row] = names[cell]
    return found


def _post_periods(post: Post, end: dt.date) -> Iterator[tuple[str, Period]]:
    start = post.established.latest
    stop = min(end, post.withdrawn.earliest) if post.withdrawn else end
    turn = post.encircled.earliest if post.encircled else stop
    if start < min(turn, stop):
        yield "standing", Period(start, min(turn, stop))
    if max(start, turn) < stop:
        yield "encircled", Period(max(start, turn), stop)


def _of_post(post: Post) -> dict[str, Any]:
    spans = [span for span in (post.established, post.encircled, post.withdrawn) if span]
    return {
        "post": post.id,
        "label": post.label,
        "operator": post.operator,
        "official": post.official,
        "locality": post.locality,
        "position_quality": post.position_quality,
        "established": post.established.text,
        "encircled": post.encircled.text if post.encircled else None,
        "withdrawn": post.withdrawn.text if post.withdrawn else None,
        "sources": sorted(set(post.sources)),
        "certainty": _certainty(spans),
        "basis": "reported",
        "method": "position of the named locality, not of the post; only days it is sure to stand",
        "precision_m": _POST_PRECISION_M,
        "note": post.note,
    }


def _certainty(spans: list[DateSpan]) -> str:
    """How exactly its dates are known: to the day, to the month, or less."""
    widest = max((span.latest - span.earliest).days for span in spans)
    return "high" if widest == 0 else "medium" if widest < 31 else "low"


def lines(seeds: Seeds, name: str) -> Iterator[Feature]:
    """Roads or rivers as entered, with their length."""
    for feature in seeds.shapes.get(name, ()):
        yield _as_entered(feature, feature.id, name, size(feature.geometry))


def basemap(seeds: Seeds) -> Iterator[Feature]:
    """All basemap features in one layer; ``kind`` follows from their file if not entered.

    Built-up areas are cut to the study area.
    """
    for name, usual in BASEMAP.items():
        entered = seeds.shapes.get(name, ())
        is_cut = bool(entered) and name == "built_up"
        for feature in _cut(entered, study_area(seeds)) if is_cut else entered:
            kind = feature.properties.get("kind", usual)
            yield _as_entered(feature, feature.id, "basemap", {"kind": kind})


def _cut(features: Iterable[Feature], area: BaseGeometry) -> Iterator[Feature]:
    """The parts of some areas that lie in another, each with its size."""
    for feature in features:
        inside = polygons_in(shapely.intersection(feature.geometry, area, grid_size=GRID))
        if inside.size:
            cut = shapely.union_all(inside)
            yield feature._replace(geometry=cut, properties={**feature.properties, **size(cut)})


def gazetteer(seeds: Seeds) -> Iterator[Feature]:
    """Every place as a point, those outside the study area and without a cell included."""
    languages, levels = seeds.dataset.languages, seeds.dataset.level_ids
    for place, point in zip(seeds.places, _points(seeds.places), strict=True):
        properties = {
            **place.name.flat("name", languages),
            "alt_names": list(place.alt_names),
            **place.flat_units(levels),
            "rank": place.rank,
            "precision_m": place.precision_m,
            "certainty": place.certainty,
            "sources": sorted(set(place.sources)),
        }
        yield Feature(place.id, "places", point, Period(), properties)


def _points(located: Sequence[Place | Incident]) -> np.ndarray:
    """Where records lie, on the output's grid."""
    degrees = np.array([(record.lon, record.lat) for record in located]).reshape(-1, 2)
    return on_grid(shapely.points(degrees))


def size(geometry: BaseGeometry) -> dict[str, float]:
    """Geodesic length of a line or area of a polygon, as a property."""
    if geometry.geom_type.endswith("LineString"):
        return {"length_km": round(float(geodesic_length_km([geometry])[0]), LENGTH_DECIMALS)}
    return {"area_km2": round(float(geodesic_area_km2([geometry])[0]), AREA_DECIMALS)}


def _as_entered(feature: Feature, ident: str, layer: str, more: Mapping[str, Any]) -> Feature:
    properties = {**feature.properties, **more}
    return Feature(ident, layer, on_grid(feature.geometry), feature.period, properties)
