"""The lens stays within the series, keeps what it is to keep, and travels in a link."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

LAST = 2633
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAY = st.integers(0, LAST)
LENS = st.none() | st.tuples(DAY, DAY).map(sorted).filter(
    lambda lens: 13 <= lens[1] - lens[0] < LAST
)


def ask(engine, function: str, *arguments):
    return engine.call(function, *arguments, LAST)


def is_lens(lens) -> bool:
    """The whole series, or part of it, of 14 days or more."""
    return lens is None or (lens[0] >= 0 and lens[1] <= LAST and 13 <= lens[1] - lens[0] < LAST)


@QUIET
@given(LENS, st.floats(0.01, 100), DAY)
def test_zooming_keeps_the_day_under_the_pointer_in_its_place(engine, lens, factor, about):
    first, last = lens or (0, LAST)
    assume(first <= about <= last)
    found = ask(engine, "zoomed", lens, factor, about)
    assert is_lens(found)
    a, b = found or (0, LAST)
    if a > 0 and b < LAST and b > a:
        before, after = ((about - x) / (y - x) for x, y in ((first, last), (a, b)))
        assert after == pytest.approx(before, abs=1.5 / (b - a))


@QUIET
@given(LENS, st.integers(-4000, 4000))
def test_moving_on_keeps_its_length(engine, lens, days):
    found = ask(engine, "panned", lens, days)
    assert is_lens(found)
    assert (found is None) == (lens is None)
    if lens:
        assert found[1] - found[0] == lens[1] - lens[0]


@QUIET
@given(LENS, st.lists(DAY, min_size=1, max_size=2))
def test_a_lens_follows_the_days_chosen_and_no_further(engine, lens, days):
    found = ask(engine, "including", lens, days)
    first, last = found or (0, LAST)
    assert is_lens(found)
    assert all(first <= day <= last for day in days)
    if lens is None or all(lens[0] <= day <= lens[1] for day in days):
        assert found == lens


@pytest.mark.parametrize("span", [(5, 5), (-40, 3), (2630, 2700), (-9, 9000), (100, 101)])
def test_a_span_drawn_too_short_or_beyond_the_ends_is_made_to_fit(engine, span):
    assert is_lens(ask(engine, "fitted", span))


def test_a_short_series_is_shown_whole(engine):
    """Fewer days than a lens has at least."""
    assert engine.call("() => [fitted([1, 2], 5), zoomed(null, 0.5, 2, 5)]") == [None, None]


@QUIET
@given(LENS)
def test_a_link_brings_it_back(loaded, lens):
    """As text and from it; the whole series is nothing in a link."""
    found = loaded.call(
        """(lens) => {
          const { first, last } = payload.facts, calendar = new Calendar(first, last, null);
          const text = lensText(lens, calendar);
          return [readLens(text, calendar), text === "" || isLens(text, payload.facts), text];
        }""",
        lens,
    )
    assert found[:2] == [lens, True]
    assert (found[2] == "") == (lens is None)
