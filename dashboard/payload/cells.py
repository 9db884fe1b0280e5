"""The cells of an archive as the browser has them: joined into shapes, each with its spells."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dashboard.analysis.scenarios import scenarios
from dashboard.archive import Archive, per_archive
from dashboard.archive.references import in_words
from dashboard.payload.positions import positions
from dashboard.payload.types import Cells
from dashboard.records import AreaCell, Feature
from dashboard.standing import cite_feature
from dashboard.style import class_of

_SHOWN = ("certainty", "basis", "sources", "operation")


@dataclass(frozen=True, eq=False)
class Shapes:
    """Cells joined where they have one history and lie in the same areas.

    Attributes
    ----------
    members
        Indices into ``Archive.cells``, one array a shape.
    outlines
        The geometry of each shape, in EPSG:4326 with every vertex of its cells' outer edges.
    of_place
        Which shape the cell of each place is part of.
    """

    members: tuple[np.ndarray, ...]
    outlines: np.ndarray
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
    """What tells the shape of each cell from others."""
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
        "spells": [_shown(archive, spell) for place in order for spell in spells[place]],
    }


def _changing(archive: Archive) -> np.ndarray:
    """Whether each cell ever changes hands, as entered or in a scenario."""
    found = np.zeros(len(archive.cells), dtype=bool)
    for each in (archive, *scenarios(archive).values()):
        found |= np.bincount(each.control.cell, minlength=len(found)) > 1
    return found


def _shown(archive: Archive, spell: Feature) -> dict[str, Any]:
    """What a record shows of a spell, besides its days and its holder.

    One that an event began has ``from``: who held the cell before, null where nobody knows.
    """
    p = spell.properties
    kept = {key: p[key] for key in _SHOWN if p.get(key)}
    if cited := cite_feature(archive.sources, p):
        kept["credibility"] = cited[0].credibility
    if event := archive.events.get(p["event"]):
        kept["from"] = p["previous"] or event.from_party
        if note := in_words(archive, event.note):
            kept["note"] = note
    return kept
