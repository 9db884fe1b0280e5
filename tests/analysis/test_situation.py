"""Who holds what on a day, and what differs between two."""

from __future__ import annotations

import pytest
from world import nth_day

from dashboard.analysis.scenarios import across
from dashboard.analysis.situation import difference, situation
from dashboard.quantity import Unit


def test_what_is_held_and_unknown_makes_the_whole(squares):
    """Of two columns of three squares of 100 km² RED has taken three by day 45."""
    found = situation(squares, nth_day(45), "zone")
    assert found.total.value == pytest.approx(600, rel=0.01)
    parts = [q.value for q in (*found.held.values(), found.unknown)]
    assert sum(parts) == pytest.approx(found.total.value)
    assert found.held["RED"].value == pytest.approx(300, rel=0.01)
    shares = [found.share(p).value for p in found.held]
    assert sum(shares) + found.unknown_share.value == pytest.approx(100)
    assert found.share("RED").unit is Unit.PERCENT


def test_each_area_can_be_off_by_the_error_of_the_line(squares):
    """That of the stretches that border it; its share that of its area."""
    found, state = situation(squares, nth_day(45), "zone"), squares.as_of(nth_day(45))
    errors = state.error_by_party("zone")
    assert errors["RED"] > 0
    assert {party: km2.error for party, km2 in found.held.items()} == errors
    assert found.share("RED").error == pytest.approx(100 * errors["RED"] / found.total.value)


def test_the_line_of_contact_has_a_length(squares):
    """At first it runs 30 km between columns b and c."""
    assert situation(squares, nth_day(0)).line.value == pytest.approx(30, rel=0.01)


def test_a_difference_adds_up(squares):
    """What one party gains others lose, and the net is what is left."""
    found = difference(squares, nth_day(10), nth_day(45))
    flows = {flow.key: flow.area.value for flow in found.flows}
    assert flows == squares.between(nth_day(10), nth_day(45)).flows()
    assert found.changed.value == pytest.approx(sum(flows.values()))
    for party in found.net:
        wanted = found.gained[party].value - found.lost[party].value
        assert found.net[party].value == pytest.approx(wanted)
    assert sum(q.value for q in found.net.values()) == pytest.approx(0)
    assert (found.places.value, found.events.value) == (3, 5)


def test_nothing_differs_between_a_day_and_itself(squares):
    """No party, no flow and no error."""
    found = difference(squares, nth_day(30), nth_day(30))
    assert (found.flows, dict(found.net), found.changed.value) == ((), {}, 0)
    assert found.changed.error == 0


def test_districts_are_areas(squares):
    """The districts' differences sum to that of the whole."""
    days = nth_day(10), nth_day(45)
    parts = [difference(squares, *days, f"district:C{c}").changed.value for c in "ABCD"]
    assert sum(parts) == pytest.approx(difference(squares, *days).changed.value)


def test_scenarios_stand_beside_each_figure(squares):
    """Without c1, of low certainty, RED holds a square less."""
    found = across(squares, lambda made: situation(made, nth_day(45), "zone"))
    assert found.held["RED"].value - found.held["RED"].scenarios["without_low"] == pytest.approx(
        100, rel=0.01
    )
    assert found.share("RED").low < found.share("RED").value
    moved = across(squares, lambda made: difference(made, nth_day(10), nth_day(45)))
    assert moved.net["RED"].low < moved.net["RED"].high == pytest.approx(moved.net["RED"].value)


def test_a_figure_knows_the_changes_it_counts(squares):
    """Held counts all up to the day, a difference those after its earlier day."""
    held = situation(squares, nth_day(45), "zone").held["RED"].evidence
    assert (held.since, held.until, held.area) == (None, nth_day(45), "zone")
    net = difference(squares, nth_day(10), nth_day(45)).net["RED"].evidence
    assert (net.since, net.until, net.area) == (nth_day(10), nth_day(45), None)
