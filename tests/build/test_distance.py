"""Strokes between an agreed line and the line of contact, on an invented grid of four columns."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from world import make_world, nth_day

from dashboard.build import build
from dashboard.derive.distance import STEP_M, sampled
from dashboard.derive.distance import strokes as strokes_to
from dashboard.derive.grid import metric, to_metric
from dashboard.measure import geodesic_length_km
from dashboard.records import Period

GRID = {f"c{x}{y}": (10.04 + 0.07 * x, 50.05 + 0.1 * y) for x in range(4) for y in range(3)}
WEST = {place: "RED" if place[1] in "01" else "BLUE" for place in GRID}
LINE = {
    "id": "line",
    "kind": "contact_line",
    "day": "2001-01-01",
    "held_by": "RED",
    "holding": "c01",
    "facing": "BLUE",
}
APART = {"id": "apart", "kind": "line_distance", "line": "line"}
STORY = [
    (5, "c21", "BLUE", "RED"),
    (9, "c22", "BLUE", "RED"),
    (20, "c21", "RED", "BLUE"),
    (30, "c11", "RED", "BLUE"),
]


def layers_of(events=STORY, recipes=(LINE, APART)):
    return build(make_world(GRID, WEST, events, recipes))


def strokes_on(layers, day):
    return [
        f
        for f in layers["agreed"]
        if f.properties["kind"] == "line_distance" and f.period.contains(day)
    ]


def test_points_stand_in_the_middle_of_equal_steps():
    """A line of ten kilometres has ten, and one shorter than a step has one."""
    points, along = sampled(shapely.LineString([(0, 0), (10_000, 0)]))
    assert [p.x for p in points] == along.tolist() == [500 + i * STEP_M for i in range(10)]
    (point,), _ = sampled(shapely.LineString([(0, 0), (100, 0)]))
    assert point.x == 50


@pytest.mark.parametrize("number", [0, 4, 5, 8, 9, 19, 20, 29, 30, 59])
def test_strokes_of_a_day_are_the_shortest_ways_of_that_day(number):
    """One for each point of the line that is off the line of contact, as long as that is far."""
    layers = layers_of()
    to_m = metric("EPSG:32632")
    (line,) = (f for f in layers["agreed"] if f.id == "line")
    contact = [f for f in layers["line_of_contact"] if f.period.contains(nth_day(number))]
    ground = shapely.union_all(to_metric(np.array([f.geometry for f in contact]), to_m))
    points, along = sampled(to_metric(line.geometry, to_m))
    far = dict(zip((along / 1000).round(2), shapely.distance(points, ground), strict=True))
    expected = {km: metres for km, metres in far.items() if metres > 1}
    found = {f.properties["along_km"]: f for f in strokes_on(layers, nth_day(number))}
    assert set(found) == set(expected)
    for km, stroke in found.items():
        (way,) = to_metric(np.array([stroke.geometry]), to_m)
        assert way.length == pytest.approx(expected[km], abs=0.3)
        (length,) = geodesic_length_km([stroke.geometry])
        assert stroke.properties["length_km"] == pytest.approx(length, abs=1e-4)


def test_a_stroke_lasts_as_long_as_its_stretch_is_the_nearest():
    """No two strokes of one point share a day, and one follows the other."""
    layers, by_point = layers_of(), {}
    for stroke in (f for f in layers["agreed"] if f.properties["kind"] == "line_distance"):
        by_point.setdefault(stroke.properties["along_km"], []).append(stroke)
    assert max(len(strokes) for strokes in by_point.values()) > 1
    for strokes in by_point.values():
        strokes.sort(key=lambda f: f.period.valid_from)
        for one, other in itertools.pairwise(strokes):
            assert one.period.valid_to <= other.period.valid_from
            same = one.properties["places"] == other.properties["places"]
            assert not same or one.period.valid_to < other.period.valid_from


def test_a_stroke_tells_what_supports_its_far_end():
    """Places, events and sources of the stretch; errors add up, the weaker certainty counts."""
    (day_six,) = {f.period.valid_from for f in strokes_on(layers_of(), nth_day(5))}
    assert day_six == nth_day(5)
    for stroke in strokes_on(layers_of(), nth_day(5)):
        about = stroke.properties
        assert (about["certainty"], about["basis"]) == ("low", "inferred")
        assert about["events"] in (["E0"], [])
        assert "s" in about["sources"]
        assert about["precision_m"] > 1
        assert about["agreements"] == ["pact"]


def test_no_strokes_without_a_line_of_contact_between_the_two():
    """Where one of them holds nothing more, there is nothing to measure to."""
    story = [(5, place, "BLUE", "RED") for place, holder in WEST.items() if holder == "BLUE"]
    layers = layers_of(story)
    assert not strokes_on(layers, nth_day(5))
    assert not strokes_on(layers, nth_day(4))


def test_without_any_line_of_contact_there_are_no_strokes():
    line, to_m = shapely.LineString([(0, 0), (10_000, 0)]), metric("EPSG:32632")
    whole = Period(nth_day(0), nth_day(9))
    assert not list(strokes_to(line, [], to_m, whole))
