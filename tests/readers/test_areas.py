"""Dated areas: docs/readers/areas.md as it stands, and what goes wrong in sixty days of maps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import shapely
from conflicts import collection, daily_maps, nth_day
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Archive
from dashboard.cli import main
from dashboard.store import load_seeds

CONFLICT = daily_maps()


def map_of(word: str = "", shape: BaseGeometry | None = None, **members: object) -> str:
    return collection([({"status": word}, shape)] if shape else [], **members)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty daily maps and others that are bad, their mapping, a data directory without maps."""
    folder = tmp_path_factory.mktemp("brenn")
    bow = shapely.Polygon([(20, -0.7), (21, 0), (21, -0.7), (20, 0), (20, -0.7)])
    square, metric = shapely.box(20, -0.5, 21, 0), shapely.box(5e5, 9.9e6, 6e5, 1e7)
    utm = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32733"}}}
    bad = {
        "2001-13-01": map_of("north", square),
        "overview": map_of("north", square),
        "2001-01-05-again": map_of("north", square),
        "2001-03-05": map_of(),
        "2001-03-06": map_of("south", square),
        "2001-03-07": map_of("north", metric),
        "2001-03-08": '{"type": "FeatureCollection", "features": [',
        "2001-03-09": map_of("north", bow),
        "2001-03-10": map_of("north", metric, **utm),
    }
    CONFLICT.write_files(folder)
    for name, text in bad.items():
        (folder / "maps" / f"{name}.geojson").write_text(text, "utf-8")
    assert main(["new", str(folder / "d"), *CONFLICT.new, "--last-day=2001-03-10"]) == 0
    return folder


def imported(begun: Path) -> int:
    into = ["--mapping", str(begun / "areas.toml"), "--into", str(begun / "d")]
    return main(["import", "areas", str(begun / "maps"), *into])


def test_the_page_can_be_followed_to_a_map(followed: Path):
    assert main(["check", "--data", str(followed / "brenn")]) == 0
    archive = Archive.load(followed / "brenn")
    (event,) = archive.events.values()
    assert (event.day_earliest, event.day) == (dt.date(2001, 1, 2), dt.date(2001, 1, 4))
    assert (event.from_party, event.to_party) == ("SOU", "NOR")


def test_sixty_days_come_in_and_what_is_bad_is_named(begun, capsys):
    assert imported(begun) == 0
    output = capsys.readouterr().out
    for reason in (
        "2202-02-02 is outside the series",
        "'2001-13-01' is no day written %Y-%m-%d (first: 2001-13-01.geojson)",
        "there is no day in the file's name written %Y-%m-%d (first: overview.geojson)",
        "2001-01-05 is that of 2001-01-05",
        "no feature is in it (first: 2001-03-05.geojson)",
        "status is 'south', which is not mapped (first: 2001-03-06.geojson)",
        "the areas reach off the globe",
        "(first: 2001-03-08.geojson)",
        "1 areas with invalid rings were mended",
    ):
        assert reason in output, output
    days = [row.day for row in load_seeds(begun / "d" / "seeds").published_areas]
    sixty = [nth_day(number) for number in range(60)]
    sixty.remove(dt.date(2001, 1, 5))  # two maps of it: nobody said which counts
    assert days == [*sixty, dt.date(2001, 3, 9), dt.date(2001, 3, 10)]
    assert imported(begun) == 0
    assert "published_areas.csv: 0 new, 61 there already" in capsys.readouterr().out
