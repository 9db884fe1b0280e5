"""A payload as it travels: what recurs once, numbers as differences, rows as columns.

Positions are numbered as outlines come upon them, so that along an outline, whichever way, the
numbers mostly differ by one; places are named by their numbers, and cells that are called by where
they lie have no name besides. ``web/core/encoding.js`` makes the payload whole again.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from dashboard.derive.cells import called_by_position
from dashboard.payload.positions import SCALE
from dashboard.payload.types import (
    Cells,
    Columns,
    EncodedCells,
    EncodedLayer,
    EncodedPayload,
    Item,
    Layer,
    OwnPayload,
    Payload,
    SharedPayload,
)


def encode(payload: Payload) -> EncodedPayload:
    """The payload as it travels; plain JSON values, equal for equal payloads."""
    places = payload["facts"]["places"]
    known = _Known({place: number for number, place in enumerate(places)})
    layers = [_layer(layer, known) for layer in payload["layers"]]
    facts = _without(payload["facts"], "places", "scenarios")
    by_position = _by_position(payload)
    entries = [
        _without(entry, "name") if place in by_position else entry
        for place, entry in places.items()
    ]
    return {
        "payload": {**_without(payload, "layers"), "facts": facts},
        "layers": layers,
        "positions": [differences(axis) for axis in zip(*known.positions, strict=True)],
        "outlines": known.outlines,
        "places": {
            "ids": [None if place in by_position else place for place in places],
            "columns": _columns(entries, known),
        },
        "scenarios": [_item_columns(each, Item._fields) for each in payload["facts"]["scenarios"]],
    }


def split(
    payloads: Mapping[str, EncodedPayload],
) -> tuple[SharedPayload, dict[str, OwnPayload]]:
    """Encoded payloads of one archive, by language, as what all have and what each has besides.

    All have the geometries, the layers without words, and figures. ``withShared`` of
    ``web/core/encoding.js`` puts one together again.
    """
    first, *others = payloads.values()
    facts = {
        name: value
        for name, value in first["payload"]["facts"].items()
        if all(each["payload"]["facts"][name] == value for each in others)
    }
    layers = {
        str(number): layer
        for number, layer in enumerate(first["layers"])
        if all(each["layers"][number] == layer for each in others)
    }
    shared: SharedPayload = {
        "positions": first["positions"],
        "outlines": first["outlines"],
        "scenarios": first["scenarios"],
        "facts": facts,
        "layers": layers,
    }
    return shared, {code: _own(payload, shared) for code, payload in payloads.items()}


def _own(encoded: EncodedPayload, shared: SharedPayload) -> OwnPayload:
    layers = enumerate(encoded["layers"])
    return {
        "payload": {
            **encoded["payload"],
            "facts": _without(encoded["payload"]["facts"], *shared["facts"]),
        },
        "layers": [None if str(at) in shared["layers"] else layer for at, layer in layers],
        "places": encoded["places"],
    }


def _without(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def _by_position(payload: Payload) -> set[str]:
    """The cells whose id and name say where they lie, and nothing else."""
    cells = (layer["cells"] for layer in payload["layers"] if "cells" in layer)
    at = {
        place: pos for each in cells for place, pos in zip(each["places"], each["at"], strict=True)
    }
    entries = payload["facts"]["places"]
    return {
        place
        for place, (lat, lon) in at.items()
        if entries[place].get("unnamed")
        and called_by_position(lat / SCALE, lon / SCALE) == (place, entries[place]["name"])
    }


class _Known:
    """What is named by its number: places, positions, geometries."""

    def __init__(self, places: Mapping[str, int]):
        self.places = places
        self.positions: dict[tuple[int, int], int] = {}
        self.geometries: dict[str, int] = {}
        self.outlines: list[Any] = []
        self._last = 0

    def position(self, lat: int, lon: int) -> int:
        return self.positions.setdefault((lat, lon), len(self.positions))

    def geometry(self, given: Sequence[Any]) -> int:
        key = json.dumps(given)
        if key not in self.geometries:
            self.geometries[key] = len(self.outlines)
            self.outlines.append(self._outline(given))
        return self.geometries[key]

    def _outline(self, given: Sequence[Any]) -> list[Any]:
        """The numbers of the positions, each less the one before it in all outlines."""
        if not isinstance(given[0], int):
            return [self._outline(part) for part in given]
        numbers = [self.position(*pair) for pair in zip(given[::2], given[1::2], strict=True)]
        found = differences([self._last, *numbers])[1:]
        self._last = numbers[-1]
        return found


def _layer(layer: Layer, known: _Known) -> EncodedLayer:
    named = [known.geometry(geometry) for geometry in layer["geometries"]]
    encoded: EncodedLayer = {
        "layer": _without(layer, "geometries", "items", "properties", "cells"),
        "geometries": differences(named),
        # the row of an item is its number: see ``payload.layers``
        "items": _item_columns(layer["items"], Item._fields[:-1]),
        "properties": _columns(layer["properties"], known),
    }
    if "cells" in layer:
        encoded["cells"] = _cells(layer["cells"], known)
    return encoded


def _cells(cells: Cells, known: _Known) -> EncodedCells:
    return {
        "places": differences([known.places[place] for place in cells["places"]]),
        "shapes": differences(cells["shapes"]),
        "at": differences([known.position(*pair) for pair in cells["at"]]),
        "km2": cells["km2"],
        "precision_m": cells["precision_m"],
        "spells": _columns(cells["spells"], known),
    }


def differences(numbers: Sequence[int]) -> list[int]:
    """Each number less the one before it, the first as it is: small ones pack well."""
    return [after - before for before, after in itertools.pairwise([0, *numbers])]


def _item_columns(items: Sequence[int], fields: Sequence[str]) -> list[list[int]]:
    """The first fields of ``Item``, one list a field.

    A cell is mostly held from the day on which it was held by another no longer: ``first`` is
    counted from the ``beyond`` of the item before, ``beyond`` from ``first``.
    """
    columns = {name: items[at :: len(Item._fields)] for at, name in enumerate(fields)}
    first, beyond = columns["first"], columns["beyond"]
    days = {
        "first": [day - before for before, day in zip([0, *beyond], first, strict=False)],
        "beyond": [end - day for day, end in zip(first, beyond, strict=True)],
    }
    return [days.get(name) or differences(column) for name, column in columns.items()]


def _columns(rows: Sequence[Mapping[str, Any]], known: _Known) -> dict[str, Columns]:
    """Records by field: its different values, and which of them each record has; -1 for none.

    A ``place`` is one of all places.
    """
    found: dict[str, Columns] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        if name == "place":
            at = [known.places[row[name]] if name in row else -1 for row in rows]
            found[name] = {"values": [], "at": differences(at)}
            continue
        number: dict[Hashable, int] = {}
        values: list[Any] = []
        at = []
        for row in rows:
            if name not in row:
                at.append(-1)
                continue
            value = row[name]
            key = tuple(value) if isinstance(value, list) else value
            if key not in number:
                number[key] = len(values)
                values.append(value)
            at.append(number[key])
        found[name] = {"values": values, "at": differences(at)}
    return found
