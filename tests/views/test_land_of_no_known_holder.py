"""Land that nobody is known to hold: it has its look, its figure and its word on every surface."""

from __future__ import annotations

import pytest
from world import archive_of, make_world, nth_day

from dashboard import wording
from dashboard.analysis.map_table import map_features
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec
from dashboard.briefing.layouts import draw
from dashboard.payload.build import build_payload
from dashboard.views import evidence, map_table
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext

WORDS = wording.load("en")


@pytest.fixture(scope="module")
def page() -> PageContext:
    """Of three places RED held one until day 5; who came is not known."""
    places = {"west": (10.05, 50.15), "middle": (10.15, 50.15), "east": (10.25, 50.15)}
    held = {"west": "RED", "middle": "RED", "east": "BLUE"}
    seeds = make_world(places, held, [(5, "west", "RED", None)], dataset={"headline_zone": None})
    archive = archive_of(seeds)
    return PageContext(archive, WORDS, Choice.opening(archive).with_(day=nth_day(9)))


@pytest.fixture(scope="module")
def km2(page: PageContext) -> float:
    archive: Archive = page.archive
    return float(archive.cell_area_km2[archive.cells.index("west")])


def test_the_charts_of_the_map_and_of_a_briefing_show_it(page, km2):
    chart = build_payload(page.archive, WORDS)["facts"]["charts"][0]
    assert chart["unknown"] == [0, pytest.approx(km2, abs=0.01)]
    drawn = draw(
        page.archive, WORDS, BriefSpec(kind="chart", day=nth_day(9), produced_on=nth_day(9))
    )
    assert drawn.titles["control.unknown"] == WORDS["unknown_controller"]


def test_the_tables_of_the_evidence_say_it(page):
    html = "".join(part for part in evidence.parts(page) if isinstance(part, str))
    assert WORDS.fill("unknown_on", day=WORDS.date(nth_day(9))) in html
    features, _ = map_features(page.archive, nth_day(9), ("control_areas",))
    (holders,) = (c for c in map_table.columns(page, features) if c.name == WORDS["holder"])
    assert sorted(holders.values) == sorted([WORDS["unknown_controller"], "RED", "BLUE"])
