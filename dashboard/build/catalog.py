"""What ``catalog.json`` says of the layers, from a few figures of the features in each."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple, Self

import shapely

from dashboard import store
from dashboard.derive.grid import DECIMALS
from dashboard.records import Feature, Seeds

#: How layers that no recipe draws are made; for others it follows from the kind of recipe.
METHODS = {
    "control_areas": "Voronoi cells of places with a known history, each with the dated control "
    "of its place",
    "line_of_contact": "common edges of cells whose controllers are known and differ",
    "observation_posts": "position of the named locality; only days a post is sure to have stood",
    "party_groups": "position of a place, on the days on which a group within a party is known to "
    "have held it",
    "incidents": "position as the source gives it, on its day and some days after it",
    "roads": "as entered",
    "rivers": "as entered",
    "places": "as entered",
    "relief": "shaded by slope, light from azimuth 315°; one picture for all days",
    "basemap": "as entered; of built-up areas what lies in the study area",
}
_KIND_METHODS = {
    "pocket": "contiguous cells of one controller on one day",
    "contact_line": "edges of that pocket towards one other controller",
    "depth_band": "distance from that line inside the pocket",
    "drawn_area": "as published",
    "drawn_line": "as published",
    "taken_since": "cells not held by whoever held them on one day",
    "road_corridor": "strip around a road between two places",
    "line_distance": "shortest ways from points of that line to the line of contact, day by day",
}


class Brief(NamedTuple):
    """What the catalog needs to know of some features; days in ISO form.

    ``valid_from`` is their first day, ``valid_to`` their end; ``None`` if that of any is open.
    ``licences`` are those they state, ``sources`` those they cite.
    """

    features: int = 0
    valid_from: str | None = None
    valid_to: str | None = None
    bbox: Sequence[float] | None = None
    licences: Sequence[str] = ()
    sources: Sequence[str] = ()

    @classmethod
    def of(cls, features: Sequence[Feature]) -> Self:
        """The brief of these features."""
        if not features:
            return cls()
        bounds = shapely.total_bounds([feature.geometry for feature in features])
        properties = [feature.properties for feature in features]
        return cls(
            len(features),
            _end({feature.period.valid_from for feature in features}, min),
            _end({feature.period.valid_to for feature in features}, max),
            [round(float(value), DECIMALS) for value in bounds],
            sorted({each["licence"] for each in properties if each.get("licence")}),
            sorted({source for each in properties for source in each.get("sources") or ()}),
        )

    @classmethod
    def of_all(cls, briefs: Iterable[Brief]) -> Self:
        """The brief of all features of these briefs."""
        some = [brief for brief in briefs if brief.features]
        if not some:
            return cls()
        count, first, last, boxes, licences, sources = zip(*some, strict=True)
        west, south, east, north = zip(*boxes, strict=True)
        return cls(
            sum(count),
            None if None in first else min(first),
            None if None in last else max(last),
            [min(west), min(south), max(east), max(north)],
            sorted(set().union(*licences)),
            sorted(set().union(*sources)),
        )


def _end(days: Set[dt.date | None], outermost: Callable[[Iterable[Any]], dt.date]) -> str | None:
    """First or last day; ``None`` if any is open."""
    return None if None in days else outermost(days).isoformat()


def catalog(seeds: Seeds, entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What ``catalog.json`` says: of which seeds the layers are, and each layer in brief."""
    made = {
        "dataset": seeds.dataset.id,
        "seeds_sha256": seeds.sha256,
        "seeds": store.manifest(seeds),
        "layers": dict(entries),
    }
    return made | {"sha256": store.catalog_sha256(made)}


def catalog_entry(seeds: Seeds, name: str, text: bytes, brief: Brief) -> dict[str, Any]:
    """What the catalog says of a layer with this text."""
    described = next(layer for layer in seeds.dataset.layers if layer.name == name)
    return {
        "file": store.layer_file(name),
        "sha256": hashlib.sha256(text).hexdigest(),
        "features": brief.features,
        "valid_from": brief.valid_from,
        "valid_to": brief.valid_to,
        "bbox": brief.bbox,
        "title": dict(described.title),
        "method": _method(name, seeds),
        "licence": "; ".join(seeds.licences_with(described, brief.licences, brief.sources)),
    }


def _method(name: str, seeds: Seeds) -> str:
    kinds = dict.fromkeys(r.kind for r in seeds.dataset.recipes if r.layer == name)
    own = [METHODS[name]] if name in METHODS else []
    if name == "control_areas" and seeds.published_areas:
        own.append("faces of published areas, each with its dated control")
    return "; ".join([*own, *(_KIND_METHODS[kind] for kind in sorted(kinds))])
