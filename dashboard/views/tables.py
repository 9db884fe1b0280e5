"""Tables as columns of values, and the form in which ``web/widgets/table.js`` takes them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.quantity import Unit
from dashboard.standing import Citation
from dashboard.wording import Wording


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    #: One a row: text, a ``date``, a number, or for ``links`` a sequence of (label, address), with
    #: a longer label for screen readers as a third. ``None``, NaN and empty text stand for nothing.
    values: Sequence[Any]
    #: ``text``, ``long`` (text of several lines), ``day``, ``number`` or ``links``.
    kind: str = "text"
    #: In pixels; a table wider than its region scrolls in it, a narrower one is stretched.
    width: int = 110
    #: What a number counts: it is rounded as that unit is.
    unit: Unit = Unit.COUNT
    #: An explanation of the head.
    help: str = ""
    #: Whether a list of its values stands above the table, to show only the rows of one.
    narrows: bool = False


def links_of(citations: Iterable[Citation]) -> list[tuple[str, str]]:
    """Sources as the links of one cell, each with its standing."""
    return [(f"{c.label} [{c.standing}]", c.url) for c in citations]


def spec(
    words: Wording,
    caption: str,
    columns: Sequence[Column],
    height: int,
    choosable: bool = False,
    search_aliases: Sequence[str] = (),
) -> dict[str, Any]:
    """A table as the browser takes it.

    ``height``: of the region it scrolls in, at most, in pixels.
    ``choosable``: whether a row can be chosen, which marks it.
    ``search_aliases``: one a row: words that find it though it does not show them, as a place's
    other names.
    """
    links: dict[tuple[str, ...], int] = {}
    return {
        "caption": caption,
        "lang": words.language,
        "dir": words.direction,
        "format": words.locale.browser(),
        "height": height,
        "choosable": choosable,
        "head": next(i for i, column in enumerate(columns) if column.kind in ("text", "links")),
        "words": {
            "find": words["grid_find"],
            "all": words["grid_all"],
            "some": words["grid_some"],
            "keys": words["grid_keys"],
            "chosen": words["grid_chosen"],
            "any": words["grid_any"],
        },
        "columns": [
            {
                **vars(c),
                "help": c.help or None,
                "values": [_plain(c, value, links) for value in c.values],
            }
            for c in columns
        ],
        "links": list(links),
        "aliases": list(search_aliases),
    }


def _plain(column: Column, value: Any, links: dict[tuple[str, ...], int]) -> Any:
    """A value as JSON; a link as its number in ``links``, since rows share them."""
    if column.kind == "links":
        return [
            links.setdefault((label, url or "", *longer), len(links))
            for label, url, *longer in value
        ] or None
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value) if column.kind == "number" else str(value)
