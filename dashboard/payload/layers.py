"""Archive → layers as the runtime holds them: a geometry once, its periods by day number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely

from dashboard.archive import Archive
from dashboard.records import Feature, Period
from dashboard.style import DRAW_ORDER, SEA, class_of, parts, style_table

_SCALE = 1e5  # coordinates travel as integer steps of 1e-5 degree, about a metre


def layer_specs(archive: Archive) -> dict[str, dict[str, Any]]:
    """What the browser needs of each layer, from the bottom of the map to its top.

    Returns
    -------
    dict
        Spec by name. ``spec["geometries"]`` are integer step lists, ``spec["items"]`` flat
        rows of five integers: geometry, first day, day after the last, class, property row; days
        count from the first day of the series.
    """
    specs, table = [], style_table(archive.dataset)
    for text in archive.dataset.layers:
        features = archive.layers.get(text.name, ())
        for part, members in parts(text.style, features):
            spec = _spec(archive, members, "basemap" if part == "water" else part)
            spec |= {"layer": text.name, "style": part, "sea": SEA}
            spec["styles"] = [table[key].to_dict() for key in spec["classes"]]
            specs.append((part if part != text.style else text.name, spec))
    order = {style: i for i, style in enumerate(DRAW_ORDER)}
    return dict(sorted(specs, key=lambda pair: order[pair[1]["style"]]))


def _spec(archive: Archive, features: list[Feature], style: str) -> dict[str, Any]:
    keys = [class_of(feature, style) for feature in features]
    classes = sorted(set(keys))
    shared: dict[bytes, int] = {}
    geometries, items = [], []
    for row, (feature, key) in enumerate(zip(features, keys, strict=True)):
        # spells of one cell share its outline: it travels once
        fingerprint = feature.geometry.wkb
        if fingerprint not in shared:
            shared[fingerprint] = len(geometries)
            geometries.append(steps(feature.geometry))
        start, end = day_range(archive, feature.period)
        items += [shared[fingerprint], start, end, classes.index(key), row]
    return {
        "classes": classes,
        "kind": _kind(features),
        **_measures(style, features, items),
        "geometries": geometries,
        "items": items,
        "properties": [_properties(archive, feature, style) for feature in features],
    }


def _measures(style: str, features: list[Feature], items: list[int]) -> dict[str, list]:
    """What the browser adds up: each cell's place and km², each stretch's error in km²."""
    owner = dict(zip(items[0::5], items[4::5], strict=True))
    rows = [features[owner[i]].properties for i in range(len(owner))]
    if style == "control":
        return {
            "places": [p["place"] for p in rows],
            "km2": [round(p["area_km2"], 4) for p in rows],
        }
    if style == "contact":
        return {"error_km2": [round(p["length_km"] * p["precision_m"] / 1000, 3) for p in rows]}
    return {}


def day_range(archive: Archive, period: Period) -> tuple[int, int]:
    """A period as half-open day numbers counted from the first day of the series."""
    zero = archive.first_day.toordinal()
    beyond = archive.last_day.toordinal() + 1 - zero
    start = period.valid_from.toordinal() - zero if period.valid_from else 0
    end = period.valid_to.toordinal() - zero if period.valid_to else beyond
    return max(start, 0), min(end, beyond)


def _kind(features: list[Feature]) -> str:
    kinds = {f.geometry.geom_type.removeprefix("Multi") for f in features}
    return "point" if kinds == {"Point"} else "path"


def _properties(archive: Archive, feature: Feature, style: str) -> dict[str, Any]:
    """What a click on the feature shows; names and records are looked up in the browser."""
    p = feature.properties
    if style == "taken":
        wanted = ("agreements",)
    elif style == "control":
        wanted = (
            "place",
            "previous",
            "event",
            "certainty",
            "basis",
            "precision_m",
            "sources",
            "controller",
        )
    elif style == "contact":
        wanted = ("places", "precision_m", "certainty")
    elif style == "doubt":
        wanted = ()
    elif style == "basemap":
        wanted = ("name_en", "name_ar")
    elif style == "distance":
        wanted = ("recipe", "length_km", "precision_m", "certainty", "sources")
    elif style == "place":
        wanted = ("name_en", "name_ar", "rank")
    elif style == "post":
        wanted = (
            "operator",
            "official",
            "status",
            "established",
            "encircled",
            "withdrawn",
            "position_quality",
            "note",
            "sources",
            "certainty",
        )
    else:
        wanted = (
            "title_en",
            "title_ar",
            "name_en",
            "name_ar",
            "agreements",
            "certainty",
            "precision_m",
            "caveat_en",
            "caveat_ar",
            "depth_km",
            "sources",
            "recipe",
        )
    kept = {key: p[key] for key in wanted if p.get(key) not in (None, "", [], ())}
    if style == "distance":  # those of the recipe are told once, with its figures
        own = next(r.sources for r in archive.dataset.recipes if r.id == p["recipe"])
        kept["sources"] = [source for source in p["sources"] if source not in own]
    if style not in ("control", "doubt", "contact", "distance", "basemap"):
        kept["id"] = feature.id
    return kept


def steps(geometry: shapely.Geometry) -> list:
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
    whole = np.rint(coordinates[:, 1::-1] * _SCALE).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return steps.ravel().tolist()
