"""A day has one place on the axis, and the marks fit the scale."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SPANS = st.tuples(st.integers(0, 2633), st.integers(13, 2633)).map(lambda p: [p[0], sum(p)])
MARKS = """(span, width) => {
  const { first, last } = payload.facts;
  const calendar = new Calendar(first, last, new Format(payload.format));
  const axis = new TimeAxis(span, width);
  return axisMarks(axis, calendar).map((mark) => (
    { ...mark, iso: calendar.iso(mark.day), x: axis.start(mark.day) }));
}"""


@QUIET
@given(SPANS, st.integers(200, 2400))
def test_the_day_drawn_at_a_place_is_the_day_read_from_it(engine, span, width):
    """There and back wherever a pixel is no wider than a day, and never outside the span."""
    found = engine.call(
        """(span, width) => {
          const axis = new TimeAxis(span, width);
          const days = [span[0], span[1], Math.floor((span[0] + span[1]) / 2)];
          return [days.map((day) => axis.dayAt(axis.x(day)) === day),
            axis.dayAt(-50), axis.dayAt(width + 50), axis.x(span[0]) > 0, axis.x(span[1]) < width];
        }""",
        span, width,
    )  # fmt: skip
    assert found == [[True] * 3, *span, True, True]


@pytest.mark.parametrize(
    ("span", "width", "texts"),
    [
        (("2017-09-15", "2024-11-30"), 1400, "2018 2019 2020 2021 2022 2023 2024"),
        (("2019-08-01", "2020-04-30"), 800, "Aug+2019 Sept Oct Nov Dec Jan+2020 Feb Mar Apr"),
        (("2019-12-19", "2020-03-06"), 1400, "22 Jan+2020 8 15 22 Feb 8 15 22 Mar"),
        (("2020-02-25", "2020-03-05"), 500, "25 26 27 28 29 Mar+2020 2 3 4 5"),
    ],
)
def test_years_months_weeks_or_days_are_marked_as_there_is_room(
    loaded, archive, span, width, texts
):
    numbers = [(dt.date.fromisoformat(day) - archive.first_day).days for day in span]
    marks = loaded.call(MARKS, numbers, width)
    assert [mark["text"].replace(" ", "+") for mark in marks] == texts.split()
    assert all(
        mark["iso"].endswith(f"-{int(mark['text']):02}") for mark in marks if len(mark["text"]) < 3
    )


@QUIET
@given(SPANS, st.integers(300, 2400))
def test_marks_leave_each_other_room(loaded, span, width):
    """However long the span and however narrow the screen."""
    found = loaded.call(MARKS, span, width)
    assert all(b["x"] - a["x"] > 25 for a, b in pairwise(found))
