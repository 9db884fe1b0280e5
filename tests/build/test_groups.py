"""Groups within a party: points where a source names a place, and nothing elsewhere."""

from __future__ import annotations

import datetime as dt

from shapely.geometry import Point

from dashboard import wording
from dashboard.analysis.groups import groups_within
from dashboard.archive.day_notes import day_notes
from dashboard.legend import legend_entries
from dashboard.style import style_table

DEADLINE = dt.date(2018, 10, 15)


def test_every_holding_is_a_point_at_its_place_for_its_days(bundled):
    points = {f.id: f for f in bundled.layer("party_groups")}
    assert len(points) == len(bundled.seeds.group_holdings)
    for row in bundled.seeds.group_holdings:
        point, place = points[f"group.{row.place}.{row.valid_from}"], bundled.places[row.place]
        assert point.period == row.period
        assert point.geometry.distance(Point(place.lon, place.lat)) < 1e-5


def test_no_group_is_told_apart_once_one_administration_covers_the_zone(bundled):
    assert not bundled.as_of("2019-01-10").features("party_groups")
    assert len(bundled.as_of(DEADLINE).features("party_groups")) == 52


def test_the_note_counts_known_places_and_says_of_how_many_nothing_is_known(bundled):
    words = wording.load("en")
    (text,) = day_notes(bundled, words, (DEADLINE,), {"party_groups"})
    held = bundled.as_of(DEADLINE).features("control_areas")
    rest = sum(s.properties["controller"] == "OPP" for s in held) - 52
    assert "HTS 39, NLF 13" in text
    assert f": {rest}, group not known" in text
    (later,) = day_notes(bundled, words, (dt.date(2020, 1, 1),), {"party_groups"})
    assert "one administration" in later


def test_on_two_days_the_note_says_which_count_is_of_which_day(bundled):
    words, days = wording.load("en"), (dt.date(2018, 4, 24), DEADLINE)
    (text,) = day_notes(bundled, words, days, {"party_groups"})
    assert text.count("HTS 39, NLF 13") == 1, "the same on both"
    for day in days:
        held = bundled.as_of(day).features("control_areas")
        rest = sum(s.properties["controller"] == "OPP" for s in held) - 52
        assert f"{rest} ({words.locale.brief_date(day)})" in text


def test_each_group_has_its_own_mark_in_the_legend(bundled):
    reference = bundled.agreements[bundled.dataset.reference_agreement]
    listed = {e.key for e in legend_entries(bundled.dataset, reference, wording.load("en"))}
    table = style_table(bundled.dataset)
    keys = [f"group.{group.id}" for group in bundled.dataset.groups]
    assert set(keys) <= listed
    assert len({(table[key].fill, table[key].radius) for key in keys}) == len(keys)


def test_a_provision_counts_the_known_places_of_its_groups_by_depth(bundled):
    provisions = {p.id: p for p in bundled.agreements["sochi-2018-09-17"].provisions}
    found = groups_within(bundled, provisions["art-5"].group_test)
    assert found.all_known.value == 39
    inner, outer = found.depths
    assert {p.id for p in inner.known} >= {"morek", "khan-shaykhun"}
    assert not set(inner.known) & set(outer.known)
    assert inner.count.value == len(inner.known)
    assert inner.unknown.value > inner.count.value
