"""The browser's as-of logic answers as Python's does, on histories nobody thought of."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.records import Period

WEB = Path(__file__).parents[2] / "dashboard" / "web"
ZERO = dt.date(2001, 1, 1)
DAYS = 60


@pytest.fixture(scope="module")
def bare_page(browser):
    """An empty page that knows only the runtime's Timeline."""
    page = browser.new_page()
    source = (WEB / "10-timeline.js").read_text("utf-8")
    page.add_script_tag(content=source + "\nglobalThis.Timeline = Timeline;")
    yield page
    page.close()


@st.composite
def histories(draw):
    """For each geometry, periods that do not overlap, gaps allowed, as (from, to)."""
    all_spells = []
    for _ in range(draw(st.integers(1, 5))):
        turns = sorted(draw(st.sets(st.integers(0, DAYS), min_size=2, max_size=8)))
        pairs = list(itertools.pairwise(turns))
        all_spells.append([pair for pair in pairs if draw(st.booleans())])
    return all_spells


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories(), st.lists(st.integers(0, DAYS - 1), min_size=1, max_size=12))
def test_the_browser_holds_what_python_holds_along_any_walk_of_days(bare_page, spells, walk):
    items = [(g, a, b, 0, r) for g, rows in enumerate(spells) for r, (a, b) in enumerate(rows)]
    answers = bare_page.evaluate(
        """([count, items, walk]) => {
          const timeline = new Timeline(count, items);
          const held = Array.from({ length: count }, (_, g) => timeline.at(g, walk[0]));
          const seen = [held.slice()];
          for (let i = 1; i < walk.length; i++) {
            timeline.between(walk[i - 1], walk[i], (g) => { held[g] = timeline.at(g, walk[i]); });
            seen.push(held.slice());
          }
          return seen.map((state) => state.map((at) => (at < 0 ? null : items[at + 4])));
        }""",
        [len(spells), [value for item in items for value in item], walk],
    )
    for day, seen in zip(walk, answers, strict=True):
        date = ZERO + dt.timedelta(days=day)
        for rows, row in zip(spells, seen, strict=True):
            periods = [
                Period(ZERO + dt.timedelta(days=a), ZERO + dt.timedelta(days=b)) for a, b in rows
            ]
            holding = [i for i, period in enumerate(periods) if period.holds(date)]
            assert holding == ([] if row is None else [row])
