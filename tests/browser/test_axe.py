"""axe-core finds no fault on the map and its panels; pages beside it: see the longer language."""

from __future__ import annotations

import pytest
from axe import look_at

DATES = "?date=2020-03-05&since=2018-09-17"
MAP = {
    "map": DATES,
    "difference": f"{DATES}&compare=difference",
    "side": f"{DATES}&compare=side",
    "annotated": f"{DATES}&annotations=saraqib:+closed%0Aariha+>+idlib:+convoy%0Aidlib+9+km:+none",
    "right to left": f"{DATES}&lang=ar",
}
PANEL = {
    "changes": f"{DATES}&tab=changes",
    "sources": f"{DATES}&tab=sources",
    "agreements": f"{DATES}&tab=agreements&agreement=moscow-2020-03-05",
}


@pytest.mark.parametrize("name", MAP)
def test_axe_finds_nothing_on_the_map(show_map, name):
    look_at(show_map(MAP[name]))


@pytest.mark.parametrize("name", PANEL)
def test_axe_finds_nothing_in_the_panel(show_map, name):
    look_at(show_map(PANEL[name]), ".st-key-panel")
