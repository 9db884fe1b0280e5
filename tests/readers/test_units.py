"""Administrative units × dates: docs/readers/units.md as it stands, and what a table can lack."""

from __future__ import annotations

from pathlib import Path

import pytest
from edits import edited

from dashboard.archive import Archive
from dashboard.cli import main


def imported(*more: str) -> int:
    return main(
        ["import", "units", "control.csv", "--mapping", "units.toml", "--into", "brenn", *more]
    )


def test_units_change_hands_on_the_map(followed: Path, open_app):
    assert main(["check", "--data", str(followed / "brenn")]) == 0
    archive = Archive.load(followed / "brenn")
    before, after = (archive.as_of(day) for day in ("2001-02-28", "2001-03-01"))
    shares = [state.area_by_party()["NOR"] / state.area_km2() for state in (before, after)]
    assert shares == pytest.approx([0.7, 0.3], abs=0.001)
    change = archive.between("2001-01-01", "2001-06-30")
    assert list(change.flows()) == [("NOR", "SOU")]
    (cell,) = change.places()
    assert archive.places[cell].name["en"].startswith("وسط (")
    assert after.area_by_party("district:وسط").keys() == {"SOU"}
    app = open_app(data=followed / "brenn", lang="ar")
    assert not app.exception
    assert not app.error


def test_later_days_add_only_their_maps(brenn: Path, capsys):
    with (brenn / "control.csv").open("a", encoding="utf-8") as table:
        table.write("شمال,2001-05-01,S\n")
    assert imported() == 0
    out = capsys.readouterr().out
    assert "seeds/control/published_areas.csv: 2 new, 3 there already" in out
    assert "seeds/areas/ (5 files): 2 new, 3 there already" in out


def test_without_their_level_units_are_areas_alone(brenn: Path, capsys):
    text = (brenn / "units.toml").read_text("utf-8")
    (brenn / "units.toml").write_text(text[: text.index("[level]")], "utf-8")
    assert imported() == 0
    assert "units.geojson" not in capsys.readouterr().out


def test_a_unit_nobody_is_known_to_hold_at_first_stops_the_import(brenn: Path, capsys):
    edited(brenn / "control.csv", "جنوب,2001-01-01", "جنوب,2001-01-02")
    assert imported() == 1
    assert "1 unit(s) without a holder on 2001-01-01: جنوب" in capsys.readouterr().err


def test_a_data_set_without_a_holder_of_the_rest_is_told_so(brenn: Path, capsys):
    edited(brenn / "brenn" / "seeds" / "dataset.toml", '[published_areas]\nrest = "SOU"\n', "")
    assert imported() == 1
    assert "add [published_areas]" in capsys.readouterr().out
