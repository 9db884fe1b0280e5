"""Paper and ground on twelve squares: each expected figure can be read off the drawing."""

from __future__ import annotations

import bisect
from dataclasses import replace

import pytest
import shapely
from world import archive_of, event, make_squares, nth_day

from dashboard.analysis import distance, gap, scenarios
from dashboard.analysis.projected import projected
from dashboard.quantity import Evidence
from dashboard.records import InForce

#: Squares of ten kilometres in the projection are 0.08 % larger on the ellipsoid.
near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def areas(squares, day):
    return {area.key: area for area in gap.gap(squares, day).areas}


def km2(area) -> dict[str, float]:
    return {party: size.value for party, size in area.held.items()}


def by(quantity) -> tuple:
    """The value and that of each scenario: low certainty left out, earliest, latest."""
    return quantity.value, *(quantity.scenarios[name] for name in scenarios.SCENARIOS)


def asked(archive, day, agreement=None):
    """The gap with its ranges."""
    return scenarios.across(archive, lambda made: gap.gap(made, day, agreement))


def test_band_is_read_to_each_depth_and_shared_among_holders(squares):
    """On day 30 RED holds c1 and c2: two thirds of the band to 5 km, 200 of 450 km² to 15 km."""
    found = areas(squares, nth_day(30))
    five, fifteen = found["band", 5.0], found["band", 15.0]
    assert five.area.value == near(150)
    assert km2(five) == {"RED": near(100), "BLUE": near(50)}
    assert fifteen.area.value == near(450)
    assert km2(fifteen) == {"RED": near(200), "BLUE": near(250)}
    assert five.shares["RED"].value == near(200 / 3)


def test_corridor_and_zone(squares):
    """The strip is 30 km by 4 km from the middle of a2 to the middle of d2."""
    found = areas(squares, nth_day(30))
    corridor, zone = found["corridor", None], found["zone", None]
    assert km2(corridor) == {"RED": near(100), "BLUE": near(20)}
    assert km2(zone) == {"RED": near(200), "BLUE": near(400)}
    assert zone.unknown.value == 0


def test_what_changed_hands_in_an_area_is_that_of_the_cells_it_touches(squares):
    """By day 50 all of column c has passed to RED, of which the strip touches c2 alone."""
    found = areas(squares, nth_day(50))
    assert found["corridor", None].transfers.events == ("e1", "e2", "e3")
    assert set(found["zone", None].transfers.places) == {"c1", "c2", "c3"}


def test_an_area_that_can_be_asked_for_has_the_error_and_evidence_of_it(squares):
    """The pocket is one of the archive's areas, a band is not."""
    found, day = areas(squares, nth_day(30)), nth_day(30)
    held = found["zone", None].held["RED"]
    assert held.error == squares.as_of(day).error_by_party("zone")["RED"] > 0
    assert held.evidence == Evidence(day, area="zone")
    assert found["band", 5.0].held["RED"].evidence is None


def test_an_area_of_parts_of_cells_has_as_much_of_the_error_as_it_has_of_them(squares):
    """The band has half of column c; the line has four edges there, 10 km long and off by 5."""
    held = areas(squares, nth_day(30))["band", 5.0].held["RED"]
    assert held.error == pytest.approx(4 * 50 / 2, rel=0.03)


def test_only_geometry_in_force_is_measured(squares):
    """Before the pact there is only the zone; after day 90 no corridor."""
    assert {recipe for recipe, _ in areas(squares, nth_day(5))} == {"zone"}
    assert "corridor" not in {recipe for recipe, _ in areas(squares, nth_day(95))}


def test_lines_coincide_on_the_day_they_were_fixed(squares):
    """No distance either way on day 10."""
    (line,) = gap.gap(squares, nth_day(10)).lines
    assert (line.from_agreed.maximum.value, line.from_ground.maximum.value) == (0, 0)
    assert line.from_agreed.mean.error == line.from_ground.maximum.error == 0
    assert line.from_agreed.length.value == near(30)


def test_distances_both_ways(squares):
    """On day 30 the ground bulges 10 km into c1 and c2: the bulge is longer seen from there."""
    (line,) = gap.gap(squares, nth_day(30)).lines
    assert line.from_agreed.mean.value == pytest.approx(5.0, abs=0.02)
    assert line.from_agreed.maximum.value == pytest.approx(10.0, abs=0.02)
    assert line.from_ground.length.value == near(40)
    assert line.from_ground.mean.value == pytest.approx(6.25, abs=0.02)
    assert line.from_agreed.moved.value == pytest.approx(200 / 3, abs=1)
    assert all(sample.km >= 0 for sample in line.from_agreed.samples)


def test_a_distance_is_off_by_the_errors_of_both_lines_where_they_lie_apart(squares):
    """Two thirds of the line moved on day 30, all of it on day 50."""
    thirds, whole = (gap.gap(squares, nth_day(n)).lines[0].from_agreed for n in (30, 50))
    (agreed,) = {
        f.properties["precision_m"]
        for f in squares.all_features()
        if f.properties.get("recipe") == gap.gap(squares, nth_day(50)).lines[0].recipe.id
    }
    stretches = squares.as_of(nth_day(50)).features("line_of_contact")
    (ground,) = {f.properties["precision_m"] for f in stretches}
    assert whole.mean.error == whole.maximum.error == pytest.approx((agreed + ground) / 1000)
    assert thirds.mean.error == pytest.approx(whole.mean.error * 2 / 3, rel=0.05)


def test_whole_line_moved(squares):
    """On day 50 all of column c is RED's: ten kilometres everywhere."""
    (line,) = gap.gap(squares, nth_day(50)).lines
    assert line.from_agreed.mean.value == pytest.approx(10, abs=0.02)
    assert line.from_agreed.moved.value == 100


@pytest.mark.parametrize("number", range(0, 100, 3))
def test_distance_on_a_day_is_that_of_the_line_gap(squares, number):
    """Mean and greatest distance are what is measured; none before the line was fixed."""
    found = [line for line in gap.gap(squares, nth_day(number)).lines if line.is_measured]
    measured = distance.distance_on(squares, apart(squares), nth_day(number))
    assert (measured is None) == (not found) == (number < 10)
    if measured:
        way = found[0].from_agreed
        assert measured.mean.value == pytest.approx(way.mean.value, abs=1e-6)
        assert measured.maximum.value == pytest.approx(way.maximum.value, abs=1e-6)


def test_strokes_are_as_long_as_the_distance_is(squares):
    """Points without a stroke are at no distance: with them the mean is the strokes' own."""
    measured = distance.line_distance(squares, apart(squares))
    for number in (10, 20, 25, 26, 45, 70):
        km = [f.properties["length_km"] for f in squares.as_of(nth_day(number)).features("apart")]
        found = distance.distance_on(squares, apart(squares), nth_day(number))
        assert sum(km) / measured.points == pytest.approx(found.mean.value, abs=1e-4)
        assert max(km, default=0) == pytest.approx(found.maximum.value, abs=1e-4)


def test_distance_over_time_is_that_of_each_day_with_its_range(squares):
    """Also where the line is fixed, or a doubtful day moves, between two changes of control."""
    found = distance.over_time(squares, apart(squares))
    days = [each.day for each in found]
    assert nth_day(10) in days
    for number in range(100):
        there = found[bisect.bisect_right(days, nth_day(number)) - 1]
        on_day = distance.distance_on(squares, apart(squares), nth_day(number))
        if on_day is None:
            assert there.mean.value is there.maximum.value is None
            continue
        assert by(there.mean) == by(on_day.mean)
        assert by(there.maximum) == by(on_day.maximum)


def apart(archive):
    return next(r for r in archive.dataset.recipes if r.kind == "line_distance")


def test_a_stroke_leads_from_the_agreed_line_to_the_ground(squares):
    """On day 26 the stretch beside c1 and c2 has one each kilometre, at most ten long."""
    strokes = squares.as_of(nth_day(26)).features("apart")
    assert len(strokes) == 20
    for stroke in strokes:
        start, end = (at_square(squares, shapely.Point(xy)) for xy in stroke.geometry.coords)
        assert {"b1", "c1", "b2", "c2"} & start
        assert end & set(stroke.properties["places"])
        assert 0 < stroke.properties["length_km"] < 10.02


def at_square(archive, point) -> set[str]:
    """Squares that a point lies in or on the rim of."""
    near_by = point.buffer(1e-5)
    spells = archive.layers["control_areas"]
    return {s.properties["place"] for s in spells if s.geometry.intersects(near_by)}


def test_what_moved_the_line_is_named(squares):
    """By day 30 c2, after two reversals, and c1; on the day it was fixed nothing had."""
    (line,) = gap.gap(squares, nth_day(30)).lines
    assert line.transfers.events == ("e1", "e2", "e3", "e4")
    assert set(line.transfers.places) == {"c1", "c2"}
    (line,) = gap.gap(squares, nth_day(10)).lines
    assert line.transfers.events == ()
    # c3 is taken on day 40 and given back on day 60: it no longer moves the line on day 70
    (line,) = gap.gap(squares, nth_day(70)).lines
    assert "c3" not in line.transfers.places


def test_post_behind_other_lines(squares):
    """Post 1 was set up in BLUE's land; on day 30 it is RED's, 5 km from the line."""
    assert gap.gap(squares, nth_day(15)).posts == ()
    (post,) = gap.gap(squares, nth_day(30)).posts
    assert (post.held_then, post.held_now, post.place) == ("BLUE", "RED", "c2")
    assert post.distance.value == pytest.approx(5, abs=0.02)
    assert post.events == ("e1", "e2", "e3")


def test_land_left_where_it_was(squares):
    """The deal left all of column c with RED; on day 70 c3 has gone back."""
    left = gap.left_by(squares, "deal", nth_day(50))
    assert (left.area.value, left.still.value) == (near(300), near(300))
    assert left.places == ("c1", "c2", "c3")
    assert set(left.transfers.events) == {"e1", "e2", "e3", "e4", "e5"}
    assert gap.left_by(squares, "deal", nth_day(70)).still.value == near(200)
    assert gap.left_by(squares, "old", nth_day(70)) is None


def test_the_reference_agreement_leaves_nothing_to_itself():
    """It is in force from the day after it was signed, and land taken is counted from that."""
    seeds = make_squares()
    pact = next(each for each in seeds.agreements if each.id == "pact")
    later = pact.model_copy(update={"in_force": InForce(from_day=nth_day(11))})
    agreements = tuple(later if each is pact else each for each in seeds.agreements)
    archive = archive_of(replace(seeds, agreements=agreements))
    assert gap.left_by(archive, "pact", nth_day(50)) is None


def test_one_agreement_alone(squares):
    """Asked of one agreement, only what its provisions draw is measured."""
    found = gap.gap(squares, nth_day(50), "deal")
    assert {a.recipe.id for a in found.areas} == {"corridor"}
    assert found.lines == ()


def test_what_a_text_drew_is_measured_while_it_is_in_force(squares):
    """The deal's strip is there from day 10, the deal from day 45; the truce ends on day 30."""
    assert gap.gap(squares, nth_day(44), "deal").areas == ()
    assert gap.gap(squares, nth_day(29), "truce").areas != ()
    assert gap.gap(squares, nth_day(30), "truce").areas == ()


def test_what_has_no_time_in_force_leaves_nothing(squares):
    """A statement after the reference agreement is no reason for land to stay where it was."""
    assert gap.left_by(squares, "later", nth_day(90)) is None
    assert gap.left_by(squares, "deal", nth_day(90)) is not None


def test_holders_make_up_the_area(squares):
    """Held, unknown and outside parts add up on every day."""
    for number in range(0, 100, 7):
        for area in gap.gap(squares, nth_day(number)).areas:
            parts = sum(km2(area).values()) + area.unknown.value + area.outside.value
            assert parts == pytest.approx(area.area.value, rel=2e-3)


def test_point_on_a_border_goes_to_the_first_cell(squares):
    """The corner of four squares goes to the same cell each time."""
    land = projected(squares)
    corner = land.cells_m[0].exterior.coords[0]
    assert land.cells_at([shapely.Point(corner)])[0] >= 0
    assert land.cells_at([shapely.Point(0, 0)])[0] == -1


# --- with ranges ----------------------------------------------------------------------------


def test_a_line_that_moved_by_a_doubtful_change_or_not(squares):
    """On day 30 the line has moved by c1 and c2, or by c2; the post stands behind in any case."""
    found = asked(squares, nth_day(30))
    (line,), (post,) = found.lines, found.posts
    assert line.from_agreed.moved.low == pytest.approx(100 / 3, abs=1)
    assert line.from_agreed.moved.high == pytest.approx(66.7, abs=1)
    assert by(found.posts_encircled) == (1, 1, 1, 1)
    assert by(post.distance) == (near(5), near(5), near(5), near(5))
    band = next(area for area in found.areas if area.key == ("band", 5.0))
    assert by(band.shares["RED"]) == (near(200 / 3), near(100 / 3), near(200 / 3), near(200 / 3))


def test_a_post_that_need_not_stand_behind_other_lines():
    """c2 passed by low certainty alone: without it the post has no such distance."""
    seeds = make_squares([event("x", 20, "c2", "BLUE", "RED", certainty="low")])
    found = asked(archive_of(seeds), nth_day(30))
    assert by(found.posts_encircled) == (1, 0, 1, 1)
    assert found.posts[0].distance.lacking == ("without_low",)


def test_land_left_and_still_held(squares):
    """The deal left three squares, or two; c3 has gone back by day 70."""
    left = asked(squares, nth_day(70), "deal").left
    assert by(left.area) == (near(300), near(200), near(300), near(300))
    assert by(left.still) == (near(200), near(100), near(200), near(200))
    assert by(left.flows["BLUE", "RED"]) == by(left.area)
    assert left.still.error > left.area.error > 0


def test_two_parties_that_do_not_touch_have_no_distance():
    """Were all of BLUE's land RED's by low certainty alone, only that scenario has a line."""
    cells = [f"{column}{row}" for column in "cd" for row in (1, 2, 3)]
    events = [event(c, 20, c, "BLUE", "RED", certainty="high" if c != "d1" else "low")
              for c in cells]  # fmt: skip
    seeds = make_squares(events)
    (line,) = asked(archive_of(seeds), nth_day(30)).lines
    assert not line.is_measured
    for measure in (line.from_agreed.mean, line.from_ground.moved):
        assert (measure.value, measure.lacking) == (None, ("earliest", "latest"))
        assert measure.scenarios["without_low"] > 0
