"""Paper and ground on twelve squares: each expected figure can be read off the drawing."""

from __future__ import annotations

import bisect

import numpy as np
import pytest
import shapely

from dashboard.analysis import distance, gap
from dashboard.analysis.projected import projected

#: Squares of ten kilometres in the projection are 0.08 % larger on the ellipsoid.
near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def areas(squares, day):
    return {(a.recipe.id, a.depth_km): a for a in gap.gap(squares, day).areas}


def test_band_is_read_to_each_depth_and_shared_among_holders(squares, nth_day):
    """On day 30 RED holds c1 and c2: two thirds of the band to 5 km, 200 of 450 km² to 15 km."""
    found = areas(squares, nth_day(30))
    five, fifteen = found["band", 5.0], found["band", 15.0]
    assert (five.area_km2, five.held["RED"], five.held["BLUE"]) == (near(150), near(100), near(50))
    assert (fifteen.area_km2, fifteen.held["RED"], fifteen.held["BLUE"]) == (
        near(450),
        near(200),
        near(250),
    )
    assert five.share("RED") == near(200 / 3)


def test_corridor_and_zone(squares, nth_day):
    """The strip is 30 km by 4 km from the middle of a2 to the middle of d2."""
    found = areas(squares, nth_day(30))
    corridor, zone = found["corridor", None], found["zone", None]
    assert (corridor.held["RED"], corridor.held["BLUE"]) == (near(100), near(20))
    assert (zone.held["RED"], zone.held["BLUE"], zone.unknown_km2) == (near(200), near(400), 0)
    assert set(corridor.places) == {"a2", "b2", "c2", "d2"}


def test_only_geometry_in_force_is_measured(squares, nth_day):
    """Before the pact there is only the zone; after day 90 no corridor."""
    assert {recipe for recipe, _ in areas(squares, nth_day(5))} == {"zone"}
    assert "corridor" not in {recipe for recipe, _ in areas(squares, nth_day(95))}


def test_lines_coincide_on_the_day_they_were_fixed(squares, nth_day):
    """No distance either way on day 10."""
    (line,) = gap.gap(squares, nth_day(10)).lines
    assert (line.from_agreed.max_km, line.from_ground.max_km) == (0, 0)
    assert line.from_agreed.length_km == near(30)


def test_distances_both_ways(squares, nth_day):
    """On day 30 the ground bulges 10 km into c1 and c2: the bulge is longer seen from there."""
    (line,) = gap.gap(squares, nth_day(30)).lines
    assert line.from_agreed.mean_km == pytest.approx(5.0, abs=0.02)
    assert line.from_agreed.max_km == pytest.approx(10.0, abs=0.02)
    assert line.from_ground.length_km == near(40)
    assert line.from_ground.mean_km == pytest.approx(6.25, abs=0.02)
    assert line.from_agreed.moved_share == pytest.approx(200 / 3, abs=1)
    assert all(sample.km >= 0 for sample in line.from_agreed.samples)


def test_whole_line_moved(squares, nth_day):
    """On day 50 all of column c is RED's: ten kilometres everywhere."""
    (line,) = gap.gap(squares, nth_day(50)).lines
    assert line.from_agreed.mean_km == pytest.approx(10, abs=0.02)
    assert line.from_agreed.moved_share == 100


@pytest.mark.parametrize("number", range(0, 100, 3))
def test_distance_on_a_day_is_that_of_the_line_gap(squares, nth_day, number):
    """Mean and greatest distance are what is measured; none before the line was fixed."""
    found = gap.gap(squares, nth_day(number)).lines
    told = distance.distance_on(squares, apart(squares), nth_day(number))
    assert (told is None) == (not found) == (number < 10)
    if told:
        way = found[0].from_agreed
        assert told.mean.value == pytest.approx(way.mean_km, abs=1e-6)
        assert told.most.value == pytest.approx(way.max_km, abs=1e-6)


def test_strokes_are_as_long_as_the_distance_is(squares, nth_day):
    """Points without a stroke are at no distance: with them the mean is the strokes' own."""
    measured = distance.line_distance(squares, apart(squares))
    for number in (10, 20, 25, 26, 45, 70):
        km = [f.properties["length_km"] for f in squares.as_of(nth_day(number)).features("apart")]
        told = distance.distance_on(squares, apart(squares), nth_day(number))
        assert sum(km) / measured.points == pytest.approx(told.mean.value, abs=1e-4)
        assert max(km, default=0) == pytest.approx(told.most.value, abs=1e-4)


def test_distance_over_time_is_that_of_each_day_with_its_range(squares, nth_day):
    """Also where the line is fixed, or a doubtful day moves, between two changes of control."""
    days, (figure, least, most) = distance.over_time(squares, apart(squares))
    assert nth_day(10) in days
    for number in range(100):
        at = bisect.bisect_right(days, nth_day(number)) - 1
        found = distance.distance_on(squares, apart(squares), nth_day(number))
        if found is None:
            assert np.isnan(figure[:, at]).all()
            continue
        for row, each in enumerate((found.mean, found.most)):
            told = figure[row, at], least[row, at], most[row, at]
            assert told == pytest.approx((each.value, each.low, each.high))


def apart(archive):
    return next(r for r in archive.dataset.recipes if r.kind == "line_distance")


def test_a_stroke_leads_from_the_agreed_line_to_the_ground(squares, nth_day):
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


def test_what_moved_the_line_is_named(squares, nth_day):
    """By day 30 c2, after two reversals, and c1; on the day it was fixed nothing had."""
    (line,) = gap.gap(squares, nth_day(30)).lines
    assert line.transfers.events == ("e1", "e2", "e3", "e4")
    assert set(line.transfers.places) == {"c1", "c2"}
    (line,) = gap.gap(squares, nth_day(10)).lines
    assert line.transfers.events == ()
    # c3 is taken on day 40 and given back on day 60: it no longer moves the line on day 70
    (line,) = gap.gap(squares, nth_day(70)).lines
    assert "c3" not in line.transfers.places


def test_post_behind_other_lines(squares, nth_day):
    """Post 1 was set up in BLUE's land; on day 30 it is RED's, 5 km from the line."""
    assert gap.gap(squares, nth_day(15)).posts == ()
    (post,) = gap.gap(squares, nth_day(30)).posts
    assert (post.held_then, post.held_now, post.place) == ("BLUE", "RED", "c2")
    assert post.distance_km == pytest.approx(5, abs=0.02)
    assert post.events == ("e1", "e2", "e3")


def test_land_left_where_it_was(squares, nth_day):
    """The deal left all of column c with RED; on day 70 c3 has gone back."""
    left = gap.left_by(squares, "deal", nth_day(50))
    assert (left.km2, left.still_km2, left.places) == (near(300), near(300), ("c1", "c2", "c3"))
    assert set(left.transfers.events) == {"e1", "e2", "e3", "e4", "e5"}
    assert gap.left_by(squares, "deal", nth_day(70)).still_km2 == near(200)
    assert gap.left_by(squares, "old", nth_day(70)) is None


def test_one_agreement_alone(squares, nth_day):
    """Asked of one agreement, only what its provisions draw is measured."""
    found = gap.gap(squares, nth_day(50), "deal")
    assert {a.recipe.id for a in found.areas} == {"corridor"}
    assert found.lines == ()


def test_what_a_text_drew_is_measured_while_it_is_in_force(squares, nth_day):
    """The deal's strip is there from day 10, the deal from day 45; the truce ends on day 30."""
    assert gap.gap(squares, nth_day(44), "deal").areas == ()
    assert gap.gap(squares, nth_day(29), "truce").areas != ()
    assert gap.gap(squares, nth_day(30), "truce").areas == ()


def test_what_has_no_time_in_force_leaves_nothing(squares, nth_day):
    """A statement after the reference agreement is no reason for land to stay where it was."""
    assert gap.left_by(squares, "later", nth_day(90)) is None
    assert gap.left_by(squares, "deal", nth_day(90)) is not None


def test_holders_make_up_the_area(squares, nth_day):
    """Held, unknown and outside parts add up on every day."""
    for number in range(0, 100, 7):
        for area in gap.gap(squares, nth_day(number)).areas:
            parts = sum(area.held.values()) + area.unknown_km2 + area.outside_km2
            assert parts == pytest.approx(area.area_km2, rel=2e-3)


def test_point_on_a_border_goes_to_the_first_cell(squares):
    """The corner of four squares is told the same way each time."""
    land = projected(squares)
    corner = land.cells_m[0].exterior.coords[0]
    assert land.cells_at([shapely.Point(corner)])[0] >= 0
    assert land.cells_at([shapely.Point(0, 0)])[0] == -1
