"""Charts of the site: what the paths say, read back."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

from dashboard import wording
from dashboard.analysis.lines import Direction, Sample
from dashboard.archive import Archive
from dashboard.publish import charts
from dashboard.publish.links import SiteLinks
from dashboard.quantity import Quantity, Unit
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.views.parts import Distances, Ribbon, Shares


@pytest.fixture(scope="module")
def page(good_data: Path) -> PageContext:
    archive = Archive.load(good_data)
    choice = Choice.opening(archive).with_(day=archive.first_day + dt.timedelta(days=1))
    return PageContext(archive, wording.load("en"), choice, SiteLinks(archive))


def steps(path: str) -> list[tuple[int, int]]:
    """Where a path of steps turns, each run begun with its first point."""
    points: list[tuple[int, int]] = []
    for command, first, second in re.findall(r"([MHV])(\d+)(?: (\d+))?", path):
        if command == "M":
            points.append((int(first), int(second)))
        else:
            x, y = points[-1]
            points.append((int(first), y) if command == "H" else (x, int(first)))
    return points


def test_distances_are_steps_from_nought_to_the_farthest(page):
    km = np.linspace(0.0, 8.0, len(page.archive.state_days))
    chart = charts.distances(page, Distances(page.archive.state_days, km, ""))
    points = steps(chart.paths[0][0])
    assert points[0] == (0, 100)  # the first day, nought
    assert points[-1] == (1000, 0)  # the end of the series, the farthest
    assert chart.marks == (("0", 100.0), ("8.0 km", 0.0))
    assert chart.at == pytest.approx(page.percent_of_series(page.choice.day))


def test_where_there_is_no_line_no_distance_is_drawn(page):
    """The path begins anew after the gap, on the day of that state."""
    days = page.archive.state_days
    km = np.full(len(days), 5.0)
    km[1] = np.nan
    path = charts.distances(page, Distances(days, km, "")).paths[0][0]
    starts = [int(x) for x in re.findall(r"M(\d+)", path)]
    assert starts == [0, round(10 * page.percent_of_series(days[2]))]


def test_shares_are_stacked_to_the_whole(page):
    """Each party begins where the one below it ends."""
    one, other = [*page.archive.parties][:2]
    count = len(page.archive.state_days)
    series = {one: np.full(count, 30.0), other: np.full(count, 10.0)}
    chart = charts.shares(page, Shares(series, "in words"))
    below, above = ({y for _, y in steps(d)} for d, _ in chart.paths)
    assert (below, above) == ({100, 25}, {25, 0})
    assert [colour for _, colour in chart.paths] == [
        page.archive.parties[one].colour,
        page.archive.parties[other].colour,
    ]
    assert chart.text == "in words"


def test_a_ribbon_has_either_side_of_nought(page):
    samples = tuple(Sample(float(i), km, 0.0, 0.0) for i, km in enumerate([3.0, 0.0, -1.0]))
    length = Quantity(3.0, Unit.KM)
    way = Direction(length, length, length, length, samples)
    chart = charts.ribbon(page, Ribbon(way, "", "key"))
    inside, outside = ({y for _, y in steps(d)} for d, _ in chart.paths)
    assert (inside, outside) == ({0, 75}, {75, 100})
    assert chart.marks == (("0", 75.0), ("3.0 km", 0.0), ("\u200e−1.0 km", 100.0))
    assert chart.ends == ("0", "3.0 km")
