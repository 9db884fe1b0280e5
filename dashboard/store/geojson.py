"""Features to GeoJSON: one canonical text for one set of features (RFC 7946).

All geometries are longitude, latitude in EPSG:4326.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from dashboard.errors import GeoDataError
from dashboard.records import DateSpan, Feature

DECIMALS = 6  # 0.1 m: finer than anything entered


def geojson_text(features: Sequence[Feature]) -> str:
    """The one text that stands for these features, whatever their order.

    One feature a line, sorted by id; coordinates with 6 decimals; exterior rings
    counter-clockwise, holes clockwise, each ring starting at its smallest vertex; parts and
    holes sorted; keys sorted; days in ISO form or null; a newline at the end. The direction of
    lines is kept.

    Raises
    ------
    GeoDataError
        If two features share an id, a geometry is missing or collapses at 6 decimals, or a
        property has no JSON form.
    """
    ordered = sorted(features, key=lambda feature: feature.id)
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise GeoDataError(f"{one.layer}: id {one.id!r} twice; ids are unique in a layer")
    lines = ",\n".join(map(_feature_line, ordered))
    # "type" leads although keys are sorted elsewhere: readers (GDAL) recognise a file by its head
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def _feature_line(feature: Feature) -> str:
    valid_from, valid_to = feature.period.valid_from, feature.period.valid_to
    try:
        return json.dumps(
            {
                "type": "Feature",
                "id": feature.id,
                "properties": {
                    **feature.properties,
                    "valid_from": valid_from,
                    "valid_to": valid_to,
                },
                "geometry": _geometry_object(feature.geometry),
            },
            default=_json_form,
            ensure_ascii=False,
            allow_nan=False,
            sort_keys=True,
            separators=(",", ":"),
        )
    except (TypeError, ValueError) as error:
        raise GeoDataError(f"{feature.layer}: feature {feature.id!r}: {error}") from error


def _json_form(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, DateSpan):
        return value.text
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{value!r} has no JSON form")


def _geometry_object(geometry: Any) -> dict[str, Any]:
    if geometry is None or geometry.is_empty:
        raise ValueError("the geometry is missing or empty")
    kind = geometry.geom_type
    if kind.removeprefix("Multi") not in _WRITERS:
        raise ValueError(f"a {kind} cannot be written")
    parts = [_WRITERS[kind.removeprefix("Multi")](part) for part in shapely.get_parts(geometry)]
    return {"type": kind, "coordinates": sorted(parts) if kind.startswith("Multi") else parts[0]}


def _rounded(geometry: Any) -> list[list[float]]:
    """Positions with 6 decimals, repeated ones dropped; adding zero turns -0.0 into 0.0."""
    array = np.round(shapely.get_coordinates(geometry), DECIMALS) + 0.0
    if not np.isfinite(array).all():
        raise ValueError("a coordinate is not finite")
    changed = np.ones(len(array), dtype=bool)
    changed[1:] = (array[1:] != array[:-1]).any(axis=1)
    positions: list[list[float]] = array[changed].tolist()
    return positions


def _line(geometry: Any) -> list[list[float]]:
    positions = _rounded(geometry)
    if len(positions) < 2:
        raise ValueError(f"a line collapses at {DECIMALS} decimals")
    return positions


def _ring(geometry: Any, counter_clockwise: bool) -> list[list[float]]:
    ring = _rounded(geometry)[:-1]
    if len(ring) < 3:
        raise ValueError(f"a ring collapses at {DECIMALS} decimals")
    x, y = np.array(ring).T
    x, y = x - x[0], y - y[0]  # near the origin the sign of the area is exact enough
    doubled_area = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    if doubled_area == 0:
        raise ValueError(f"a ring encloses nothing at {DECIMALS} decimals")
    if (doubled_area > 0) != counter_clockwise:
        ring.reverse()
    start = ring.index(min(ring))
    return [*ring[start:], *ring[: start + 1]]


def _polygon(geometry: Any) -> list[list[list[float]]]:
    holes = sorted(_ring(hole, counter_clockwise=False) for hole in geometry.interiors)
    return [_ring(geometry.exterior, counter_clockwise=True), *holes]


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "Point": lambda point: _rounded(point)[0],
    "LineString": _line,
    "Polygon": _polygon,
}
