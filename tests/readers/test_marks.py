"""Marks of a map module: docs/readers/marks.md as it stands, and what a mark can lack."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from edits import edited

from dashboard.archive import Archive
from dashboard.cli import main
from dashboard.readers.marks import lua_tables


def imported(*files: str) -> int:
    return main(["import", "marks", *files, "--mapping", "marks.toml", "--into", "brenn"])


def test_revisions_become_a_history(followed: Path, open_app):
    assert main(["check", "--data", str(followed / "brenn")]) == 0
    archive = Archive.load(followed / "brenn")
    assert sorted(archive.places) == ["mitten", "ober", "unter"]
    (event,) = archive.events.values()
    assert (event.place, event.from_party, event.to_party) == ("mitten", "NOR", "SOU")
    assert (event.day_earliest, event.day) == (dt.date(2001, 1, 2), dt.date(2001, 2, 1))
    app = open_app(data=followed / "brenn")
    assert not app.exception
    assert not app.error


def test_a_later_revision_alone_adds_only_its_changes(brenn: Path, capsys):
    dataset = brenn / "brenn" / "seeds" / "dataset.toml"
    edited(dataset, "last_day = 2001-02-01", "last_day = 2001-03-01")
    later = (brenn / "brenn-2001-02-01.lua").read_text("utf-8").replace("red", "lime")
    (brenn / "brenn-2001-03-01.lua").write_text(later, "utf-8")
    assert imported("brenn-2001-03-01.lua") == 0
    assert "seeds/control/events.csv: 1 new" in capsys.readouterr().out
    assert imported("brenn-2001-01-01.lua", "brenn-2001-02-01.lua") == 0
    assert "seeds/control/events.csv: 0 new, 1 there already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('label = "Mitten"', 'label = "Unter"', "another mark of the file has the same name"),
        ('label = "Mitten"', 'label = "!"', "a mark has no name under link, label"),
        ('lat = "-0.8"', 'lat = "south"', "a place has no position in degrees: '20.8 south'"),
        ('lat = "-0.8"', 'lat = "-8"', "a place is more than 15 km outside the area"),
    ],
)
def test_a_mark_that_cannot_be_used_is_refused_by_name(
    brenn: Path, capsys, before: str, after: str, reason: str
):
    path = brenn / "brenn-2001-01-01.lua"
    edited(path, before, after)
    assert imported(path.name) == 0
    assert f": {reason} (first: " in capsys.readouterr().out


def test_a_file_whose_name_has_no_day_is_named(brenn: Path, capsys):
    shutil.copy("brenn-2001-01-01.lua", "brenn-2001-02-31.lua")
    assert imported("brenn-2001-02-31.lua") == 1
    assert "brenn-2001-02-31.lua: 'brenn-2001-02-31' is no day written" in capsys.readouterr().err


def test_tables_of_lua_are_read_whatever_stands_around_them():
    text = """
    -- { a = "no" }
    --[[ { a = "no" } ]]
    local x = f { a = 'it\\'s', b = -1.5, [[c]], d = [[{e}]], f = { g = "2" }, h = y }
    """
    assert [fields for _, fields in lua_tables(text)] == [
        {"g": "2"},
        {"a": "it's", "b": "-1.5", "d": "{e}"},
    ]
