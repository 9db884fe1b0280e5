"""Stretches of the line of contact."""

from __future__ import annotations

from world import make_world, nth_day

from dashboard.derive.cells import make_cells
from dashboard.derive.contact import stretches
from dashboard.derive.histories import histories

PAIR = {"east": (10.25, 50.2), "west": (10.05, 50.2)}


def stretches_of(baseline, events=()):
    seeds = make_world(PAIR, baseline, events)
    spells = histories(seeds)
    return stretches(make_cells(seeds, spells).edges, spells)


def test_one_holder_on_both_sides_makes_no_line():
    assert stretches_of({"east": "RED", "west": "RED"}) == ()


def test_a_baseline_stretch_was_opened_by_no_event():
    (stretch,) = stretches_of({"east": "RED", "west": "BLUE"})
    assert stretch.controllers == ("BLUE", "RED")
    assert stretch.events == ()
    assert stretch.sources == ("s",)
    assert stretch.period.valid_from == nth_day(0)


def test_a_change_opens_and_the_next_closes_a_stretch():
    story = [(5, "west", "RED", "BLUE"), (9, "east", "RED", "BLUE")]
    (stretch,) = stretches_of({"east": "RED", "west": "RED"}, story)
    assert (stretch.period.valid_from, stretch.period.valid_to) == (nth_day(5), nth_day(9))
    assert stretch.events == ("E0",)


def test_two_sides_that_swap_on_one_day_start_a_stretch_named_by_both_events():
    story = [(5, "west", "BLUE", "RED"), (5, "east", "RED", "BLUE")]
    before, after = stretches_of({"east": "RED", "west": "BLUE"}, story)
    assert before.controllers == after.controllers
    assert after.events == ("E0", "E1")


def test_an_unknown_side_makes_no_line():
    (stretch,) = stretches_of({"east": "RED"}, [(5, "west", "RED", "BLUE")])
    assert stretch.period.valid_from == nth_day(5)


def test_certainty_and_basis_are_those_of_the_weaker_side():
    (stretch,) = stretches_of({"east": "RED", "west": "RED"}, [(5, "west", "RED", "BLUE")])
    assert (stretch.certainty, stretch.basis) == ("medium", "reported")
