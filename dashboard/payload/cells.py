"""What the browser knows of each cell: its place and its spells of control."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import shapely

from dashboard.analysis.scenarios import scenarios
from dashboard.archive import Archive
from dashboard.archive.references import in_words
from dashboard.payload.positions import positions
from dashboard.payload.shapes import shapes
from dashboard.payload.types import Cells
from dashboard.records import Feature
from dashboard.standing import cite_feature

_SHOWN = ("certainty", "basis", "sources", "operation")


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
