"""Tables that can be read aloud, searched, sorted, printed and used by keyboard.

``web/widgets/table.js`` draws them; what it is given is packed, and equal as long as the table is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    choosable: bool = False,
    search_aliases: Sequence[str] = (),
) -> int | None:
    """Draw a table; its first column of text names the rows.

    What it is given, but for the ``key`` of its element, is that of ``views.tables.spec``. Returns
    the row chosen, counted in the order given, however it is sorted or searched.
    """
    data = packed(spec(words, caption, columns, height, choosable, search_aliases))
    table_id = ".".join(str(byte) for byte in data[-8:])  # like ``fingerprint`` in web/packed.js

    drawn = component("data_grid", "entry.table.js", '<div class="gd"></div>', "table")
    state = drawn(key=key, data=data, on_chosen_change=lambda: None)
    chosen: dict[str, Any] = dict(state.get("chosen") or {})
    row: int | None = chosen.get("row")
    # the choice may be of a table that has been replaced
    is_of_this = chosen.get("table") == table_id
    return row if is_of_this and row in range(len(columns[0].values)) else None
