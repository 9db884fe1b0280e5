"""Geometries as positions in whole numbers of 1e-5 degree, about a metre."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import shapely

#: How many make a degree.
SCALE = 1e5


def positions(geometries: np.ndarray) -> list[Any]:
    """The vertices of each geometry, one after the other: ``[lat, lon, lat, lon, …]``.

    Points are one list; lines a list of lists; polygons a list of parts of rings, these without
    the last position, which is their first.
    """
    parts, geometry_of = shapely.get_parts(geometries, return_index=True)
    polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_of = shapely.get_rings(parts[polygon], return_index=True)
    outlines, lines = iter(_vertices(rings)), iter(_vertices(parts[~polygon]))
    holes = iter(np.bincount(ring_of, minlength=int(polygon.sum())).tolist())
    found: list[list[Any]] = [[] for _ in geometries]
    for geometry, has_rings in zip(geometry_of.tolist(), polygon.tolist(), strict=True):
        if has_rings:
            found[geometry].append([next(outlines)[:-2] for _ in range(next(holes))])
        else:
            found[geometry].append(next(lines))
    point = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    return [each[0] if alone else each for each, alone in zip(found, point.tolist(), strict=True)]


def _vertices(lines: np.ndarray) -> list[list[int]]:
    """The positions of each point, line or ring."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    numbers = np.rint(xy[:, ::-1] * SCALE).astype(np.int64).ravel().tolist()
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    return [numbers[a:b] for a, b in pairwise([*(2 * starts).tolist(), len(numbers)])]
