"""What must hold whatever changed hands: analysis and archive agree."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis import ceasefires, gap, profiles
from dashboard.analysis.transfers import transfer_table, transfers
from dashboard.archive import UNKNOWN, Archive


def _days(archive: Archive, data) -> tuple[dt.date, dt.date]:
    days = st.dates(archive.first_day, archive.last_day)
    return tuple(sorted((data.draw(days), data.draw(days))))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_passages_net_to_the_change_between_states(bundled, data):
    """Gained minus lost over all passages is the net of the two states, party by party, where it
    is known who held the land on both days."""
    a, b = _days(bundled, data)
    area = data.draw(st.sampled_from([None, bundled.dataset.headline_zone]))
    change = bundled.between(a, b)
    known = (change.a.controller != UNKNOWN) & (change.b.controller != UNKNOWN)
    flows = transfers(bundled, a, b, area, known)
    for party in bundled.parties:
        gained = sum(km2.value for (_, now), km2 in flows.flows.items() if now == party)
        lost = sum(km2.value for (was, _), km2 in flows.flows.items() if was == party)
        net = gained - lost
        assert net == pytest.approx(change.net_km2(party, area), abs=1e-6)
    assert flows.km2.value >= sum(change.flows(area).values()) - 1e-6


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_agreed_areas_are_shared_out_fully(bundled, data):
    """On any day the parts of an agreed area make the whole, and none is negative."""
    day = data.draw(st.dates(bundled.first_day, bundled.last_day))
    for area in gap.gap(bundled, day).areas:
        parts = [part.value for part in (*area.held.values(), area.unknown, area.outside)]
        assert min(parts) >= 0
        assert sum(parts) == pytest.approx(area.area.value, rel=1e-3)


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_zone_measured_by_geometry_is_the_zone_counted_by_cells(bundled, data):
    """The pocket is whole cells: both ways of asking give the same figure."""
    day, zone = (
        data.draw(st.dates(bundled.first_day, bundled.last_day)),
        bundled.dataset.headline_zone,
    )
    held = bundled.as_of(day).area_by_party(zone)
    measured = [a for a in gap.gap(bundled, day).areas if a.recipe.id == zone]
    for area in measured:
        for party, km2 in held.items():
            assert area.held[party].value == pytest.approx(km2, rel=1e-3)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_line_distances_are_ordered(bundled, data):
    """No mean above its maximum, zero on the day a line was fixed, none where nobody is faced."""
    day = data.draw(st.dates(bundled.reference_day, bundled.last_day))
    for line in gap.gap(bundled, day).lines:
        for way in (line.from_agreed, line.from_ground):
            if not way.samples:
                assert way.mean.value is way.maximum.value is None
                continue
            assert 0 <= way.mean.value <= way.maximum.value
            assert abs(max(abs(s.km) for s in way.samples)) == pytest.approx(way.maximum.value)
    for line in gap.gap(bundled, bundled.reference_day).lines:
        assert line.from_agreed.maximum.value == 0


def test_longer_windows_never_hold_less(bundled):
    """7 ≤ 30 ≤ 90 days, and quiet days never exceed the days in force."""
    measured = ceasefires.ceasefires(bundled).measured
    assert measured
    for found in measured:
        changed = [window.changed.value for window in found.windows[:3]]
        sizes = [km2 for km2 in changed if km2 is not None]
        assert sizes == sorted(sizes)
        quiet = found.days_without_change.value
        assert 0 <= found.longest_calm.value <= quiet <= found.days_in_force


def test_every_transfer_names_an_event_with_a_declared_source(bundled):
    """Nothing that is counted is without evidence that can be opened."""
    for spell in transfer_table(bundled).spells:
        events = [bundled.events[e] for e in spell.properties["events"]]
        assert events
        assert all(source in bundled.sources for event in events for source in event.sources)


def test_real_profiles_can_be_made(bundled):
    """A place and its district, with distances where there is a line."""
    ident = next(c for c in bundled.cells if bundled.places[c].unit("district")[1])
    profile = profiles.place_profile(bundled, ident, bundled.last_day)
    assert len(profile.distance.km) == len(bundled.state_days)
    district = f"district:{bundled.places[ident].unit('district')[1]}"
    area = profiles.area_profile(bundled, district, bundled.last_day)
    whole = sum(series[0] for series in area.series.values())
    assert area.situation.total.value == pytest.approx(whole, rel=0.05)
