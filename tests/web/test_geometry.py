"""Shapes arrive as they were sent, and cells have one outline round them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from dashboard.measure import geodesic_length_km
from dashboard.payload.positions import positions

SQUARES = [shapely.box(36, 35, 37, 36), shapely.box(37, 35, 38, 36), shapely.box(38, 35, 39, 36)]


def test_numbers_become_the_positions_they_stand_for(engine):
    """Latitude first, to a metre."""
    line = shapely.LineString([(36.123456, 35.5), (36.2, 35.499999), (-1, -2)])
    points = engine.call("(numbers) => positionsOf(numbers)", positions(np.array([line]))[0][0])
    expected = [[lat, lon] for lon, lat in line.coords]
    for point, position in zip(points, expected, strict=True):
        assert point == pytest.approx(position, abs=1e-5)


def test_the_outline_round_cells_leaves_out_the_edges_they_share(engine):
    """Three squares in a row have the outline of one rectangle."""
    rings = [[[[[y, x] for x, y in square.exterior.coords[:-1]]]] for square in SQUARES]
    edges = engine.call("(shapes) => outline(shapes)", rings)
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in edges)
    assert length == pytest.approx(shapely.union_all(SQUARES).length)


def test_metres_of_land_on_a_web_map(engine):
    """At the equator the whole world is 256 pixels wide at zoom 0; each level halves it."""
    assert engine.call("metresPerPixel", 0, 0) == pytest.approx(40_075_016.7 / 256)
    assert engine.call("metresPerPixel", 60, 10) == pytest.approx(40_075_016.7 / 256 / 2 / 1024)


@pytest.mark.parametrize(("lat", "metres"), [(0, 500), (35.8, 763), (35.8, 2811), (60, 12_000)])
def test_the_zoom_of_a_length_is_the_last_quarter_at_which_it_is_no_wider(engine, lat, metres):
    zoom = engine.call("zoomOf", lat, metres, 40)
    wide = [metres / engine.call("metresPerPixel", lat, z) for z in (zoom, zoom + 0.25)]
    assert wide[0] <= 40 < wide[1]


def test_lines_are_as_long_as_on_the_ellipsoid(engine):
    """From a step of a hundred metres to one of tens of kilometres, at any latitude."""
    for lat in (0, 36, -70):
        drawn = [[(10, lat), (10.001, lat + 0.0005)], [(10, lat), (10.2, lat), (10.3, lat + 0.2)]]
        for line in map(shapely.LineString, drawn):
            (expected,) = geodesic_length_km([line])
            numbers = positions(np.array([line]))[0]
            assert engine.call("(lines) => lengthKm(lines)", numbers) == pytest.approx(
                expected, rel=1e-4
            )
