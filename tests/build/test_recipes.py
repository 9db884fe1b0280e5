"""Recipes on an invented grid of four columns: RED pocket in the west, BLUE in the east."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import shapely
from world import make_world, nth_day, segments

from dashboard import build, store
from dashboard.derive.cells import make_cells
from dashboard.derive.grid import metric, to_metric
from dashboard.derive.histories import histories
from dashboard.derive.recipe_context import RecipeContext
from dashboard.derive.recipes import shapes, takings
from dashboard.errors import BuildError
from dashboard.measure import geodesic_area_km2
from dashboard.records import Feature, Period

GRID = {f"c{x}{y}": (10.04 + 0.07 * x, 50.05 + 0.1 * y) for x in range(4) for y in range(3)}
WEST = {place: "RED" if place[1] in "01" else "BLUE" for place in GRID}
POCKET = {"kind": "pocket", "day": "2001-01-01", "held_by": "RED", "holding": "c01"}
FACING = {**POCKET, "facing": "BLUE"}
ROAD = Feature(
    "r1",
    "roads",
    shapely.LineString([(10.02, 50.2), (10.2, 50.21), (10.28, 50.2)]),
    Period(),
    {"ref": "A1", "sources": ["map"]},
)
CORRIDOR = {
    "kind": "road_corridor",
    "road": "r1",
    "from_place": "c01",
    "to_place": "c31",
    "each_side_km": 2,
}


def context_and_recipe(recipe, baseline=WEST, events=(), **more):
    seeds = make_world(GRID, baseline, events, [{"id": "r", **recipe}], **more)
    spells = histories(seeds)
    return RecipeContext(seeds, make_cells(seeds, spells), spells), seeds.dataset.recipes[0]


def shapes_of(recipe, **more):
    context, record = context_and_recipe(recipe, **more)
    return shapes(record, context), context


def test_a_pocket_is_the_contiguous_cells_of_its_holder():
    (pocket,), context = shapes_of(POCKET)
    places = [place for place in GRID if place[1] in "01"]
    assert pocket.extra["places"] == sorted(places)
    area = geodesic_area_km2([pocket.geometry])[0]
    cells = geodesic_area_km2([context.cells.polygons[place] for place in places])
    assert area == pytest.approx(cells.sum(), rel=1e-9)


def test_cells_that_touch_in_a_point_are_not_contiguous():
    corner = {**dict.fromkeys(GRID, "BLUE"), "c00": "RED", "c11": "RED"}
    (pocket,), _ = shapes_of({**POCKET, "holding": "c00"}, baseline=corner)
    assert pocket.extra["places"] == ["c00"]


def test_a_pocket_is_that_of_its_day():
    story = [(5, "c21", "BLUE", "RED")]
    (before,), _ = shapes_of({**POCKET, "day": nth_day(4)}, events=story)
    (after,), _ = shapes_of({**POCKET, "day": nth_day(5)}, events=story)
    assert set(after.extra["places"]) - set(before.extra["places"]) == {"c21"}


def test_the_contact_line_is_the_pockets_edges_towards_the_party_it_faced():
    mixed = {**WEST, "c20": "GREEN"}
    (line,), context = shapes_of({**FACING, "kind": "contact_line"}, baseline=mixed)
    expected = {
        piece
        for edge in context.cells.edges
        if {mixed[edge.a], mixed[edge.b]} == {"RED", "BLUE"}
        for piece in segments(edge.geometry)
    }
    assert set(segments(line.geometry)) == expected
    assert line.sources == ("s",)


def test_depth_lines_lie_at_their_depth_and_bands_between_them():
    recipe = {**FACING, "kind": "depth_band", "depths_km": (3, 5)}
    made, context = shapes_of(recipe)
    (pocket,), _ = shapes_of(POCKET)
    (line,), _ = shapes_of({**FACING, "kind": "contact_line"})
    to_m = metric("EPSG:32632")
    line_m = to_metric(line.geometry, to_m)
    by_suffix = {shape.suffix: shape for shape in made}
    assert set(by_suffix) == {"line-3km", "band-3km", "line-5km", "band-5km"}
    for depth in (3, 5):
        shape = by_suffix[f"line-{depth}km"]
        points = shapely.points(shapely.get_coordinates(to_metric(shape.geometry, to_m)))
        assert np.allclose(shapely.distance(points, line_m), depth * 1000, atol=3)
        assert shape.extra["depth_km"] == depth
    near, far = by_suffix["band-3km"].geometry, by_suffix["band-5km"].geometry
    assert shapely.intersection(near, far).area < 1e-9
    for band in (near, far):
        assert shapely.difference(band, pocket.geometry.buffer(2e-6)).area == 0
    assert by_suffix["band-5km"].extra["depth_from_km"] == 3
    assert context.cells.study_area.buffer(1e-6).contains(shapely.union(near, far))


def test_a_depth_beyond_the_pocket_leaves_out_what_is_empty():
    made, _ = shapes_of({**FACING, "kind": "depth_band", "depths_km": (3, 90, 95)})
    suffixes = {shape.suffix for shape in made}
    assert "band-90km" in suffixes
    assert not {"line-90km", "band-95km"} & suffixes


def test_a_corridor_is_cut_at_the_nearest_points_with_flat_ends():
    (strip,), _ = shapes_of(CORRIDOR, shapes={"roads": (ROAD,)})
    to_m = metric("EPSG:32632")
    road_m, strip_m = to_metric(ROAD.geometry, to_m), to_metric(strip.geometry, to_m)
    ends = [road_m.project(to_metric(shapely.Point(GRID[place]), to_m)) for place in ("c01", "c31")]
    assert strip_m.area == pytest.approx((max(ends) - min(ends)) * 4000, rel=0.02)
    assert max(shapely.distance(shapely.points(shapely.get_coordinates(strip_m)), road_m)) < 2001
    assert strip.sources == ("map",)


def test_takings_follow_each_spell_under_another_than_on_the_day():
    story = [
        (2, "c00", "RED", "BLUE"),
        (5, "c21", "BLUE", "RED"),
        (7, "c21", "RED", "GREEN"),
        (9, "c21", "GREEN", "BLUE"),
        (11, "c21", "BLUE", "RED"),
    ]
    context, recipe = context_and_recipe({"kind": "taken_since", "day": nth_day(3)}, events=story)
    found = takings(recipe, context)
    taken = [(t.spell.place, t.spell.controller, t.held_before, t.returned_on) for t in found]
    assert taken == [
        ("c21", "RED", "BLUE", nth_day(9)),
        ("c21", "GREEN", "BLUE", nth_day(9)),
        ("c21", "RED", "BLUE", None),
    ]


def test_what_was_unknown_on_the_day_was_not_taken():
    known = {place: party for place, party in WEST.items() if place != "c21"}
    context, recipe = context_and_recipe(
        {"kind": "taken_since", "day": nth_day(3)},
        baseline=known,
        events=[(5, "c21", "BLUE", "RED")],
    )
    assert takings(recipe, context) == ()


@pytest.mark.parametrize(
    ("recipe", "message"),
    [
        ({**POCKET, "holding": "nowhere"}, "place 'nowhere' has no cell"),
        ({**POCKET, "holding": "c31"}, "'c31' was held by BLUE on 2001-01-01"),
        ({**POCKET, "kind": "contact_line", "facing": "GREEN"}, "no edge towards GREEN"),
        ({**CORRIDOR, "to_place": "c01"}, "at one point"),
    ],
)
def test_a_recipe_that_cannot_be_followed_says_why(recipe, message):
    with pytest.raises(BuildError, match=message):
        shapes_of(recipe, shapes={"roads": (ROAD,)})


def test_a_geometry_that_cannot_be_computed_is_named_by_its_layer(good_seeds):
    """A road that leaves for another continent defeats the arithmetic, not the reader."""
    seeds = store.load_seeds(good_seeds)
    (road,) = seeds.shapes["roads"]
    points = [(10.0, 0.15), (0.151, 10.05), (10.15, 0.149), (10.25, 0.15), (10.4, 0.15)]
    shapes = {
        **seeds.shapes,
        "roads": (road._replace(geometry=shapely.LineString(points)),),
    }
    with pytest.raises(BuildError, match="layer road_corridor: a geometry cannot be computed"):
        build.build(dataclasses.replace(seeds, shapes=shapes))
