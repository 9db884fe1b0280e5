"""Places × dates: docs/readers/places.md as it stands, and what a table can get wrong."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from dashboard import store
from dashboard.archive import Archive
from dashboard.cli import main
from dashboard.readers import command

ROOT = Path(__file__).parents[2]


def imported(*more: str, table: str = "control.csv") -> int:
    return main(["import", "places", table, "--mapping", "control.toml", "--into", "brenn", *more])


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


def test_the_page_can_be_followed_to_a_map(followed: Path, open_app):
    assert main(["check", "--data", str(followed / "brenn")]) == 0
    archive = Archive.load(followed / "brenn")
    (event,) = archive.events.values()
    assert (event.place, event.from_party, event.to_party) == ("10", "NOR", "SOU")
    assert (event.day_earliest, event.day) == (dt.date(2001, 1, 3), dt.date(2001, 1, 5))
    assert all(row.sources == ("brenn-table",) for row in archive.seeds.baseline)
    assert "10, 2001-01-05" in (followed / "disputed.csv").read_text("utf-8")
    app = open_app(data=followed / "brenn")
    assert not app.exception
    assert not app.error


def test_a_second_run_adds_nothing_and_says_so(brenn: Path, capsys):
    before = {p: p.read_bytes() for p in (brenn / "brenn" / "seeds").rglob("*") if p.is_file()}
    assert imported() == 0
    assert "seeds/places.csv: 0 new, 3 there already" in capsys.readouterr().out
    assert {p: p.read_bytes() for p in before} == before


def test_layers_stand_under_the_licence_of_what_they_show(followed: Path):
    archive = Archive.load(followed / "brenn")
    assert archive.layer_licences == {
        "control_areas": ("own work", "CC BY 4.0"),
        "line_of_contact": ("own work", "CC BY 4.0"),
        "places": ("own work", "CC BY 4.0"),
        "basemap": ("own work",),
    }
    assert archive.catalog["layers"]["places"]["licence"] == "own work; CC BY 4.0"
    facts_only = tuple(s.model_copy(update={"licence": ""}) for s in archive.seeds.sources)
    local = Archive(replace(archive.seeds, sources=facts_only), archive.layers)
    assert set(local.layer_licences.values()) == {("own work",)}


def test_what_a_person_corrected_stays_and_is_named(brenn: Path, capsys):
    edit(brenn / "brenn" / "seeds" / "places.csv", ("Ober", "Upper Brenn"))
    assert imported() == 0
    out = capsys.readouterr().out
    assert "2 there already, 1 differ from what is there, which stays: 10" in out
    assert "Upper Brenn" in (brenn / "brenn" / "seeds" / "places.csv").read_text("utf-8")


def test_later_days_add_only_their_changes(brenn: Path, capsys):
    header = (brenn / "control.csv").read_text("utf-8").splitlines()[0]
    later = f"{header}\n10,2001-01-06,south,south,south\n20,2001-01-06,south,south,south\n"
    (brenn / "later.csv").write_text(later, "utf-8")
    assert imported(table="later.csv") == 0
    assert "seeds/control/events.csv: 1 new" in capsys.readouterr().out
    assert main(["check", "--data", "brenn"]) == 0
    events = store.load_seeds(brenn / "brenn" / "seeds").events
    assert [(event.place, event.to_party) for event in events] == [("10", "SOU"), ("20", "SOU")]


def test_an_import_that_came_in_meanwhile_is_neither_doubled_nor_lost(
    brenn: Path, monkeypatch: pytest.MonkeyPatch
):
    """Between the reading of the files and the writing of the seeds."""
    header = (brenn / "control.csv").read_text("utf-8").splitlines()[0]
    rows = [f"{place},2001-01-06,south,south,south\n" for place in (10, 20)]
    (brenn / "later.csv").write_text(f"{header}\n{''.join(rows)}", "utf-8")
    with_source = command._with_source

    def meanwhile(*given):
        monkeypatch.setattr(command, "_with_source", with_source)
        assert imported(table="later.csv") == 0
        return with_source(*given)

    monkeypatch.setattr(command, "_with_source", meanwhile)
    assert imported(table="later.csv") == 0
    events = store.load_seeds(brenn / "brenn" / "seeds").events
    assert [(event.place, event.to_party) for event in events] == [("10", "SOU"), ("20", "SOU")]


def test_a_place_known_late_is_unknown_until_then(brenn: Path, capsys, open_app):
    with (brenn / "gazetteer.csv").open("a", encoding="utf-8") as places:
        places.write("40,Furt,20.5,-0.8\n")
    assert imported() == 0
    assert "1 places are first known after 2001-01-01" in capsys.readouterr().out
    assert main(["build", "--data", "brenn"]) == 0
    archive = Archive.load(brenn / "brenn")
    spells = [f.properties["controller"] for f in archive.spells if f.properties["place"] == "40"]
    assert spells == [None, "SOU"]
    flows = archive.between("2001-01-01", "2001-01-05").flows()
    assert list(flows) == [("NOR", "SOU")]  # what was unknown was taken from nobody
    assert imported() == 0
    assert "seeds/control/events.csv: 0 new, 2 there already" in capsys.readouterr().out
    for query in ({}, {"view": "evidence", "since": "2001-01-01"}, {"record": "place:40"}):
        app = open_app(data=brenn / "brenn", **query)
        assert not app.exception
        assert not app.error


def test_a_dry_run_writes_nothing(brenn: Path, capsys):
    edit(brenn / "control.csv", ("20,2001-01-05,north,north,south", "20,2001-01-05,south,,south"))
    before = (brenn / "brenn" / "seeds" / "control" / "events.csv").read_bytes()
    assert imported("--dry-run") == 0
    assert "seeds/control/events.csv: 1 new, 1 there already" in capsys.readouterr().out
    assert (brenn / "brenn" / "seeds" / "control" / "events.csv").read_bytes() == before


def test_parquet_gives_what_csv_gives(brenn: Path, capsys):
    pyarrow.parquet.write_table(pyarrow.csv.read_csv("control.csv"), "control.parquet")
    assert imported(table="control.parquet") == 0
    assert "seeds/control/events.csv: 0 new, 1 there already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("10,2001-02-30,north,north,north", "date '2001-02-30' is no day written %Y-%m-%d"),
        ("10,2001-07-01,north,north,north", "after the last day of the series"),
        ("10,2001-02-01,,,", "survey, radio, council: nobody is named"),
        ("10,2001-02-01", "a row does not have the 5 fields"),
        ("10,2001-01-05,north,north,north", "rows of one place and day differ"),
        ("10,2001-01-05,south,south,south", "the place has a row of that day that says the same"),
        (",2001-02-01,north,north,north", "place '40', … is none of those whose position is known"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_name(brenn: Path, capsys, line: str, reason: str):
    with (brenn / "control.csv").open("a", encoding="utf-8") as table:
        table.write(f"{line}\n")
    assert imported("--dry-run") == 0
    out = capsys.readouterr().out
    assert f": {reason} (first: " in out
    read, used, refused = map(
        int, re.match(r"(\d+) rows? read, (\d+) used, (\d+) ref", out).groups()
    )
    assert (read, used + refused) == (11, 11)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("20,Mitten,20.5,-0.5", "20,Mitten,20.2,-0.2", "within two metres of another"),
        ("20,Mitten,20.5,-0.5", "20,Mitten,40.5,-0.5", "more than 15 km outside the area"),
        ("20,Mitten,20.5,-0.5", "20,Mitten,,-0.5", "a place has no position in degrees"),
    ],
)
def test_a_place_that_cannot_be_mapped_is_refused_by_name(
    brenn: Path, capsys, before: str, after: str, reason: str
):
    edit(brenn / "gazetteer.csv", (before, after))
    for name in ("places", "control/baseline", "control/events"):
        path = brenn / "brenn" / "seeds" / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert imported() == 0
    assert reason in capsys.readouterr().out
    assert main(["check", "--data", "brenn"]) == 0


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (
            'north = "NOR"',
            'north = "NRO"',
            "control.toml:values.north: 'NRO' is no party; give one",
        ),
        ('kind = "places"', 'kind = "areas"', "control.toml:kind: the mapping is for 'areas'"),
        ('vote = "majority"', "", "control.toml:holder: "),
        (
            'place = "place"',
            'plaec = "place"',
            "control.toml:table.plaec: field 'plaec' is unknown",
        ),
        ("[holder]", "[holder", "control.toml: "),
    ],
)
def test_a_mistake_in_the_mapping_is_told_with_its_place(
    brenn: Path, capsys, before: str, after: str, problem: str
):
    edit(brenn / "control.toml", (before, after))
    assert imported() == 1
    assert any(line.startswith(problem) for line in capsys.readouterr().out.splitlines())


def test_a_table_without_the_column_is_wrong(brenn: Path, capsys):
    edit(brenn / "control.toml", ('date = "date"', 'date = "day"'))
    assert imported() == 1
    assert "control.csv: no column day; it has place, date, survey" in capsys.readouterr().err
