"""Shaded relief: a raster of heights becomes one small picture under the map."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from reliefs import METRES, add_relief, shade_at, write_raster

from dashboard import build, store
from dashboard.cli import main
from dashboard.derive.relief import DARKEST, in_degrees, mercator, shaded
from dashboard.records import StudyArea

#: Within bounds of 10,100 m a side.
INNER = (1_000, 1_000, 9_100, 9_100)


def built(data: Path) -> dict[str, bytes]:
    """The files of the layers after a build."""
    assert main(["build", "--data", str(data)]) == 0
    return store.file_bytes(data / "data" / "geo")


def test_light_comes_from_the_north_west():
    """Of a hill the far side is dark, the near side as bright as level land; the rim fades out."""
    y, x = np.mgrid[0:101, 0:101] - 50.0
    hill = np.maximum(0, 400 - 10 * np.hypot(x, y))
    steps, exaggeration = shaded(hill, (0, 0, 10_100, 10_100), INNER)
    assert steps[70, 70] == steps.max() > DARKEST / 2
    assert steps[30, 30] == steps[95, 50] == 0
    assert exaggeration > 1
    steps, _ = shaded(-x * 50, (0, 0, 10_100, 10_100), INNER)
    assert steps[50, 50] > steps[50, 97] > steps[50, 100]
    assert steps[50, 100] <= 1


def test_land_without_heights_or_slopes_has_no_shade():
    flat = np.zeros((40, 40))
    assert not shaded(flat, (0, 0, 4_000, 4_000), (0, 0, 4_000, 4_000))[0].any()
    slope = -np.tile(np.arange(40.0) * 30, (40, 1))
    slope[:, 20:] = np.nan
    steps, _ = shaded(slope, (0, 0, 4_000, 4_000), (0, 0, 4_000, 4_000))
    assert steps[20, 10] > 0
    assert not steps[:, 20:].any()


def test_a_raster_of_any_crs_gives_the_same_relief(project: Path):
    """In degrees and in metres, as fractions and whole numbers with a value for none."""
    add_relief(project)
    built(project)
    lon, lat = np.meshgrid(np.linspace(9.95, 10.3, 120), np.linspace(0, 0.3, 100))
    geo, path = project / "data" / "geo", project / "seeds" / store.RELIEF
    one = shade_at(store.read_layers(geo)[1]["relief"], lon, lat)
    crs, bounds = METRES
    write_raster(path, crs, bounds, dtype="int16", nodata=-9999, width=500, height=400)
    built(project)
    other = shade_at(store.read_layers(geo)[1]["relief"], lon, lat)
    assert abs(one - other).mean() < 0.05 * one.max()
    assert one.max() > 200
    assert 0.1 < (one > 100).mean() < 0.3, "the steep sides of the ridges"


def test_equal_rasters_make_equal_bytes_and_what_is_built_is_not_read_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
):
    """A layer as any other, with its licence, method and bounds in the catalog."""
    add_relief(project)
    first = built(project)
    (project / "data" / ".cache").unlink()
    assert built(project) == first
    entry = json.loads(first[store.CATALOG])["layers"]["relief"]
    assert entry["licence"] == "public domain"
    assert "azimuth 315°" in entry["method"]
    assert entry["bbox"][0] < 9.95
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "rasterio", None)
        places = project / "seeds" / "places.csv"
        places.write_bytes(places.read_bytes().replace(b"\n", b"\r\n"))
        assert built(project) == first


def test_a_picture_of_much_detail_has_fewer_pixels(project: Path):
    """It is in every page that shows the map."""
    noise = np.random.default_rng(1)
    add_relief(
        project,
        width=1400,
        height=1200,
        heights=lambda lon, lat: noise.uniform(0, 3_000, lon.shape),
    )
    (feature,) = build.relief.relief(store.load_seeds(project / "seeds"))
    assert 100_000 < len(feature.properties["image"]) <= 300_000 * 4 / 3 + 100


def test_without_rasterio_it_is_said_how_to_install_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    path = add_relief(project)
    monkeypatch.setitem(sys.modules, "rasterio", None)
    assert main(["build", "--data", str(project)]) == 1
    printed = capsys.readouterr().err
    assert str(path) in printed
    assert "rasterio" in printed
    assert "pip install 'conflict-map-dashboard[relief]'" in printed


@pytest.mark.parametrize(
    ("box", "bounds"),
    [
        ((35.53, 35.1, 37.27, 36.41), (35.53, 35.1, 37.27, 36.41)),
        ((5.0, 45.0, 15.0, 55.0), (0.0, 60.0, 20.0, 40.0)),
        ((175.0, -5.0, 185.0, 5.0), (170.0, -10.0, 190.0, 10.0)),
        ((175.0, -5.0, 185.0, 5.0), (0.0, -10.0, 360.0, 10.0)),
        ((175.0, -5.0, 185.0, 5.0), (-180.0, -90.0, 180.0, 90.0)),
        ((-85.0, -5.0, -75.0, 5.0), (0.0, -90.0, 360.0, 90.0)),
    ],
    ids=["exact", "south-up", "beyond-180", "to-360", "both-ends", "world"],
)
def test_heights_are_where_they_are_however_a_raster_counts_its_degrees(
    tmp_path: Path, box: tuple[float, ...], bounds: tuple[float, ...]
):
    """The grid reaches to the edges of the area or beyond, with as many points as pixels."""
    crs, metres, margin = mercator(area_of(box))
    path = tmp_path / store.RELIEF
    size = {"width": max(300, int(bounds[2] - bounds[0]) * 10), "dtype": "int16"}
    size["height"] = max(300, int(abs(bounds[3] - bounds[1])) * 10)
    write_raster(path, bounds=bounds, heights=waves, compress="deflate", **size)
    heights, covered = store.heights(path, crs, metres, margin, 300)
    west, south, east, north = in_degrees(area_of(box), covered)
    assert west <= box[0] + 1e-6
    assert east >= box[2] - 1e-6
    assert max(heights.shape) >= 10 * (box[3] - box[1])
    lon = west + (east - west) * (np.arange(heights.shape[1]) + 0.5) / heights.shape[1]
    assert abs(heights[0] - waves(lon, np.array(north))).max() < 5
    assert abs(heights[-1] - waves(lon, np.array(south))).max() < 5


def test_the_relief_of_an_area_over_the_antimeridian_is_in_one_piece(tmp_path: Path):
    """Of a raster in metres, counted from there."""
    path = tmp_path / store.RELIEF
    bounds = (-400_000.0, -400_000.0, 400_000.0, 400_000.0)
    pacific = "+proj=merc +lon_0=180 +datum=WGS84"
    write_raster(path, pacific, bounds, lambda lon, lat: lat * 100 + 200)
    crs, metres, margin = mercator(area_of((179.0, -1.0, 181.0, 1.0)))
    heights, covered = store.heights(path, crs, metres, margin, 100)
    assert not np.isnan(heights).any()
    west, _, east, _ = in_degrees(area_of((179.0, -1.0, 181.0, 1.0)), covered)
    assert west < 179 < 181 < east


def test_a_side_without_a_margin_is_not_faded(tmp_path: Path):
    """The raster ends with the study area in the west, and a little beyond it in the east."""
    box = (9.0, 0.0, 11.0, 1.0)
    crs, metres, margin = mercator(area_of(box))
    path = tmp_path / store.RELIEF
    write_raster(path, bounds=(9.0, -1.0, 11.1, 2.0), heights=waves)
    heights, covered = store.heights(path, crs, metres, margin, 300)
    west, south, east, north = in_degrees(area_of(box), covered)
    assert west == pytest.approx(9.0)
    assert east == pytest.approx(11.1, abs=0.02)
    assert (south, north) == pytest.approx((-0.24, 1.24), abs=0.01)
    falling_eastwards = np.zeros_like(heights) - 500 * np.arange(heights.shape[1])
    steps, _ = shaded(falling_eastwards, covered, metres)
    middle = steps[len(steps) // 2]
    assert middle[2] == middle.max() > DARKEST / 4
    assert middle[-1] <= 1


def area_of(box: tuple[float, ...]) -> StudyArea:
    return StudyArea(bbox=box, land_layer="countries", land_id="x", margin_km=0)


def waves(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Heights that rise to the north, and go up and down along each parallel."""
    return 1_000 + 500 * np.cos(np.radians(4 * lon)) + 10 * lat
