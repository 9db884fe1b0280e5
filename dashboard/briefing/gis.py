"""Data files: the features that hold on the dates asked for, as GeoPackage, GeoJSON, GeoParquet and
KML: cells and edges, or dissolved to one area for each holder and one line for each pair of
parties.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyarrow
import pyarrow.parquet
import pyogrio

from dashboard import store
from dashboard.archive import Archive
from dashboard.archive.frames import cell
from dashboard.briefing import kml, qml
from dashboard.briefing.dissolved import dissolved
from dashboard.briefing.notes import asked_days, notes
from dashboard.briefing.spec import BriefSpec, agreement_of, handed_on, kinds_left_out
from dashboard.briefing.spreadsheet import csv_bytes, xlsx_bytes
from dashboard.derive.antimeridian import within_180
from dashboard.records import Feature
from dashboard.standing import cite_feature, standing_list
from dashboard.style import class_of, style_table
from dashboard.wording import Wording

_DATE = pyarrow.date32()
_OMITTED = ("places", "events", "same_day_events")
"""Properties that only serve to trace a feature within this project."""
_STYLE_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
    styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""  # as QGIS itself creates it: there it looks for a layer's style
_STYLE_ROW = """
INSERT INTO layer_styles (
    f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
    styleSLD, useAsDefault, description, owner, update_time
) VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', ?)
"""
_CONTENTS_ROW = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
VALUES (?, 'attributes', ?, '')
"""


def features(archive: Archive, spec: BriefSpec) -> dict[str, tuple[Feature, ...]]:
    """Features of the layers wanted, by layer, that hold on a date of the spec; longitudes are
    from -180 to 180."""
    days, found = asked_days(archive, spec), {}
    for name in handed_on(spec, archive):
        held = {f.id: f for day in days for f in _held(archive, day, name, spec)}
        found[name] = tuple(held.values())
    if spec.kind == "agreement":
        for feature in archive.drawn_by(agreement_of(spec, archive)):
            mine = found.get(feature.layer, ())
            if feature.properties.get("kind") != "taken_since" and feature not in mine:
                found[feature.layer] = (*mine, feature)
    return {
        name: tuple(f._replace(geometry=within_180(f.geometry)) for f in held)
        for name, held in found.items()
        if held
    }


def _held(archive: Archive, day: dt.date, layer: str, spec: BriefSpec) -> tuple[Feature, ...]:
    style = archive.layer_styles[layer]
    # a globe shows land taken as one area in any case: its cells are those of control again
    if spec.dissolved or (spec.format == "kml" and style == "taken"):
        held = dissolved(archive, day, layer)
    else:
        held = archive.as_of(day).features(layer)
    if style == "incident":
        left_out = kinds_left_out(spec, archive)
        return tuple(feature for feature in held if feature.properties["kind"] not in left_out)
    return held


def as_of(feature: Feature, days: Iterable[dt.date]) -> str | None:
    """The days, of some, on which a feature is in force, as words; ``None`` for none.

    One feature lists all its days: one a day would be drawn twice, unlike what changed between two
    dates, and repeat its id.
    """
    return ";".join(day.isoformat() for day in days if feature.period.contains(day)) or None


def geojson(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """One feature collection (RFC 7946), each feature with its layer and its period."""
    days = asked_days(archive, spec)
    flat = [
        Feature(
            f.id,
            f.layer,
            f.geometry,
            f.period,
            {**_properties(archive, f), "layer": name, "as_of": as_of(f, days)},
        )
        for name, members in features(archive, spec).items()
        for f in members
    ]
    collection = json.loads(store.geojson_text(flat))
    ordered = {
        "type": collection["type"],
        "metadata": notes(archive, words, spec),
        "features": collection["features"],
    }
    return (json.dumps(ordered, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def gpkg(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """A GeoPackage: one table a layer, with the style QGIS opens it in, and a table of notes."""
    table, days = style_table(archive.dataset), asked_days(archive, spec)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "briefing.gpkg")
        sheets = []
        for name, layer, members in _tables(features(archive, spec)):
            frame = _frame(archive, members, archive.layer_styles[layer], days)
            title = words.of(next(la for la in archive.dataset.layers if la.name == layer), "title")
            # the version is for programs of some years ago
            version, about = {"VERSION": "1.2"}, {"DESCRIPTION": title, "FID": "fid"}
            options: dict[str, Any] = {"dataset_options": version, "layer_options": about}
            options |= {"driver": "GPKG", "use_arrow": True, "encoding": "UTF-8"}
            pyogrio.write_dataframe(frame, path, layer=name, **options)
            keys = sorted(set(frame["class"]))
            sheets.append((name, qml.style(keys, table, frame.geom_type.iloc[0])))
        _finish(path, sheets, notes(archive, words, spec), spec.produced_on)
        return _with_one_change(path.read_bytes())


def _with_one_change(data: bytes) -> bytes:
    """A SQLite file whose head counts one change: how many were made depends on the locale."""
    count = (1).to_bytes(4, "big")  # the change counter, and version-valid-for
    return data[:24] + count + data[28:92] + count + data[96:]


def _tables(
    found: dict[str, tuple[Feature, ...]],
) -> Iterator[tuple[str, str, tuple[Feature, ...]]]:
    """Table name, layer and features: a layer of lines and areas makes two tables, since a style
    in QGIS is of one kind of geometry."""
    for name, members in found.items():
        areas = tuple(f for f in members if "Polygon" in f.geometry.geom_type)
        others = tuple(f for f in members if "Polygon" not in f.geometry.geom_type)
        if areas and others:
            yield f"{name}_areas", name, areas
            yield name, name, others
        else:
            yield name, name, members


def _properties(archive: Archive, feature: Feature) -> dict[str, Any]:
    """The properties of a feature, with the standing of its sources."""
    made = dict(feature.properties)
    if made.get("sources"):
        made["standing"] = standing_list(cite_feature(archive.sources, made))
    return made


def _frame(
    archive: Archive, members: Iterable[Feature], layer_style: str, days: tuple[dt.date, ...]
) -> geopandas.GeoDataFrame:
    rows = []
    for feature in members:
        row: dict[str, Any] = {
            "id": feature.id,
            "class": class_of(feature, layer_style),
            "as_of": as_of(feature, days),
            "valid_from": feature.period.valid_from,
            "valid_to": feature.period.valid_to,
        }
        row |= {
            k: cell(v)
            for k, v in _properties(archive, feature).items()
            if k not in _OMITTED and k not in row
        }
        rows.append(row)
    frame = pd.DataFrame(rows)
    if len(days) == 1:  # programs read one date as a date; several are text
        frame["as_of"] = pd.to_datetime(frame["as_of"]).dt.date
    for name in ("as_of", "valid_from", "valid_to")[len(days) > 1 :]:
        frame[name] = frame[name].astype(pd.ArrowDtype(_DATE))
    shapes = [feature.geometry for feature in members]
    return geopandas.GeoDataFrame(frame, geometry=shapes, crs=4326)


def _finish(
    path: Path, sheets: list[tuple[str, str]], about: dict[str, str], produced_on: dt.date
) -> None:
    """Add styles and notes; replace every time the library took from the clock."""
    moment = f"{produced_on.isoformat()}T00:00:00.000Z"
    with sqlite3.connect(path) as database:
        database.execute(_STYLE_TABLE)
        database.execute(
            "CREATE TABLE about (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, value TEXT)"
        )
        for name in ("layer_styles", "about"):
            database.execute(_CONTENTS_ROW, (name, name))
        for name, sheet in sheets:
            database.execute(_STYLE_ROW, (name, name, sheet, moment))
        database.executemany("INSERT INTO about (name, value) VALUES (?, ?)", about.items())
        database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
    database.close()


def parquet(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """A GeoParquet file: all layers in one table with the column ``layer``, notes in its head."""
    days, frames = asked_days(archive, spec), []
    for name, members in features(archive, spec).items():
        frame = _frame(archive, members, archive.layer_styles[name], days)
        frame.insert(0, "layer", name)
        frames.append(frame)
    made = io.BytesIO()
    geopandas.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=4326).to_parquet(made)
    table = pyarrow.parquet.read_table(io.BytesIO(made.getvalue()))
    about = {name.encode(): value.encode() for name, value in notes(archive, words, spec).items()}
    made = io.BytesIO()
    pyarrow.parquet.write_table(
        table.replace_schema_metadata({**about, **table.schema.metadata}), made, compression="zstd"
    )
    return made.getvalue()


def kml_file(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """The features with their time spans; opens at the as-of date."""
    return kml.document(
        archive, words, spec.day, features(archive, spec), notes(archive, words, spec)
    )


WRITERS = {
    "gpkg": gpkg,
    "geojson": geojson,
    "parquet": parquet,
    "kml": kml_file,
    "csv": csv_bytes,
    "xlsx": xlsx_bytes,
}
