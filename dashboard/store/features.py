"""Parsed GeoJSON to features; whatever cannot be used is left out with a finding.

All geometries are longitude, latitude in EPSG:4326. The geometries of a whole file are built at
once; only when that fails is each feature looked at alone, to say which is wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import shapely

from dashboard.errors import Problem
from dashboard.records import Feature, Period
from dashboard.store.display import shown


def features_of(
    document: Any, layer: str, where: str, problems: list[Problem]
) -> tuple[Feature, ...]:
    """Features of a parsed FeatureCollection, in file order; findings go to ``problems``.

    Features that cannot be used are left out, each with a finding.
    """
    listed = document.get("features") if isinstance(document, dict) else None
    if not isinstance(listed, list) or document.get("type") != "FeatureCollection":
        problems.append(
            Problem(
                where,
                "the document is no feature collection",
                'write {"type": "FeatureCollection", "features": […]}',
                "geojson-form",
            )
        )
        return ()
    if not _in_degrees(document):
        problems.append(
            Problem(
                f"{where}:crs",
                f"crs is {shown(document['crs'])}",
                "save it in WGS 84 (longitude, latitude) and leave crs out",
                "geojson-form",
            )
        )
    whole = []
    for number, raw in enumerate(listed, start=1):
        at = f"{where}:features.{number}"
        if not (found := list(_form(raw, at))):
            whole.append((at, raw))
        problems.extend(found)
    try:
        geometries = _geometries([raw["geometry"] for _, raw in whole])
    except _NOT_COORDINATES:
        whole, geometries = _each_alone(whole, problems)
    features = []
    for (at, raw), geometry in zip(whole, geometries, strict=True):
        properties = dict(raw["properties"])
        period = _period(properties, f"{at}.properties", problems)
        if period is None:
            continue
        features.append(Feature(raw["id"], layer, geometry, period, properties))
    return tuple(features)


def _in_degrees(document: Mapping[str, Any]) -> bool:
    """Whether a ``crs`` member of the older GeoJSON, if there is one, names longitude, latitude."""
    crs = document.get("crs")
    return crs is None or bool(re.search(r"\b(CRS84|4326)\b", str(crs)))


def _form(raw: Any, at: str) -> Iterable[Problem]:
    """What is wrong with a feature before its coordinates are looked at."""
    if not isinstance(raw, dict) or raw.get("type") != "Feature":
        yield Problem(at, "the member is no feature", 'give it "type": "Feature"', "geojson-form")
        return
    name = raw.get("id")
    if not (isinstance(name, str) and name and name.isprintable() and name == name.strip()):
        wanted = "give every feature a text id without spaces at its ends"
        yield Problem(f"{at}.id", f"id is {shown(name)}", wanted, "geojson-form")
    if not isinstance(raw.get("properties"), dict):
        yield Problem(
            f"{at}.properties", "properties are no table", "write them as {…}", "geojson-form"
        )
    geometry = raw.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in _BUILDERS:
        what = f"geometry is a {kind[:40]!r}" if isinstance(kind, str) else "geometry is missing"
        wanted = f"give one of {', '.join(_BUILDERS)}"
        yield Problem(f"{at}.geometry", what, wanted, "geojson-form")


def _each_alone(
    whole: list[tuple[str, Any]], problems: list[Problem]
) -> tuple[list[tuple[str, Any]], list[Any]]:
    """The features whose geometry can be built, and those geometries."""
    kept, geometries = [], []
    for at, raw in whole:
        try:
            geometries.append(_geometries([raw["geometry"]])[0])
            kept.append((at, raw))
        except _NOT_COORDINATES:
            problems.append(
                Problem(
                    f"{at}.geometry.coordinates",
                    f"not the coordinates of a {raw['geometry']['type']}",
                    "give [longitude, latitude] pairs nested as RFC 7946 says, "
                    "rings of four or more",
                    "geojson-form",
                )
            )
    return kept, geometries


_NOT_COORDINATES = (ValueError, TypeError, KeyError, OverflowError, shapely.errors.ShapelyError)


def _period(properties: dict[str, Any], at: str, problems: list[Problem]) -> Period | None:
    """The period, taken out of the properties; ``None`` with a finding if it is none."""
    ends: list[dt.date | None] = []
    wanted = "write days as YYYY-MM-DD, valid_to exclusive, null for an open period"
    for name in ("valid_from", "valid_to"):
        value = properties.pop(name, None)
        try:
            ends.append(None if value is None else _day(value))
        except (TypeError, ValueError):
            what = f"{shown(value)} is not a day"
            problems.append(Problem(f"{at}.{name}", what, wanted, "valid-period"))
    try:
        return Period(*ends) if len(ends) == 2 else None
    except ValueError as error:
        problems.append(Problem(f"{at}.valid_to", str(error), wanted, "valid-period"))
        return None


def _day(value: Any) -> dt.date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(value)
    return dt.date.fromisoformat(value)


def _geometries(objects: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Shapely geometries of GeoJSON geometry objects, built type by type in bulk."""
    built: list[Any] = [None] * len(objects)
    by_type: dict[str, list[int]] = {}
    for index, item in enumerate(objects):
        by_type.setdefault(item["type"], []).append(index)
    for kind, indices in by_type.items():
        made = _BUILDERS[kind]([objects[index]["coordinates"] for index in indices])
        if len(made) != len(indices) or shapely.is_missing(made).any():
            raise ValueError("a geometry is empty")
        for index, geometry in zip(indices, made, strict=True):
            built[index] = geometry
    return built


def _positions(listed: Iterable[Any]) -> np.ndarray:
    """(N, 2) array of finite positions; a height is dropped."""
    positions = list(listed)
    # numpy would take "0.1" and true for numbers
    if not {type(value) for position in positions for value in position} <= {int, float}:
        raise TypeError("not positions")
    array = np.array(positions, dtype=float)
    if array.ndim != 2 or array.shape[1] not in (2, 3):
        raise TypeError("not positions")
    if not np.isfinite(array).all():
        raise ValueError("not positions")
    return array[:, :2]


#: From coordinates of many geometries of one type to an array of them.
_Builder = Callable[[list[Any]], np.ndarray]


def _grouped(make: Callable[..., np.ndarray], inner: _Builder) -> _Builder:
    """A builder of collections: ``inner`` builds all members, ``make`` groups them by index."""

    def builder(nested: list[Any]) -> np.ndarray:
        sizes = [len(item) for item in nested]
        if not all(sizes):
            raise ValueError("a part is empty")
        members = inner(list(chain.from_iterable(nested)))
        return make(members, indices=np.repeat(np.arange(len(nested)), sizes))

    return builder


def _points(nested: list[Any]) -> np.ndarray:
    points: np.ndarray = shapely.points(_positions(nested))
    return points


_lines = _grouped(shapely.linestrings, _positions)
_polygons = _grouped(shapely.polygons, _grouped(shapely.linearrings, _positions))
_BUILDERS: dict[str, _Builder] = {
    "Point": _points,
    "LineString": _lines,
    "Polygon": _polygons,
    "MultiPoint": _grouped(shapely.multipoints, _points),
    "MultiLineString": _grouped(shapely.multilinestrings, _lines),
    "MultiPolygon": _grouped(shapely.multipolygons, _polygons),
}
