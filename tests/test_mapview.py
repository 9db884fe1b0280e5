"""What the map is, and the layers it is given."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from dashboard import mapview, style, wording
from dashboard.archive import Archive
from dashboard.payload.layers import day_range, layer_specs
from dashboard.records import Period


@pytest.fixture(scope="module")
def specs(bundled: Archive) -> dict:
    return layer_specs(bundled, wording.load())


def items(specs: dict, spec: dict) -> list[list[int]]:
    """The items of a layer, one that lies on a shape of cells for each of these."""
    cells = specs["control_areas"]["cells"]
    shapes = specs["control_areas"]["geometries"]
    rows = [spec["items"][i : i + 5] for i in range(0, len(spec["items"]), 5)]
    if spec["style"] not in ("control", "low_certainty", "taken"):
        return rows
    number = [shapes.index(geometry) for geometry in spec["geometries"]]
    return [row for row in rows for _ in range(cells["shapes"].count(number[row[0]]))]


def held(specs: dict, spec: dict, day: int) -> list[int]:
    """Classes of the items that hold on a day, as the browser finds them."""
    return [style for _, start, end, style, _ in items(specs, spec) if start <= day < end]


def parts_of(specs: dict, layer: str) -> list[dict]:
    """What is sent of a layer; marks laid over it, which repeat features, left out."""
    return [s for s in specs.values() if s["layer"] == layer and s["style"] != "low_certainty"]


def test_layers_are_given_from_bottom_to_top(bundled, specs):
    """The order of the style table is the order on the map, the same in every build."""
    places = [style.DRAW_ORDER.index(spec["style"]) for spec in specs.values()]
    assert places == sorted(places)
    again = layer_specs(bundled, wording.load())
    assert list(again) == list(specs)
    assert again == specs


def test_zoomed_out_the_whole_way_the_map_is_as_wide_as_a_telephone(bundled):
    """What the map shows is still seen, and only just."""
    view = mapview.map_view(bundled.dataset)
    assert 320 <= (view.east - view.west) / 360 * 256 * 2**view.min_zoom <= 700
    assert view.min_zoom < view.max_zoom
    west, south, east, north = bundled.dataset.study_area.bbox
    assert view.west < west < east < view.east
    assert view.south < south < north < view.north


@pytest.mark.parametrize(
    ("name", "host", "credit"),
    [
        ("OpenStreetMap.Mapnik", "tile.openstreetmap.org", "OpenStreetMap"),
        ("OpenTopoMap", "{s}.tile.opentopomap.org", "OpenTopoMap"),
        ("Esri.WorldImagery", "server.arcgisonline.com", "Esri"),
    ],
)
def test_a_tile_set_is_fetched_from_its_publisher_and_credited(name, host, credit):
    """The address has places for a tile's numbers only; the publisher's attribution comes along."""
    tiles = mapview.tiles(name)
    assert tiles.url.startswith(f"https://{host}/")
    assert set(re.findall(r"{(\w+)}", tiles.url)) - {"s"} == {"x", "y", "z"}
    assert credit in tiles.attribution
    assert tiles.max_zoom >= mapview.MAX_ZOOM


def test_every_tile_set_on_offer_is_tested():
    """None is offered whose address nobody has looked at."""
    marked = test_a_tile_set_is_fetched_from_its_publisher_and_credited.pytestmark[0]
    assert {name for name, *_ in marked.args[1]} == set(mapview.ONLINE_BASES)


def test_each_layer_of_the_archive_is_given_whole(bundled, specs):
    """No feature is left out on the way to the browser."""
    for text in bundled.dataset.layers:
        parts = parts_of(specs, text.name)
        rows = sum(len(items(specs, spec)) for spec in parts)
        assert rows == len(bundled.layers[text.name])


@pytest.mark.parametrize(
    "day", ["2017-09-15", "2018-09-17", "2020-02-06", "2020-03-05", "2023-06-01", "2024-12-08"]
)
def test_the_browser_finds_the_features_of_a_day(bundled, specs, day):
    """What applies by the numbers sent is what applies in the archive."""
    day = dt.date.fromisoformat(day)
    snapshot = bundled.as_of(day)
    number = (day - bundled.first_day).days
    for text in bundled.dataset.layers:
        parts = parts_of(specs, text.name)
        count = sum(len(held(specs, spec, number)) for spec in parts)
        assert count == len(snapshot.features(text.name)), text.name


def test_the_browser_draws_each_cell_as_its_controller(bundled, specs):
    """The class sent for a cell and day names the party that controls it."""
    spec = next(spec for spec in specs.values() if spec["style"] == "control")
    day = dt.date(2020, 3, 5)
    snapshot = bundled.as_of(day)
    number = (day - bundled.first_day).days
    drawn = {}
    for i in range(0, len(spec["items"]), 5):
        shape, start, end, kind, _ = spec["items"][i : i + 5]
        if start <= number < end:
            drawn[shape] = spec["classes"][kind]
    for place, shape in zip(spec["cells"]["places"], spec["cells"]["shapes"], strict=True):
        controller = snapshot.spell(place).properties["controller"] or "unknown"
        assert drawn[shape] == f"control.{controller}"


def test_exactly_what_is_of_low_certainty_is_marked_as_such(bundled, specs):
    """On any day exactly the cells of low certainty are marked."""
    (marks,) = (spec for spec in specs.values() if spec["style"] == "low_certainty")
    for day in bundled.state_days[::20]:
        low = [
            s
            for s in bundled.as_of(day).features("control_areas")
            if s.properties["certainty"] == "low"
        ]
        assert len(held(specs, marks, (day - bundled.first_day).days)) == len(low)


def test_spells_of_one_cell_share_its_outline(bundled, specs):
    """A cell's outline travels once, however often it changed hands."""
    spec = next(spec for spec in specs.values() if spec["style"] == "control")
    outlines = {spell.geometry.wkb for spell in bundled.spells}
    assert len(spec["geometries"]) <= len(outlines) == len(bundled.cells) < len(bundled.spells)


@pytest.mark.parametrize(
    ("period", "numbers"),
    [
        (Period(), (0, "beyond")),
        (Period(dt.date(2017, 9, 15), dt.date(2017, 9, 16)), (0, 1)),
        (Period(dt.date(2010, 1, 1), dt.date(2017, 10, 15)), (0, 30)),
        (Period(dt.date(2018, 9, 15), dt.date(2030, 1, 1)), (365, "beyond")),
    ],
)
def test_periods_become_day_numbers_inside_the_series(bundled, period, numbers):
    """Open ends and days outside are cut to the series; the day after the last is its end."""
    beyond = (bundled.last_day - bundled.first_day).days + 1
    assert day_range(bundled, period) == tuple(beyond if n == "beyond" else n for n in numbers)
