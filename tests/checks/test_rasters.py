"""What is no raster of heights of the study area is refused, and it is said what is wanted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from edits import edited
from rasterio.crs import CRS
from reliefs import DEGREES, add_relief, ridges, write_raster

from dashboard import checks, store

FAR = (30.0, 10.0, 31.0, 11.0)
WORLD = (-180.0, -90.0, 180.0, 90.0)
HALF = (9.8, -0.1, 10.1, 0.45)


def found(project: Path) -> list[str]:
    return list(map(str, checks.check(checks.subject_of(project / "seeds"))))


def test_a_raster_that_is_described_is_sound(project: Path):
    add_relief(project)
    assert found(project) == []


@pytest.mark.parametrize(
    ("raster", "reason"),
    [
        ({"count": 3}, "it has 3 bands; give heights alone"),
        ({"crs": None}, "it has no CRS; write the CRS"),
        ({"bounds": FAR}, "it reaches [30.0, 10.0, 31.0, 11.0], which is nothing of the study"),
        ({"bounds": HALF}, "it reaches [9.8, -0.1, 10.1, 0.45], which is not all of the study"),
        (
            {"heights": lambda x, y: ridges(x, y) - 9999},
            "its heights are from -9996 to -9102; give metres",
        ),
        ({"heights": lambda x, y: 3.28 * 10 * ridges(x, y)}, "give metres"),
        ({"heights": lambda x, y: x * np.nan}, "it has no value in the study area"),
        ({"bounds": WORLD}, "it has 0 pixels over the longer side of the study area; give a finer"),
        (
            {"bounds": FAR[:1] + FAR[3:] + FAR[2:3] + FAR[1:2]},
            "it reaches [30.0, 10.0, 31.0, 11.0]",
        ),
    ],
    ids=["bands", "crs", "elsewhere", "half", "no-value", "feet", "empty", "coarse", "south-up"],
)
def test_a_raster_of_something_else_is_refused(project: Path, raster: dict, reason: str):
    path = add_relief(project)
    write_raster(path, **{"crs": DEGREES[0], **raster})
    (line,) = found(project)
    assert line.startswith("seeds/basemap/relief.tif: ")
    assert reason in line
    assert line.endswith("(relief-raster)")


def test_a_file_that_is_cut_or_no_raster_is_refused(project: Path):
    path = add_relief(project)
    whole = path.read_bytes()
    for part in (b"", b"not a raster\n", whole[:2_000], whole[: len(whole) // 2]):
        path.write_bytes(part)
        (line,) = found(project)
        assert line.startswith("seeds/basemap/relief.tif: it cannot be read as a GeoTIFF")


def test_a_crs_that_is_nowhere_on_earth_is_refused(project: Path):
    path = add_relief(project)
    with rasterio.open(path, "r+") as raster:
        raster.crs = CRS.from_wkt('LOCAL_CS["site plan", UNIT["metre", 1]]')
    (line,) = found(project)
    assert "give a whole GeoTIFF of heights with a geographic or projected CRS" in line


def test_statistics_that_a_program_leaves_beside_a_raster_are_no_seeds(project: Path):
    path = add_relief(project)
    path.with_name("relief.tif.aux.xml").write_text("<PAMDataset/>", encoding="utf-8")
    assert found(project) == []


def test_a_file_too_large_to_be_kept_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch):
    path = add_relief(project)
    monkeypatch.setattr(store.raster, "_MOST_PIXELS", 50_000)
    (line,) = found(project)
    assert "it has 300 × 250 pixels; resample it" in line
    path.write_bytes(path.read_bytes() + bytes(21_000_000))
    (line,) = found(project)
    assert "the file has 21 MB; resample it, to 20 MB at most" in line


def test_a_raster_and_its_description_go_together(project: Path):
    """Neither without the other; a source and a licence that are known, its credit named."""
    path, dataset = add_relief(project), project / "seeds" / store.DATASET
    licences = project / "seeds" / store.LICENCES
    edited(licences, 'id = "public domain"', 'id = "public domain"\ncredit = "the surveyors"', 1)
    (line,) = found(project)
    assert line == (
        "seeds/dataset.toml:attribution: the credit of the relief is not named: the surveyors; "
        "add it (relief-raster)"
    )
    edited(dataset, 'attribution = "Invented"', 'attribution = "Invented, the surveyors"')
    assert found(project) == []
    edited(dataset, '[relief]\nsources = ["atlas"]', '[relief]\nsources = ["nobody"]')
    assert ["unknown-source" in line for line in found(project)] == [True]
    edited(dataset, '[relief]\nsources = ["nobody"]', '[relief]\nsources = ["atlas"]')
    path.unlink()
    (line,) = found(project)
    assert "seeds/dataset.toml:relief: there is no raster" in line
    write_raster(path)
    edited(
        dataset, '[relief]\nsources = ["atlas"]\nlicence = "public domain"\nprecision_m = 90\n', ""
    )
    (line,) = found(project)
    assert "nothing says whose seeds/basemap/relief.tif is" in line
