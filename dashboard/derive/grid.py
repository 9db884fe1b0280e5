"""The grid of the output, the measuring CRS, and lines as pieces of it.

All geometries that leave the build lie on one grid: 6 decimals of a degree, about 0.1 m.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

DECIMALS = 6
#: The step of the grid, in degrees.
GRID = 1e-6
#: Of areas in km² and lengths in km: square metres and decimetres, finer than any precision here.
AREA_DECIMALS, LENGTH_DECIMALS = 6, 4


_NEAR_ANTIMERIDIAN = 90
#: Added to a number of steps, so that a negative one fits the lower half of a packed point.
_HALF = 1 << 31

#: One geometry, or an array of them.
Geometries = TypeVar("Geometries", BaseGeometry, np.ndarray)


@cache
def metric(crs: str) -> Transformer:
    """Degrees (longitude, latitude) to the measuring CRS, in metres.

    Back in degrees longitudes are those nearest to the middle of the CRS, also beyond 180.
    """
    middle = _middle(crs)
    # nearer to Greenwich the usual range has them all
    wrapped = f"+proj=longlat +datum=WGS84 +lon_wrap={middle:g}"
    degrees = wrapped if abs(middle) > _NEAR_ANTIMERIDIAN else "EPSG:4326"
    return Transformer.from_crs(degrees, crs, always_xy=True)


def _middle(crs: str) -> float:
    """The longitude a CRS has in its middle; 0 if it names none."""
    operation = CRS.from_user_input(crs).coordinate_operation
    params = operation.params if operation else ()
    return next((float(p.value) for p in params if p.name.startswith("Longitude of")), 0.0)


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


def lesser_end_first(ends: np.ndarray) -> np.ndarray:
    """Straight pieces (K, 4), each from its western end, or its southern one."""
    x1, y1, x2, y2 = ends.T
    turned = (x1 > x2) | ((x1 == x2) & (y1 > y2))
    return np.where(turned[:, None], ends[:, [2, 3, 0, 1]], ends)


def packed(ends: np.ndarray, step: float) -> np.ndarray:
    """Straight pieces (K, 4) at multiples of a step as pairs of integers: one a point, the lesser
    first. They are compared and sorted in a fraction of the time."""
    points = _packed_points(ends.reshape(-1, 2), step)
    one, other = points[::2], points[1::2]
    return np.column_stack([np.minimum(one, other), np.maximum(one, other)])


def _packed_points(points: np.ndarray, step: float) -> np.ndarray:
    upper, lower = np.rint(points / step).astype(np.int64).T
    packed: np.ndarray = (upper << 32) + lower + _HALF
    return packed


def unpacked(pairs: np.ndarray, step: float) -> np.ndarray:
    """Both ends of packed pieces: (K, 4)."""
    points = pairs.reshape(-1)
    xy = np.stack([points >> 32, (points & 0xFFFFFFFF) - _HALF], axis=1)
    ends: np.ndarray = (xy * step).reshape(-1, 4)
    return ends


def distinct(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each pair of integers once, in ascending order, and which of these each is."""
    order = np.lexsort(pairs.T[::-1])
    ordered = pairs[order]
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    number = np.empty(len(ordered), dtype=np.int32)
    number[order] = np.cumsum(first, dtype=np.int32) - 1
    return ordered[first], number


def polygons_in(geometry: BaseGeometry) -> np.ndarray:
    """The polygons of a geometry, those of a collection too; lines and points left out."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    polygons: np.ndarray = parts[is_polygon & ~shapely.is_empty(parts)]
    return polygons


def shared_pieces(polygons: np.ndarray, step: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Straight pieces of outline that two polygons have in common.

    ``polygons``: N that overlap nowhere, with the same vertices on common edges.
    ``step``: every vertex lies at a multiple of it.

    Returns both ends of each piece, as the outline of one of the two leads from one to the other:
    (K, 4); the indices of the two, the lesser first: (K, 2); and numbers in whose order the pieces
    follow each other along outlines.
    """
    parts, part_of = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    ends = ends_of(rings)
    owner = part_of[np.repeat(part, shapely.get_num_coordinates(rings) - 1)]
    # latitude first: the order of the pieces follows from it
    sorted_ends = lesser_end_first(ends)
    one, other = (_packed_points(sorted_ends[:, lat_lon], step) for lat_lon in ([1, 0], [3, 2]))
    order = np.lexsort((one, other))  # stable: of two polygons the lesser number first
    one, other = one[order], other[order]
    met = np.flatnonzero((one[1:] == one[:-1]) & (other[1:] == other[:-1]))
    along = order[met]
    return ends[along], np.stack([owner[along], owner[order[met + 1]]], axis=1), along


def shared_lines(polygons: np.ndarray, step: float) -> tuple[np.ndarray, np.ndarray]:
    """``shared_pieces`` as lines, and the indices of the two polygons of each, the lesser first: a
    line is as long as the outline of the lesser keeps to the other."""
    ends, sides, along = shared_pieces(polygons, step)
    order = np.argsort(along)
    ends, sides = ends[order], sides[order]
    begins = np.ones(len(ends), dtype=bool)
    begins[1:] = (ends[1:, :2] != ends[:-1, 2:]).any(axis=1) | (sides[1:] != sides[:-1]).any(axis=1)
    first = np.flatnonzero(begins)
    after = np.append(first[1:], len(ends))[: len(first)]
    xy = np.insert(ends[:, :2], after, ends[after - 1, 2:], axis=0)
    line = np.repeat(np.arange(len(first)), after - first + 1)
    return shapely.linestrings(xy, indices=line), sides[first]


def numbered_bytes(numbers: np.ndarray, geometries: Sequence[BaseGeometry] | np.ndarray) -> bytes:
    """Geometries and the numbers of each, (N, K), as bytes: see ``numbered``."""
    whole: bytes = shapely.to_wkb(shapely.geometrycollections(geometries))
    shape = np.array(numbers.shape, dtype="<i8")
    return shape.tobytes() + numbers.astype("<i8").tobytes() + whole


def numbered(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """The numbers and the geometries that ``numbered_bytes`` were made of."""
    rows, columns = np.frombuffer(data, "<i8", 2).tolist()
    numbers = np.frombuffer(data, "<i8", rows * columns, 16).reshape(rows, columns)
    return numbers, shapely.get_parts(shapely.from_wkb(data[16 + numbers.nbytes :]))


def merged(pieces: Iterable[BaseGeometry]) -> BaseGeometry:
    """Lines joined end to end where exactly two meet, in a canonical order and direction."""
    lines = shapely.get_parts(np.array(list(pieces), dtype=object))
    joined: BaseGeometry = merged_by(lines, np.zeros(len(lines), dtype=int))[0]
    return joined


def merged_by(lines: np.ndarray, group: np.ndarray) -> np.ndarray:
    """``merged`` of each group of lines; ``group`` numbers them from 0."""
    order = np.argsort(group, kind="stable")
    whole = shapely.multilinestrings(lines[order], indices=group[order])
    joined: np.ndarray = shapely.normalize(shapely.line_merge(shapely.normalize(whole)))
    return joined
