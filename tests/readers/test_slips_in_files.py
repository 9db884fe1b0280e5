"""Slips people make in files and mappings: each is said, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas
import pytest
import shapely
from edits import edited
from followed import files_of

from dashboard.cli import main
from dashboard.store import zipped

_BEGIN = (
    "--languages=en --empty --title=Brenn --bbox=20.0,-1.0,21.0,0.0 --first-day=2001-01-01 "
    "--last-day=2001-06-30 --party=NOR=North --party=SOU=South --party=EAS=East --rest=SOU"
)
_FILES = {
    "places": ("control.csv", "control.toml"),
    "units": ("control.csv", "units.toml"),
    "areas": ("map-2001-01-01.geojson", "areas.toml"),
    "marks": ("brenn-2001-01-01.lua", "marks.toml"),
    "features": ("lines.geojson", "lines.toml"),
    "agreements": ("pax.csv", "pax.toml"),
    "incidents": ("brenn-acled.csv", "acled.toml"),
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data directory: imports into it are dry."""
    folder = tmp_path_factory.mktemp("slips") / "brenn"
    assert main(["new", str(folder), *_BEGIN.split()]) == 0
    return folder


@pytest.fixture
def imported(begun: Path, tmp_path: Path, capsys) -> Callable[[str], str]:
    """Imports files of a kind from the folder of its page, and gives all that is said."""

    def run(kind: str, file: str = "", into: Path = begun) -> str:
        table, mapping = _FILES[kind]
        named = ["--mapping", str(tmp_path / mapping), "--into", str(into), "--dry-run"]
        main(["import", kind, str(tmp_path / (file or table)), *named])
        out, err = capsys.readouterr()
        return out + err

    return run


def _written(kind: str, folder: Path) -> Path:
    for name, content in files_of(f"{kind}.md"):
        content = content.partition("[control]")[0] if name == "acled.toml" else content
        (folder / name).write_text(content, "utf-8")
    return folder / _FILES[kind][0]


@pytest.mark.parametrize(
    ("kind", "file", "before", "after", "message"),
    [
        ("places", "gazetteer.csv", "20.5,-0.5", '"20,5","-0,5"', "10 rows read, 7 used"),
        ("places", "gazetteer.csv", "20.5,-0.5", "-0.5,20.5", "longitude and latitude exchanged?"),
        ("places", "gazetteer.csv", "20.5,-0.5", "20.5E,-0.5", "degrees: '20.5E -0.5'"),
        (
            "places",
            "gazetteer.csv",
            "id,name,lon,lat\n",
            "",
            "-0.2; its first line has to name",
        ),
        (
            "places",
            "control.csv",
            "place,date",
            "place, date",
            "no column date; it has place, ' date'",
        ),
        (
            "places",
            "control.csv",
            "2001-01-0",
            "01/0",
            "refused 7: date '01/01', … is no day written %Y-%m-%d (first: control.csv: row 1)",
        ),
        ("places", "control.csv", "40,2001", "99,2001", "place '99' is none of those whose"),
        ("places", "control.toml", "%Y-%m-%d", "YYYY-MM-DD", "'YYYY-MM-DD' does not say year"),
        ("places", "control.toml", "%Y-%m-%d", "%d.%m.", "'%d.%m.' does not say year, month, day"),
        (
            "places",
            "control.toml",
            'vote = "majority"',
            "",
            "name one, or several and how they vote",
        ),
        (
            "places",
            "control.toml",
            'licence = "CC BY 4.0"',
            'licence = "ODbL"',
            "control.toml:source.licence: there is no licence 'ODbL'; give it under [licence], or",
        ),
        (
            "places",
            "control.toml",
            'kind = "places"',
            'kind = "areas"',
            "control.toml:kind: the mapping is for 'areas'; import areas, or map places",
        ),
        ("marks", "marks.toml", "brenn-%Y-%m-%d", "brenn", "'brenn' does not say year, month, day"),
        ("marks", "marks.toml", "brenn-%Y", "map-%Y", "no day in the file's name written map-%Y"),
        ("marks", "brenn-2001-01-01.lua", "lat =", "y =", "no mark of it is used"),
        ("marks", "brenn-2001-01-01.lua", '"Mitten"', '"Мітте"', "4 rows read, 3 used"),
        ("units", "units.toml", 'id = "name"', 'id = "NAME"', "feature 1 has no NAME; it has name"),
        ("features", "lines.toml", 'id = "name"', 'id = "NAME"', "no NAME; it has name, from, to"),
        (
            "features",
            "lines.toml",
            'features = ["line-1", "line-2"]',
            'features = ["line-1"]',
            "1 feature is on no map (first: line-2): that takes [[recipes]] and [[layers]]",
        ),
        (
            "features",
            "lines.geojson",
            "[20.4, 0.0], [20.4, -1.0]",
            "[0.0, 20.4], [-1.0, 20.4]",
            "are longitude and latitude exchanged?",
        ),
        (
            "areas",
            "areas.toml",
            '"status"',
            '"state"',
            "state is '', which is not mapped; it has status",
        ),
        ("incidents", "brenn-acled.csv", 'change.",3', 'change.",3.0', "7 rows read, 4 used"),
        ("incidents", "brenn-acled.csv", 'change.",3', "change,3", "a quote is not closed"),
        (
            "incidents",
            "brenn-acled.csv",
            "Shells fell on",
            "Shells, fell on",
            "refused 1: a row does not have the 14 fields (first: brenn-acled.csv: row 2)",
        ),
    ],
)
def test_a_slip_is_told_with_what_to_do(
    imported, tmp_path: Path, kind: str, file: str, before: str, after: str, message: str
):
    _written(kind, tmp_path)
    edited(tmp_path / file, before, after)
    output = imported(kind)
    assert message in output, output


def test_areas_with_longitude_and_latitude_exchanged_are_refused(imported, tmp_path: Path):
    """Land that lies nowhere near would leave the whole study area to whoever holds the rest."""
    path = _written("areas", tmp_path)
    west_east = [
        (f"[{x}, {y}]", f"[{y}, {x}]") for x in ("20.0", "21.0") for y in ("-0.4", "-0.5", "0.0")
    ]
    for before, after in west_east:
        if before in path.read_text("utf-8"):
            edited(path, before, after)
    output = imported("areas")
    assert "its areas lie outside the study area; are longitude and latitude exchanged?" in output


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04\x14\x00", "it is a zip archive or a workbook; unpack it, or save its sheet"),
        ("place,date\n".encode("utf-16"), "it is not in UTF-8 but in UTF-16; save it as CSV UTF-8"),
        (b"place,dat\xe9\n", "it is not in UTF-8; save it as CSV UTF-8"),
        (b"place,date,survey,radio,council\n\xe9,2001-01-01,a,b,c\n", "it is not in UTF-8; save"),
        (b"", "control.csv: it is empty"),
        (b"\nplace,date\n", "its first line is empty, and has to name the columns"),
        (b"place,date,survey,radio,council,date\n", "two columns are called date; rename one"),
    ],
)
def test_a_file_that_is_no_table_is_told_what_it_is(
    imported, tmp_path: Path, data: bytes, message: str
):
    _written("places", tmp_path).write_bytes(data)
    assert message in imported("places")


def test_a_folder_stands_for_its_files_of_the_kind(imported, tmp_path: Path):
    _written("marks", tmp_path)
    assert "7 rows read, 6 used" in imported("marks", ".")
    (tmp_path / "none").mkdir()
    assert "none: no file in it ends in .lua" in imported("marks", "none")


def test_where_there_is_no_data_directory_it_is_said_how_to_begin_one(imported, tmp_path: Path):
    _written("places", tmp_path)
    output = imported("places", into=tmp_path / "none")
    assert f"`conflict-map new {tmp_path}/none --empty` begins one" in output


def test_days_in_columns_of_their_own_and_parties_in_several_are_read(imported, tmp_path: Path):
    """As in the ETH/PRIO ceasefire data."""
    (tmp_path / "pax.csv").write_text(
        "cf_id,name,cf_dec_yr,cf_dec_month,cf_dec_day,side_a,side_b,end_yr,end_month,end_day\n"
        "BRE-1,Harvest truce,2001,3,1,Government of Brenn,Front,2001,3,9\n"
        "BRE-2,Winter truce,2001,12,,Government of Brenn,Front,,,\n",
        "utf-8",
    )
    mapping = dict(files_of("agreements.md"))["pax.toml"]
    head, _, _ = mapping.partition("[columns]")
    head = "".join(
        line for line in head.splitlines(True) if not line.startswith(("pax =", "coding"))
    )
    (tmp_path / "pax.toml").write_text(
        f'{head}[columns]\nid = "cf_id"\nname = "name"\nparties = ["side_a", "side_b"]\n'
        'signed = ["cf_dec_yr", "cf_dec_month", "cf_dec_day"]\n[period]\nlast_day = "inclusive"\n'
        'end = ["end_yr", "end_month", "end_day"]\n',
        "utf-8",
    )
    assert "2 rows read, 2 used, 0 refused" in imported("agreements")


@pytest.mark.parametrize(
    ("kind", "file", "used"),
    [
        ("places", "control.csv", "10 rows read, 7 used"),
        ("places", "gazetteer.csv", "10 rows read, 7 used"),
        ("agreements", "pax.csv", "3 rows read, 1 used"),
    ],
)
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_columns_parted_otherwise_are_read(imported, tmp_path: Path, kind, file, used, delimiter):
    """As a spreadsheet saves them in some countries, and as GeoNames does."""
    table = _written(kind, tmp_path).with_name(file)
    table.write_text(table.read_text("utf-8").replace("; ", " & ").replace(",", delimiter), "utf-8")
    assert used in imported(kind)


def test_rows_that_an_open_quote_swallows_are_missed(imported, tmp_path: Path):
    edited(_written("places", tmp_path), "30,2001-01-01", '30,"2001-01-01')
    output = imported("places")
    assert "control.csv: a quote is not closed, or one within a cell is not doubled" in output
    assert "in the row '30,\"2001-01-01,south,south,south'" in output


def test_all_folders_of_kml_are_read(imported, tmp_path: Path):
    _written("areas", tmp_path)
    edited(tmp_path / "areas.toml", '"status"', '"Name"')
    corners = "20,-0.5 21,-0.5 21,0 20,0 20,-0.5"
    folders = "".join(
        f"<Folder><name>{name}</name><Placemark><name>{name}</name><Polygon><outerBoundaryIs>"
        f"<LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "</Placemark></Folder>"
        for name in ("lake", "held by the north")
    )
    (tmp_path / "map-2001-01-01.kml").write_text(
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{folders}</Document></kml>', "utf-8"
    )
    assert "2 rows read, 1 used, 1 refused" in imported("areas", "map-2001-01-01.kml")


def test_what_is_no_area_is_counted_by_why_it_is_none(imported, tmp_path: Path):
    """A feature without a geometry is not left out because the mapping says so."""
    _written("areas", tmp_path)
    area = '{"type": "Polygon", "coordinates": [[[20, -1], [21, -1], [21, 0], [20, 0], [20, -1]]]}'
    point = '{"type": "Point", "coordinates": [20, 0]}'
    north, lake = "held by the north", "lake"
    features = ",".join(
        f'{{"type": "Feature", "properties": {{"status": "{word}"}}, "geometry": {shape}}}'
        for word, shape in ((north, area), (north, "null"), (north, point), (lake, area))
    )
    text = f'{{"type": "FeatureCollection", "features": [{features}]}}'
    (tmp_path / "map-2001-01-01.geojson").write_text(text, "utf-8")
    output = imported("areas", "map-2001-01-01.geojson")
    for reason in ("has no geometry", "has no polygon", "left out, as the mapping says"):
        assert f"refused 1: {reason} (first: map-2001-01-01.geojson)" in output


def test_folders_of_kml_can_say_who_holds_what_is_in_them(imported, tmp_path: Path):
    """As Google's maps are saved, also packed: a folder a party, areas without a word."""
    _written("areas", tmp_path)
    edited(tmp_path / "areas.toml", '"status"', '"folder"')
    corners = "20,-0.5 21,-0.5 21,0 20,0 20,-0.5"
    (tmp_path / "map-2001-01-01.kmz").write_bytes(
        zipped(
            {
                "doc.kml": '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>'
                "<name>held by "
                "the north</name><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
                f"{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
                "</Folder></Document></kml>"
            }
        )
    )
    assert "1 row read, 1 used, 0 refused" in imported("areas", "map-2001-01-01.kmz")


def test_a_property_of_kml_that_is_called_folder_is_not_lost(imported, tmp_path: Path):
    _written("areas", tmp_path)
    edited(tmp_path / "areas.toml", '"status"', '"folder"')
    corners = "20,-0.5 21,-0.5 21,0 20,0 20,-0.5"
    (tmp_path / "map-2001-01-01.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>all</name><Placemark>'
        '<ExtendedData><Data name="folder"><value>held by the north</value></Data></ExtendedData>'
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        "</Folder></Document></kml>"
    )
    assert "1 row read, 1 used, 0 refused" in imported("areas", "map-2001-01-01.kml")


def test_of_several_layers_the_mapping_says_which(imported, tmp_path: Path):
    _written("areas", tmp_path)
    north = {"status": ["held by the north"]}
    frame = geopandas.GeoDataFrame(north, geometry=[shapely.box(20, -0.5, 21, 0)], crs=4326)
    for name in ("one", "two"):
        frame.to_file(tmp_path / "map-2001-01-01.gpkg", layer=name)
    output = imported("areas", "map-2001-01-01.gpkg")
    assert "it has the layers one, two; say in the mapping which is meant" in output
    edited(tmp_path / "areas.toml", "holder", 'layer = "two"\nholder')
    assert "1 row read, 1 used" in imported("areas", "map-2001-01-01.gpkg")
    edited(tmp_path / "areas.toml", '"two"', '"three"')
    assert "no layer 'three'; it has one, two" in imported("areas", "map-2001-01-01.gpkg")


@pytest.mark.parametrize("folder", ["", "some folder/"])
def test_shapefiles_are_read_as_they_are_downloaded(imported, tmp_path: Path, folder: str):
    _written("areas", tmp_path)
    words = {"status": ["held by the north"]}
    frame = geopandas.GeoDataFrame(words, geometry=[shapely.box(20, -0.5, 21, 0)], crs=4326)
    frame.to_crs(32634).to_file(tmp_path / "one.shp")
    shape = {f"{folder}{each.name}": each.read_bytes() for each in tmp_path.glob("one.*")}
    packed = tmp_path / "map-2001-01-01.zip"
    packed.write_bytes(zipped({**shape, "__MACOSX/._one.shp": "", "readme.txt": ""}))
    assert "1 row read, 1 used" in imported("areas", packed.name)

    two = {name.replace("one.", "two."): data for name, data in shape.items()}
    packed.write_bytes(zipped({**shape, **two}))
    assert "it has the layers one, two" in imported("areas", packed.name)
    packed.write_bytes(zipped({**shape, "map.kml": ""}))
    assert "unpack the one meant" in imported("areas", packed.name)
    packed.write_bytes(b"PK")
    assert "it is no zip archive" in imported("areas", packed.name)


@pytest.mark.parametrize(
    ("corners", "output"),
    [
        ("[20, -0.5], [21, -0.5], [21, 0], [20, 0]", "2 rows read, 1 used, 1 refused"),
        (
            "[20, -0.5], [21, 0], [20, -0.5]",
            "the area of NOR has no size: its corners lie on one line",
        ),
        ("[20, NaN], [21, -0.5], [21, 0], [20, NaN]", "no area is in it"),
    ],
)
def test_rings_that_are_none_are_closed_or_refused(imported, tmp_path: Path, corners, output):
    """Programs write rings that do not end where they began."""
    _written("areas", tmp_path)
    ring = "[20.0, -0.4], [21.0, -0.5], [21.0, 0.0], [20.0, 0.0], [20.0, -0.4]"
    edited(tmp_path / "map-2001-01-01.geojson", ring, corners)
    assert output in imported("areas", "map-2001-01-01.geojson")
