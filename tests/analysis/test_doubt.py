"""The figures of each page with their ranges, on twelve squares of 100 km²."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.analysis import ceasefires, claims, doubt, scenarios
from dashboard.analysis.profiles import place_profile
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.build import build
from dashboard.records import ClaimTest

near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def by(spread) -> tuple:
    """The value and that of each scenario: low certainty left out, earliest, latest."""
    return spread.value, *(spread.by[name] for name in scenarios.SCENARIOS)


@pytest.fixture(scope="module")
def alone(seeds_of, event_of) -> Archive:
    """The country with one change: c1 to RED on day 26, of low certainty."""
    seeds = seeds_of((event_of("x", 26, "c1", "BLUE", "RED", certainty="low"),))
    return Archive(seeds, build(seeds))


# --- ceasefires -----------------------------------------------------------------------------


def test_one_doubtful_change_is_all_or_nothing(alone, nth_day):
    """c1 within a week of day 23: 100 km², or none and then no first change either."""
    found = doubt.of_ceasefires(alone)["truce", nth_day(23)]
    assert by(found[7]) == (near(100), 0, near(100), near(100))
    assert (found[7].low, found[7].high) == (0, near(100))
    assert by(found["first"]) == (3, None, 3, 3)
    assert found["first"].lacking == ("without_low",)
    assert (found["first"].low, found["first"].high) == (3, 3)
    assert by(doubt.of_outcome(alone)["in_force"]) == (2, 0, 2, 2)


def test_a_reading_moves_a_change_over_the_edge_of_a_window(squares, nth_day):
    """e4 on day 26 can be any of days 18 to 30: before the start, or after the end."""
    found = doubt.of_ceasefires(squares)["truce", nth_day(23)]
    assert by(found[7]) == (near(200), near(100), near(100), near(200))
    # the truce ends on day 30, which a week from day 23 still counts
    assert by(found[doubt.IN_FORCE]) == (near(200), near(100), near(100), near(100))
    assert by(found[7, True]) == by(found[7])
    assert by(found[7, False]) == (0, 0, 0, 0)
    assert by(found["quiet"]) == (5, 6, 6, 6)


def test_a_change_that_may_be_of_the_first_day(seeds_of, event_of, nth_day):
    """c1 on day 24, or as early as day 23 itself: 0 km² on the first day, up to 100."""
    more = {"basis": "area_statement"}
    seeds = seeds_of((event_of("x", 24, "c1", "BLUE", "RED", **more),))
    reading = seeds.dataset.day_readings[0].model_copy(
        update={"days": (nth_day(24),), "earlier_days": 1}
    )
    dataset = seeds.dataset.model_copy(update={"day_readings": (reading,)})
    seeds = replace(seeds, dataset=dataset)
    found = doubt.of_ceasefires(Archive(seeds, build(seeds)))["truce", nth_day(23)]
    assert by(found["start"]) == (0, 0, near(100), 0)
    assert by(found["first"]) == (1, 1, None, 1)


# --- claims ---------------------------------------------------------------------------------


def test_an_outcome_that_rests_on_doubtful_events_flips(alone):
    """The gain of day 50 is c1 alone."""
    found = doubt.of_claims(alone)["gain"]
    ((figure, spread),) = found.figures
    assert (figure.what, by(spread)) == ("gain", (near(100), 0, near(100), near(100)))
    assert found.otherwise("fits") == ("without_low",)
    assert found.outcomes["without_low"] == "does_not_fit"


def test_an_outcome_that_does_not_rest_on_them_stays(squares):
    """c2 and c3 are gained in any case."""
    found = doubt.of_claims(squares)["gain"]
    assert found.otherwise("fits") == ()
    assert by(found.figures[0][1]) == (near(300), near(200), near(300), near(300))


def test_the_first_change_of_a_calm_comes_when_a_variant_has_it(squares):
    """The calm begins on day 26. c3 passes on day 40, at the earliest on day 35; c1, inferred for
    day 26, at the latest on day 30."""
    figures = {
        figure.what: spread for figure, spread in doubt.of_claims(squares)["unmoved"].figures
    }
    assert by(figures["first_change"]) == (14, 14, 9, 4)


def test_a_party_that_holds_land_in_a_variant_only_is_named(seeds_of, event_of, nth_day):
    """All of column c passes to RED, c1 by low certainty: left out, BLUE keeps a third."""
    events = [event_of(c, 20, c, "BLUE", "RED", certainty="low" if c == "c1" else "high")
              for c in ("c1", "c2", "c3")]  # fmt: skip
    seeds = seeds_of(events)
    test = ClaimTest(kind="share", to_day=nth_day(30), areas=("district:CC",))
    claim = seeds.claims[0].model_copy(update={"test": test})
    seeds = replace(seeds, claims=(claim,))
    found = doubt.of_claims(Archive(seeds, build(seeds)))[claim.id]
    assert [(f.party, f.value, by(spread)) for f, spread in found.figures] == [
        ("RED", near(100), (near(100), near(200 / 3), near(100), near(100))),
        ("BLUE", 0, (0, near(100 / 3), 0, 0)),
    ]


# --- areas, places, paper and ground ----------------------------------------------------------


def test_a_district(squares, nth_day):
    """Column c on day 27: c1 and c2, or c2 alone."""
    held = doubt.of_area(squares, "district:CC", nth_day(27))
    assert by(held["RED"]) == (near(200), near(100), near(200), near(100))
    assert by(held["BLUE"]) == (near(100), near(200), near(100), near(200))
    share = held["RED"].times(100 / 300)
    assert (share.low, share.high) == (near(100 / 3), near(200 / 3))
    passed_ = doubt.of_flows(squares, "district:CC", nth_day(0), nth_day(99))
    assert by(passed_["BLUE", "RED"]) == (near(400), near(300), near(400), near(400))
    assert passed_["RED", "BLUE"].low == passed_["RED", "BLUE"].high == near(200)


def test_distance_of_a_place(squares, nth_day):
    """d1 lies 15 km from b|c: 5 km once c1 is taken, otherwise as far as from c2."""
    found = doubt.of_distance(squares, "d1", nth_day(27))
    profile = place_profile(squares, "d1").distance_km
    assert found["now"].value == near(5)
    assert found["now"].by["without_low"] == near(50**0.5)
    assert found["least"].value == near(profile.min())
    assert found["most"].low == found["most"].high == near(15)


# --- whatever happens -------------------------------------------------------------------------


@st.composite
def changes(draw):
    """Places that pass back and forth, some changes doubtful."""
    found = []
    for place in draw(st.sets(st.sampled_from(["b2", "c1", "c2", "c3", "d2"]), max_size=3)):
        held = "RED" if place[0] in "ab" else "BLUE"
        for number in sorted(draw(st.sets(st.integers(11, 98), min_size=1, max_size=3))):
            other = "RED" if held == "BLUE" else "BLUE"
            more = {
                "certainty": draw(st.sampled_from(["high", "low"])),
                "basis": draw(st.sampled_from(["reported", "inferred"])), "operation": "push",
            }  # fmt: skip
            found.append((place, number, held, other, more))
            held = other
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=changes(), number=st.integers(11, 99))
def test_ranges_hold_what_each_variant_says_when_asked_itself(
    seeds_of, event_of, nth_day, made, number
):
    """No figure outside its range, and none that the scenario would not give."""
    events = [event_of(f"x{i}", n, place, was, now, **more)
              for i, (place, n, was, now, more) in enumerate(made)]  # fmt: skip
    seeds = seeds_of(events)
    archive, day = Archive(seeds, build(seeds)), nth_day(number)
    for name, scenario in {"": archive, **scenarios.scenarios(archive)}.items():
        asked = _asked(scenario, day)
        for key, spread in _all(archive, day).items():
            if spread.value is not None:
                assert spread.low <= spread.value <= spread.high
            told = spread.by[name] if name else spread.value
            assert told == pytest.approx(asked.get(key, 0 if key[0] in ("held", "flow") else None))


def _all(archive: Archive, day: dt.date) -> dict:
    found = {
        ("hold", *key, name): spread
        for key, figures in doubt.of_ceasefires(archive).items()
        for name, spread in figures.items() if not isinstance(name, tuple)
    }  # fmt: skip
    held = doubt.of_area(archive, "district:CC", day)
    ever = doubt.of_flows(archive, "zone", archive.first_day, day)
    found |= {("held", party): spread for party, spread in held.items()}
    found |= {("flow", pair): spread for pair, spread in ever.items()}
    return found


def _asked(archive: Archive, day: dt.date) -> dict:
    found = {
        ("hold", hold.agreement.id, hold.start, name): value
        for hold in ceasefires.ceasefires(archive)[0] for name, value in doubt.of_hold(hold).items()
    }  # fmt: skip
    held = archive.as_of(day).area_by_party("district:CC")
    ever = transfers(archive, archive.first_day, day, "zone").flows
    found |= {("held", party): km2 for party, km2 in held.items()}
    found |= {("flow", pair): km2 for pair, km2 in ever.items()}
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=changes())
def test_outcomes_are_those_each_variant_gives(seeds_of, event_of, made):
    """A claim flips where its test, run on the scenario, says something else."""
    events = [event_of(f"x{i}", n, place, was, now, **more)
              for i, (place, n, was, now, more) in enumerate(made)]  # fmt: skip
    seeds = seeds_of(events)
    archive = Archive(seeds, build(seeds))
    for name, scenario in scenarios.scenarios(archive).items():
        for found in claims.tested(scenario):
            if found.on_land:
                doubted = doubt.of_claims(archive)[found.claim.id]
                assert doubted.outcomes[name] == found.outcome
                told = {f.about: spread.by[name] for f, spread in doubted.figures}
                asked = {f.about: f.value for f in found.figures}
                assert all(told[about] == asked.get(about, 0) for about in told)
