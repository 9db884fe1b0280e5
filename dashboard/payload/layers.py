"""The layers as the browser is given them: a geometry once, its periods by day number.

What lies on cells is drawn by the shapes these make up (``payload.cells``); what is known of each
cell stands beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import shapely

from dashboard.archive import Archive
from dashboard.payload.cells import Shapes, cells, shapes
from dashboard.payload.incidents import marks
from dashboard.payload.positions import positions
from dashboard.payload.types import Item, Layer, flat, plain
from dashboard.records import Feature, Period
from dashboard.style import DRAW_ORDER, SEA, class_of, parts, style_table
from dashboard.wording import Wording

#: Styles of what lies on cells.
_ON_CELLS = ("control", "low_certainty", "taken")
#: What a record or tooltip shows of a feature, by style; names are looked up in the browser.
_SHOWN: Mapping[str, str] = {
    "control": "",
    "low_certainty": "",
    "taken": "",
    "basemap": "",
    "relief": "",
    "distance": "recipe precision_m certainty sources",
    "place": "place",
    "group": "place group",
    "incident": "incidents",
    "post": "post status",
}
_SHOWN_OF_OTHERS = "id agreements certainty precision_m sources recipe"


def layer_specs(archive: Archive, words: Wording) -> dict[str, Layer]:
    """What the browser needs of each layer by name, from the bottom of the map to its top."""
    found = []
    for text in archive.dataset.layers:
        features = archive.layers.get(text.name, ())
        for style, members in parts(text.style, features):
            members = _marks(archive, members) if style == "incident" else members
            name = style if style != text.style else text.name
            found.append((name, _layer(archive, words, text.name, style, members)))
    order = {style: i for i, style in enumerate(DRAW_ORDER)}
    return dict(sorted(found, key=lambda pair: order[pair[1]["style"]]))


def _layer(
    archive: Archive, words: Wording, name: str, style: str, features: list[Feature]
) -> Layer:
    kind = "basemap" if style == "topography" else style
    table = style_table(archive.dataset)
    drawn = np.array([feature.geometry for feature in features], dtype=object)
    if style in _ON_CELLS:
        features, drawn = _of_shapes(archive, shapes(archive), features)
    if kind == "contact":  # in the order of the arcs that its stretches are, see ``topology``
        features = sorted(features, key=lambda each: (_sides(archive, each), each.id))
        drawn = np.array([feature.geometry for feature in features], dtype=object)
    keys = [class_of(feature, kind) for feature in features]
    classes = sorted(set(keys))
    number = {key: i for i, key in enumerate(classes)}
    # spells of one shape share its outline: it travels once; marks of two kinds may be on one day
    shared: dict[tuple[bytes, str], int] = {}
    apart = keys if style == "incident" else [""] * len(keys)
    outlines = zip(shapely.to_wkb(drawn).tolist(), apart, strict=True)
    which = [shared.setdefault(outline, len(shared)) for outline in outlines]
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
        "geometries": positions(drawn[first_of]),
        "items": flat(items),
        "properties": [] if kind == "contact" else _properties(archive, words, features, kind),
    }
    if kind == "control":
        layer["cells"] = cells(archive)
    if kind == "contact":
        stretches = [features[first] for first in first_of]
        layer["stretches"] = {
            "sides": [_sides(archive, each) for each in stretches],
            "precision_m": [each.properties["precision_m"] for each in stretches],
        }
    if kind == "relief" and features:
        layer["image"] = features[0].properties["image"]
    return layer


def _sides(archive: Archive, stretch: Feature) -> list[int]:
    """The shapes of control that a stretch of the line of contact lies between."""
    return sorted(shapes(archive).of_place[place] for place in stretch.properties["places"])


def _marks(archive: Archive, features: Sequence[Feature]) -> list[Feature]:
    """Marks of incidents, the smaller on top of the larger."""
    table = style_table(archive.dataset)
    return sorted(marks(features), key=lambda mark: -table[class_of(mark, "incident")].radius)


def _of_shapes(
    archive: Archive, made: Shapes, features: Sequence[Feature]
) -> tuple[list[Feature], np.ndarray]:
    """The features of one cell of each shape, and the outline of the shape for each feature."""
    first = {archive.cells[members[0]] for members in made.members}
    kept = [feature for feature in features if feature.properties["place"] in first]
    return kept, made.outlines[[made.of_place[feature.properties["place"]] for feature in kept]]


def day_range(archive: Archive, period: Period) -> tuple[int, int]:
    """A period as half-open day numbers counted from the first day of the series."""
    beyond = number_of(archive, archive.last_day) + 1
    start = number_of(archive, period.valid_from) if period.valid_from else 0
    end = number_of(archive, period.valid_to) if period.valid_to else beyond
    return max(start, 0), min(end, beyond)


def number_of(archive: Archive, day: dt.date) -> int:
    """A day as the browser counts it: 0 is the first day of the series."""
    return (day - archive.first_day).days


def _kind(features: list[Feature]) -> Literal["point", "path"]:
    kinds = {f.geometry.geom_type.removeprefix("Multi") for f in features}
    return "point" if kinds == {"Point"} else "path"


def _properties(
    archive: Archive, words: Wording, features: Sequence[Feature], style: str
) -> list[dict[str, Any]]:
    """What a record or tooltip shows of each feature."""
    wanted = _SHOWN.get(style, _SHOWN_OF_OTHERS).split()
    found = []
    for feature in features:
        p = {**feature.properties, "id": feature.id}
        if style == "place":
            p["place"] = feature.id
        kept = {key: p[key] for key in wanted if p.get(key) not in (None, "", [], ())}
        if style == "distance":  # sources of the recipe are given once, with its figures
            own = archive.recipes[p["recipe"]].sources
            kept["sources"] = [source for source in p["sources"] if source not in own]
        elif caveat := words.of_properties(p, "caveat"):
            kept["caveat"] = caveat
        found.append(kept)
    return found
