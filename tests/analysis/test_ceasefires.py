"""Ceasefires on twelve squares, counted by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dashboard.analysis import ceasefires
from dashboard.analysis.transfers import event_areas_km2, sources_of, transfers
from dashboard.archive import Archive
from dashboard.records import Declaration, InForce

near = lambda value: pytest.approx(value, rel=2e-3)  # noqa: E731


@pytest.fixture(scope="module")
def measured(squares):
    return {(h.agreement.id, h.start): h for h in ceasefires.ceasefires(squares)[0]}


def test_each_announced_start_is_measured(measured, nth_day):
    """RED's start on day 19, BLUE's on day 23, and the deal's."""
    assert set(measured) == {("truce", nth_day(19)), ("truce", nth_day(23)), ("deal", nth_day(45))}
    assert measured["truce", nth_day(19)].by == ("Red",)


def test_from_the_first_start(measured, nth_day):
    """c2 thrice and c1 once within a week; seven of eleven days without change."""
    hold = measured["truce", nth_day(19)]
    assert (hold.first_change_days, hold.first_change_in_force) == (1, True)
    assert hold.windows[7].flows == {("BLUE", "RED"): near(300), ("RED", "BLUE"): near(100)}
    assert hold.windows[30].to("RED") == near(400)
    assert hold.windows[90] is None
    assert hold.in_force.km2 == near(400)
    assert (hold.quiet_days, hold.days_in_force, hold.longest_calm) == (7, 11, 3)
    assert (hold.area, hold.area_drawn, hold.ended) == ("zone", True, ("a raid",))


def test_from_the_second_start(measured, nth_day):
    """Four days later: two changes, both to RED."""
    hold = measured["truce", nth_day(23)]
    assert hold.first_change_days == 2
    assert hold.windows[7].flows == {("BLUE", "RED"): near(200)}
    assert (hold.quiet_days, hold.days_in_force) == (5, 7)


def test_changes_of_the_first_day_stand_apart(squares, nth_day):
    """A truce that began on day 20 does not count that day's change in its windows."""
    hold = ceasefires.hold(squares, squares.agreements["truce"], nth_day(20))
    assert hold.on_start_day.events == ("e1",)
    assert hold.first_change == nth_day(22)


def test_open_end_is_measured_to_the_end_of_the_series(measured, nth_day):
    """The deal has no end: day 60 brought c3 back, day 99 is the last."""
    hold = measured["deal", nth_day(45)]
    assert (hold.end, hold.measured_through) == (None, nth_day(99))
    assert (hold.first_change_days, hold.days_in_force, hold.quiet_days) == (15, 55, 54)
    assert not hold.area_drawn


def test_what_cannot_be_measured_is_named(squares):
    """One began before the series, one has no start."""
    unmeasured = {u.agreement.id: u.why for u in ceasefires.ceasefires(squares)[1]}
    assert unmeasured == {"old": "before", "vague": "no_start"}


def test_figures_open_to_events_and_sources(squares, nth_day):
    """Every passage names its event, every event its source."""
    found = transfers(squares, nth_day(19), nth_day(26), "zone")
    assert found.events == ("e1", "e2", "e3", "e4")
    assert set(sources_of(squares, found.events)) == {"s-e1", "s-e2", "s-e3", "s-e4"}


def test_a_text_that_begins_after_the_series_is_named_too(squares, seeds_of):
    """It is a ceasefire of the data set: nobody should look for it in vain."""
    start = squares.last_day + dt.timedelta(days=5)
    update = {"id": "late", "in_force": InForce(from_day=start)}
    late = squares.agreements["deal"].model_copy(update=update)
    seeds = replace(seeds_of(), agreements=(late,))
    unmeasured = ceasefires.ceasefires(Archive(seeds, squares.layers))[1]
    assert [(u.agreement.id, u.why) for u in unmeasured] == [("late", "after")]


def test_a_start_beside_the_one_the_record_takes_is_kept(squares, nth_day):
    """Measured from the record's own; who announced another is told beside it."""
    update = {"declarations": (Declaration(by="Blue", effective_day=nth_day(47)),)}
    deal = squares.agreements["deal"].model_copy(update=update)
    assert ceasefires.hold(squares, deal, nth_day(45)).others == {nth_day(47): ("Blue",)}


def test_the_longest_run_is_between_changes(nth_day):
    days = [nth_day(n) for n in (3, 4, 9)]
    assert ceasefires.longest_run(nth_day(0), nth_day(12), days) == (nth_day(5), nth_day(8))
    assert ceasefires.longest_run(nth_day(0), nth_day(12), []) == (nth_day(0), nth_day(12))
    assert ceasefires.longest_run(nth_day(3), nth_day(4), days) == (nth_day(3), nth_day(2))


def test_areas_of_events_sum_to_the_figure(squares, nth_day):
    """Whatever the days: a reader can add up the rows behind a figure."""
    sizes = event_areas_km2(squares)
    for a in range(0, 90, 6):
        for b in (a + 1, a + 9, 99):
            found = transfers(squares, nth_day(a), nth_day(b))
            assert sum(sizes.get(event, 0) for event in found.events) == pytest.approx(found.km2)
