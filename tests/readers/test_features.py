"""Features with periods: docs/readers/features.md as it stands, and what a file can get wrong."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyogrio
import pytest
from edits import edited

from dashboard import store
from dashboard.analysis.gap import gap
from dashboard.archive import Archive
from dashboard.cli import main


def imported(*more: str, file: str = "lines.geojson", mapping: str = "lines.toml") -> int:
    return main(["import", "features", file, "--mapping", mapping, "--into", "brenn", *more])


def test_a_published_line_is_drawn_on_its_days_and_measured(followed: Path, open_app):
    assert main(["check", "--data", str(followed / "brenn")]) == 0
    archive = Archive.load(followed / "brenn")
    shown = {
        day: [f.id for f in archive.as_of(day).features("annex_line")]
        for day in ("2001-02-28", "2001-03-31", "2001-04-01")
    }
    assert list(shown.values()) == [[], ["annex-line.line-1"], ["annex-line.line-2"]]
    (line,) = archive.as_of("2001-03-31").features("annex_line")
    assert (line.properties["basis"], line.properties["sources"]) == ("reported", ["annex"])
    (measured,) = gap(archive, dt.date(2001, 3, 31), "truce").lines
    # the cells of the examples meet at 20.375
    assert measured.from_agreed.mean.value == pytest.approx(2.78, abs=0.02)
    app = open_app(data=followed / "brenn", view="agreement", date="2001-03-31")
    assert not app.exception
    assert not app.error


def test_a_second_run_adds_nothing(brenn: Path, capsys):
    before = {p: p.read_bytes() for p in (brenn / "brenn" / "seeds").rglob("*") if p.is_file()}
    assert imported() == 0
    assert "seeds/lines/agreed.geojson: 0 new, 2 there already" in capsys.readouterr().out
    assert {p: p.read_bytes() for p in before} == before


@pytest.mark.parametrize("name", ["lines.gpkg", "lines.shp"])
def test_other_forms_and_coordinates_give_the_same(brenn: Path, capsys, name: str):
    days_as_text = name.endswith("shp")  # that form has no dates with a time
    frame = pyogrio.read_dataframe("lines.geojson", datetime_as_string=days_as_text)
    frame["from"] = frame["from"].astype(str).str[:10] if days_as_text else frame["from"]
    frame["to"] = frame["to"].astype(str).str[:10] if days_as_text else frame["to"]
    pyogrio.write_dataframe(frame.to_crs(32634), name)
    assert imported(file=name) == 0
    assert "2 used, 1 refused" in capsys.readouterr().out
    features = store.load_seeds(brenn / "brenn" / "seeds").shapes["agreed"]
    assert [f.period.valid_to for f in features] == [dt.date(2001, 4, 1), None]


def test_the_land_of_the_study_area_can_come_from_a_file(brenn: Path, capsys):
    ring = [[19.0, -2.0], [22.0, -2.0], [22.0, 1.0], [19.0, -2.0]]
    land = {
        "type": "Feature",
        "properties": {"NAME": "Brenn", "code": 7.0},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [land]})
    (brenn / "land.geojson").write_text(text, "utf-8")
    mapping = (brenn / "lines.toml").read_text("utf-8").partition("[period]")[0]
    mapping = mapping.replace('into = "agreed"', 'into = "countries"').replace('"name"', '"code"')
    mapping += '[properties]\nname_en = "NAME"\n[only]\nNAME = ["Brenn"]\n'
    (brenn / "land.toml").write_text(mapping, "utf-8")
    assert imported(file="land.geojson", mapping="land.toml") == 0
    assert main(["check", "--data", "brenn"]) == 0
    land = store.load_seeds(brenn / "brenn" / "seeds").shapes["countries"]
    assert [(f.id, f.properties["name_en"]) for f in land] == [
        ("7", "Brenn"),
        ("land", "Example land"),
    ]


def test_the_rule_for_the_last_day_has_to_be_said(brenn: Path, capsys):
    edited(brenn / "lines.toml", 'last_day = "inclusive"', "")
    assert imported() == 1
    assert "say whether the day of end is inclusive" in capsys.readouterr().out


def test_a_file_that_is_no_map_is_named(brenn: Path, capsys):
    (brenn / "notes.geojson").write_text("no map", "utf-8")
    assert imported(file="notes.geojson") == 1
    assert "notes.geojson: " in capsys.readouterr().err
