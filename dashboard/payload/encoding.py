"""A payload as it travels: repeated values once, numbers as differences, rows as columns.

Outlines are made of arcs (``payload.topology``), which two that have an edge in common share, and
the line of contact follows from the control on its two sides. Places are referred to by number, and
cells named by their position have no other name. ``web/core/encoding.js`` makes the payload whole
again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.derive.cells import called_by_position
from dashboard.payload.positions import SCALE
from dashboard.payload.topology import arcs_of, codes, depth, nesting, topology
from dashboard.payload.types import (
    Cells,
    Columns,
    EncodedCells,
    EncodedLayer,
    EncodedOutlines,
    EncodedPayload,
    Item,
    Layer,
    OwnPayload,
    Payload,
    SharedPayload,
)

_MOST = 2**30
"""The largest number that can be written."""


def encode(payload: Payload) -> EncodedPayload:
    """The payload as it travels; plain JSON values, equal for equal payloads."""
    places = payload["facts"]["places"]
    known = _Known({place: number for number, place in enumerate(places)})
    named = [[known.geometry(each) for each in layer["geometries"]] for layer in payload["layers"]]
    layers = [_layer(*each, known) for each in zip(payload["layers"], named, strict=True)]
    arcs, paths = topology(known.outlines)
    of_outline = arcs_of(known.outlines, paths)
    of_layer = [[of_outline[number] for number in numbers] for numbers in named]
    _add_sides(payload["layers"], layers, of_layer)
    facts = _without(payload["facts"], "places", "scenarios")
    by_position = _by_position(payload)
    entries = [
        _without(entry, "name") if place in by_position else entry
        for place, entry in places.items()
    ]
    return {
        "payload": {**_without(payload, "layers"), "facts": facts},
        "layers": layers,
        "outlines": _outlines(known.outlines, arcs, paths),
        "places": {
            "ids": [None if place in by_position else place for place in places],
            "columns": _columns(entries, known),
        },
        "scenarios": [_item_columns(each, Item._fields) for each in payload["facts"]["scenarios"]],
    }


def split(
    payloads: Mapping[str, EncodedPayload],
) -> tuple[SharedPayload, dict[str, OwnPayload]]:
    """Encoded payloads of one archive, by language, as what they share and the rest of each.

    They share the geometries, the layers without words, and figures. ``withShared`` of
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
    """What is named by its number: places, geometries."""

    def __init__(self, places: Mapping[str, int]):
        self.places = places
        self.geometries: dict[str, int] = {}
        self.outlines: list[Any] = []

    def geometry(self, given: Sequence[Any]) -> int:
        key = str(given)
        if key not in self.geometries:
            self.geometries[key] = len(self.outlines)
            self.outlines.append(given)
        return self.geometries[key]


def _outlines(
    geometries: Sequence[Any], arcs: Sequence[np.ndarray], paths: Sequence[Sequence[int]]
) -> EncodedOutlines:
    positions = np.concatenate([np.zeros((1, 2), dtype=int), *arcs])
    return {
        "positions": polyline(np.diff(positions, axis=0).ravel()),
        "lengths": polyline(map(len, arcs)),
        "nesting": polyline(n for each in geometries for n in (depth(each), *nesting(each))),
        "sizes": polyline(map(len, paths)),
        "arcs": polyline(codes(number for path in paths for number in path)),
    }


def _layer(layer: Layer, named: Sequence[int], known: _Known) -> EncodedLayer:
    encoded: EncodedLayer = {
        "layer": _without(layer, "geometries", "items", "properties", "cells", "stretches"),
        "geometries": differences(named),
        # the row of an item is its number: see ``payload.layers``
        "items": _item_columns(layer["items"], Item._fields[:-1]),
        "properties": _columns(layer["properties"], known),
    }
    if "cells" in layer:
        encoded["cells"] = _cells(layer["cells"], known)
    if "stretches" in layer:
        encoded["items"] = []
        encoded["precision_m"] = differences(layer["stretches"]["precision_m"])
    return encoded


def _add_sides(
    layers: Sequence[Layer], encoded: Sequence[EncodedLayer], arcs: Sequence[Sequence[np.ndarray]]
) -> None:
    """Add the sides of those stretches for which they do not follow from the arcs.

    They follow from the first arc that exactly two shapes have. An edge no longer than a step of
    positions can belong to three shapes, or to one.
    """
    control = next((of for of, layer in zip(arcs, layers, strict=True) if "cells" in layer), ())
    arc, shape = np.unique(_numbered(control), axis=1)
    for layer, made, of in zip(layers, encoded, arcs, strict=True):
        if "stretches" not in layer:
            continue
        own, stretch = _numbered(of)
        start, end = np.searchsorted(arc, own), np.searchsorted(arc, own, "right")
        is_clear = end - start == 2
        known, first = np.unique(stretch[is_clear], return_index=True)
        sides = np.array(layer["stretches"]["sides"], dtype=int).reshape(-1, 2)
        derived = np.full_like(sides, -1)
        derived[known] = shape[start[is_clear][first][:, None] + [0, 1]]
        others = np.flatnonzero((derived != sides).any(axis=1))
        made["sides"] = [differences(each.tolist()) for each in (others, *sides[others].T)]


def _numbered(arcs: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The arcs of all of some geometries, and the number of the geometry of each."""
    numbers = np.repeat(np.arange(len(arcs)), [len(each) for each in arcs])
    return np.concatenate([[], *arcs]).astype(int), numbers


def _cells(cells: Cells, known: _Known) -> EncodedCells:
    return {
        "places": differences([known.places[place] for place in cells["places"]]),
        "shapes": differences(cells["shapes"]),
        "at": differences([known.geometry(position) for position in cells["at"]]),
        "km2": cells["km2"],
        "precision_m": cells["precision_m"],
        "spells": _columns(cells["spells"], known),
    }


def polyline(numbers: Iterable[int]) -> str:
    """Whole numbers as text, as in Google's encoded polylines: five bits a letter, the sign first,
    with 32 added to all but the last of a number. Small ones are short, and pack well.

    Raises ``OverflowError`` if one has more than 30 bits, which is what the browser's operators on
    bits leave.
    """
    given = np.array(list(numbers), dtype=np.int64)
    if given.size and abs(given).max() > _MOST:
        raise OverflowError(f"numbers up to {_MOST} can be written, not {abs(given).max()}")
    unsigned = (given << 1) ^ (given >> 63)
    bits = unsigned[:, None] >> np.arange(0, 40, 5)
    more = bits[:, 1:] > 0
    letters = (bits & 31) + 63
    letters[:, :-1] += 32 * more
    written = np.column_stack([np.ones(len(given), dtype=bool), more])
    return letters[written].astype(np.uint8).tobytes().decode("ascii")


def differences(numbers: Sequence[int]) -> str:
    """Each number less the one before it, the first as it is."""
    return polyline(np.diff([0, *numbers]))


def _item_columns(items: Sequence[int], fields: Sequence[str]) -> list[str]:
    """The first fields of ``Item``, one list a field.

    Most spells of a cell begin on the day the one before ends, so ``first`` is counted from the
    ``beyond`` of the item before, and ``beyond`` from ``first``.
    """
    columns = {name: items[at :: len(Item._fields)] for at, name in enumerate(fields)}
    first, beyond = columns["first"], columns["beyond"]
    days = {
        "first": [day - before for before, day in zip([0, *beyond], first, strict=False)],
        "beyond": [end - day for day, end in zip(first, beyond, strict=True)],
    }
    return [
        polyline(days[name]) if name in days else differences(column)
        for name, column in columns.items()
    ]


def _columns(rows: Sequence[Mapping[str, Any]], known: _Known) -> dict[str, Columns]:
    """Records by field: its different values, and which of them each record has; -1 for none.

    The field ``place`` has numbers of places instead of values.
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
