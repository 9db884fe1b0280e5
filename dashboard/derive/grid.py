"""The grid of the output, the measuring CRS, and lines as pieces of it.

All geometries that leave the build lie on one grid: 6 decimals of a degree, about 0.1 m.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

DECIMALS = 6
#: The step of the grid, in degrees.
GRID = 1e-6
#: Of areas in km² and lengths in km: square metres and decimetres, finer than any precision here.
AREA_DECIMALS, LENGTH_DECIMALS = 6, 4


#: One geometry, or an array of them.
Geometries = TypeVar("Geometries", BaseGeometry, np.ndarray)
#: A straight piece of a line by its two ends.
Segment = tuple[tuple[float, float], tuple[float, float]]


def metric(crs: str) -> Transformer:
    """Degrees (longitude, latitude) to the measuring CRS, in metres."""
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def to_metric(geometry: Geometries, transformer: Transformer) -> Geometries:
    """Geometries in EPSG:4326 as metres in the measuring CRS."""
    return _moved(geometry, transformer.transform, interleaved=False)


def to_degrees(geometry: Geometries, transformer: Transformer) -> Geometries:
    """Geometries in the measuring CRS as degrees, not yet rounded."""
    return _moved(
        geometry, lambda x, y: transformer.transform(x, y, direction="INVERSE"), interleaved=False
    )


def on_grid(geometry: Geometries) -> Geometries:
    """Geometries with each coordinate rounded to the output's decimals."""
    return _moved(geometry, lambda xy: np.round(xy, DECIMALS) + 0.0)


def _moved(geometry: Geometries, move: Callable[..., Any], interleaved: bool = True) -> Geometries:
    moved: Geometries = shapely.transform(geometry, move, interleaved=interleaved)
    return moved


def ends_of(lines: np.ndarray) -> np.ndarray:
    """Both ends of every straight piece of lines or rings: (K, 4)."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    return np.hstack([xy[:-1][same], xy[1:][same]])


def segments(geometry: BaseGeometry) -> list[Segment]:
    """The straight pieces of a geometry, each as its two ends in ascending order."""
    pieces: list[Segment] = []
    for part in shapely.get_parts(geometry):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for ring in rings:
            ends = [tuple(xy) for xy in shapely.get_coordinates(ring).tolist()]
            pieces.extend((one, two) if one < two else (two, one) for one, two in pairwise(ends))
    return pieces


def merged(pieces: Iterable[BaseGeometry]) -> BaseGeometry:
    """Lines joined end to end where exactly two meet, in a canonical order and direction."""
    lines = shapely.get_parts(np.array(list(pieces), dtype=object))
    return shapely.normalize(shapely.line_merge(shapely.normalize(shapely.multilinestrings(lines))))
