"""The browser counts and reads days as Python does."""

from __future__ import annotations

import calendar
import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import wording

FIRST, LAST = dt.date(2011, 3, 15), dt.date(2025, 2, 28)
DAYS = st.dates(FIRST, LAST)
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ask(engine, function: str, *arguments):
    """A function of a calendar of the series from ``FIRST`` to ``LAST``."""
    format_ = f"new Format({json.dumps(wording.load('en').locale.browser())})"
    series = f'new Calendar("{FIRST}", "{LAST}", {format_})'
    return engine.call(f"(...a) => ({function})({series}, ...a)", *arguments)


def number(day: dt.date) -> int:
    return (day - FIRST).days


def months_later(day: dt.date, count: int) -> dt.date:
    """The same day of the month, or the month's last day, within the series."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return min(max(dt.date(year, month + 1, min(day.day, last)), FIRST), LAST)


@QUIET
@given(DAYS)
def test_a_day_has_its_number_and_its_text(engine, day):
    """There and back, as Python writes it."""
    found = ask(engine, "(c, n, iso) => [c.iso(n), c.number(iso), c.last]", number(day), str(day))
    assert found == [str(day), number(day), number(LAST)]


@QUIET
@given(DAYS, st.integers(-40, 40))
def test_months_are_added_as_people_do(engine, day, count):
    """31 January and a month is the last day of February; nothing leaves the series."""
    to = ask(engine, "(c, n, count) => c.addMonths(n, count)", number(day), count)
    assert to == number(months_later(day, count))


@pytest.mark.parametrize(("day", "to"), [(-5, 0), (12.6, 13), (10**6, number(LAST))])
def test_days_outside_the_series_are_the_nearest_in_it(engine, day, to):
    """What a drag beyond the ends of the track gives."""
    assert ask(engine, "(c, n) => c.clamp(n)", day) == to


def test_days_are_written_out_in_the_readers_language(engine):
    """With the month's full name and its short one, the same text each time."""
    day = number(dt.date(2020, 3, 5))
    assert ask(engine, "(c, n) => [c.long(n), c.short(n), c.long(n)]", day) == [
        "5 March 2020", "5 Mar 2020", "5 March 2020",
    ]  # fmt: skip


@QUIET
@given(st.text() | DAYS.map(str) | st.dates().map(str))
def test_a_text_is_a_day_of_the_series_exactly_when_python_says_so(engine, text):
    """Nothing but YYYY-MM-DD, no day that its month does not have."""
    try:
        day = dt.date.fromisoformat(text)
        known = day.isoformat() == text and FIRST <= day <= LAST
    except ValueError:
        known = False
    series = {"first": str(FIRST), "last": str(LAST)}
    assert engine.call("(text, series) => inSeries(text, series)", text, series) is known
