"""Longitudes of a study area that reaches over the antimeridian.

Within a data set longitudes go on beyond 180 there (182 for 178° W), so that what is near on the
ground is near in numbers. Other people's files, and files for others, have -180 to 180.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.derive.grid import GRID, on_grid
from dashboard.records import StudyArea

_TURN = 360


def continued(lon: float, area: StudyArea) -> float:
    """A longitude from -180 to 180 as the data set counts it."""
    return lon + _TURN if lon < _seam(area) else lon


def geometry_continued(geometry: BaseGeometry, area: StudyArea) -> BaseGeometry:
    """A geometry from -180 to 180 as the data set counts longitudes.

    A part that has both ends of the range reaches over the antimeridian itself: its western
    vertices go on too. What lies round the meridian opposite of the study area stays whole.
    """
    seam = _seam(area)
    if seam == -180:
        return geometry
    parts = shapely.get_parts(geometry)
    west, _, east, _ = shapely.bounds(parts).T
    moves = (east < seam) | (east - west > _TURN / 2)
    moved = [
        shapely.transform(part, lambda xy: xy + [_TURN, 0] * (xy[:, :1] < seam)) if move else part
        for part, move in zip(parts, moves, strict=True)
    ]
    return _again(geometry, moved)


def within_180(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry with longitudes from -180 to 180, cut at the antimeridian (RFC 7946, 3.1.9)."""
    if shapely.is_empty(geometry) or shapely.bounds(geometry)[2] <= _TURN / 2:
        return geometry
    usual = shapely.box(-180, -90, 180, 90)
    near = shapely.intersection(geometry, usual, grid_size=GRID)
    far = shapely.difference(geometry, usual, grid_size=GRID)
    beyond = on_grid(shapely.transform(far, lambda xy: xy - [_TURN, 0]))
    kind = geometry.geom_type.removeprefix("Multi")
    parts = [*shapely.get_parts(near), *shapely.get_parts(beyond)]
    return _again(geometry, [p for p in parts if p.geom_type == kind and not p.is_empty])


def _seam(area: StudyArea) -> float:
    """The least longitude of the data set's count."""
    west, _, east, _ = area.bbox
    return (west + east) / 2 - _TURN / 2 if east > _TURN / 2 else -_TURN / 2


def _again(geometry: BaseGeometry, parts: list[Any]) -> BaseGeometry:
    """Parts of a geometry as one geometry: single if the original was and there is one part."""
    if len(parts) == 1 and not geometry.geom_type.startswith("Multi"):
        whole: BaseGeometry = parts[0]
        return whole
    kinds = {
        "Point": shapely.multipoints,
        "LineString": shapely.multilinestrings,
        "Polygon": shapely.multipolygons,
    }
    made = kinds.get(geometry.geom_type.removeprefix("Multi"), shapely.geometrycollections)
    joined: BaseGeometry = made(np.array(parts, dtype=object))
    return joined
