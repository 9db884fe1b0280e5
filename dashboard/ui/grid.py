"""Tables that can be read aloud, searched, sorted, printed and used by keyboard.

``web/widgets/table.js`` draws them; what it is given is packed, and equal as long as the table is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard.payload.build import packed
from dashboard.ui.component import component
from dashboard.views.tables import Column, spec
from dashboard.wording import Wording


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
    choose = "keep" if choice_stays else "go" if on_choose else ""
    data = packed(spec(words, caption, columns, height, choose, search_aliases))
    table_id = ".".join(str(byte) for byte in data[-8:])  # as ``fingerprint`` in web/packed.js

    def row_of(state: Any) -> int | None:
        chosen = dict(state.get("chosen") or {})
        row = chosen.get("row")
        # the choice may be of a table that has been replaced
        is_of_this = chosen.get("table") == table_id
        return row if is_of_this and row in range(len(columns[0].values)) else None

    def on_change() -> None:
        row = row_of(st.session_state[key])
        if on_choose and row is not None:
            on_choose(row)

    drawn = component("data_grid", "entry.table.js", '<div class="gd"></div>', "table")
    return row_of(drawn(key=key, data=data, on_chosen_change=on_change))
