"""Places, districts and the table twin of the map."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from dashboard.analysis import evidence, profiles, search
from dashboard.analysis.scenarios import across
from dashboard.quantity import SCENARIOS
from dashboard.records import LEVELS

near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def by(quantity) -> tuple:
    """The value and that of each scenario: low certainty left out, earliest, latest."""
    return quantity.value, *(quantity.scenarios[name] for name in SCENARIOS)


def test_place_profile(squares, nth_day):
    """c2: four spells, three events, and the distance of its centre to the line."""
    profile = profiles.place_profile(squares, "c2", nth_day(30))
    assert [s.properties["controller"] for s in profile.spells] == ["BLUE", "RED", "BLUE", "RED"]
    assert [e.id for e in profile.events] == ["e1", "e2", "e3"]
    covers = {cover.feature.id for cover in profile.covers}
    assert {"zone", "corridor"} <= covers
    # On day 40 column c is RED's, so the line runs along x = 30, 5 km from the centre.
    assert profile.distance.km == pytest.approx([5.0] * len(squares.state_days), abs=0.02)


def test_distance_follows_the_line(squares, nth_day):
    """d2 lies 15 km from the line of day 0 and 5 km from that of day 20."""
    found = profiles.place_profile(squares, "d2", nth_day(21)).distance
    assert found.km[:3] == pytest.approx([15, 5, 15], abs=0.02)
    assert (found.now.value, found.least.value) == (near(5), near(found.km.min()))
    assert (found.most.value, found.most_day) == (near(15), nth_day(0))
    assert found.least_day == nth_day(20)


def test_distance_with_its_range(squares, nth_day):
    """d1 lies 15 km from b|c: 5 km once c1 is taken, otherwise as far as from c2."""
    found = across(squares, lambda made: profiles.place_profile(made, "d1", nth_day(27))).distance
    assert found.now.value == near(5)
    assert found.now.scenarios["without_low"] == near(50**0.5)
    assert found.least.value == near(found.km.min())
    assert found.most.low == found.most.high == near(15)


def test_nearest_stretch_of_the_line(squares, nth_day):
    """From d2 on day 30 it is the edge of c2, which RED took last on day 25."""
    stretch, before = (profiles.place_profile(squares, "d2", nth_day(n)).nearest for n in (30, 0))
    assert set(stretch.properties["places"]) == {"c2", "d2"}
    assert "e3" in stretch.properties["events"]
    assert set(before.properties["places"]) == {"b2", "c2"}


def test_area_profile(squares, nth_day):
    """Column c: 300 km², all of it in the zone, 600 km² passed in all."""
    profile = profiles.area_profile(squares, "district:CC", nth_day(30))
    assert profiles.area_name(squares, profile.area) == "Column c"
    assert len(profile.places) == 3
    assert profile.situation.total.value == pytest.approx(300, rel=2e-3)
    assert sum(km2.value for km2 in profile.flows.values()) == pytest.approx(600, rel=2e-3)
    shares = {cover.feature.id: cover.share.value for cover in profile.covers}
    assert shares["zone"] == pytest.approx(100, abs=0.1)
    assert sum(series[0] for series in profile.series.values()) == pytest.approx(300, rel=2e-3)
    assert not np.isnan(profile.series["RED"]).any()
    # the line runs along or through column c from first to last
    assert profile.distance.km == pytest.approx([0.0] * len(squares.state_days), abs=1e-3)


def test_distance_of_a_district(squares, nth_day):
    """Column d begins ten kilometres behind the line of day 0; on day 20 c2 brings it near."""
    profile = profiles.area_profile(squares, "district:CD", nth_day(30))
    assert profile.distance.km[:2] == pytest.approx([10, 0], abs=0.02)


def test_a_district_with_its_ranges(squares, nth_day):
    """Column c on day 27: c1 and c2, or c2 alone; c1 can pass or not."""
    profile = across(squares, lambda made: profiles.area_profile(made, "district:CC", nth_day(27)))
    now, share = profile.situation, profile.situation.share("RED")
    assert by(now.held["RED"]) == (near(200), near(100), near(200), near(100))
    assert by(now.held["BLUE"]) == (near(100), near(200), near(100), near(200))
    assert (share.low, share.high) == (near(100 / 3), near(200 / 3))
    assert by(profile.flows["BLUE", "RED"]) == (near(400), near(300), near(400), near(400))
    assert profile.flows["RED", "BLUE"].low == profile.flows["RED", "BLUE"].high == near(200)


def test_table_twin_has_the_features_of_the_map(squares, nth_day):
    """Same day, same layers, same order as the snapshot the map is drawn from."""
    state = squares.as_of(nth_day(30))
    table = evidence.map_table(squares, nth_day(30), ["lines", "control_areas"])
    drawn = [*state.features("control_areas"), *state.features("lines")]
    assert list(table["id"]) == [feature.id for feature in drawn]
    assert table[table.layer == "control_areas"].area_km2.sum() == pytest.approx(state.area_km2())


def test_table_within_an_area(squares, nth_day):
    """Column c has three cells; what belongs to no place is counted, not shown."""
    table = evidence.map_table(squares, nth_day(30), ["lines", "control_areas"], "district:CC")
    assert sorted(table["name_en"]) == ["Square c1", "Square c2", "Square c3"]
    assert table.attrs["without_area"] == 5


def test_event_table(squares):
    """Events in time order with the link to their source."""
    table = evidence.event_table(squares, ["e3", "e1", "unknown"])
    assert list(table["id"]) == ["e1", "e3"]
    assert list(table["url"]) == ["https://example.org/e1", "https://example.org/e3"]


SPELLINGS = [
    ("al-Qusayriyah", "Kuseiriya"),
    ("Qusayriya", "El Qoussaïriyé"),
    ("Kafr Tinah", "Kafer Teena"),
    ("Ash-Shuhur", "El Chouhour"),
    ("Tall Zakiyah", "Tel Zakia"),
    ("Umm al-Wahl", "Oum el Ouahl"),
    ("أم الوحل", "ام الوحل"),
    ("القَصيرة", "قصيره"),
    ("al-Bayt", "Beit"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_common_spellings_share_a_key(one, other):
    """Invented names in pairs of usual transliterations."""
    assert search.key(one) == search.key(other)


def test_search_finds_places_and_districts(squares):
    """By name, by part of a name, and nothing for nothing."""
    assert search.search(squares, "square c2")[0].id == "c2"
    assert search.search(squares, "Column D")[0].id == "district:CD"
    assert search.search(squares, "  ") == ()
    assert search.search(squares, "'; drop") is not None


def test_every_unit_a_place_lies_in_is_found_by_its_names(bundled):
    """Of all three levels, in either script; and its profile is that of the places that name it."""
    for level in LEVELS:
        for name, code in {bundled.places[cell].unit(level) for cell in bundled.cells} - {("", "")}:
            own = next((a.name_ar for a in bundled.dataset.areas if a.id == code), "")
            for spelled in filter(None, (name, own)):
                assert f"{level}:{code}" in {
                    h.id for h in search.search(bundled, spelled, limit=12)
                }
            inside = [c for c in bundled.cells if bundled.places[c].unit(level)[1] == code]
            assert list(np.array(bundled.cells)[bundled.within(f"{level}:{code}")]) == inside


def test_a_unit_says_which_unit_it_lies_in(bundled):
    lies_in = {hit.id: hit.within for hit in search.index(bundled)[0]}
    for cell in bundled.cells:
        units = [bundled.places[cell].unit(level) for level in LEVELS]
        for level, ((above, _), (_, code)) in zip(LEVELS[1:], pairwise(units), strict=True):
            assert not code or lies_in[f"{level}:{code}"] == above


def test_every_event_s_place_is_found_by_the_name_its_source_gives(bundled):
    """Among the first three: a name can be that of a village and of its sub-district."""
    spelled = {(e.place_as_reported, e.place) for e in bundled.seeds.events if e.place_as_reported}
    lost = {
        (name, place)
        for name, place in spelled
        if place not in [hit.id for hit in search.search(bundled, name)[:3]]
    }
    assert lost == set()


@pytest.mark.parametrize(
    ("spelled", "found"),
    [
        ("Trumba", "tarnaba"),
        ("Turunbah", "tarnaba"),
        ("al-Turunbah", "tarnaba"),
        ("Tronba", "tarnaba"),
        ("Ain al-Havr", "wm-ain-al-hawr"),
        ("Maarat Mukhas", "maarat-mukhus"),
        ("al-Fu'a", "wm-fua-besieged-enclave"),
        ("Suran", "suran"),
        ("Idleb", "idlib"),
        ("العيس", "al-ays"),
        ("Shir Mughar", "post:tr-11"),
        ("شير مغار", "post:tr-11"),
        ("Rashidin 5", "post:tr-10"),
        ("post 11", "post:tr-11"),
        ("نقطة المراقبة التركية 10", "post:tr-10"),
        ("Rashidin", "unresolved:Aleppo: Rashidin"),
        ("Suwayrat", "unresolved:Suwayrat"),
    ],
)
def test_names_of_the_records_find_what_they_name_first(spelled, found, bundled):
    """Spellings of agreements and claims; posts and names that have no position too."""
    assert search.search(bundled, spelled)[0].id == found


def test_a_post_is_found_by_its_label_and_the_names_of_its_locality(bundled):
    """Every post, and every name without a position by its own."""
    for post in bundled.seeds.posts:
        found = {hit.id for hit in search.search(bundled, post.label, limit=12)}
        assert f"post:{post.id}" in found
        first = re.split(r"[,(/]", post.locality)[0].strip()
        assert f"post:{post.id}" in {hit.id for hit in search.search(bundled, first)}
    for entry in bundled.seeds.unresolved_places:
        ids = [hit.id for hit in search.search(bundled, entry.name)]
        assert f"unresolved:{entry.name}" in ids[:4], entry.name
