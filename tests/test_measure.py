"""Areas and lengths on the ellipsoid."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
import shapely
from pyproj import Geod

from dashboard import measure
from dashboard.measure import geodesic_area_km2, geodesic_length_km

SQUARE = shapely.box(36, 35, 37, 36)


def test_examples_of_the_docstrings_hold():
    assert doctest.testmod(measure).failed == 0


def test_area_does_not_depend_on_the_direction_of_rings():
    both = geodesic_area_km2([SQUARE, shapely.reverse(SQUARE)])
    assert both[0] == both[1] > 0


def test_holes_are_taken_off_and_parts_added():
    hole = shapely.box(36.2, 35.2, 36.4, 35.4)
    island = shapely.box(38, 35, 38.1, 35.1)
    whole, cut, both, alone, inner = geodesic_area_km2(
        [SQUARE, SQUARE - hole, shapely.MultiPolygon([SQUARE, island]), island, hole]
    )
    assert cut == pytest.approx(whole - inner)
    assert both == pytest.approx(whole + alone)


def test_area_agrees_with_pyproj():
    expected = abs(Geod(ellps="WGS84").geometry_area_perimeter(SQUARE)[0]) / 1e6
    assert geodesic_area_km2([SQUARE])[0] == pytest.approx(expected)


def test_area_of_a_piece_is_far_from_web_mercator():
    mercator = SQUARE.area * 111.32**2
    assert geodesic_area_km2([SQUARE])[0] < 0.85 * mercator


def test_length_of_several_parts_is_their_sum():
    one, two = shapely.LineString([(36, 35), (37, 35)]), shapely.LineString([(36, 36), (36, 37)])
    single = geodesic_length_km([one, two])
    assert geodesic_length_km([shapely.MultiLineString([one, two])])[0] == pytest.approx(
        sum(single)
    )


def test_what_has_no_area_or_length_counts_nothing():
    line = shapely.LineString([(36, 35), (37, 35)])
    assert geodesic_area_km2([line, shapely.Point(36, 35), shapely.Polygon()]).tolist() == [0, 0, 0]
    assert geodesic_length_km([SQUARE, shapely.LineString()]).tolist() == [0, 0]
    assert geodesic_area_km2([]).shape == (0,)


def test_takes_any_iterable_of_geometries():
    assert geodesic_area_km2(np.array([SQUARE]))[0] == geodesic_area_km2(iter([SQUARE]))[0]
