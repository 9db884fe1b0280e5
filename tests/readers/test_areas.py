"""Dated areas: docs/readers/areas.md as it stands, and what goes wrong in sixty days of maps."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import shapely
from conflicts import collection, daily_maps
from shapely.geometry.base import BaseGeometry
from world import nth_day

from dashboard.archive import Archive
from dashboard.cli import main
from dashboard.readers.days import PeriodColumns
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
    return main(["import", "areas", str(begun / "maps"), *into, "--list", str(begun / "bad.csv")])


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
        "1 area with invalid rings was repaired",
    ):
        assert reason in output, output
    listed = (begun / "bad.csv").read_text("utf-8")
    assert "2001-03-06.geojson,\"status is 'south', which is not mapped\"" in listed, listed
    days = [row.day for row in load_seeds(begun / "d" / "seeds").published_areas]
    sixty = [nth_day(number) for number in range(60)]
    sixty.remove(dt.date(2001, 1, 5))  # two maps of it: nobody said which counts
    assert days == [*sixty, dt.date(2001, 3, 9), dt.date(2001, 3, 10)]
    assert imported(begun) == 0
    assert "published_areas.csv: 0 new, 61 there already" in capsys.readouterr().out


# --- areas with periods ---------------------------------------------------------------------------


def periods_imported(brenn: Path, features: list[dict[str, str]]) -> int:
    """Import squares of 20,-1,21,0 with these properties into a data directory without maps."""
    shapes = [({"holder": "North", **each}, shapely.box(20, -0.5, 21, 0)) for each in features]
    (brenn / "some.geojson").write_text(collection(shapes), "utf-8")
    parties = ["--party=NOR=North", "--party=SOU=South", "--party=EAS=East", "--rest=SOU"]
    series = ["--first-day=2001-01-01", "--last-day=2001-03-31"]
    new = ["--empty", "--languages=en", "--title=Brenn", "--bbox=20,-1,21,0", *series, *parties]
    assert main(["new", "some", *new]) == 0
    return main(["import", "areas", "some.geojson", "--mapping", "holders.toml", "--into", "some"])


def test_areas_with_periods_change_hands_on_the_very_day(followed: Path):
    assert main(["check", "--data", str(followed / "periods")]) == 0
    archive = Archive.load(followed / "periods")
    changes = {(e.day, e.day_earliest, e.from_party, e.to_party) for e in archive.events.values()}
    february, march = dt.date(2001, 2, 1), dt.date(2001, 3, 10)
    assert changes == {(february, None, "SOU", "NOR"), (march, None, "SOU", "EAS")}


def test_a_second_run_of_periods_adds_nothing(brenn: Path, capsys):
    before = {p: p.read_bytes() for p in (brenn / "periods" / "seeds").rglob("*") if p.is_file()}
    files = ["holders.geojson", "--mapping", "holders.toml", "--into", "periods"]
    assert main(["import", "areas", *files]) == 0
    assert "published_areas.csv: 0 new, 5 there already" in capsys.readouterr().out
    assert {p: p.read_bytes() for p in before} == before


def test_a_feature_whose_days_cannot_be_read_leaves_no_map_without_it(brenn: Path, capsys):
    good = {"from": "2001-02-01", "to": "open"}
    assert periods_imported(brenn, [good, {"from": "2001-02-30", "to": "open"}]) == 1
    out = capsys.readouterr().out
    assert "2 rows read, 0 used, 1 refused" in out
    assert "'2001-02-30' is no day written %Y-%m-%d (first: some.geojson: feature 2)" in out
    assert "3 days of change have no map (first: 2001-01-01: some.geojson: feature 2: " in out


def test_a_day_on_which_two_parties_overlap_has_no_map(brenn: Path, capsys):
    north = {"from": "2001-01-01", "to": "2001-02-01"}  # inclusive: both hold it that day
    east = {"holder": "East", "from": "2001-02-01", "to": "open"}
    assert periods_imported(brenn, [north, east]) == 0
    out = capsys.readouterr().out
    assert "1 day of change has no map (first: 2001-02-01: areas of EAS and NOR overlap" in out
    assert not re.search(r"\b1 \w+s\b", out)
    days = [row.day for row in load_seeds(brenn / "some" / "seeds").published_areas]
    assert days == [dt.date(2001, 1, 1), dt.date(2001, 1, 31), dt.date(2001, 2, 2)]


@pytest.mark.parametrize(
    ("date_format", "end", "first_after"),
    [
        ("%Y-%m-%d", "2001-02-28", dt.date(2001, 3, 1)),
        ("%m/%Y", "02/2001", dt.date(2001, 3, 1)),
        ("%Y", "2001", dt.date(2002, 1, 1)),
    ],
)
def test_the_last_month_or_year_counts_as_a_whole(date_format, end, first_after):
    columns = PeriodColumns(end="to", last_day="inclusive", date_format=date_format)
    assert columns.read({"to": end}).valid_to == first_after


def test_a_mapping_of_days_and_periods_is_refused(brenn: Path, capsys):
    mapping = brenn / "holders.toml"
    mapping.write_text(mapping.read_text("utf-8") + '\n[day]\nproperty = "day"\n', "utf-8")
    files = ["holders.geojson", "--mapping", "holders.toml", "--into", "periods"]
    assert main(["import", "areas", *files]) == 1
    assert "day and period are given" in capsys.readouterr().out
