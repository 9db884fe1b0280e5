"""Cells: who takes part, what they refuse, what their edges say."""

from __future__ import annotations

import dataclasses

import pytest
import shapely
from world import make_world

from dashboard.derive.cells import make_cells, study_area
from dashboard.errors import BuildError

PAIR = {"east": (10.25, 50.2), "west": (10.05, 50.2)}


def cells_of(places, with_history=None):
    return make_cells(make_world(places, {}), places if with_history is None else with_history)


def test_a_place_without_history_has_no_cell():
    cells = cells_of({**PAIR, "mute": (10.15, 50.2)}, with_history=PAIR)
    assert list(cells.polygons) == ["east", "west"]


def test_a_place_in_the_margin_shapes_the_rim_and_one_beyond_it_does_not():
    alone = cells_of(PAIR).polygons["west"].area
    margin = cells_of({**PAIR, "near": (9.97, 50.2)})
    beyond = cells_of({**PAIR, "far": (9.9, 50.2)})
    assert margin.polygons["west"].area < alone
    assert "far" not in beyond.polygons
    assert beyond.polygons["west"].area == alone


def test_a_lone_place_has_the_whole_study_area_and_its_own_precision():
    cells = cells_of({"west": PAIR["west"]})
    assert cells.polygons["west"].area == pytest.approx(cells.study_area.area)
    assert not cells.edges
    assert cells.precision_m == {"west": 100}


def test_a_cell_reaches_over_water_and_has_several_parts():
    cells = cells_of(PAIR)
    assert cells.polygons["east"].geom_type == "MultiPolygon"


def test_precision_is_half_the_distance_plus_the_larger_position_error():
    seeds = make_world(PAIR, {})
    places = tuple(
        p.model_copy(update={"precision_m": 700}) if p.id == "west" else p for p in seeds.places
    )
    cells = make_cells(dataclasses.replace(seeds, places=places), PAIR)
    (edge,) = cells.edges
    assert (edge.a, edge.b) == ("east", "west")
    # 0.2 degrees of longitude at 50.2 N are 14.3 km
    assert edge.precision_m == pytest.approx(14_290 / 2 + 700, abs=30)
    assert cells.precision_m == {"east": edge.precision_m, "west": edge.precision_m}


def test_coordinates_have_six_decimals():
    cells = cells_of(PAIR)
    for shape in (*cells.polygons.values(), *(edge.geometry for edge in cells.edges)):
        for value in shapely.get_coordinates(shape).ravel().tolist():
            assert value == round(value, 6)


def test_four_cells_meeting_in_a_point_share_that_point():
    places = {f"p{x}{y}": (10.05 + 0.1 * x, 50.1 + 0.1 * y) for x in (0, 1) for y in (0, 1)}
    cells = cells_of(places)
    assert shapely.coverage_is_valid(list(cells.polygons.values()))


def test_two_places_in_one_spot_are_refused_by_name():
    twins = {"one": (10.1, 50.1), "two": (10.1, 50.100001)}
    with pytest.raises(BuildError, match="'one' and 'two' stand within 1 m"):
        cells_of(twins)


def test_no_place_with_history_is_refused():
    with pytest.raises(BuildError, match="none with a known history"):
        cells_of(PAIR, with_history=())


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("land_id", ("atlantis",), "no feature 'atlantis'"),
        ("bbox", (80, 0, 81, 1), "does not meet"),
    ],
)
def test_a_study_area_without_land_is_refused(field, value, message):
    seeds = make_world(PAIR, {})
    area = seeds.dataset.study_area.model_copy(update={field: value})
    dataset = seeds.dataset.model_copy(update={"study_area": area})
    with pytest.raises(BuildError, match=message):
        study_area(dataclasses.replace(seeds, dataset=dataset))
