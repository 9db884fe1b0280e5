"""Reads and writes features as GeoJSON (RFC 7946): longitude, latitude in EPSG:4326.

Writing gives one canonical text for one set of features. Reading leaves out whatever cannot be
used, with a finding: the geometries of a whole file are built at once, and only when that fails is
each feature looked at alone, to say which is wrong.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import shapely
from pydantic_core import to_json

from dashboard.cache import Cache, no_cache
from dashboard.errors import GeoDataError, Problem, shown
from dashboard.records import DateSpan, Feature, Period

DECIMALS = 6  # 0.1 m: finer than anything entered
#: About how many features are kept together, as text.
_IN_A_GROUP = 32
#: Bytes of a group's hash, and of how long it is as text, as they are cached.
_HASH, _SIZE = 32, 8
# "type" leads although keys are sorted elsewhere: readers (GDAL) recognise a file by its head
_HEAD, _BETWEEN, _TAIL = b'{"type":"FeatureCollection","features":[\n', b",\n", b"\n]}\n"


def geojson_text(features: Sequence[Feature]) -> str:
    """The text of ``geojson_bytes``."""
    return geojson_bytes(features).decode()


class Groups(NamedTuple):
    """The features of a layer in groups that follow each other in order of id.

    ``versions`` tell what each is made from: two groups of one version have the same features.
    ``make`` gives the features of some groups, by their numbers, in order of id.
    """

    versions: Sequence[bytes]
    make: Callable[[Sequence[int]], Sequence[Sequence[Feature]]]


def geojson_bytes(
    features: Sequence[Feature], cache: Cache = no_cache, before: bytes = b""
) -> bytes:
    """The one text that stands for these features, whatever their order, in UTF-8.

    One feature a line, sorted by id; coordinates with 6 decimals; exterior rings counter-clockwise,
    holes clockwise, each ring starting at its smallest vertex; parts and holes sorted; keys sorted;
    days in ISO form or null; a newline at the end. The direction of lines is kept. Raises
    ``GeoDataError`` if two features share an id, a geometry is missing or collapses at 6 decimals,
    or a property has no JSON form.

    ``cache``: of where the text has which features.
    ``before``: such a text, written with ``cache``; features that are in it are not written again.
    """
    ordered = sorted(features, key=attrgetter("id"))
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise GeoDataError(f"{one.layer}: id {one.id!r} twice; ids are unique in a layer")
    if cache is no_cache:
        return _HEAD + _members(ordered, _shapes_of(ordered)) + _TAIL
    groups = dict(_groups(ordered))
    members = list(groups.values())
    return grouped_bytes(
        Groups(list(groups), lambda asked: [members[i] for i in asked]), cache, before
    )


def grouped_bytes(groups: Groups, cache: Cache, before: bytes) -> bytes:
    """``geojson_bytes`` of features in groups; those of groups that ``before`` has are not made."""
    there = _groups_in(before, cache)
    new = [i for i, version in enumerate(groups.versions) if version not in there]
    made = groups.make(new)
    shapes = _shapes_of(list(chain.from_iterable(made)))
    for i, members in zip(new, made, strict=True):
        there[groups.versions[i]] = _members(members, shapes)
    texts = [there[version] for version in groups.versions]
    text = b"".join([_HEAD, _BETWEEN.join(filter(None, texts)), _TAIL])
    sizes = (len(each).to_bytes(_SIZE, "big") for each in texts)
    cache.put(_of_text(text), b"".join(chain(*zip(groups.versions, sizes, strict=True))))
    return text


def group_starts(names: Sequence[str], about: int) -> list[int]:
    """Where to begin a group among names in their order, so that none moves to another because of
    others: after a name by chance, but not before names that begin with it.

    ``about``: how many there are in most.
    """
    starts, first = [], ""
    for i, name in enumerate(names):
        if first and name.startswith(first):
            continue
        if not i or crc32(first.encode()) % about == 0:
            starts.append(i)
        first = name
    return starts


def cache_groups(text: bytes, cache: Cache) -> None:
    """Leave the positions of a text's features in the cache: the text is not written again."""
    cache.get(_of_text(text))


def _of_text(text: bytes) -> tuple[bytes, ...]:
    """The cache key of the positions of groups in a text."""
    return b"groups", hashlib.sha256(text).digest()


def _groups_in(text: bytes, cache: Cache) -> dict[bytes, bytes | memoryview]:
    """The groups of features in a text, by their versions; none if that is not cached."""
    cached = cache.get(_of_text(text)) or b""
    found, at, parts = dict[bytes, bytes | memoryview](), len(_HEAD), memoryview(text)
    for i in range(0, len(cached), _HASH + _SIZE):
        size = int.from_bytes(cached[i + _HASH : i + _HASH + _SIZE], "big")
        found[cached[i : i + _HASH]] = parts[at : at + size]
        at += size + len(_BETWEEN) * bool(size)
    return found


def _groups(ordered: Sequence[Feature]) -> Iterator[tuple[bytes, Sequence[Feature]]]:
    """Features in groups, each with its hash. Other features do not change which group one is
    in."""
    geometries = {id(feature.geometry): feature.geometry for feature in ordered}
    wkb = shapely.to_wkb(np.array(list(geometries.values()), dtype=object))
    shapes = {
        ident: hashlib.sha256(shape or b"").digest()
        for ident, shape in zip(geometries, wkb, strict=True)
    }
    starts = group_starts([feature.id for feature in ordered], _IN_A_GROUP)
    for start, end in pairwise([*starts, len(ordered)]):
        group = ordered[start:end]
        drawn = [shapes[id(feature.geometry)] for feature in group]
        yield hashlib.sha256(b"".join([_plain(group), *drawn])).digest(), group


def _plain(features: Sequence[Feature]) -> bytes:
    """All but the geometry of features, as bytes: equal only for equal text."""
    ends = [(f.id, f.period.valid_from, f.period.valid_to) for f in features]
    return to_json((ends, [feature.properties for feature in features]), fallback=repr)


def _members(features: Iterable[Feature], shapes: Mapping[int, str]) -> bytes:
    members = (_feature_line(feature, shapes[id(feature.geometry)]) for feature in features)
    return ",\n".join(members).encode()


def _feature_line(feature: Feature, shape: str) -> str:
    """A feature as text, ``shape`` that of its geometry."""
    period = feature.period
    ends = {"valid_from": _iso(period.valid_from), "valid_to": _iso(period.valid_to)}
    try:
        written = _json({"id": feature.id, "properties": {**feature.properties, **ends}})
    except (TypeError, ValueError) as error:
        raise GeoDataError(f"{feature.layer}: feature {feature.id!r}: {error}") from error
    return f'{{"geometry":{shape},{written[1:-1]},"type":"Feature"}}'


def _shapes_of(features: Sequence[Feature]) -> dict[int, str]:
    """The geometries of features as text, by their identity: a cell has that of its spells."""
    geometries = {id(feature.geometry): feature.geometry for feature in features}
    try:
        return dict(zip(geometries, _geometry_texts(list(geometries.values())), strict=True))
    except ValueError:
        for feature in features:  # each alone, to say which is wrong
            try:
                _geometry_texts([feature.geometry])
            except ValueError as error:
                raise GeoDataError(f"{feature.layer}: feature {feature.id!r}: {error}") from error
        raise


@lru_cache(maxsize=4096)  # a series has a few thousand days
def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _json_form(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, DateSpan):
        return value.text
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{value!r} has no JSON form")


_json = json.JSONEncoder(
    default=_json_form,
    ensure_ascii=False,
    allow_nan=False,
    sort_keys=True,
    separators=(",", ":"),
).encode


def _geometry_texts(geometries: Sequence[Any]) -> list[str]:
    """Geometries as text, all written at once; ``ValueError`` if one cannot be."""
    if any(geometry is None or geometry.is_empty for geometry in geometries):
        raise ValueError("the geometry is missing or empty")
    kinds = [geometry.geom_type for geometry in geometries]
    if others := [kind for kind in kinds if kind.removeprefix("Multi") not in _WRITERS]:
        raise ValueError(f"a {others[0]} cannot be written")
    parts, of = shapely.get_parts(np.array(geometries, dtype=object), return_index=True)
    written: list[list[Any]] = [[] for _ in geometries]
    for kind, write in _WRITERS.items():
        ours = np.flatnonzero(shapely.get_type_id(parts) == shapely.GeometryType[kind.upper()])
        for number, coordinates in zip(of[ours].tolist(), write(parts[ours]), strict=True):
            written[number].append(coordinates)
    return [
        _geometry_text(kind, sorted(of) if kind.startswith("Multi") else of[0])
        for kind, of in zip(kinds, written, strict=True)
    ]


def _geometry_text(kind: str, coordinates: list[Any]) -> str:
    return f'{{"coordinates":{to_json(coordinates).decode()},"type":"{kind}"}}'


def _rounded(lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of lines with 6 decimals, repeated ones dropped: (N, 2), and where each line starts
    and the last ends; adding zero turns -0.0 into 0.0.
    """
    xy, line = shapely.get_coordinates(lines, return_index=True)
    xy = np.round(xy, DECIMALS) + 0.0
    if not np.isfinite(xy).all():
        raise ValueError("a coordinate is not finite")
    changed = np.ones(len(xy), dtype=bool)
    changed[1:] = (xy[1:] != xy[:-1]).any(axis=1) | (line[1:] != line[:-1])
    return xy[changed], np.searchsorted(line[changed], np.arange(len(lines) + 1))


def _points_written(points: np.ndarray) -> list[list[float]]:
    positions: list[list[float]] = _rounded(points)[0].tolist()
    return positions


def _lines_written(lines: np.ndarray) -> list[list[list[float]]]:
    xy, starts = _rounded(lines)
    if (np.diff(starts) < 2).any():
        raise ValueError(f"a line collapses at {DECIMALS} decimals")
    positions = xy.tolist()
    return [positions[start:end] for start, end in pairwise(starts.tolist())]


def _rings_written(rings: np.ndarray, counter_clockwise: np.ndarray) -> list[list[list[float]]]:
    """Closed rings in the direction asked for, each from its smallest vertex on."""
    xy, starts = _rounded(rings)
    size = np.diff(starts) - 1  # the last position is the first again
    if (size < 3).any():
        raise ValueError(f"a ring collapses at {DECIMALS} decimals")
    ring = np.repeat(np.arange(len(rings)), size)
    first = np.cumsum(size) - size
    step = np.arange(len(ring)) - first[ring]  # of each position from the first of its ring
    at = starts[ring] + step
    x, y = np.rint((xy - xy[starts[:-1]].repeat(size + 1, axis=0)) / 10**-DECIMALS).astype(int).T
    doubled_area = np.add.reduceat(x[at] * y[at + 1] - y[at] * x[at + 1], first)
    if not doubled_area.all():
        raise ValueError(f"a ring encloses nothing at {DECIMALS} decimals")
    turned = (doubled_area > 0) != counter_clockwise
    xy = xy[np.where(turned[ring], starts[ring] + size[ring] - 1 - step, at)]
    smallest = step[np.lexsort((step, xy[:, 1], xy[:, 0], ring))[first]]
    positions = xy[first[ring] + (step + smallest[ring]) % size[ring]].tolist()
    ends = (first + size).tolist()
    return [
        [*positions[start:end], positions[start]]
        for start, end in zip(first.tolist(), ends, strict=True)
    ]


def _polygons_written(polygons: np.ndarray) -> list[list[list[list[float]]]]:
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    exterior = np.ones(len(rings), dtype=bool)
    exterior[1:] = polygon[1:] != polygon[:-1]
    written = _rings_written(rings, exterior)
    starts = [*np.flatnonzero(exterior).tolist(), len(rings)]
    return [[written[start], *sorted(written[start + 1 : end])] for start, end in pairwise(starts)]


_WRITERS: dict[str, Callable[[np.ndarray], list[Any]]] = {
    "Point": _points_written,
    "LineString": _lines_written,
    "Polygon": _polygons_written,
}


# --- reading ------------------------------------------------------------------------------


def features_of(
    document: Any, layer: str, where: str, problems: list[Problem]
) -> tuple[Feature, ...]:
    """Features of a parsed FeatureCollection, in file order; findings go to ``problems``.

    Features that cannot be used are left out, each with a finding.
    """
    listed = document.get("features") if isinstance(document, dict) else None
    if not isinstance(listed, list) or document.get("type") != "FeatureCollection":
        what = "the document is no feature collection"
        wanted = 'write {"type": "FeatureCollection", "features": […]}'
        problems.append(Problem(where, what, wanted, "geojson-form"))
        return ()
    if not _in_degrees(document):
        what = f"crs is {shown(document['crs'])}"
        wanted = "save it in WGS 84 (longitude, latitude) and leave crs out"
        problems.append(Problem(f"{where}:crs", what, wanted, "geojson-form"))
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
            what = f"not the coordinates of a {raw['geometry']['type']}"
            wanted = (
                "give [longitude, latitude] pairs nested as RFC 7946 says, rings of four or more"
            )
            problems.append(Problem(f"{at}.geometry.coordinates", what, wanted, "geojson-form"))
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


@lru_cache(maxsize=4096)
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
