"""Straight pieces to the faces they bound: noded on a grid and polygonized, square by square.

The sides of the squares are pieces too. So the faces in a square depend on no piece that does not
come near it, and those of a square without a new piece come from the cache.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.cache import Cache, no_cache

#: Most squares from west to east or from south to north, and fewest steps of the grid in a side.
_MOST, _FEWEST_STEPS = 64, 64


def faces_of(
    pieces: np.ndarray, land: BaseGeometry, grid_m: float, cache: Cache = no_cache
) -> np.ndarray:
    """The faces of pieces and squares that cover some land.

    ``pieces``: both ends of each, on the grid: (K, 4). Each once, in ascending order.
    ``land``: what the squares cover, and all faces that lie in it.

    Every vertex is on the grid, and common edges have the same vertices. No face crosses the side
    of a square. Some may lie outside the land.
    """
    squares = np.array(list(_squares(land, grid_m)))
    # two pieces that meet within half a step of a side give it a vertex, in both its squares
    reach = shapely.box(*(squares + np.array([-1, -1, 1, 1]) * grid_m).T)
    lines = shapely.linestrings(pieces.reshape(-1, 2, 2))
    square, piece = shapely.STRtree(lines).query(reach, predicate="intersects")
    order = np.lexsort((piece, square))
    starts = np.searchsorted(square[order], np.arange(len(squares) + 1))
    near = [piece[order[start:end]] for start, end in pairwise(starts.tolist())]

    def made(asked: Sequence[int]) -> Sequence[bytes]:
        wkb: Sequence[bytes] = shapely.to_wkb(
            [_faces_in(squares[number], lines[near[number]], grid_m) for number in asked]
        )
        return wkb

    inputs = [
        np.array([grid_m, *bounds]).tobytes() + pieces[around].tobytes()
        for bounds, around in zip(squares, near, strict=True)
    ]
    faces: np.ndarray = shapely.get_parts(shapely.from_wkb(cache.each("square", inputs, made)))
    return faces


def _squares(land: BaseGeometry, grid_m: float) -> Iterator[tuple[float, float, float, float]]:
    """West, south, east and north of the squares that the land meets."""
    west, south, east, north = land.bounds
    steps = max(_FEWEST_STEPS, max(east - west, north - south) / grid_m / _MOST)
    side = grid_m * 2 ** math.ceil(math.log2(steps))
    shapely.prepare(land)
    for x in np.arange(math.floor(west / side), math.ceil(east / side)) * side:
        for y in np.arange(math.floor(south / side), math.ceil(north / side)) * side:
            bounds = (float(x), float(y), float(x + side), float(y + side))
            if land.intersects(shapely.box(*bounds)):
                yield bounds


def _faces_in(bounds: np.ndarray, lines: np.ndarray, grid_m: float) -> BaseGeometry:
    """The faces inside a square, as one collection."""
    square = shapely.box(*bounds)
    if not len(lines):
        return shapely.multipolygons([square])
    chains = shapely.line_merge(shapely.multilinestrings(lines))  # halves the time of noding
    noded = shapely.union_all([chains, square.exterior], grid_size=grid_m)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(square)
    return shapely.multipolygons(
        faces[shapely.contains_properly(square, shapely.point_on_surface(faces))]
    )
