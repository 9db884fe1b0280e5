"""A click finds the cell it is in, and a cell has the outline Python drew."""

from __future__ import annotations

import pytest
import shapely

from dashboard.payload.layers import shapes

CELLS = "cellsOf(payload.layers.find(({ style }) => style === 'control'))"
#: How far from the edge of its cell a position is sure to be in it, about 5 m.
SURE = 5e-5


@pytest.fixture(scope="module")
def polygons(bundled):
    """The cell of each place, as it was built."""
    return {spell.properties["place"]: spell.geometry for spell in bundled.spells}


def test_a_position_is_found_in_the_cell_it_lies_in(loaded, polygons):
    """By its shape, then by the nearest place of that; where the place lies, and at the far end of
    its cell."""
    asked, expected = [], []
    for place, polygon in polygons.items():
        core = polygon.buffer(-SURE)
        if core.is_empty:
            continue
        inside = shapely.point_on_surface(core)
        corner = max(
            shapely.points(core.exterior.coords) if core.geom_type == "Polygon" else [inside],
            key=inside.distance,
        )
        for point in (inside, corner):
            asked.append([point.y, point.x])
            expected.append(place)
    found = loaded.call(
        f"(asked) => asked.map((at) => {CELLS}.places[{CELLS}.at(at)] ?? null)", asked
    )
    assert found == expected


def test_outside_all_cells_there_is_none(loaded, bundled):
    west, south, *_ = bundled.dataset.study_area.bbox
    assert loaded.call(f"(at) => {CELLS}.at(at)", [south - 1, west - 1]) == -1
    assert loaded.call(f"(place) => {CELLS}.of(place)", "nowhere") == -1


def test_the_outline_of_a_cell_is_that_of_its_polygon(loaded, bundled, polygons):
    """Cut out of its shape, or the shape itself, to some metres."""
    drawn = loaded.call(f"() => {CELLS}.places.map((_, cell) => {CELLS}.outline(cell))")
    places = loaded.call(f"() => {CELLS}.places")
    alone = {
        place
        for each in shapes(bundled).members
        for place in [bundled.cells[each[0]]]
        if len(each) == 1
    }
    assert 0 < len(alone) < len(places)
    for place, parts in zip(places, drawn, strict=True):
        polygon = polygons[place]
        got = shapely.union_all(
            [
                shapely.Polygon(
                    [(x, y) for y, x in outer], [[(x, y) for y, x in hole] for hole in holes]
                )
                for outer, *holes in parts
            ]
        )
        strip = polygon.length * (2e-5 if place in alone else SURE)
        assert shapely.symmetric_difference(got.buffer(0), polygon).area < strip, place


def test_all_cells_of_a_shape_changed_hands_in_the_same_operations(loaded, bundled):
    """So that its outline is that of the places an operation took."""
    for operation in list(bundled.operations)[:5]:
        found = loaded.call(
            f"""(id) => {{
              const {{ shapes, places }} = {CELLS}, found = {CELLS}.shapesOf(id);
              return places.filter((_, cell) => found.includes(shapes[cell]));
            }}""",
            operation,
        )
        taken = {
            s.properties["place"] for s in bundled.spells if s.properties["operation"] == operation
        }
        assert set(found) == taken
