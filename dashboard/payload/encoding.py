"""A payload as it travels: shapes that layers share once, numbers as differences, rows as columns.

Half the size of the payload itself, packed. ``web/core/encoding.js`` makes it whole again.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.payload.types import (
    Columns,
    EncodedLayer,
    EncodedPayload,
    Item,
    Layer,
    OwnPayload,
    Payload,
    SharedPayload,
)


def encode(payload: Payload) -> EncodedPayload:
    """The payload with its layers encoded, and the shapes these name by their number."""
    numbers: dict[str, int] = {}
    shapes: list[Any] = []
    layers = [_layer(layer, numbers, shapes) for layer in payload["layers"]]
    rest = {name: value for name, value in payload.items() if name != "layers"}
    return {"payload": rest, "layers": layers, "shapes": shapes}


def split(
    payloads: Mapping[str, EncodedPayload],
) -> tuple[SharedPayload, dict[str, OwnPayload]]:
    """Encoded payloads of one archive, by language, as what all have and what each has besides.

    All have the shapes, the layers without words, and figures. ``withShared`` of
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
    shared: SharedPayload = {"shapes": first["shapes"], "facts": facts, "layers": layers}
    return shared, {code: _own(payload, shared) for code, payload in payloads.items()}


def _own(encoded: EncodedPayload, shared: SharedPayload) -> OwnPayload:
    facts = encoded["payload"]["facts"].items()
    own = {name: value for name, value in facts if name not in shared["facts"]}
    layers = enumerate(encoded["layers"])
    return {
        "payload": {**encoded["payload"], "facts": own},
        "layers": [None if str(at) in shared["layers"] else layer for at, layer in layers],
    }


def _layer(layer: Layer, numbers: dict[str, int], shapes: list[Any]) -> EncodedLayer:
    named = []
    for shape in layer["geometries"]:
        key = json.dumps(shape)
        if key not in numbers:
            numbers[key] = len(shapes)
            shapes.append(shape)
        named.append(numbers[key])
    rest = {
        name: value
        for name, value in layer.items()
        if name not in ("geometries", "items", "properties")
    }
    # the row of an item is its number: see ``payload.layers``
    columns = [layer["items"][at :: len(Item._fields)] for at in range(len(Item._fields) - 1)]
    return {
        "layer": rest,
        "geometries": differences(named),
        "items": [differences(column) for column in columns],
        "properties": _columns(layer["properties"]),
    }


def differences(numbers: Sequence[int]) -> list[int]:
    """Each number less the one before it, the first as it is: small ones pack well."""
    return [after - before for before, after in itertools.pairwise([0, *numbers])]


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Columns]:
    """Records by field: its different values, and which of them each record has; -1 for none."""
    found: dict[str, Columns] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        known: dict[str, int] = {}
        values: list[Any] = []
        at = []
        for row in rows:
            if name not in row:
                at.append(-1)
                continue
            key = json.dumps(row[name])
            if key not in known:
                known[key] = len(values)
                values.append(row[name])
            at.append(known[key])
        found[name] = {"values": values, "at": differences(at)}
    return found
