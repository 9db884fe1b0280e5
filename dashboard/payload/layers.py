"""The layers as the browser is given them: a geometry once, its periods by day number.

Layers made of cells are drawn as the ``shapes`` that cells make up; what is known of each cell is
in ``cells``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from dashboard.analysis.scenarios import scenarios
from dashboard.archive import Archive, per_archive
from dashboard.archive.references import in_words
from dashboard.payload.incidents import marks
from dashboard.payload.positions import positions
from dashboard.payload.types import Cells, Item, Layer, flat, plain
from dashboard.records import AreaCell, Feature, Period
from dashboard.standing import cite_feature
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
    "topography": "",
    "relief": "",
    "distance": "recipe precision_m certainty sources",
    "place": "place",
    "group": "place group",
    "incident": "incidents",
    "post": "post status",
}
_SHOWN_OF_SPELLS = ("certainty", "basis", "sources", "operation")
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
    table = style_table(archive.dataset)
    drawn = np.array([feature.geometry for feature in features], dtype=object)
    if style in _ON_CELLS:
        features, drawn = _of_shapes(archive, shapes(archive), features)
    if style == "contact":  # in the order of its arcs, see ``topology``
        features = sorted(features, key=lambda each: (_sides(archive, each), each.id))
        drawn = np.array([feature.geometry for feature in features], dtype=object)
    keys = [class_of(feature, style) for feature in features]
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
        "properties": [] if style == "contact" else _properties(archive, words, features, style),
    }
    if style == "control":
        layer["cells"] = cells(archive)
    if style == "contact":
        stretches = [features[first] for first in first_of]
        layer["stretches"] = {
            "sides": [_sides(archive, each) for each in stretches],
            "precision_m": [each.properties["precision_m"] for each in stretches],
        }
    if style == "relief" and features:
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


# --- cells and the shapes they make up ------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Shapes:
    """Cells joined where they have one history and lie in the same areas."""

    #: Indices into ``Archive.cells``, one array a shape.
    members: tuple[np.ndarray, ...]
    #: The geometry of each shape, in EPSG:4326 with every vertex of its cells' outer edges.
    outlines: np.ndarray
    #: Which shape the cell of each place is part of.
    of_place: dict[str, int]

    @property
    def order(self) -> np.ndarray:
        """Indices into ``Archive.cells``, the cells of a shape together."""
        return np.concatenate([*self.members, np.empty(0, dtype=int)]).astype(int)


@per_archive
def shapes(archive: Archive) -> Shapes:
    """The shapes of an archive, in the order of the first cell of each.

    The cells of one are drawn alike on every day, change hands in the same operations and are
    inside the same of ``Archive.areas_of_cells``. A face of published areas is a shape by itself.
    """
    found: dict[Any, list[int]] = defaultdict(list)
    for cell, key in enumerate(_keys(archive)):
        found[key].append(cell)
    members = tuple(np.array(each) for each in found.values())
    polygons = archive.cell_polygons
    outlines = [
        polygons[each[0]] if len(each) == 1 else shapely.coverage_union_all(polygons[each])
        for each in members
    ]
    of_place = {archive.cells[c]: shape for shape, each in enumerate(members) for c in each}
    return Shapes(members, np.array(outlines, dtype=object), of_place)


def _keys(archive: Archive) -> list[tuple[Any, ...]]:
    """A key for each cell, equal for the cells of one shape."""
    looks: dict[str, list[Any]] = {place: [] for place in archive.cells}
    for spell in archive.spells:
        p = spell.properties
        marks = p["certainty"] == "low", p["basis"] == "redrawn", p["operation"]
        look = class_of(spell, "control"), *marks
        looks[p["place"]].append((look, spell.period))
    for layer in archive.dataset.layers:
        if layer.style == "taken":
            for feature in archive.layers.get(layer.name, ()):
                taken = layer.name, class_of(feature, layer.style)
                looks[feature.properties["place"]].append((taken, feature.period))
    areas: list[list[str]] = [[] for _ in archive.cells]
    for area in archive.areas_of_cells:
        for cell in np.flatnonzero(archive.within(area)):
            areas[cell].append(area)
    faces = {place.id for place in archive.places.values() if isinstance(place, AreaCell)}
    return [
        (tuple(look), tuple(inside), place if place in faces else None)
        for (place, look), inside in zip(looks.items(), areas, strict=True)
    ]


@per_archive
def cells(archive: Archive) -> Cells:
    """Every cell, sorted by shape, with its spells in time order."""
    made = shapes(archive)
    order = [archive.cells[cell] for cell in made.order]
    spells: dict[str, list[Feature]] = {place: [] for place in order}
    for spell in sorted(archive.spells, key=lambda each: each.period.valid_from or dt.date.min):
        spells[spell.properties["place"]].append(spell)
    places = [archive.places[place] for place in order]
    changing = _changing(archive)[made.order]
    km2 = archive.cell_area_km2[made.order].round(4).tolist()
    return {
        "places": order,
        "shapes": [made.of_place[place] for place in order],
        "at": positions(shapely.points([(place.lon, place.lat) for place in places])),
        "km2": [own if changes else None for own, changes in zip(km2, changing, strict=True)],
        "precision_m": [spells[place][0].properties["precision_m"] for place in order],
        "spells": [_of_spell(archive, spell) for place in order for spell in spells[place]],
    }


def _changing(archive: Archive) -> np.ndarray:
    """Whether each cell ever changes hands, as entered or in a scenario."""
    found = np.zeros(len(archive.cells), dtype=bool)
    for each in (archive, *scenarios(archive).values()):
        found |= np.bincount(each.control.cell, minlength=len(found)) > 1
    return found


def _of_spell(archive: Archive, spell: Feature) -> dict[str, Any]:
    """What a record shows of a spell, besides its days and its holder.

    One that an event began has ``from``: who held the cell before, null where nobody knows.
    """
    p = spell.properties
    kept = {key: p[key] for key in _SHOWN_OF_SPELLS if p.get(key)}
    if cited := cite_feature(archive.sources, p):
        kept["credibility"] = cited[0].credibility
    if event := archive.events.get(p["event"]):
        kept["from"] = p["previous"] or event.from_party
        if note := in_words(archive, event.note):
            kept["note"] = note
    return kept
