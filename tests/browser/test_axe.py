"""axe-core finds no fault on the map and its panels; pages beside it: see the longer language."""

from __future__ import annotations

import pytest
from axe import NARROW, WIDE, faults, overflows_nowhere

DATES = "?date=2020-03-05&since=2018-09-17"
ANNOTATED = "annotations=saraqib:+closed%0Aariha+>+idlib:+convoy%0Aidlib+9+km:+none"
#: Between them every way of drawing, every panel and both directions of writing.
STATES = {
    "annotated": f"{DATES}&tab=sources&{ANNOTATED}",
    "difference": f"{DATES}&compare=difference",
    "side": f"{DATES}&compare=side&tab=agreements&agreement=moscow-2020-03-05&{ANNOTATED}",
    "right to left": f"{DATES}&tab=changes&lang=ar",
}


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("annotated", WIDE),
        ("difference", WIDE),
        ("side", NARROW),
        ("right to left", NARROW),
    ],
)
def test_axe_finds_nothing_on_the_map(show_map, name, width):
    page = show_map(STATES[name], window={"width": width, "height": 900})
    assert faults(page) == []
    overflows_nowhere(page)
