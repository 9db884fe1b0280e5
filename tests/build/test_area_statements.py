"""Statements about whole areas stand for changes of the places in them."""

from __future__ import annotations

import dataclasses

import pytest
from world import district, make_world, nth_day

from dashboard.derive.area_statements import changes
from dashboard.derive.histories import histories
from dashboard.records import AreaStatement

PLACES = {"east": (10.1, 50.1), "west": (10.2, 50.1), "far": (10.3, 50.1)}
HELD = dict.fromkeys(PLACES, "RED")


@pytest.fixture
def stated():
    """A world in which RED is said to have left the district ``D1`` (all but ``far``) on day 7."""

    def make(events=(), *, areas=("district:D1",), times=(7,), held=HELD):
        seeds = make_world(PLACES, held, list(events))
        codes = {"east": "D1", "west": "D1", "far": "D2"}
        places = (p.model_copy(update={"units": district(codes[p.id])}) for p in seeds.places)
        rows = tuple(
            AreaStatement(
                id=f"A{when}", day=nth_day(when), areas=areas, from_party="RED", to_party="BLUE",
                certainty="low", sources=("s",), area_as_reported="the district",
            )
            for when in times
        )  # fmt: skip
        return dataclasses.replace(seeds, places=tuple(places), area_statements=rows)

    return make


def made(seeds):
    return {event.place: event for event in changes(seeds)[len(seeds.events) :]}


def test_a_statement_counts_for_each_place_of_its_area_the_party_still_held(stated):
    found = made(stated([(3, "west", "RED", "GREEN")]))
    assert set(found) == {"east"}
    event = found["east"]
    assert (event.id, event.day, event.basis) == ("A7-east", nth_day(7), "area_statement")
    assert (event.from_party, event.to_party, event.certainty) == ("RED", "BLUE", "low")


def test_a_statement_without_areas_is_about_every_place(stated):
    assert set(made(stated(areas=()))) == set(PLACES)


def test_it_comes_after_what_is_reported_of_the_place_that_day(stated):
    seeds = stated([(7, "east", "RED", "GREEN"), (7, "east", "GREEN", "RED")])
    assert made(seeds)["east"].seq == 3
    assert histories(seeds)["east"][-1].controller == "BLUE"


def test_a_place_that_is_reported_to_change_hands_later_is_left_to_that_report(stated):
    seeds = stated([(9, "east", "RED", "GREEN"), (9, "west", "BLUE", "GREEN")])
    assert set(made(seeds)) == {"west"}
    assert histories(seeds)["east"][-1].day == nth_day(9)


def test_a_second_statement_finds_what_the_first_has_changed(stated):
    assert {event.id for event in made(stated(times=(7, 8))).values()} == {"A7-east", "A7-west"}


def test_the_order_of_rows_plays_no_part(stated):
    seeds = stated([(3, "west", "RED", "GREEN"), (5, "west", "GREEN", "RED")], times=(7, 8))
    turned = dataclasses.replace(
        seeds,
        events=seeds.events[::-1],
        places=seeds.places[::-1],
        area_statements=seeds.area_statements[::-1],
    )
    assert made(turned) == made(seeds)
    assert histories(turned) == histories(seeds)
