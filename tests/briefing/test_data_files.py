"""Data files, opened with GDAL, sqlite and a CSV reader: equal to the Snapshot they are of."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas
import pandas as pd
import pyarrow.parquet
import pyogrio
import pytest
import shapely
from briefs import DAY, EARLIER, spec_of
from world import archive_of

from dashboard import wording
from dashboard.analysis.scenarios import across, scenario_days
from dashboard.analysis.situation import difference, situation
from dashboard.briefing import DATA, qml, render
from dashboard.briefing.hxl import SERIES, columns_of
from dashboard.briefing.spec import GEODATA
from dashboard.records import Text
from dashboard.style import Style

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture
def saved(make, tmp_path: Path):
    def save(form: str, **fields: object) -> Path:
        path = tmp_path / f"file.{form}"
        path.write_bytes(make(format=form, **fields))
        return path

    return save


def test_a_geopackage_holds_the_snapshot(archive, saved):
    """As many features, with the same attributes and geometry."""
    frame = pyogrio.read_dataframe(saved("gpkg"), layer="control_areas")
    held = {f.id: f for f in archive.as_of(DAY).features("control_areas")}
    assert set(frame["id"]) == set(held)
    for row in frame.itertuples():
        feature = held[row.id]
        assert row.controller == feature.properties["controller"]
        assert row.area_km2 == pytest.approx(feature.properties["area_km2"])
        assert pd.Timestamp(row.valid_from).date() == feature.period.valid_from
        ours, theirs = shapely.normalize(row.geometry), shapely.normalize(feature.geometry)
        assert shapely.equals_exact(ours, theirs, 1e-7)


def test_a_geopackage_says_what_it_is_and_keeps_no_clock(saved):
    """Its notes travel with it; the time of writing does not."""
    with sqlite3.connect(saved("gpkg")) as database:
        notes = dict(database.execute("SELECT name, value FROM about"))
        times = {row[0] for row in database.execute("SELECT last_change FROM gpkg_contents")}
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    assert notes["as_of"] == DAY.isoformat()
    assert notes["version"]
    assert times == {"2002-03-04T00:00:00.000Z"}


def test_how_often_a_geopackage_was_changed_is_not_told(saved):
    """The library makes more changes of one file in a Turkish locale."""
    head = saved("gpkg").read_bytes()[:100]
    assert (head[24:28], head[92:96]) == (b"\0\0\0\1", b"\0\0\0\1")


def test_every_layer_has_the_style_qgis_opens_it_with(saved):
    """One default style a layer, well formed, with a category for every class in the table."""
    path = saved("gpkg")
    with sqlite3.connect(path) as database:
        styles = dict(
            database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault")
        )
    database.close()
    layers = [name for name, kind in pyogrio.list_layers(path) if kind]
    assert set(styles) == set(layers)
    for name in layers:
        renderer = ET.fromstring(styles[name].split("\n", 1)[1]).find("renderer-v2")
        categories = {c.get("value") for c in renderer.iter("category")}
        assert categories == set(pyogrio.read_dataframe(path, layer=name)["class"])
        assert len(renderer.find("symbols")) == len(categories)


def test_an_area_that_is_drawn_as_a_line_is_one_in_qgis():
    """A stripe along the inside of its edge, over its casing; nothing is filled."""
    table = {"band": Style(stroke="#A080C0", weight=4.0, casing="#FFFFFF", inside=True)}
    symbols = ET.fromstring(qml.style(["band"], table, "Polygon").split("\n", 1)[1]).find(
        ".//symbols"
    )
    drawn = [layer.get("class") for layer in symbols.iter("layer")]
    options = [(o.get("name"), o.get("value")) for o in symbols.iter("Option")]
    assert drawn == ["SimpleLine"] * 2
    assert options.count(("draw_inside_polygon", "1")) == 2
    assert ("line_width", f"{2 * 4.0 * 0.28}") in options


def test_qgis_is_told_which_columns_hold_the_period(saved):
    """Its clock shows on each day what holds then; an end is the first day after."""
    path = saved("gpkg")
    with sqlite3.connect(path) as database:
        styles = [row[0] for row in database.execute("SELECT styleQML FROM layer_styles")]
    database.close()
    for style in styles:
        temporal = ET.fromstring(style.split("\n", 1)[1]).find("temporal")
        assert (temporal.get("startField"), temporal.get("endField")) == ("valid_from", "valid_to")
        assert (temporal.get("mode"), temporal.get("limitMode")) == ("2", "0")


def test_geojson_holds_every_layer_of_the_snapshot(archive, saved):
    """Counts by layer, and the file is one GDAL reads."""
    path = saved("geojson")
    read = json.loads(path.read_text("utf-8"))
    counted: dict[str, int] = {}
    for feature in read["features"]:
        counted[feature["properties"]["layer"]] = counted.get(feature["properties"]["layer"], 0) + 1
    for name, count in counted.items():
        assert count == len(archive.as_of(DAY).features(name))
    assert read["metadata"]["as_of"] == DAY.isoformat()
    assert pyogrio.read_info(path)["features"] == len(read["features"])


def test_a_difference_carries_both_states(archive, saved):
    """Data of two dates are the data of either."""
    ids = {
        f["id"]
        for f in json.loads(saved("geojson", kind="difference", since=EARLIER).read_text("utf-8"))[
            "features"
        ]
    }
    for day in (EARLIER, DAY):
        assert {f.id for f in archive.as_of(day).features("control_areas")} <= ids


SEVERAL = [
    {"kind": "difference", "since": EARLIER},
    {"kind": "sequence", "dates": (EARLIER, dt.date(2001, 3, 1), DAY)},
    {"kind": "situation", "dates": (EARLIER, DAY)},
    {"kind": "agreement"},
    {"kind": "agreement", "day": dt.date(2001, 1, 20)},
]


def exported_days(form: str, path: Path) -> list[tuple[str, str | None, object, object]]:
    """Id, days it is told to hold on, first day and end of every feature of a file."""
    if form == "geojson":
        read = [(f["id"], f["properties"]) for f in json.loads(path.read_text("utf-8"))["features"]]
        return [(i, p["as_of"], p["valid_from"], p["valid_to"]) for i, p in read]
    found = []
    for name, kind in pyogrio.list_layers(path):
        if kind:
            frame = pyogrio.read_dataframe(path, layer=name, datetime_as_string=True)
            rows = frame[["id", "as_of", "valid_from", "valid_to"]].astype(object)
            found += rows.where(rows.notna(), None).itertuples(index=False, name=None)
    return found


@pytest.mark.parametrize("form", ["gpkg", "geojson"])
@pytest.mark.parametrize("asked", SEVERAL, ids=lambda asked: "-".join(map(str, asked.values())))
def test_a_feature_holds_on_the_days_it_is_told_to(archive, saved, form, asked):
    """Of the days asked for all on which it holds, and no other: the state of each can be found."""
    days = {asked.get("day", DAY), *asked.get("dates", ())}
    days |= {asked["since"]} if "since" in asked else set()
    rows = exported_days(form, saved(form, **asked))
    assert rows
    for _, listed, start, end in rows:
        first, last = (dt.date.fromisoformat(str(d)[:10]) if d else None for d in (start, end))
        held = {d for d in days if (not first or first <= d) and (not last or d < last)}
        assert {dt.date.fromisoformat(d) for d in str(listed or "").split(";") if d} == held
    for day in days:
        ids = {i for i, listed, *_ in rows if listed and day.isoformat() in str(listed)}
        assert {f.id for f in archive.as_of(day).features("control_areas")} <= ids


@pytest.mark.parametrize("asked", SEVERAL[:3], ids=lambda asked: "-".join(map(str, asked.values())))
def test_a_row_of_csv_tells_who_held_the_place_on_its_day(archive, make, asked):
    """Who, and since when."""
    _, rows = rows_of(make(format="csv", **asked))
    for row in rows:
        spell = archive.as_of(dt.date.fromisoformat(row["as_of"])).spell(row["place"])
        assert row["controller"] == (spell.properties["controller"] or "")
        assert not row["held_since"] or row["held_since"] <= row["as_of"]


def test_kml_time_spans_hold_on_the_days_features_hold(archive, saved):
    """A globe's time slider shows on each day what the map shows."""
    path = saved("kml", kind="sequence", dates=(EARLIER, dt.date(2001, 3, 1), DAY))
    root = ET.fromstring(path.read_bytes())
    spans = {}
    for mark in root.iter(f"{KML}Placemark"):
        span = mark.find(f"{KML}TimeSpan")
        ends = [
            span.findtext(f"{KML}{tag}") if span is not None else None for tag in ("begin", "end")
        ]
        spans[mark.get("id")] = [dt.date.fromisoformat(end) if end else None for end in ends]
    days = (EARLIER, dt.date(2001, 3, 1), DAY)
    assert spans
    for day in days:
        shown = {
            id_
            for id_, (begin, end) in spans.items()
            if id_.startswith("control.")
            and (not begin or begin <= day)
            and (not end or day <= end)
        }
        assert shown == {f.id for f in archive.as_of(day).features("control_areas")}


@pytest.mark.parametrize("dissolved", [False, True])
def test_kml_names_what_it_shows_in_words(archive, make, dissolved):
    """Whoever presses an area or a line in a globe reads who holds it, and no id."""
    root = ET.fromstring(make(format="kml", dissolved=dissolved))
    marks = {mark.get("id"): mark.findtext(f"{KML}name") for mark in root.iter(f"{KML}Placemark")}
    assert not set(marks) & set(marks.values())
    parties = {party.short["en"] for party in archive.dataset.parties}
    lines = {name for ident, name in marks.items() if ident.startswith("contact.")}
    assert lines
    assert all(set(name.split(" – ")) <= parties for name in lines)


def test_kml_styles_are_all_there(saved):
    """No feature asks for a style the file does not define."""
    root = ET.fromstring(saved("kml").read_bytes())
    defined = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    assert {node.text for node in root.iter(f"{KML}styleUrl")} <= defined


def rows_of(data: bytes) -> tuple[dict, list[dict]]:
    tags, *rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    return tags, rows


def test_csv_has_a_row_of_tags_and_one_a_place(archive, make):
    """HXL tags in the second row, P-codes as entered, holders as in the Snapshot."""
    tags, rows = rows_of(make(format="csv"))
    assert tags == dict(columns_of(archive.dataset))
    assert all(tag.startswith("#") for tag in tags.values())
    state = archive.as_of(DAY)
    assert {r["place"]: r["controller"] for r in rows} == {
        cell: state.spell(cell).properties["controller"] for cell in archive.cells
    }
    for row in rows:
        assert row["district_code"] == archive.places[row["place"]].unit("district")[1]


def test_csv_of_a_difference_says_what_changed(archive, make):
    """The same places the Change names."""
    _, rows = rows_of(make(format="csv", kind="difference", since=EARLIER))
    changed = {row["place"] for row in rows if row["changed"] == "yes"}
    assert changed == set(archive.between(EARLIER, DAY).places())


def test_names_that_look_like_formulas_and_markup_stay_words(invented):
    """A spreadsheet must not run a place name, nor XML end at one."""
    name = "=1+1</name><script>"
    odd = replace(
        invented.seeds,
        places=tuple(
            p.model_copy(update={"name": Text({"en": name})}) for p in invented.seeds.places
        ),
    )
    archive = archive_of(odd)
    words = wording.load("en")
    _, rows = rows_of(render(archive, words, spec_of(format="csv")))
    assert {row["name_en"] for row in rows} == {f"'{name}"}
    root = ET.fromstring(render(archive, words, spec_of(format="kml")))
    shown = "=1+1‹/name›‹script›"  # Google Earth would take a tag in a name for HTML
    assert shown in {node.findtext(f"{KML}name") for node in root.iter(f"{KML}Placemark")}


@pytest.mark.parametrize("form", DATA)
def test_no_layers_wanted_leaves_the_base_map(make, form):
    """An empty selection makes a file that can be opened."""
    assert make(format=form, layers=())


def test_kml_of_a_date_is_small(bundled):
    """It can be sent by mail and opened on a telephone."""
    made = render(bundled, wording.load("en"), spec_of(format="kml", day=bundled.last_day))
    assert len(made) < 2_000_000


def test_geoparquet_holds_every_layer_and_its_notes(archive, saved):
    """The features of the GeoJSON file, read by geopandas; what the file is stands in its head."""
    path = saved("parquet")
    frame = geopandas.read_parquet(path)
    read = json.loads(saved("geojson").read_text("utf-8"))["features"]
    assert set(zip(frame["layer"], frame["id"], strict=True)) == {
        (f["properties"]["layer"], f["id"]) for f in read
    }
    assert frame.crs.to_epsg() == 4326
    assert pyarrow.parquet.read_schema(path).metadata[b"as_of"] == DAY.isoformat().encode()


def dissolved_of(data: bytes, layer: str) -> list[dict]:
    found = json.loads(data)["features"]
    return [f for f in found if f["properties"]["layer"] == layer]


def test_dissolved_there_is_one_area_a_holder_with_its_error(archive, make):
    """Area and error are those every surface has, the shape is that of all its cells."""
    (found,) = {make(format="geojson", dissolved=True)}
    areas = dissolved_of(found, "control_areas")
    asked = situation(archive, DAY)
    assert {f["properties"]["controller"] for f in areas} == set(asked.held)
    cells = archive.as_of(DAY).features("control_areas")
    for feature in areas:
        p = feature["properties"]
        mine = [c for c in cells if c.properties["controller"] == p["controller"]]
        assert p["area_km2"] == pytest.approx(asked.held[p["controller"]].value, abs=0.001)
        assert p["area_error_km2"] == pytest.approx(asked.held[p["controller"]].error, abs=0.001)
        assert set(p["sources"]) == {s for c in mine for s in c.properties["sources"]}
        whole = shapely.union_all([c.geometry for c in mine])
        ours = shapely.geometry.shape(feature["geometry"])
        assert shapely.symmetric_difference(ours, whole).area < 1e-9


@pytest.mark.parametrize("form", GEODATA)
def test_dissolved_land_taken_has_the_area_and_error_of_its_figure(archive, saved, form):
    """In every format, as the difference since the recipe's day; lines have their precision."""
    (recipe,) = (r for r in archive.dataset.recipes if r.kind == "taken_since")
    rows = rows_in(saved(form, dissolved=True))
    taken = {
        (row["taken_from"], row["taken_by"]): (row["area_km2"], row["area_error_km2"])
        for row in rows
        if isinstance(row.get("taken_by"), str)
    }
    flows = difference(archive, recipe.day, DAY).flows
    assert {pair: tuple(map(float, figures)) for pair, figures in taken.items()} == {
        flow.key: (round(flow.area.value, 3), round(flow.area.error, 3)) for flow in flows
    }
    lines = [row for row in rows if float(row.get("length_km") or "nan") > 0]
    assert lines
    assert all(float(row["precision_m"]) > 0 for row in lines)


def rows_in(path: Path) -> list[dict]:
    """The properties of every feature of a file."""
    if path.suffix == ".kml":
        marks = ET.parse(path).iter(f"{KML}Placemark")
        return [{d.get("name"): d[0].text for d in mark.iter(f"{KML}Data")} for mark in marks]
    if path.suffix == ".parquet":
        frames = [geopandas.read_parquet(path)]
    else:
        layers = pyogrio.list_layers(path)[:, 0]
        frames = [pyogrio.read_dataframe(path, layer=name) for name in layers]
    return [row for frame in frames for row in frame.to_dict("records")]


def test_dissolved_there_is_one_line_a_pair(archive, make):
    """As long as its stretches together."""
    lines = dissolved_of(make(format="geojson", dissolved=True), "line_of_contact")
    pairs = [tuple(f["properties"]["controllers"]) for f in lines]
    assert len(set(pairs)) == len(pairs) > 0
    stretches = archive.as_of(DAY).features("line_of_contact")
    assert sum(f["properties"]["length_km"] for f in lines) == pytest.approx(
        sum(s.properties["length_km"] for s in stretches), abs=0.01
    )


@pytest.mark.parametrize("form", GEODATA)
def test_dissolved_files_hold_until_the_next_change(archive, make, form):
    """Every format has them; of two dates without a change between there is one state."""
    quiet = (DAY, DAY + dt.timedelta(days=1))
    make(format=form, dissolved=True, kind="sequence", dates=(EARLIER, DAY))
    if form == "geojson" and not archive.between(*quiet).places():
        two = make(format=form, dissolved=True, kind="sequence", dates=quiet)
        one = make(format=form, dissolved=True)
        assert len(dissolved_of(two, "control_areas")) == len(dissolved_of(one, "control_areas"))


def test_area_over_time_as_a_table_is_the_series(archive, make):
    """A row a day and party, with error and range, as the figures of that day have them."""
    tags, rows = rows_of(make(format="csv", kind="chart"))
    assert tags == dict(SERIES)
    zone = archive.dataset.headline_zone
    assert {row["day"] for row in rows} == {d.isoformat() for d in scenario_days(archive)}
    for row in rows:
        day = dt.date.fromisoformat(row["day"])
        found = across(archive, lambda each, day=day: situation(each, day, zone))
        area = found.held.get(row["party"])
        assert float(row["area_km2"]) == pytest.approx(area.value if area else 0.0, abs=0.001)
        if area and area.value:
            assert float(row["error_km2"]) == pytest.approx(area.error, abs=0.001)
            assert float(row["low_km2"]) == pytest.approx(area.low, abs=0.001)
            assert float(row["high_km2"]) == pytest.approx(area.high, abs=0.001)


@pytest.mark.parametrize("kind", ["situation", "difference", "chart"])
def test_a_workbook_has_the_rows_of_the_csv_file(make, kind):
    """Opened as a zip of XML: as many rows, and a sheet of notes."""
    fields = {"kind": kind} | ({"since": EARLIER} if kind == "difference" else {})
    _, rows = rows_of(make(format="csv", **fields))
    with zipfile.ZipFile(io.BytesIO(make(format="xlsx", **fields))) as book:
        data, about = (ET.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")) for n in (1, 2))
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert len(list(data.iter(f"{main}row"))) == len(rows) + 2
    assert not list(data.iter(f"{main}f"))
    assert list(about.iter(f"{main}row"))
