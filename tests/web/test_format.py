"""Numbers and phrases are written in the browser as Python writes them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_are_grouped_as_in_python(engine, value):
    """1,234 whatever the browser's own language."""
    assert engine.call("(n) => integer(n)", value) == f"{value:,}"


@pytest.mark.parametrize(("value", "digits"), [(0, 0), (2.25, 2), (1234.5, 1), (0.125, 3), (-7, 2)])
def test_decimals_are_as_many_as_asked(engine, value, digits):
    """The number is written to its digits, noughts and all."""
    assert engine.call("(n, digits) => decimal(n, digits)", value, digits) == f"{value:,.{digits}f}"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.4, "0"), (-0.4, "0"), (1234.4, "+1,234"), (-2.6, "−3")]
)
def test_a_gain_or_loss_has_its_sign_and_nothing_has_none(engine, value, text):
    """With the minus of typography."""
    assert engine.call("(n) => signedKm2(n)", value) == text


def test_a_phrase_is_filled_and_an_unknown_place_left(engine):
    """As ``Wording.fill``: what is not given stays to be seen."""
    values = {"n": 3, "km2": "7"}
    assert (
        engine.call("(text, v) => fill(text, v)", "{n} and {km2} and {x}", values)
        == "3 and 7 and {x}"
    )


@pytest.mark.parametrize(("n", "text"), [(1, "one day"), (2, "2 days"), (1000, "1,000 days")])
def test_a_count_of_one_has_its_own_phrase(engine, n, text):
    """Where the language has one."""
    words = {"days": "{n} days", "days_one": "one day"}
    assert engine.call("(words, n) => counted(words, 'days', n)", words, n) == text


def test_a_number_keeps_its_own_direction(engine):
    """Between the isolates of Unicode."""
    assert engine.call("(text) => isolate(text)", "−5") == "\u2066−5\u2069"
