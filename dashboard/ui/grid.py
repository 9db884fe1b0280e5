"""Tables of data as HTML tables: read aloud, searched, sorted, printed and chosen from by keyboard.

``web/widgets/table.js`` draws them; what it is given is packed, and equal as long as the table is.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import web
from dashboard.payload.build import packed
from dashboard.quantity import Unit
from dashboard.standing import Citation
from dashboard.wording import Wording


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    values
        One a row: text, a ``date``, a number, or for ``links`` a sequence of (label, address)
        pairs. ``None``, NaN and empty text stand for nothing.
    kind
        ``text``, ``long`` (text of several lines), ``day``, ``number`` or ``links``.
    width
        In pixels; a table wider than its region scrolls in it, a narrower one is stretched.
    unit
        What a number counts: it is rounded as that unit is.
    help
        What a head of one word leaves open.
    """

    name: str
    values: Sequence[Any]
    kind: str = "text"
    width: int = 110
    unit: Unit = Unit.COUNT
    help: str = ""


def cited(citations: Iterable[Citation]) -> list[tuple[str, str]]:
    """Sources as the links of one cell, each with its standing."""
    return [(f"{c.label} [{c.standing}]", c.url) for c in citations]


def table(
    words: Wording,
    caption: str,
    columns: Sequence[Column],
    *,
    key: str,
    height: int = 360,
    on_choose: Callable[[int], None] | None = None,
    choice_stays: bool = False,
    search_aliases: Sequence[str] = (),
) -> int | None:
    """Draw a table; its first column of text names the rows.

    Parameters
    ----------
    caption
        What the table is, for who hears the page.
    height
        Of the region it scrolls in, at most, in pixels.
    on_choose
        Called with a row's number, in the order given, when the reader chooses it: for a choice
        that leads away.
    choice_stays
        A row can be chosen, and chosen again to let it go; the table stays.
    search_aliases
        One a row: words that find it though it does not show them, as a place's other names.

    Returns
    -------
    int or None
        The row chosen, counted in the order given, however it is sorted or searched.
    """
    data = packed(spec(words, caption, columns, height, on_choose, choice_stays, search_aliases))
    table_id = ".".join(str(byte) for byte in data[-8:])  # as ``fingerprint`` in web/packed.js

    def row_of(state: Any) -> int | None:
        chosen = dict(state.get("chosen") or {})
        row = chosen.get("row")
        # a row of a table that has been replaced means nothing in this one
        is_of_this = chosen.get("table") == table_id
        return row if is_of_this and row in range(len(columns[0].values)) else None

    def on_change() -> None:
        row = row_of(st.session_state[key])
        if on_choose and row is not None:
            on_choose(row)

    return row_of(_component()(key=key, data=data, on_chosen_change=on_change))


@functools.cache
def _component() -> Callable:
    return st.components.v2.component(
        "data_grid",
        html='<div class="gd"></div>',
        css=web.table_style(),
        js=web.script("entry.table.js"),
        isolate_styles=False,
    )


def spec(
    words: Wording,
    caption: str,
    columns: Sequence[Column],
    height: int,
    on_choose: Callable[[int], None] | None,
    choice_stays: bool,
    search_aliases: Sequence[str] = (),
) -> dict[str, Any]:
    """What the browser is given; the parameters are those of ``table``."""
    links: dict[tuple[str, str], int] = {}
    return {
        "caption": caption,
        "lang": words.language,
        "dir": words.direction,
        "format": words.locale.browser(),
        "height": height,
        "choose": "keep" if choice_stays else "go" if on_choose else "",
        "head": next(i for i, column in enumerate(columns) if column.kind in ("text", "links")),
        "words": {
            "find": words["grid_find"],
            "all": words["grid_all"],
            "some": words["grid_some"],
            "keys": words["grid_keys"],
            "chosen": words["grid_chosen"],
        },
        "columns": [
            {
                "name": c.name,
                "kind": c.kind,
                "width": c.width,
                "unit": c.unit,
                "help": c.help or None,
                "values": [_plain(c, value, links) for value in c.values],
            }
            for c in columns
        ],
        "links": list(links),
        "aliases": list(search_aliases),
    }


def _plain(column: Column, value: Any, links: dict[tuple[str, str], int]) -> Any:
    """A value as JSON has it; links by their number, since rows share them."""
    if column.kind == "links":
        return [links.setdefault((label, url or ""), len(links)) for label, url in value] or None
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value) if column.kind == "number" else str(value)
