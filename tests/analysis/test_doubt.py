"""The figures of each page with their ranges, on twelve squares of 100 km²."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.analysis import doubt, scenarios
from dashboard.analysis.profiles import place_profile
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.build import build

near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def by(spread) -> tuple:
    """The value and that of each scenario: low certainty left out, earliest, latest."""
    return spread.value, *(spread.by[name] for name in scenarios.SCENARIOS)


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


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), number=st.integers(11, 99))
def test_ranges_hold_what_each_variant_says_when_asked_itself(
    seeds_of, doubtful_events, nth_day, data, number
):
    """No figure outside its range, and none that the scenario would not give."""
    seeds = seeds_of(data.draw(doubtful_events))
    archive, day = Archive(seeds, build(seeds)), nth_day(number)
    for name, scenario in {"": archive, **scenarios.scenarios(archive)}.items():
        asked = _asked(scenario, day)
        for key, spread in _all(archive, day).items():
            if spread.value is not None:
                assert spread.low <= spread.value <= spread.high
            told = spread.by[name] if name else spread.value
            assert told == pytest.approx(asked.get(key, 0 if key[0] in ("held", "flow") else None))


def _all(archive: Archive, day: dt.date) -> dict:
    held = doubt.of_area(archive, "district:CC", day)
    ever = doubt.of_flows(archive, "zone", archive.first_day, day)
    found = {("held", party): spread for party, spread in held.items()}
    found |= {("flow", pair): spread for pair, spread in ever.items()}
    return found


def _asked(archive: Archive, day: dt.date) -> dict:
    held = archive.as_of(day).area_by_party("district:CC")
    ever = transfers(archive, archive.first_day, day, "zone").flows
    found = {("held", party): km2 for party, km2 in held.items()}
    found |= {("flow", pair): km2 for pair, km2 in ever.items()}
    return found
