"""axe-core finds no fault on the map and its panels; pages beside it: see the longer language."""

from __future__ import annotations

import pytest
from axe import WIDTHS, look_at

DATES = "?date=2020-03-05&since=2018-09-17"
#: Between them every way of drawing, every panel and both directions of writing.
STATES = {
    "annotated": f"{DATES}&tab=sources&annotations=saraqib:+closed%0Aariha+>+idlib:+convoy%0Aidlib+9+km:+none",
    "difference": f"{DATES}&compare=difference",
    "side": f"{DATES}&compare=side&tab=agreements&agreement=moscow-2020-03-05",
    "right to left": f"{DATES}&tab=changes&lang=ar",
}


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_on_the_map(show_map, name):
    look_at(show_map(STATES[name]), *WIDTHS)
