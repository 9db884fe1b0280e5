"""Charts of a page: what the paths say, read back."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

from dashboard import wording
from dashboard.analysis.lines import Direction, Sample
from dashboard.archive import Archive
from dashboard.quantity import Quantity, Unit
from dashboard.views import charts
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext


@pytest.fixture(scope="module")
def page(good_data: Path) -> PageContext:
    archive = Archive.load(good_data)
    choice = Choice.opening(archive).with_(day=archive.first_day + dt.timedelta(days=1))
    return PageContext(archive, wording.load("en"), choice)


def corners(area: str) -> list[tuple[float, float]]:
    """Corners of an area, from the left and from the top."""
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+)% ([\d.]+)%", area)]


def test_distances_are_steps_from_nought_to_the_farthest(page):
    km = np.linspace(0.0, 8.0, len(page.archive.state_days))
    chart = charts.distances(page, km)
    ((area, _),) = chart.areas
    assert corners(area)[:2] == [(0, 100), (0, 98.5)]
    assert corners(area)[-2:] == [(100, 0), (100, 100)]  # at the end of the series the farthest
    assert chart.marks == (("0", 100.0), ("8.0\u00a0km", 0.0))
    assert chart.at == pytest.approx(page.percent_of_series(page.choice.day))


def test_a_value_is_told_as_long_as_it_holds(page):
    """States with one value are one row, from the day of the first; so are those without any."""
    days = page.archive.state_days
    km = np.full(len(days), 2.0)
    km[-1] = np.nan
    chart = charts.distances(page, km)
    known, unknown = chart.values
    end = page.percent_of_series(days[-1])
    assert known == charts.Stretch(
        (page.words.date(days[0]), "2.0\u00a0km"), 0.0, pytest.approx(end)
    )
    assert unknown.cells == (page.words.date(days[-1]), "")
    html = page.render("chart.html", chart=chart)
    assert html.count("data-value=") == 1
    assert f'data-value="{page.words.date(days[0])}: 2.0\u00a0km"' in html
    assert f'<th scope="row">{page.words.date(days[-1])}<td>–' in html


def test_where_there_is_no_line_no_distance_is_drawn(page):
    """The next area begins after the gap, on the day of that state."""
    days = page.archive.state_days
    km = np.full(len(days), 5.0)
    km[1] = np.nan
    starts = [corners(area)[0][0] for area, _ in charts.distances(page, km).areas]
    assert starts == [0, round(page.percent_of_series(days[2]), 1)]


def test_a_distance_of_nothing_is_seen(page):
    """Unlike one that nobody knows."""
    km = np.zeros(len(page.archive.state_days))
    km[-1] = 4.0
    ((area, _),) = charts.distances(page, km).areas
    assert corners(area)[:2] == [(0, 100), (0, 98.5)]


def test_shares_are_stacked_to_the_whole(page):
    """Each party lies over the sum of it and those before it."""
    one, other = [*page.archive.parties][:2]
    count = len(page.archive.state_days)
    series = {one: np.full(count, 30.0), other: np.full(count, 10.0)}
    chart = charts.shares(page, series, "in words")
    above, below = ({y for _, y in corners(area)} for area, _ in chart.areas)
    assert (above, below) == ({100, 0}, {100, 25})
    assert [colour for _, colour in chart.areas] == [
        page.archive.parties[other].colour,
        page.archive.parties[one].colour,
    ]
    assert chart.text == "in words"
    assert chart.heads[1:] == (page.party(one), page.party(other))
    first = page.words.date(page.archive.first_day)
    reading = f"{first}: {page.party(one)} 30\u00a0km²; {page.party(other)} 10\u00a0km²"
    assert f'data-value="{reading}"' in page.render("chart.html", chart=chart)


def test_a_line_has_either_side_of_nought(page):
    samples = tuple(Sample(float(i), km, 0.0, 0.0) for i, km in enumerate([3.0, 0.0, -1.0]))
    length = Quantity(3.0, Unit.KM)
    way = Direction(length, length, length, length, samples)
    chart = charts.along_line(page, way)
    inside, outside = ({y for _, y in corners(area)} for area, _ in chart.areas)
    assert (inside, outside) == ({0, 75}, {75, 100})
    assert chart.marks == (("0", 75.0), ("3.0\u00a0km", 0.0), ("\u200e−1.0\u00a0km", 100.0))
    assert chart.ticks == (("0", 0.0), ("3.0\u00a0km", 100.0))
    assert "grid-template-columns: 0.00% 100.00%" in page.render("chart.html", chart=chart)
