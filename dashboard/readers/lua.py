"""Tables of a Lua module, as far as they are data: names and strings or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    (?P<skip>--\[\[.*?\]\]|--[^\n]*|\s+)
    |(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\[\[.*?\]\])
    |(?P<word>[A-Za-z_]\w*)
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def lua_tables(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Every table with named strings or numbers: the line it begins on, and these as texts.

    What the fields of a table hold otherwise (tables, calls) is left out; a table inside another
    one comes by itself, before it.
    """
    tables: list[tuple[int, dict[str, str]]] = []
    line, name, assigned = 1, "", False
    for token in _TOKEN.finditer(text):
        kind, found = token.lastgroup, token.group()
        if found == "{":
            tables.append((line, {}))
        elif found == "}" and tables:
            begun, fields = tables.pop()
            if fields:
                yield begun, fields
        elif kind in ("text", "number") and assigned and tables:
            tables[-1][1][name] = _value(found) if kind == "text" else found
        line += found.count("\n")
        if kind != "skip":
            name = found if kind == "word" else name
            assigned = found == "="


def _value(literal: str) -> str:
    inner = literal[2:-2] if literal.startswith("[[") else literal[1:-1]
    return re.sub(r"\\(.)", r"\1", inner)
