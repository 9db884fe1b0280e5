"""Dated areas: docs/readers/areas.md as it stands, and sixty days of maps with what goes wrong."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import shapely

from dashboard.archive import Archive
from dashboard.cli import main
from dashboard.store import load_seeds

FIRST = dt.date(2001, 1, 1)
MAPPING = """
kind = "areas"
holder = "status"
certainty = "medium"
precision_m = 200
order = ["NOR", "EAS"]
[source]
id = "maps"
title = "Daily maps"
publisher = "Survey"
url = "https://example.org/maps"
kind = "database"
licence = "own work"
[values]
north = "NOR"
east = "EAS"
lake = ""
"""


def map_text(*areas: tuple[str, shapely.Geometry], **members: object) -> str:
    features = [
        {"type": "Feature", "properties": {"status": word}, "geometry": shapely.geometry.mapping(g)}
        for word, g in areas
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


def north(number: int, beside: float = 0.0) -> shapely.Geometry:
    """The north's land: a third of it taken in January, a corner lost again in February."""
    edge = -0.4 - 0.01 * min(number, 30) - beside
    corner = 0.2 if number > 40 else 0.0
    return shapely.Polygon(
        [(19.9, edge), (21 - corner, edge), (21.1, edge + corner), (21, 0.1), (19.9, 0.1)]
    )


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sixty daily maps, one with a boundary drawn anew, and others that are bad."""
    folder = tmp_path_factory.mktemp("maps")
    east = shapely.Polygon([(20.7, -1.1), (21.1, -1.1), (21.1, -0.3), (20.7, -0.3)])
    for number in range(60):
        day = FIRST + dt.timedelta(days=number)
        beside = 0.0014 if number >= 35 else 0.0  # 150 m
        point = shapely.Point(20.5, -0.5, 100.0)
        text = map_text(("north", north(number, beside)), ("east", east), ("lake", point))
        (folder / f"{day}.geojson").write_text(text, "utf-8")
    bow = shapely.Polygon([(20, -0.7), (21, 0), (21, -0.7), (20, 0), (20, -0.7)])
    square = shapely.box(20, -0.5, 21, 0)
    utm = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32733"}}}
    bad = {
        "2202-02-02": map_text(("north", square)),
        "2001-13-01": map_text(("north", square)),
        "overview": map_text(("north", square)),
        "2001-01-05-again": map_text(("north", square)),
        "2001-03-05": map_text(),
        "2001-03-06": map_text(("south", square)),
        "2001-03-07": map_text(("north", shapely.box(5e5, 9.9e6, 6e5, 1e7))),
        "2001-03-08": '{"type": "FeatureCollection", "features": [',
        "2001-03-09": map_text(("north", bow)),
        "2001-03-10": map_text(("north", shapely.box(5e5, 9.9e6, 6e5, 1e7)), **utm),
    }
    for name, text in bad.items():
        (folder / f"{name}.geojson").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a mapping and a data directory without maps."""
    folder = tmp_path_factory.mktemp("brenn")
    (folder / "areas.toml").write_text(MAPPING, "utf-8")
    asked = ["--bbox", "20,-1,21,0", "--first-day", "2001-01-01", "--last-day", "2001-03-10"]
    parties = ["--party", "NOR=North", "--party", "SOU=South", "--party", "EAS=East"]
    new = [
        "new",
        str(folder / "d"),
        "--empty",
        "--languages",
        "en",
        "--title",
        "Brenn",
        "--rest",
        "SOU",
    ]
    assert main([*new, *asked, *parties]) == 0
    return folder


def imported(begun: Path, maps: Path) -> int:
    into = ["--mapping", str(begun / "areas.toml"), "--into", str(begun / "d")]
    return main(["import", "areas", str(maps), *into])


def test_the_page_can_be_followed_to_a_map(followed: Path):
    assert main(["check", "--data", str(followed / "brenn")]) == 0
    archive = Archive.load(followed / "brenn")
    (event,) = archive.events.values()
    assert (event.day_earliest, event.day) == (dt.date(2001, 1, 2), dt.date(2001, 1, 4))
    assert (event.from_party, event.to_party) == ("SOU", "NOR")


def test_sixty_days_come_in_and_what_is_bad_is_named(begun, maps, capsys):
    assert imported(begun, maps) == 0
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
    sixty = [FIRST + dt.timedelta(days=number) for number in range(60)]
    sixty.remove(dt.date(2001, 1, 5))  # two maps of it: nobody said which counts
    assert days == [*sixty, dt.date(2001, 3, 9), dt.date(2001, 3, 10)]
    assert imported(begun, maps) == 0
    assert "published_areas.csv: 0 new, 61 there already" in capsys.readouterr().out


def test_the_maps_become_a_data_set(begun, maps):
    """What is published is what is held; the boundary drawn anew is told apart."""
    imported(begun, maps)
    data = str(begun / "d")
    assert main(["check", "--data", data]) == 0
    assert main(["build", "--data", data]) == 0
    assert main(["check", "--data", data]) == 0
    archive = Archive.load(data)
    redrawn = {event.day for event in archive.events.values() if event.basis == "redrawn"}
    assert redrawn == {FIRST + dt.timedelta(days=35)}
    held = archive.as_of("2001-02-10").area_by_party()
    area = shapely.intersection(north(40, 0.0014), shapely.box(20, -1, 21, 0)).area
    assert held["NOR"] / sum(held.values()) == pytest.approx(area, abs=5e-4)
    assert (
        main(["brief", "--data", data, "--date", "2001-02-20", "--format", "png", "-o", str(begun)])
        == 0
    )
