"""Doubtful events left out or moved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from world import event, make_squares, nth_day

from dashboard.analysis import scenarios
from dashboard.analysis.scenarios import with_events
from dashboard.analysis.situation import situation
from dashboard.archive import Archive
from dashboard.records import DayReading


def of(squares, seeds):
    """The archive with other seeds."""
    return Archive(seeds, squares.layers, squares.catalog)


def days(squares, scenario):
    events = scenarios.scenario_events(squares, scenario)
    return {e.id: (e.day - nth_day(0)).days for e in events}


def test_low_certainty_is_left_out(squares):
    """Only e4 is of low certainty."""
    assert set(days(squares, "without_low")) == {"e1", "e2", "e3", "e5", "e6"}


def test_days_move_as_far_as_readings_allow(squares):
    """e4 anywhere in its operation, e5 up to five days earlier, the rest stays."""
    entered = {"e1": 20, "e2": 22, "e3": 25, "e4": 26, "e5": 40, "e6": 60}
    assert days(squares, "earliest") == entered | {"e4": 18, "e5": 35}
    assert days(squares, "latest") == entered | {"e4": 30}
    assert scenarios.moved_count(squares) == {"without_low": 1, "earliest": 2, "latest": 1}


def test_an_event_does_not_pass_its_neighbours(squares):
    """Two doubtful events of one place keep their order."""
    more = {"basis": "inferred", "operation": "push"}
    seeds = make_squares((event("x", 20, "c1", "BLUE", "RED", **more),
                      event("y", 21, "c1", "RED", "BLUE", **more)))  # fmt: skip
    for scenario, wanted in (("earliest", [18, 19]), ("latest", [29, 30])):
        moved = scenarios.scenario_events(of(squares, seeds), scenario)
        assert [(e.day - nth_day(0)).days for e in moved] == wanted


def test_an_events_own_range_comes_before_the_readings(squares):
    """Where the sources bound the day, no reading widens it; a bound left out is the day itself."""
    more = {"basis": "inferred", "operation": "push"}
    seeds = make_squares((
        event("both", 24, "c1", "BLUE", "RED",
                 day_earliest=nth_day(22), day_latest=nth_day(25), **more),
        event("first", 24, "c2", "BLUE", "RED", day_earliest=nth_day(23), **more),
        event("last", 24, "c3", "BLUE", "RED", day_latest=nth_day(26)),
    ))  # fmt: skip
    for scenario, wanted in (
        ("earliest", {"both": 22, "first": 23, "last": 24}),
        ("latest", {"both": 25, "first": 24, "last": 26}),
    ):
        moved = scenarios.scenario_events(of(squares, seeds), scenario)
        assert {e.id: (e.day - nth_day(0)).days for e in moved} == wanted


def with_readings(seeds):
    """Seeds whose statements on areas can be five days late, whatever their day."""
    readings = (DayReading(basis="area_statement", earlier_days=5),)
    return replace(seeds, dataset=seeds.dataset.model_copy(update={"day_readings": readings}))


def test_a_change_early_in_the_series_stays_in_it(squares):
    """The baseline says who held it on the first day: the change is on the second at the earliest.

    One on the first day itself stays there, one before the series is not made later by that.
    """
    more = {"basis": "area_statement"}
    seeds = with_readings(make_squares((
        event("x", 3, "c1", "BLUE", "RED", **more),
        event("y", 4, "c1", "RED", "BLUE", **more),
        event("z", 0, "c2", "BLUE", "RED", **more),
        event("before", -2, "c3", "BLUE", "RED", **more),
    )))  # fmt: skip
    moved = scenarios.scenario_events(of(squares, seeds), "earliest")
    assert {e.id: (e.day - nth_day(0)).days for e in moved} == {
        "x": 1, "y": 2, "z": 0, "before": -7,
    }  # fmt: skip
    made = with_events(squares, moved)
    assert made.change_days == (nth_day(1), nth_day(2))
    red, blue = (tuple(squares.parties).index(party) for party in ("RED", "BLUE"))
    cell = squares.cells.index("c1")
    held = [int(made.as_of(nth_day(n)).controller[cell]) for n in (0, 1, 2)]
    assert held == [blue, red, blue]


def test_only_events_that_reach_the_series_are_counted(squares):
    """After its end an event counts if its earliest day lies within, not if it stays outside."""
    more = {"basis": "area_statement", "certainty": "low"}
    seeds = with_readings(make_squares((
        event("in", 50, "c1", "BLUE", "RED", **more),
        event("near", 102, "c2", "BLUE", "RED", **more),
        event("far", 150, "c3", "BLUE", "RED", **more),
    )))  # fmt: skip
    assert scenarios.moved_count(of(squares, seeds)) == {
        "without_low": 1,
        "earliest": 2,
        "latest": 0,
    }


def test_range_beside_a_figure(squares):
    """RED's 200 km² of the zone on day 27 is 100 without c1, or at its latest day."""
    found = scenarios.across(squares, lambda made: situation(made, nth_day(27), "zone")).held["RED"]
    near = pytest.approx
    assert found.value == near(200, rel=2e-3)
    assert dict(found.scenarios) == {
        "without_low": near(100, rel=2e-3), "earliest": near(200, rel=2e-3),
        "latest": near(100, rel=2e-3),
    }  # fmt: skip
    assert (found.low, found.high) == (near(100, rel=2e-3), near(200, rel=2e-3))


def test_scenarios_keep_the_cells(squares):
    """Only histories change: the same cells, areas and agreed geometry."""
    for made in scenarios.scenarios(squares).values():
        assert made.cells == squares.cells
        assert made.as_of(made.first_day).area_km2() == squares.as_of(squares.first_day).area_km2()
