"""The series are what the two questions answer, state by state."""

from __future__ import annotations

import bisect
import datetime as dt

import numpy as np
import pytest

from dashboard.analysis.over_time import OverTime, ranges
from dashboard.analysis.scenarios import across, scenario_days
from dashboard.archive import Archive
from dashboard.quantity import Quantity, Unit


@pytest.fixture(scope="module")
def archive(bundled: Archive) -> Archive:
    return bundled


@pytest.fixture(scope="module")
def series(archive) -> OverTime:
    return OverTime(archive)


AREAS = [None, "zone", "district"]


def area_of(archive: Archive, kind: str | None) -> str | None:
    """The headline zone, or the district with the most places."""
    if kind == "zone":
        return archive.dataset.headline_zone
    codes = [archive.places[cell].unit("district")[1] for cell in archive.cells]
    return kind and f"district:{max(set(codes) - {''}, key=codes.count)}"


@pytest.mark.parametrize("kind", AREAS)
def test_areas_and_their_error_are_those_of_each_days_snapshot(archive, series, kind):
    within = area_of(archive, kind)
    areas, errors = series.area_km2(within), series.error_km2(within)
    unknown = series.unknown_km2(within)
    for i, day in enumerate(archive.state_days):
        state = archive.as_of(day)
        held = {party: km2[i] for party, km2 in areas.items() if km2[i]}
        assert held == pytest.approx(state.area_by_party(within))
        off = {party: km2[i] for party, km2 in errors.items() if km2[i]}
        assert off == pytest.approx(state.error_by_party(within))
        assert unknown[i] == pytest.approx(state.unknown_km2(within), abs=1e-6)


@pytest.mark.parametrize("kind", AREAS)
@pytest.mark.parametrize("since", [dt.date(2018, 9, 17), dt.date(2020, 2, 5)])
def test_net_and_its_error_are_those_of_the_change_since_then(archive, series, kind, since):
    within = area_of(archive, kind)
    net, errors = series.net_km2(since, within), series.net_error_km2(since, within)
    nothing = np.zeros(len(series.days))
    for i, day in enumerate(archive.state_days):
        if day <= since:
            assert not any(km2[i] for km2 in (*net.values(), *errors.values()))
            continue
        change = archive.between(since, day)
        for party in archive.parties:
            found, error = (of.get(party, nothing)[i] for of in (net, errors))
            assert found == pytest.approx(change.net_km2(party, within), abs=1e-6)
            assert error == pytest.approx(change.error_km2(within, [party]), abs=1e-6)


@pytest.mark.parametrize(
    "day",
    [dt.date(2018, 9, 17), dt.date(2020, 1, 31), dt.date(2020, 3, 5), dt.date(2024, 11, 30),
     *(dt.date(2017, 9, 20) + dt.timedelta(days=97 * n) for n in range(0, 27, 3))],
)  # fmt: skip
def test_ranges_are_those_of_each_days_figure(archive, day):
    """What stands beside a headline figure is what the evidence page says of it."""
    zone, since = archive.dataset.headline_zone, archive.reference_day
    at = bisect.bisect_right(scenario_days(archive), day) - 1

    def with_scenarios(km2):
        return across(archive, lambda made: Quantity(km2(made), Unit.KM2))

    held = ranges(archive, lambda made: made.area_km2(zone))
    net = ranges(archive, lambda made: made.net_km2(archive.reference_day))
    for party, (least, most) in held.items():
        found = with_scenarios(lambda a, p=party: a.as_of(day).area_by_party(zone).get(p, 0.0))
        assert (least[at], most[at]) == pytest.approx((found.low, found.high))
    for party, (least, most) in net.items():
        found = with_scenarios(lambda a, p=party: a.between(since, day).net_km2(p))
        expected = (found.low, found.high) if day > archive.reference_day else (0, 0)
        assert (least[at], most[at]) == pytest.approx(expected, abs=1e-6)
