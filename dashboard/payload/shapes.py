"""Cells as the browser draws them: those that only their place tells apart are one shape."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dashboard.archive import Archive, per_archive
from dashboard.records import AreaCell
from dashboard.style import class_of


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
    inside the same of ``Archive.areas``. A face of published areas is a shape by itself.
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
    for area in archive.areas:
        for cell in np.flatnonzero(archive.within(area)):
            areas[cell].append(area)
    faces = {place.id for place in archive.places.values() if isinstance(place, AreaCell)}
    return [
        (tuple(look), tuple(inside), place if place in faces else None)
        for (place, look), inside in zip(looks.items(), areas, strict=True)
    ]
