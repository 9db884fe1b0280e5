"""How far the line of contact stands from an agreed line, along both.

Samples every few hundred metres along one line, to the nearest point of the other. Distances to
the nearest point understate a bulge seen from the line it left, so both directions are given: from
the agreed line to the ground, and from the ground to the agreed line.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.analysis.terrain import NOWHERE, Terrain, terrain
from dashboard.archive import Archive
from dashboard.measure import geodesic_length_km
from dashboard.records import Feature, Recipe

STEP_M = 500.0
#: Nearer than this the two lines are one: the same edge, met at a sampled point.
SAME_M = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One sampled point of a line and the nearest point of the other, in degrees.

    ``km`` is signed: positive where the ground has moved into land of the party that the agreed
    line was drawn around, negative where that party has moved forward.
    """

    along_km: float
    km: float
    lon: float
    lat: float
    to_lon: float
    to_lat: float


@dataclass(frozen=True, slots=True)
class Direction:
    """Distances from one line to the other."""

    length_km: float
    mean_km: float
    max_km: float
    moved_share: float
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class LineGap:
    """An agreed line and the line of contact between the same two parties on a day.

    ``stretches`` are the features of the line of contact that were compared.
    """

    recipe: Recipe
    day: dt.date
    from_agreed: Direction
    from_ground: Direction
    stretches: tuple[Feature, ...]


def line_gap(
    archive: Archive, recipe: Recipe, features: list[Feature], day: dt.date
) -> LineGap | None:
    """Distances both ways; ``None`` where the two parties do not touch on the day."""
    land, sides = terrain(archive), {recipe.held_by, recipe.facing}
    stretches = tuple(
        f for f in archive.as_of(day).features("line_of_contact")
        if set(f.properties["controllers"]) == sides
    )  # fmt: skip
    if not stretches:
        return None
    agreed = land.metres(shapely.union_all([f.geometry for f in features]))
    ground = shapely.union_all(land.metres(np.array([f.geometry for f in stretches], dtype=object)))
    inside = _held_then(archive, land, recipe)
    return LineGap(
        recipe, day, _direction(land, agreed, ground, inside),
        _direction(land, ground, agreed, inside), stretches,
    )  # fmt: skip


def _held_then(archive: Archive, land: Terrain, recipe: Recipe):
    """Asks of points whether they lay in ``held_by``'s land when the line was fixed."""
    assert recipe.day is not None
    state, code = archive.as_of(recipe.day).controller, tuple(archive.parties).index(recipe.held_by)

    def held(points_m) -> np.ndarray:
        cell = land.cells_at(points_m)
        return (cell != NOWHERE) & (state[cell] == code)

    return held


def _direction(land: Terrain, line: BaseGeometry, other: BaseGeometry, held) -> Direction:
    points, along = _sampled(line)
    km, ways = land.shortest_km(points, np.full(len(points), other))
    ways_m = shapely.length(ways)
    moved = ways_m > SAME_M
    halfway = shapely.line_interpolate_point(ways, 0.5, normalized=True)
    sign = np.where(held(halfway), 1.0, -1.0)
    signed = np.where(moved, km * sign, 0.0)
    ends = shapely.get_coordinates(land.degrees(ways)).reshape(-1, 4)
    samples = tuple(
        Sample(*(float(v) for v in row)) for row in np.column_stack([along / 1000, signed, ends])
    )
    length = float(geodesic_length_km([land.degrees(line)])[0])
    size = np.abs(signed)
    return Direction(length, float(size.mean()), float(size.max()), 100 * float(moved.mean()), samples)


def _sampled(line: BaseGeometry) -> tuple[np.ndarray, np.ndarray]:
    """Points in the middle of equal steps along each part, and how far along all parts they lie."""
    parts = shapely.get_parts(shapely.line_merge(line))
    points, along, before = [], [], 0.0
    for part in sorted(parts, key=lambda p: (-p.length, p.bounds)):
        steps = max(1, round(part.length / STEP_M))
        at = (np.arange(steps) + 0.5) * part.length / steps
        points.append(shapely.line_interpolate_point(part, at))
        along.append(before + at)
        before += part.length
    return np.concatenate(points), np.concatenate(along)
