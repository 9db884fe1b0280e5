"""The layers as the browser is given them: a geometry once, its periods by day number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
import shapely

from dashboard.archive import Archive
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
    "post": "post status",
}
_SHOWN_OF_OTHERS = "agreements certainty precision_m depth_km sources recipe"
#: Styles whose features are found by what they are, not by an id of their own.
_WITHOUT_ID = ("control", "low_certainty", "contact", "distance", "basemap")


def layer_specs(archive: Archive, wording: Wording) -> dict[str, Layer]:
    """What the browser needs of each layer by name, from the bottom of the map to its top."""
    found = []
    for text in archive.dataset.layers:
        features = archive.layers.get(text.name, ())
        for style, members in parts(text.style, features):
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
    shared: dict[bytes, int] = {}
    geometries: list[Any] = []
    items: list[Item] = []
    for row, (feature, key) in enumerate(zip(features, keys, strict=True)):
        # spells of one cell share its outline: it travels once
        fingerprint = feature.geometry.wkb
        if fingerprint not in shared:
            shared[fingerprint] = len(geometries)
            geometries.append(steps(feature.geometry))
        first, beyond = day_range(archive, feature.period)
        items.append(Item(shared[fingerprint], first, beyond, classes.index(key), row))
    layer: Layer = {
        "layer": name,
        "style": style,
        "sea": SEA,
        "kind": _kind(features),
        "classes": classes,
        "styles": [plain(table[key]) for key in classes],
        "geometries": geometries,
        "items": flat(items),
        "properties": [_properties(archive, wording, feature, kind) for feature in features],
    }
    # what the browser adds up: each cell's place and km², each stretch's error in km²
    owner = {item.geometry: features[item.row].properties for item in items}
    owners = [owner[i] for i in range(len(geometries))]
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


def _properties(archive: Archive, wording: Wording, feature: Feature, style: str) -> dict[str, Any]:
    p = feature.properties
    wanted = _SHOWN.get(style, _SHOWN_OF_OTHERS).split()
    kept = {key: p[key] for key in wanted if p.get(key) not in (None, "", [], ())}
    if style == "distance":  # those of the recipe are given once, with its figures
        own = next(r.sources for r in archive.dataset.recipes if r.id == p["recipe"])
        kept["sources"] = [source for source in p["sources"] if source not in own]
    elif caveat := wording.of_properties(p, "caveat"):
        kept["caveat"] = caveat
    cited = cite_feature(archive.sources, kept)
    if cited and cited[0].credibility:
        kept["credibility"] = cited[0].credibility
    if style not in _WITHOUT_ID:
        kept["id"] = feature.id
    return kept


def steps(geometry: shapely.Geometry) -> list[Any]:
    """Coordinates as first position and integer steps: ``[lat, lon, dlat, dlon, …]``.

    Points are one list; lines a list of lists; polygons a list of parts of rings.
    """
    if geometry.geom_type == "Point":
        return _ring(np.array(geometry.coords))
    parts: Iterable = getattr(geometry, "geoms", [geometry])
    if "Polygon" not in geometry.geom_type:
        return [_ring(shapely.get_coordinates(part)) for part in parts]
    return [
        [_ring(shapely.get_coordinates(ring)[:-1]) for ring in (part.exterior, *part.interiors)]
        for part in parts
    ]


def _ring(coordinates: np.ndarray) -> list[int]:
    moves = np.rint(coordinates[:, 1::-1] * _SCALE).astype(np.int64)
    moves[1:] -= moves[:-1].copy()
    found: list[int] = moves.ravel().tolist()
    return found
