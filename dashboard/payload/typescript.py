"""Writes what the browser's code has to know of Python's: the types of the payload as TypeScript
declarations, and some constants.

``python -m dashboard.payload.typescript`` writes them; a test fails while they are out of date.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import (
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from dashboard import annotations as limits
from dashboard import web
from dashboard.payload.types import EncodedPayload, Item, OwnPayload, Payload, SharedPayload
from dashboard.style import CASING_EXTRA, CASING_OPACITY
from dashboard.wording.format import LEAST_KM2

_PLAIN = {
    int: "number",
    float: "number",
    str: "string",
    bool: "boolean",
    Any: "any",
    types.NoneType: "null",
}


#: Names of the limits that ``annotations`` gives.
_LIMIT = re.compile("[A-Z][A-Z_]*")
_HEAD = "// Written by dashboard/payload/typescript.py.\n"


def files() -> dict[str, str]:
    """The files of ``dashboard/web`` made here, by path."""
    return {"payload.d.ts": declarations(), "core/shared.js": constants()}


def declarations() -> str:
    """``Payload``, as it travels too, and every type they are made of."""
    interfaces: dict[str, str] = {}
    for kind in (Payload, EncodedPayload, SharedPayload, OwnPayload):
        _name(kind, interfaces)
    return "\n".join([_HEAD, *interfaces.values()])


def constants() -> str:
    """Where each number of an ``Item`` stands in its row and how many there are; how a casing is
    drawn, as ``style`` has it; what is not written as 0; the limits of ``annotations``."""
    offsets = ", ".join(f"{name}: {at}" for at, name in enumerate(Item._fields))
    values = {
        "ITEM": f"{{ {offsets} }}",
        "ITEM_SIZE": len(Item._fields),
        "CASING_EXTRA": CASING_EXTRA,
        "CASING_OPACITY": CASING_OPACITY,
        "LEAST_KM2": LEAST_KM2,
        **{name: value for name, value in vars(limits).items() if _LIMIT.fullmatch(name)},
    }
    lines = (f"export const {name} = {value};\n" for name, value in values.items())
    return f"// @ts-check\n{_HEAD}\n{''.join(lines)}"


def _name(kind: Any, interfaces: dict[str, str]) -> str:
    """What a Python type is called in TypeScript; declares those that have fields."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    arguments = get_args(kind)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return " | ".join(_name(each, interfaces) for each in arguments)
    if origin is Literal:
        return " | ".join(f'"{each}"' for each in arguments)
    if origin is tuple and arguments[-1] is not ...:
        return f"[{', '.join(_name(each, interfaces) for each in arguments)}]"
    if origin in (list, tuple):
        element = _name(arguments[0], interfaces)
        return f"({element})[]" if "|" in element else f"{element}[]"
    if origin in (dict, Mapping):
        return f"Record<string, {_name(arguments[1], interfaces)}>"
    if is_typeddict(kind) or is_dataclass(kind):
        if kind.__name__ not in interfaces:
            interfaces[kind.__name__] = ""  # its place, before the types it is made of
            fields = "\n".join(
                _field(name, each, interfaces)
                for name, each in get_type_hints(kind, include_extras=True).items()
            )
            interfaces[kind.__name__] = f"export interface {kind.__name__} {{\n{fields}\n}}\n"
        return kind.__name__
    raise TypeError(f"{kind} has no place in the payload")


def _field(name: str, kind: Any, interfaces: dict[str, str]) -> str:
    if get_origin(kind) is NotRequired:
        return f"  {name}?: {_name(get_args(kind)[0], interfaces)};"
    return f"  {name}: {_name(kind, interfaces)};"


if __name__ == "__main__":
    for name, text in files().items():
        (Path(web.__file__).parent / name).write_text(text, "utf-8")
