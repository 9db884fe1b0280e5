"""Areas and lengths on the WGS 84 ellipsoid; positions are longitude, latitude (EPSG:4326).

Every figure of this project in km or km² comes from here, so that two surfaces cannot disagree
because they measured differently. Edges are geodesics. Method: C. F. F. Karney, "Algorithms for
geodesics", Journal of Geodesy 87 (2013) 43-55, as implemented in PROJ.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

_WGS84 = Geod(ellps="WGS84")


def geodesic_area_km2(geometries: Iterable[BaseGeometry]) -> np.ndarray:
    """km² of each of N valid geometries, whatever the direction of their rings; 0 for an empty one,
    a point or a line.

    Examples
    --------
    One degree by one degree at the equator:

    >>> geodesic_area_km2([shapely.box(36, 0, 37, 1)]).round(1).tolist()
    [12308.8]
    """
    array = np.fromiter(geometries, dtype=object)
    areas = np.zeros(len(array))
    parts, owners = shapely.get_parts(array, return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    owners = owners[polygons]
    rings, part = shapely.get_rings(parts[polygons], return_index=True)
    area_m2 = _ring_areas_m2(rings)
    hole = np.zeros(len(rings), dtype=bool)
    hole[1:] = part[1:] == part[:-1]
    holes_m2 = np.bincount(part[hole], area_m2[hole], len(owners))
    np.add.at(areas, owners[part[~hole]], area_m2[~hole] - holes_m2[part[~hole]])
    return areas / 1e6


def geodesic_length_km(geometries: Iterable[BaseGeometry]) -> np.ndarray:
    """km of each of N geometries; 0 for an empty one, a point or a polygon.

    Examples
    --------
    One degree of longitude on the equator:

    >>> geodesic_length_km([shapely.LineString([(36, 0), (37, 0)])]).round(1).tolist()
    [111.3]
    """
    array = np.fromiter(geometries, dtype=object)
    parts, owners = shapely.get_parts(array, return_index=True)
    kind = shapely.get_type_id(parts)
    lines = (kind == shapely.GeometryType.LINESTRING) | (kind == shapely.GeometryType.LINEARRING)
    xy, line = shapely.get_coordinates(parts[lines], return_index=True)
    same = line[1:] == line[:-1]
    pieces_km = geodesic_distance_km(*xy[:-1][same].T, *xy[1:][same].T)
    lengths_km: np.ndarray = np.bincount(owners[lines][line[1:][same]], pieces_km, len(array))
    return lengths_km


def geodesic_distance_km(
    lon: np.ndarray, lat: np.ndarray, to_lon: np.ndarray, to_lat: np.ndarray
) -> np.ndarray:
    """km between each of N pairs of points."""
    distance_km: np.ndarray = np.abs(_WGS84.inv(lon, lat, to_lon, to_lat)[2]) / 1e3
    return distance_km


def _ring_areas_m2(rings: np.ndarray) -> np.ndarray:
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    starts = np.searchsorted(ring, np.arange(len(rings) + 1)).tolist()
    lon, lat = np.ascontiguousarray(xy.T)
    areas = (
        abs(_WGS84.polygon_area_perimeter(lon[start:end], lat[start:end])[0])
        for start, end in pairwise(starts)
    )
    return np.fromiter(areas, float, len(rings))


def km_outside(points: np.ndarray, bbox: tuple[float, float, float, float]) -> np.ndarray:
    """How far each of N (longitude, latitude) is outside a box of degrees: geodesic, 0 inside."""
    west, south, east, north = bbox
    lon, lat = points.T
    return geodesic_distance_km(lon, lat, np.clip(lon, west, east), np.clip(lat, south, north))


def pairs_within(points: np.ndarray, metres: float) -> np.ndarray:
    """Pairs of N points (longitude, latitude) that are less than so many metres apart: a row each,
    the index of a point and that of the earlier one."""
    lon, lat = points.T
    made = shapely.points(lon, lat)
    # so many metres are less than so many degrees of latitude, or of longitude there
    degrees = metres * 1e-5 / np.maximum(np.cos(np.radians(lat)), 1e-6)
    later, earlier = shapely.STRtree(made).query(made, "dwithin", degrees)
    apart_km = geodesic_distance_km(lon[later], lat[later], lon[earlier], lat[earlier])
    near: np.ndarray = (apart_km * 1000 < metres) & (earlier < later)
    return np.column_stack([later[near], earlier[near]])
