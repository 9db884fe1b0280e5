"""The layers as the browser is given them: a geometry once, its periods by day number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import shapely

from dashboard.archive import Archive
from dashboard.payload.incidents import marks
from dashboard.payload.types import Item, Layer, flat, plain
from dashboard.records import Feature, Period
from dashboard.standing import cite_feature
from dashboard.style import DRAW_ORDER, SEA, class_of, parts, style_table
from dashboard.wording import Wording

_SCALE = 1e5  # coordinates travel as integer steps of 1e-5 degree, about a metre


#: What a record or tooltip shows of a feature, by style; names are looked up in the browser.
_SHOWN: Mapping[str, str] = {
    "taken": "agreements",
    "control": "place previous event certainty basis precision_m sources controller",
    "contact": "places precision_m certainty",
    "low_certainty": "",
    "basemap": "",
    "distance": "recipe length_km precision_m certainty sources",
    "place": "",
    "group": "place group",
    "incident": "incidents",
    "post": "post status",
}
_SHOWN_OF_OTHERS = "agreements certainty precision_m depth_km sources recipe"
#: Styles whose features are found by what they are, not by an id of their own.
_WITHOUT_ID = ("control", "low_certainty", "contact", "distance", "incident", "basemap")


def layer_specs(archive: Archive, wording: Wording) -> dict[str, Layer]:
    """What the browser needs of each layer by name, from the bottom of the map to its top."""
    found = []
    for text in archive.dataset.layers:
        features = archive.layers.get(text.name, ())
        for style, members in parts(text.style, features):
            members = marks(members) if style == "incident" else members
            name = style if style != text.style else text.name
            found.append((name, _layer(archive, wording, text.name, style, members)))
    order = {style: i for i, style in enumerate(DRAW_ORDER)}
    return dict(sorted(found, key=lambda pair: order[pair[1]["style"]]))


def _layer(
    archive: Archive, wording: Wording, name: str, style: str, features: list[Feature]
) -> Layer:
    kind = "basemap" if style == "water" else style
    table = style_table(archive.dataset)
    keys = [class_of(feature, kind) for feature in features]
    classes = sorted(set(keys))
    number = {key: i for i, key in enumerate(classes)}
    drawn = np.array([feature.geometry for feature in features], dtype=object)
    # spells of one cell share its outline: it travels once
    shared: dict[bytes, int] = {}
    which = [shared.setdefault(wkb, len(shared)) for wkb in shapely.to_wkb(drawn).tolist()]
    first_of = np.unique(np.array(which, dtype=int), return_index=True)[1]
    items = [
        Item(geometry, *day_range(archive, feature.period), number[key], row)
        for row, (feature, key, geometry) in enumerate(zip(features, keys, which, strict=True))
    ]
    layer: Layer = {
        "layer": name,
        "style": style,
        "sea": SEA,
        "kind": _kind(features),
        "classes": classes,
        "styles": [plain(table[key]) for key in classes],
        "geometries": steps(drawn[first_of]),
        "items": flat(items),
        "properties": _properties(archive, wording, features, kind),
    }
    # what the browser adds up: each cell's place and km², each stretch's error in km²
    owner = {item.geometry: features[item.row].properties for item in items}
    owners = [owner[i] for i in range(len(shared))]
    if kind == "control":
        layer["places"] = [p["place"] for p in owners]
        layer["km2"] = [round(p["area_km2"], 4) for p in owners]
    if kind == "contact":
        layer["error_km2"] = [round(p["length_km"] * p["precision_m"] / 1000, 3) for p in owners]
    return layer


def day_range(archive: Archive, period: Period) -> tuple[int, int]:
    """A period as half-open day numbers counted from the first day of the series."""
    zero = archive.first_day.toordinal()
    beyond = archive.last_day.toordinal() + 1 - zero
    start = period.valid_from.toordinal() - zero if period.valid_from else 0
    end = period.valid_to.toordinal() - zero if period.valid_to else beyond
    return max(start, 0), min(end, beyond)


def _kind(features: list[Feature]) -> Literal["point", "path"]:
    kinds = {f.geometry.geom_type.removeprefix("Multi") for f in features}
    return "point" if kinds == {"Point"} else "path"


def _properties(
    archive: Archive, wording: Wording, features: Sequence[Feature], style: str
) -> list[dict[str, Any]]:
    """What a record or tooltip shows of each feature."""
    wanted = _SHOWN.get(style, _SHOWN_OF_OTHERS).split()
    recipes = {recipe.id: recipe for recipe in archive.dataset.recipes}
    credible: dict[tuple[bool, tuple[str, ...]], int | None] = {}  # many have the same sources
    found = []
    for feature in features:
        p = feature.properties
        kept = {key: p[key] for key in wanted if p.get(key) not in (None, "", [], ())}
        if style == "distance":  # those of the recipe are given once, with its figures
            own = recipes[p["recipe"]].sources
            kept["sources"] = [source for source in p["sources"] if source not in own]
        elif caveat := wording.of_properties(p, "caveat"):
            kept["caveat"] = caveat
        cited = ("place" in kept, tuple(kept.get("sources", ())))
        if cited not in credible:
            citations = cite_feature(archive.sources, kept)
            credible[cited] = citations[0].credibility if citations else None
        if credible[cited]:
            kept["credibility"] = credible[cited]
        if style not in _WITHOUT_ID:
            kept["id"] = feature.id
        found.append(kept)
    return found


def steps(geometries: np.ndarray) -> list[Any]:
    """Coordinates of each as first position and integer steps: ``[lat, lon, dlat, dlon, …]``.

    Points are one list; lines a list of lists; polygons a list of parts of rings.
    """
    parts, geometry_of = shapely.get_parts(geometries, return_index=True)
    polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_of = shapely.get_rings(parts[polygon], return_index=True)
    outlines, lines = iter(_steps(rings)), iter(_steps(parts[~polygon]))
    holes = iter(np.bincount(ring_of, minlength=int(polygon.sum())).tolist())
    found: list[list[Any]] = [[] for _ in geometries]
    for geometry, has_rings in zip(geometry_of.tolist(), polygon.tolist(), strict=True):
        if has_rings:  # the last position of a ring is its first
            found[geometry].append([next(outlines)[:-2] for _ in range(next(holes))])
        else:
            found[geometry].append(next(lines))
    point = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    return [each[0] if alone else each for each, alone in zip(found, point.tolist(), strict=True)]


def _steps(lines: np.ndarray) -> list[list[int]]:
    """The steps of each point, line or ring."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    positions = np.rint(xy[:, ::-1] * _SCALE).astype(np.int64)
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    moves = np.diff(positions, axis=0, prepend=0)
    moves[starts] = positions[starts]
    numbers, bounds = moves.ravel().tolist(), [*(2 * starts).tolist(), 2 * len(moves)]
    return [numbers[start:end] for start, end in pairwise(bounds)]
