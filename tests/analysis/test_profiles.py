"""Places, districts, and the map as a table."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from world import archive_of, nth_day

from dashboard.analysis import areas, events, map_table, profiles
from dashboard.analysis.findable import findable
from dashboard.analysis.gap import gap
from dashboard.analysis.scenarios import across, scenario_events, scenarios
from dashboard.errors import ChoiceError
from dashboard.quantity import SCENARIOS

near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def by(quantity) -> tuple:
    """The value and that of each scenario: low certainty left out, earliest, latest."""
    return quantity.value, *(quantity.scenarios[name] for name in SCENARIOS)


def test_place_profile(squares):
    """c2: four spells, three events, and the distance of its centre to the line."""
    profile = profiles.place_profile(squares, "c2", nth_day(30))
    assert [s.properties["controller"] for s in profile.spells] == ["BLUE", "RED", "BLUE", "RED"]
    assert profile.events == ("e1", "e2", "e3")
    covers = {cover.feature.id for cover in profile.covers}
    assert {"zone", "corridor"} <= covers
    # On day 40 column c is RED's, so the line runs along x = 30, 5 km from the centre.
    assert profile.distance.km == pytest.approx([5.0] * len(squares.state_days), abs=0.02)


def test_distance_follows_the_line(squares):
    """d2 lies 15 km from the line of day 0 and 5 km from that of day 20."""
    found = profiles.place_profile(squares, "d2", nth_day(21)).distance
    assert found.km[:3] == pytest.approx([15, 5, 15], abs=0.02)
    with pytest.raises(ChoiceError, match="outside the series"):
        profiles.contact_distance(squares, "d2", nth_day(-1))
    assert (found.now.value, found.least.value) == (near(5), near(found.km.min()))
    assert (found.most.value, found.most_day) == (near(15), nth_day(0))
    assert found.least_day == nth_day(20)


def test_distance_with_its_range(squares):
    """d1 lies 15 km from b|c: 5 km once c1 is taken, otherwise as far as from c2."""
    found = across(squares, lambda made: profiles.place_profile(made, "d1", nth_day(27))).distance
    assert found.now.value == near(5)
    assert found.now.scenarios["without_low"] == near(50**0.5)
    assert found.least.value == near(found.km.min())
    assert found.most.low == found.most.high == near(15)


def test_a_scenario_is_as_far_from_its_line_as_an_archive_of_its_events(squares):
    """Though it shares the geometry, and what was measured, of the archive it is a reading of."""
    for name, made in scenarios(squares).items():
        built = archive_of(replace(squares.seeds, events=scenario_events(squares, name)))
        for where in ("d2", "a1", *squares.areas_of_cells):
            one, other = (
                profiles.contact_distance(each, where, nth_day(30)) for each in (made, built)
            )
            assert one.km.tolist() == other.km.tolist()
            assert (one.now, one.least_day) == (other.now, other.least_day)


def test_nearest_stretch_of_the_line(squares):
    """From d2 on day 30 it is the edge of c2, which RED took last on day 25."""
    stretch, before = (profiles.place_profile(squares, "d2", nth_day(n)).nearest for n in (30, 0))
    assert set(stretch.properties["places"]) == {"c2", "d2"}
    assert "e3" in stretch.properties["events"]
    assert set(before.properties["places"]) == {"b2", "c2"}


def test_area_profile(squares):
    """Column c: 300 km², all of it in the zone, 600 km² passed in all."""
    profile = profiles.area_profile(squares, "district:CC", nth_day(30))
    assert areas.entered_name(squares, profile.area) == "Column c"
    assert len(profile.places) == 3
    assert profile.situation.total.value == pytest.approx(300, rel=2e-3)
    assert profile.transfers.km2.value == pytest.approx(600, rel=2e-3)
    shares = {cover.feature.id: cover.share.value for cover in profile.covers}
    assert shares["zone"] == pytest.approx(100, abs=0.1)
    assert sum(series[0] for series in profile.series.values()) == pytest.approx(300, rel=2e-3)
    assert not np.isnan(profile.series["RED"]).any()
    # the line runs along or through column c from first to last
    assert profile.distance.km == pytest.approx([0.0] * len(squares.state_days), abs=1e-3)


def test_distance_of_a_district(squares):
    """Column d begins ten kilometres behind the line of day 0; on day 20 c2 brings it near."""
    profile = profiles.area_profile(squares, "district:CD", nth_day(30))
    assert profile.distance.km[:2] == pytest.approx([10, 0], abs=0.02)


def test_a_district_with_its_ranges(squares):
    """Column c on day 27: c1 and c2, or c2 alone; c1 can pass or not."""
    profile = across(squares, lambda made: profiles.area_profile(made, "district:CC", nth_day(27)))
    now, share = profile.situation, profile.situation.share("RED")
    assert by(now.held["RED"]) == (near(200), near(100), near(200), near(100))
    assert by(now.held["BLUE"]) == (near(100), near(200), near(100), near(200))
    assert (share.low, share.high) == (near(100 / 3), near(200 / 3))
    flows = profile.transfers.flows
    assert by(flows["BLUE", "RED"]) == (near(400), near(300), near(400), near(400))
    assert flows["RED", "BLUE"].low == flows["RED", "BLUE"].high == near(200)


def test_the_table_has_the_features_of_the_map(squares):
    """Same day, same layers, same order as the snapshot the map is drawn from."""
    state = squares.as_of(nth_day(30))
    features, _ = map_table.map_features(squares, nth_day(30), ["lines", "control_areas"])
    table = map_table.map_table(squares, features)
    drawn = [*state.features("control_areas"), *state.features("lines")]
    assert list(table["id"]) == [feature.id for feature in drawn]
    assert table[table.layer == "control_areas"].area_km2.sum() == pytest.approx(state.area_km2())


def test_table_within_an_area(squares):
    """Column c has three cells; what belongs to no place is counted, not shown."""
    layers = ["lines", "control_areas"]
    features, left_out = map_table.map_features(squares, nth_day(30), layers, "district:CC")
    names = map_table.map_table(squares, features)["name_en"]
    assert sorted(names) == ["Square c1", "Square c2", "Square c3"]
    assert left_out == 5


def test_a_drawn_area_has_the_figures_that_stand_beside_its_agreement(squares):
    """Also their errors, so that both are rounded alike."""
    areas = gap(squares, nth_day(30)).areas
    deepest = {area.recipe.id: area for area in areas}  # the last depth of a band is all of it
    assert deepest
    for ident, area in deepest.items():
        held = profiles.area_profile(squares, ident, nth_day(30)).situation.held
        for party, size in area.held.items():
            assert (held[party].value, held[party].error) == (near(size.value), near(size.error))


def test_event_table(squares):
    """Events in time order with the link to their source."""
    table = events.event_table(squares, ["e3", "e1", "unknown"])
    assert list(table["id"]) == ["e1", "e3"]
    assert list(table["url"]) == ["https://example.org/e1", "https://example.org/e3"]


def test_every_unit_a_place_lies_in_is_found_by_its_names(bundled):
    """Of all levels, in either script; and its cells are those of the places that name it."""
    for level in bundled.dataset.level_ids:
        for name, code in {bundled.places[cell].unit(level) for cell in bundled.cells} - {("", "")}:
            own = next((a.name.get("ar") for a in bundled.dataset.areas if a.id == code), "")
            names = findable(bundled)[f"area:{level}:{code}"].names
            assert {name, own, code} - {"", None} <= set(names)
            inside = [c for c in bundled.cells if bundled.places[c].unit(level)[1] == code]
            assert list(np.array(bundled.cells)[bundled.within(f"{level}:{code}")]) == inside


def test_a_post_is_found_by_its_label_and_the_names_of_its_locality(bundled):
    """Every post, and every name without a position by its own."""
    for post in bundled.seeds.posts:
        names = findable(bundled)[f"post:{post.id}"].names
        assert post.label in names
        assert re.split(r"[,(/]", post.locality)[0].strip() in names
    for entry in bundled.seeds.unresolved_places:
        assert {entry.name, *entry.alt_names} <= set(findable(bundled)[f"name:{entry.name}"].names)


def test_who_held_how_much_of_a_road(squares):
    """Along the middle row: RED has a2 and b2, from day 20 also c2, but for days 22 to 24."""
    for n, red in ((10, 20), (21, 30), (23, 20), (30, 30)):
        found = profiles.shape_profile(squares, "line:R1", nth_day(n))
        assert (found.size.value, found.held["RED"].value) == (near(40), near(red))
    assert set(found.events) == {"e1", "e2", "e3"}
    doubtful = across(squares, lambda made: profiles.shape_profile(made, "line:R1", nth_day(30)))
    assert doubtful.held["BLUE"].value == near(10)


def test_a_post_has_its_days_and_the_history_of_where_it_stands(squares):
    found = profiles.post_profile(squares, "p1", nth_day(30))
    assert found.features[0].period.valid_from == nth_day(5)
    assert found.place is not None
    assert found.place.place.id == "c2"
    assert len(found.place.spells) == 4
