"""Baseline and events to spells."""

from __future__ import annotations

import dataclasses

import pytest
from world import make_world, nth_day

from dashboard.derive.histories import histories, holder_on

HOME = {"home": (10.1, 50.1)}
END = 60


def spells_of(baseline, events):
    return histories(make_world(HOME, baseline, events))["home"]


def test_a_place_without_events_has_one_spell_over_the_series():
    (spell,) = spells_of({"home": "RED"}, [])
    assert (spell.period.valid_from, spell.period.valid_to) == (nth_day(0), nth_day(END))
    assert (spell.controller, spell.previous, spell.event, spell.events) == ("RED", None, None, ())
    assert spell.method == "held on the first day of the series: told"


def test_an_event_ends_one_spell_and_opens_the_next_on_its_day():
    before, after = spells_of({"home": "RED"}, [(7, "home", "RED", "BLUE")])
    assert before.period.valid_to == after.period.valid_from == nth_day(7)
    assert (after.controller, after.previous, after.event) == ("BLUE", "RED", "E0")
    assert after.sources == ("s0",)
    assert holder_on((before, after), nth_day(6)) is before
    assert holder_on((before, after), nth_day(7)) is after


def test_a_place_without_baseline_is_unknown_until_its_first_event():
    unknown, known = spells_of({}, [(7, "home", "RED", "BLUE")])
    assert (unknown.controller, unknown.certainty, unknown.basis) == (None, None, None)
    assert (known.controller, known.previous) == ("BLUE", None)


def test_a_place_is_unknown_from_the_day_its_holder_left_until_somebody_is_named():
    course = [(7, "home", "RED", None), (9, "home", None, "BLUE")]
    held, unknown, again = spells_of({"home": "RED"}, course)
    assert (unknown.controller, unknown.certainty, unknown.basis) == (None, None, None)
    assert (unknown.previous, unknown.event, unknown.sources) == ("RED", "E0", ("s0",))
    assert held.period.valid_to == unknown.period.valid_from == nth_day(7)
    assert (again.controller, again.previous) == ("BLUE", None)


def test_the_last_of_several_events_on_a_day_holds_and_all_are_named():
    day = [(7, "home", "RED", "BLUE"), (7, "home", "BLUE", "GREEN")]
    _, after = spells_of({"home": "RED"}, day)
    assert (after.controller, after.previous, after.event) == ("GREEN", "RED", "E1")
    assert after.events == ("E0", "E1")
    assert after.sources == ("s0", "s1")


def test_a_day_that_ends_as_it_began_splits_nothing_and_is_remembered():
    day = [(7, "home", "RED", "BLUE"), (7, "home", "BLUE", "RED")]
    (spell,) = spells_of({"home": "RED"}, day)
    assert spell.same_day_events == ("E0", "E1")
    assert spell.period.contains(nth_day(7))


def test_same_day_events_stay_with_the_spell_that_contains_the_day():
    story = [
        (3, "home", "RED", "BLUE"),
        (3, "home", "BLUE", "RED"),
        (9, "home", "RED", "GREEN"),
    ]
    before, after = spells_of({"home": "RED"}, story)
    assert (before.same_day_events, after.same_day_events) == (("E0", "E1"), ())


def test_an_event_on_the_first_day_replaces_the_baseline():
    (spell,) = spells_of({"home": "RED"}, [(0, "home", "RED", "BLUE")])
    assert (spell.controller, spell.previous, spell.day) == ("BLUE", "RED", nth_day(0))


def test_events_after_the_series_are_ignored():
    spells = spells_of({"home": "RED"}, [(END, "home", "RED", "BLUE")])
    assert [spell.controller for spell in spells] == ["RED"]


def test_an_event_on_the_last_day_gets_that_day():
    spells = spells_of({"home": "RED"}, [(END - 1, "home", "RED", "BLUE")])
    assert spells[-1].period.valid_to == nth_day(END)
    assert spells[-1].day == nth_day(END - 1)


def test_a_place_known_only_after_the_series_has_no_history():
    assert histories(make_world(HOME, {}, [(END, "home", "RED", "BLUE")])) == {}


@pytest.mark.parametrize(
    ("basis", "words"),
    [("reported", "names the place"), ("area_statement", "whole area"), ("inferred", "approx")],
)
def test_the_method_tells_the_basis(basis, words):
    seeds = make_world(HOME, {"home": "RED"}, [(7, "home", "RED", "BLUE")])
    events = tuple(event.model_copy(update={"basis": basis}) for event in seeds.events)
    spell = histories(dataclasses.replace(seeds, events=events))["home"][-1]
    assert words in spell.method
    assert spell.basis == basis
