"""The folium map and the layers it hands to the browser."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from dashboard import mapview, style
from dashboard.archive import Archive
from dashboard.payload.layers import day_range, layer_specs
from dashboard.records import Period

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def real() -> Archive:
    return Archive.load(ROOT / "seeds", ROOT / "data" / "geo")


@pytest.fixture(scope="module")
def specs(real: Archive) -> dict:
    return layer_specs(real)


def held(spec: dict, day: int) -> set[int]:
    """Property rows of the items that hold on a day, as the browser finds them."""
    rows = [spec["items"][i : i + 5] for i in range(0, len(spec["items"]), 5)]
    return {row for _, start, end, _, row in rows if start <= day < end}


def parts_of(specs: dict, layer: str) -> list[dict]:
    """What is sent of a layer; marks laid over it, which repeat features, left out."""
    return [s for s in specs.values() if s["layer"] == layer and s["style"] != "doubt"]


def test_two_builds_of_one_data_set_are_equal(real, specs):
    """Nothing random is in the map: what a test or a cache saw once it sees again."""
    first, second = (mapview.map_script(mapview.build_map(real, specs)) for _ in range(2))
    assert first == second
    assert layer_specs(real) == specs


def test_the_map_names_every_layer_once_from_bottom_to_top(real, specs):
    """The order of the style table is the order on the map."""
    script = mapview.map_script(mapview.build_map(real, specs))
    added = re.findall(r'timemap\.addLayer\(map_timemap, "([^"]+)"\)', script)
    assert added == list(specs)
    places = [style.DRAW_ORDER.index(specs[name]["style"]) for name in added]
    assert places == sorted(places)


def test_the_map_asks_no_network_for_anything_but_chosen_tiles(real, specs):
    """Addresses in the script are those of the tile sets on offer and their credits."""
    script = mapview.map_script(mapview.build_map(real, specs))
    tiles = {"tile.openstreetmap.org", "{s}.tile.opentopomap.org", "server.arcgisonline.com"}
    hosts = set(re.findall(r'L\.tileLayer\(\s*"https://([^/]+)/', script))
    assert hosts == tiles
    # folium would otherwise fetch jQuery, Bootstrap and Font Awesome
    assert not re.search(r"cdn|jquery|bootstrap|fontawesome", script, re.IGNORECASE)


def test_the_map_itself_has_its_limits(real):
    """Zoomed out the whole way, what the map shows is still seen, and only just."""
    script = mapview.map_script(mapview.build_map(real, ()))
    options = script[script.index("L.map(") : script.index("L.tileLayer(")]
    lowest = int(re.search(r'"minZoom": (\d+)', options)[1])
    assert int(re.search(r'"maxZoom": (\d+)', options)[1]) == mapview.CLOSEST_ZOOM > lowest
    west, _, east, _ = mapview.limits(real)
    assert 320 <= (east - west) / 360 * 256 * 2**lowest <= 700


def test_a_tile_set_is_credited(real, specs):
    """Each online map carries its publisher's attribution."""
    script = mapview.map_script(mapview.build_map(real, specs))
    for credit in ("OpenStreetMap", "OpenTopoMap", "Esri"):
        assert credit in script


def test_each_layer_of_the_archive_is_given_whole(real, specs):
    """No feature is left out on the way to the browser."""
    for text in real.dataset.layers:
        parts = parts_of(specs, text.name)
        rows = sum(len(spec["items"]) for spec in parts) // 5
        assert rows == len(real.layers[text.name])


@pytest.mark.parametrize(
    "day", ["2017-09-15", "2018-09-17", "2020-02-06", "2020-03-05", "2023-06-01", "2024-11-30"]
)
def test_the_browser_finds_the_features_of_a_day(real, specs, day):
    """What holds by the numbers sent is what the archive says holds."""
    day = dt.date.fromisoformat(day)
    snapshot = real.as_of(day)
    number = (day - real.first_day).days
    for text in real.dataset.layers:
        parts = parts_of(specs, text.name)
        count = sum(len(held(spec, number)) for spec in parts)
        assert count == len(snapshot.features(text.name)), text.name


def test_the_browser_draws_each_cell_as_its_controller(real, specs):
    """The class sent for a cell and day names the party that holds it."""
    spec = next(spec for spec in specs.values() if spec["style"] == "control")
    day = dt.date(2020, 3, 5)
    snapshot = real.as_of(day)
    number = (day - real.first_day).days
    for i in range(0, len(spec["items"]), 5):
        _, start, end, kind, row = spec["items"][i : i + 5]
        if start <= number < end:
            place = spec["properties"][row]["place"]
            controller = snapshot.spell(place).properties["controller"] or "unknown"
            assert spec["classes"][kind] == f"control.{controller}"


def test_exactly_what_is_of_low_certainty_is_marked_as_such(real, specs):
    """On any day the mark of doubt lies on the cells of low certainty and on no other."""
    (marks,) = (spec for spec in specs.values() if spec["style"] == "doubt")
    for day in real.state_days[::20]:
        low = [
            s
            for s in real.as_of(day).features("control_areas")
            if s.properties["certainty"] == "low"
        ]
        assert len(held(marks, (day - real.first_day).days)) == len(low)


def test_spells_of_one_cell_share_its_outline(real, specs):
    """A cell's outline travels once, however often it changed hands."""
    spec = next(spec for spec in specs.values() if spec["style"] == "control")
    assert len(spec["geometries"]) == len(real.cells) < len(real.spells)


@pytest.mark.parametrize(
    ("period", "numbers"),
    [
        (Period(), (0, "beyond")),
        (Period(dt.date(2017, 9, 15), dt.date(2017, 9, 16)), (0, 1)),
        (Period(dt.date(2010, 1, 1), dt.date(2017, 10, 15)), (0, 30)),
        (Period(dt.date(2018, 9, 15), dt.date(2030, 1, 1)), (365, "beyond")),
    ],
)
def test_periods_become_day_numbers_inside_the_series(real, period, numbers):
    """Open ends and days outside are cut to the series; the day after the last is its end."""
    beyond = (real.last_day - real.first_day).days + 1
    assert day_range(real, period) == tuple(beyond if n == "beyond" else n for n in numbers)
