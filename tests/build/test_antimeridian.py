"""A study area over the antimeridian: one count of longitudes inside, the usual one outside."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import shapely
from conflicts import collection, source

from dashboard.annotations import read_annotations
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec
from dashboard.briefing.gis import features
from dashboard.cli import main
from dashboard.derive.antimeridian import continued, geometry_continued, within_180
from dashboard.mapview import map_view
from dashboard.records import StudyArea
from dashboard.views.choice import Choice

FIRST, LAST = dt.date(2001, 1, 1), dt.date(2001, 1, 3)
AREA = StudyArea(bbox=(177, -20, 182, -15), land_layer="countries", land_id=("land",), margin_km=15)
MAPPING = f"""kind = "areas"
holder = "who"
certainty = "medium"
precision_m = 300
{source("maps", "Maps")}
[values]
north = "NOR"
"""


def test_longitudes_go_on_where_the_study_area_does():
    assert [continued(lon, AREA) for lon in (177, -179, -0.5, 0)] == [177, 181, -0.5, 0]
    usual = AREA.model_copy(update={"bbox": (170, -20, 180, -15)})
    assert continued(-179, usual) == -179


def test_parts_on_either_side_meet_and_what_is_far_stays_whole():
    halves = shapely.union_all([shapely.box(178, -18, 180, -17), shapely.box(-180, -18, -179, -17)])
    whole = geometry_continued(halves, AREA)
    assert shapely.union_all(whole).equals(shapely.box(178, -18, 181, -17))
    uncut = shapely.Polygon([(178, -18), (-179, -18), (-179, -17), (178, -17)])
    assert geometry_continued(uncut, AREA).equals(shapely.box(178, -18, 181, -17))
    far = shapely.box(-5, 40, 5, 50)  # round the meridian opposite
    assert geometry_continued(far, AREA).equals(far)


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        (shapely.Point(181, -17), shapely.Point(-179, -17)),
        (shapely.box(177, -18, 179, -17), shapely.box(177, -18, 179, -17)),
        (
            shapely.LineString([(179, -17), (181, -17)]),
            shapely.MultiLineString([[(179, -17), (180, -17)], [(-180, -17), (-179, -17)]]),
        ),
    ],
)
def test_files_for_others_are_cut_at_the_antimeridian(inside, outside):
    assert within_180(inside).equals(outside)


def test_an_area_keeps_its_land_when_it_is_cut():
    cut = within_180(shapely.box(178, -18, 181, -17))
    assert (cut.bounds[0], cut.bounds[2]) == (-180, 180)
    assert cut.area == pytest.approx(3)


@pytest.fixture(scope="module")
def fiji(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of two maps over the antimeridian, cut there as GeoJSON wants it, and built."""
    folder = tmp_path_factory.mktemp("antimeridian")
    west, far = shapely.box(177, -17, 180, -15), shapely.box(-180, -17, -178, -15)
    maps = {FIRST: [west], LAST: [west, far]}
    (folder / "maps").mkdir()
    for day, shapes in maps.items():
        text = collection([({"who": "north"}, shape) for shape in shapes])
        (folder / "maps" / f"{day}.geojson").write_text(text, "utf-8")
    (folder / "areas.toml").write_text(MAPPING, "utf-8")
    parties = ["--party=NOR=North", "--party=SOU=South", "--rest=SOU"]
    series = [f"--first-day={FIRST}", f"--last-day={LAST}"]
    new = ["--empty", "--languages=en", "--title=Isles", "--bbox=177,-20,-178,-15"]
    data, mapping = str(folder / "d"), str(folder / "areas.toml")
    assert main(["new", data, *new, *series, *parties]) == 0
    maps_in = ["import", "areas", str(folder / "maps"), "--mapping", mapping, "--into", data]
    assert main(maps_in) == 0
    assert main(["build", "--data", data]) == 0
    return folder / "d"


def test_land_on_both_sides_is_one_map(fiji: Path):
    archive = Archive.load(fiji)
    areas = {day: archive.as_of(day).area_by_party() for day in (FIRST, LAST)}
    # of 5 by 5 degrees the north has 3 by 2, then 5 by 2
    assert areas[FIRST]["NOR"] / areas[LAST]["NOR"] == pytest.approx(3 / 5, abs=1e-3)
    west, _, east, _ = shapely.total_bounds([f.geometry for f in archive.layers["control_areas"]])
    assert (west, east) == (177, 182)
    limits = map_view(archive.dataset)
    assert limits.west < 177
    assert 182 < limits.east <= 360


def test_its_links_and_annotations_reach_beyond_180(fiji: Path):
    archive = Archive.load(fiji)
    choice, refused = Choice.from_query({"at": "-17_181_8"}, archive)
    assert (choice.at, refused) == ("-17.0000_181.0000_8", ())
    (note,) = read_annotations("-17 -179: ashore", archive, "notes")
    assert note.at == (181, -17)


def test_its_data_files_have_usual_longitudes(fiji: Path):
    archive = Archive.load(fiji)
    spec = BriefSpec(kind="situation", day=LAST, produced_on=LAST, format="geojson")
    shapes = [f.geometry for held in features(archive, spec).values() for f in held]
    west, _, east, _ = shapely.total_bounds(shapes)
    assert (west, east) == (-180, 180)
    assert shapely.is_valid(shapes).all()


def test_check_finds_nothing_wrong(fiji: Path, capsys):
    assert main(["check", "--data", str(fiji)]) == 0
    land = json.loads((fiji / "seeds" / "basemap" / "countries.geojson").read_text("utf-8"))
    assert shapely.geometry.shape(land["features"][0]["geometry"]).bounds[2] > 182
