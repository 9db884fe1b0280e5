"""Contested land: a state with a name, a look and an area of its own that counts for nobody."""

from __future__ import annotations

import pytest
from world import archive_of, make_world, nth_day, with_contested

from dashboard import wording
from dashboard.analysis.over_time import OverTime
from dashboard.analysis.situation import difference, situation
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import BriefSpec
from dashboard.checks.nearest import Holders
from dashboard.derive.histories import histories
from dashboard.legend import legend_entries
from dashboard.style import style_table
from dashboard.wording import format

PLACES = {"west": (10.05, 50.15), "middle": (10.15, 50.15), "east": (10.25, 50.15)}
HELD = {"west": "RED", "middle": "RED", "east": "BLUE"}
#: The middle is contested on days 5 to 8, and again from day 20 on.
EVENTS = [
    (5, "middle", "RED", "GREEN"),
    (9, "middle", "GREEN", "BLUE"),
    (20, "middle", "BLUE", "GREEN"),
]


@pytest.fixture(scope="module")
def archive() -> Archive:
    """Three places, of which GREEN stands for contested land."""
    seeds = make_world(PLACES, HELD, EVENTS, dataset={"headline_zone": None})
    seeds = with_contested(seeds, "GREEN")
    return archive_of(seeds)


@pytest.fixture(scope="module")
def middle_km2(archive: Archive) -> float:
    return float(archive.cell_area_km2[archive.cells.index("middle")])


def test_contested_land_has_an_area_and_is_nobodys_gain_or_loss(archive, middle_km2):
    state = situation(archive, nth_day(6))
    assert state.held["GREEN"].value == pytest.approx(middle_km2)
    assert state.unknown.value == 0
    found = difference(archive, nth_day(0), nth_day(6))
    assert (found.flows, found.changed.value, dict(found.net)) == ((), 0, {})
    assert found.unheld.value == pytest.approx(middle_km2)
    for since in (nth_day(0), nth_day(6)):
        series = OverTime(archive)
        for day, km2 in zip(series.days, series.unheld_km2(since), strict=True):
            later = max(day, since)  # nothing has changed before
            assert km2 == pytest.approx(archive.between(since, later).unheld_km2(), abs=1e-6), day


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_briefing_does_not_say_that_nothing_changed_where_land_became_contested(
    archive, language
):
    """Its headline and first sentence name that land; of two equal days they say that nothing
    changed."""
    words = wording.load(language)

    for until, is_contested in ((6, True), (1, False)):
        spec = BriefSpec(
            kind="difference", since=nth_day(0), day=nth_day(until), produced_on=nth_day(59)
        )
        findings = Findings(archive, words, spec)
        for sentence in (findings.headline(), findings.flow_sentence()):
            assert (format.text(words, findings.difference.unheld) in sentence) == is_contested
            assert (findings.say("lead_no_flow") in sentence) != is_contested


def test_land_passes_when_a_party_holds_it_again(archive, middle_km2):
    """From who held it before it was contested, whichever way it is counted."""
    found = difference(archive, nth_day(0), nth_day(9))
    assert found.unheld.value == 0
    assert {p: km2.value for p, km2 in found.net.items()} == pytest.approx(
        {"RED": -middle_km2, "BLUE": middle_km2}
    )
    passed = transfers(archive, nth_day(0), nth_day(59))
    assert set(passed.flows) == {("RED", "BLUE")}
    assert passed.passed("RED", "BLUE").value == pytest.approx(middle_km2)
    assert passed.days == (nth_day(9),)


def test_a_series_over_time_has_the_same_nets(archive):
    series = OverTime(archive)
    nets = series.net_km2(nth_day(0))
    for at, day in enumerate(series.days):
        change = archive.between(nth_day(0), day)
        for party in ("RED", "BLUE"):
            assert nets[party][at] == pytest.approx(change.net_km2(party))
    assert "GREEN" not in nets


def test_no_line_of_contact_runs_along_contested_land(archive):
    for day, sides in ((0, {"RED", "BLUE"}), (6, set()), (9, {"RED", "BLUE"}), (20, set())):
        line = archive.as_of(nth_day(day)).features("line_of_contact")
        assert {side for f in line for side in f.properties["controllers"]} == sides


def test_contested_land_has_its_own_look_and_is_not_land_taken(archive):
    looks = style_table(archive.dataset)
    inks = {party: looks[f"control.{party}"].hatch_colour for party in archive.party_ids}
    assert inks["GREEN"] not in (inks["RED"], inks["BLUE"])
    entries = legend_entries(archive.dataset, None, wording.load("en"))
    keys = {entry.key for entry in entries}
    assert "control.GREEN" in keys
    assert not any(key.startswith(("taken", "gained")) and "GREEN" in key for key in keys)


def test_rules_about_neighbours_take_contested_land_for_nobodys(archive):
    seeds = archive.seeds
    holders = Holders.of(seeds.places, histories(seeds), seeds.dataset)
    assert set(holders.number) == {"RED", "BLUE"}
