"""How far the line of contact stands from an agreed line, day by day, as strokes between the two.

A stroke leads from a point of the agreed line to the nearest point of the line of contact between
the same two parties. Points of the agreed line that are still on the line of contact have none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from dashboard.cache import Cache, no_cache
from dashboard.derive.contact import CERTAINTIES, Stretch
from dashboard.derive.grid import metric, on_grid, to_degrees, to_metric
from dashboard.derive.recipe_context import (
    RecipeContext,
    Shape,
    facing_line,
)
from dashboard.records import ContactLineRecipe, LineDistanceRecipe, Period

#: Metres between two points of a line at which its distance is taken.
STEP_M = 1000.0
#: Nearer than this the two lines are one: the same edge, met at a sampled point.
SAME_M = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """The shortest way from one point of the agreed line, while one stretch is the nearest.

    ``way_m`` is in the measuring CRS, from the agreed line outwards; ``along_m`` tells how far
    along the agreed line it starts.
    """

    along_m: float
    way_m: BaseGeometry
    stretch: Stretch
    period: Period


def sampled(line_m: BaseGeometry) -> tuple[np.ndarray, np.ndarray]:
    """Points in the middle of equal steps along each part of a line, about ``STEP_M`` apart.

    ``line_m``: lines in a metric CRS; those that meet end to end count as one part.

    Returns the points, and how many metres along all parts each lies; the longest part comes first.
    """
    parts = shapely.get_parts(shapely.line_merge(line_m))
    points, along, before = [], [], 0.0
    for part in sorted(parts, key=lambda p: (-p.length, p.bounds)):
        steps = max(1, round(part.length / STEP_M))
        at = (np.arange(steps) + 0.5) * part.length / steps
        points.append(shapely.line_interpolate_point(part, at))
        along.append(before + at)
        before += part.length
    return np.concatenate(points), np.concatenate(along)


def strokes(
    line_m: BaseGeometry,
    contact: Sequence[Stretch],
    to_m: Transformer,
    whole: Period,
    cache: Cache = no_cache,
) -> Iterator[Stroke]:
    """Every stroke from a line to the stretches that hold, over a period that has a first day.

    ``line_m``: the agreed line in the measuring CRS ``to_m`` leads to.
    ``contact``: stretches of the line of contact, geometries in EPSG:4326.
    ``cache``: of distances.
    """
    points, along = sampled(line_m)
    edges = {id(stretch.edge): stretch.edge.geometry for stretch in contact}
    number = dict(zip(edges, range(len(edges)), strict=True))
    edges_m = to_metric(np.array(list(edges.values()), dtype=object), to_m)
    of = np.array([number[id(stretch.edge)] for stretch in contact], dtype=int)
    far = _far(points, edges_m, cache)[:, of]
    since, until = _ends(contact)
    runs: list[tuple[np.ndarray, dt.date, dt.date | None]] = []
    for first, beyond in _spans(contact, whole):
        held = np.flatnonzero((since <= first.toordinal()) & (first.toordinal() < until))
        if held.size:
            runs.append((held[far[:, held].argmin(axis=1)], first, beyond))
    found = [
        (row, nearest, period)
        for row in range(len(points))
        for nearest, period in _joined([(int(run[row]), a, b) for run, a, b in runs])
        if far[row, nearest] > SAME_M
    ]
    ways = shapely.shortest_line(
        points[[row for row, *_ in found]], edges_m[of[[nearest for _, nearest, _ in found]]]
    )
    for (row, nearest, period), way in zip(found, ways, strict=True):
        yield Stroke(float(along[row]), way, contact[nearest], period)


def _far(points: np.ndarray, edges_m: np.ndarray, cache: Cache) -> np.ndarray:
    """How far each point is from each edge."""

    def measured(asked: Sequence[int]) -> list[bytes]:
        return [far.tobytes() for far in shapely.distance(points, edges_m[asked][:, None])]

    of_points = hashlib.sha256(b"".join(shapely.to_wkb(points))).hexdigest()
    cached = cache.each(f"far from {of_points}", shapely.to_wkb(edges_m), measured)
    return np.frombuffer(b"".join(cached)).reshape(len(edges_m), len(points)).T


def _ends(contact: Sequence[Stretch]) -> tuple[np.ndarray, np.ndarray]:
    """First day of each stretch and the day beyond its last, as ordinals."""
    periods = [stretch.period for stretch in contact]
    since = [(period.valid_from or dt.date.min).toordinal() for period in periods]
    until = [period.valid_to.toordinal() if period.valid_to else np.inf for period in periods]
    return np.array(since), np.array(until)


def _spans(held: Sequence[Stretch], whole: Period) -> Iterator[tuple[dt.date, dt.date | None]]:
    """First day and day beyond of every span in which the same stretches hold."""
    periods = (whole, *(stretch.period for stretch in held))
    turns = {day for period in periods for day in (period.valid_from, period.valid_to) if day}
    days = sorted(day for day in turns if whole.contains(day))
    yield from pairwise([*days, whole.valid_to])


def _joined(
    runs: Sequence[tuple[int, dt.date, dt.date | None]],
) -> Iterator[tuple[int, Period]]:
    """Spans that follow each other with the same stretch nearest, as one."""
    joined: list[tuple[int, dt.date, dt.date | None]] = []
    for nearest, first, beyond in runs:
        if joined and joined[-1][0] == nearest and joined[-1][2] == first:
            first = joined.pop()[1]
        joined.append((nearest, first, beyond))
    for nearest, first, beyond in joined:
        yield nearest, Period(first, beyond)


def line_distance(recipe: LineDistanceRecipe, context: RecipeContext) -> Iterator[Shape]:
    """The strokes of a recipe of that kind, each with its own days.

    Raises ``BuildError`` if its line cannot be drawn.
    """
    line = next(r for r in context.seeds.dataset.recipes if r.id == recipe.line)
    assert isinstance(line, ContactLineRecipe)
    geometry, _ = facing_line(line, context)
    facing = tuple(sorted((line.held_by, line.facing)))
    held = [stretch for stretch in context.contact if stretch.controllers == facing]
    to_m = metric(context.seeds.dataset.measuring_crs)
    dataset = context.seeds.dataset
    named = [p.short.in_language(dataset.languages[0]) for p in dataset.parties if p.id in facing]
    method = (
        f"from points of the line of contact of {line.day}, one every {STEP_M / 1000:g} km, to "
        f"the nearest point of the line of contact between {' and '.join(named)}"
    )
    found = list(strokes(to_metric(geometry, to_m), held, to_m, recipe.period, context.cache))
    ways = np.array([stroke.way_m for stroke in found], dtype=object)
    for stroke, way in zip(found, on_grid(to_degrees(ways, to_m)), strict=True):
        stretch, along_km = stroke.stretch, stroke.along_m / 1000
        certainty = max(recipe.certainty, stretch.certainty, key=CERTAINTIES.index)
        extra = {
            "day": line.day.isoformat(),
            "along_km": round(along_km, 2),
            "certainty": certainty,
            "precision_m": line.precision_m + stretch.edge.precision_m,
            "places": [stretch.edge.a, stretch.edge.b],
            "events": list(stretch.events),
        }
        yield Shape(
            way,
            method,
            f"{along_km:06.2f}km.{stroke.period.valid_from}",
            extra,
            tuple(sorted({*recipe.sources, *stretch.sources})),
            stroke.period,
        )
