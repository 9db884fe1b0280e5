"""``conflict-map brief``: what is written, what is printed, what stays on failure."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from pathlib import Path

import pytest
from briefs import DAY, EARLIER

from dashboard import cli
from dashboard.archive import Archive


@pytest.fixture
def brief(archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command on the invented data set; gives exit code and the folder written to."""
    monkeypatch.setattr(Archive, "load", classmethod(lambda cls, *_, **__: archive))
    out = tmp_path / "out"

    def run(*arguments: str) -> tuple[int, Path]:
        return cli.main(["brief", "-o", str(out), "--produced-on", "2002-03-04", *arguments]), out

    return run


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_files_are_named_and_their_paths_printed(brief, capsys):
    """One line a file on standard output."""
    code, out = brief("--date", DAY.isoformat(), "--format", "csv,geojson")
    assert code == 0
    expected = {"almera_situation_20010615.csv", "almera_situation_20010615.geojson"}
    assert names(out) == expected
    assert set(capsys.readouterr().out.split()) == {str(out / name) for name in expected}


def test_dates_can_be_agreements(brief):
    """``--since`` takes what people call the day by."""
    code, out = brief("--kind", "difference", "--since", "river-accord", "--format", "csv")
    assert code == 0
    assert names(out) == {"almera_difference-20010201_20010315.csv"}


def test_a_set_of_dates_is_an_atlas_of_pictures(brief, tmp_path):
    """A file a date; remarks and empty lines are skipped."""
    dates = tmp_path / "dates.txt"
    dates.write_text(f"# two days\n{EARLIER}\n\n{DAY}  # the later\n", "utf-8")
    code, out = brief("--dates", str(dates), "--format", "png", "--size", "square")
    assert code == 0
    assert names(out) == {
        "almera_situation_square_20010210.png",
        "almera_situation_square_20010615.png",
    }


def test_dates_can_be_listed_in_any_order_and_filled(brief, archive):
    """As they are to be shown; from agreements between two days; every so many days."""
    listed = ("--kind", "sequence", "--format", "csv")
    _, out = brief(*listed, "--dates", f"{DAY},{EARLIER}, river-accord")
    assert days_in(out) == [DAY, EARLIER, archive.agreements["river-accord"].flag_day]
    _, out = brief(*listed, "--fill", "30", "--since", "2001-01-01", "--date", "2001-03-15")
    assert days_in(out) == [dt.date(2001, *md) for md in ((1, 1), (1, 31), (3, 2), (3, 15))]
    _, out = brief(*listed, "--fill", "agreements", "--date", str(DAY))
    assert archive.agreements["river-accord"].flag_day in days_in(out)
    _, out = brief(*listed, "--fill", "1", "--distinct", "--date", str(DAY))
    assert set(days_in(out)) <= {archive.first_day, *archive.change_days}


def days_in(folder: Path) -> list[dt.date]:
    """The days of the newest table in a folder, in its order; the folder is emptied."""
    (path,) = folder.iterdir()
    _, _, *lines = path.read_text("utf-8-sig").splitlines()
    path.unlink()
    return [dt.date.fromisoformat(day) for day in dict.fromkeys(n.split(",")[0] for n in lines)]


RECIPE = """
produced_on = 2002-03-04
language = "ar"
format = ["csv", "geojson"]

[[file]]
date = 2001-06-15

[[file]]
kind = "difference"
since = "river-accord"
date = 2001-06-15
format = "xlsx"
language = "en"
"""


def test_a_recipe_repeats_a_set_of_files_byte_for_byte(brief, tmp_path):
    """Options of the whole set, and of each file; run again it writes the same."""
    recipe = tmp_path / "pack.toml"
    recipe.write_text(RECIPE, "utf-8")
    _, out = brief("--recipe", str(recipe))
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(first) == {
        "almera_situation-ar_20010615.csv",
        "almera_situation-ar_20010615.geojson",
        "almera_difference-20010201_20010615.xlsx",
    }
    brief("--recipe", str(recipe))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 1", "no option 'colour'"),
        ('format="csv"\n[[file]]\n[[file]]\nlayers="places"', "two files would be"),
        ("kind = ", "a TOML file"),
        ('kind = "x"', "no kind"),
    ],
)
def test_a_wrong_recipe_is_answered_with_what_is_wanted(brief, tmp_path, capsys, text, message):
    """Nothing is made of it."""
    recipe = tmp_path / "pack.toml"
    recipe.write_text(text, "utf-8")
    code, out = brief("--recipe", str(recipe))
    assert code == 2
    assert message in capsys.readouterr().err
    assert names(out) == set()


WRONG = [
    (("--date", "1990-01-01"), "outside the series"),
    (("--date", "yesterday"), "YYYY-MM-DD, or the id of an agreement"),
    (("--since", "01/02/2001"), "YYYY-MM-DD, or the id of an agreement"),
    (("--format", "doc"), "one of png, svg"),
    (
        ("--format", "docx,png,gif,csv"),
        "no docx and no gif of kind situation; --format png,csv with",
    ),
    (("--format", "docx"), "no docx of kind situation; one of png, svg"),
    (("--layers", "moon"), "no layer 'moon'"),
    (("--extent", "1,2,3"), "four numbers"),
    (("--language", "tlh"), "no language 'tlh'"),
    (("--dates", "no-such-file"), "is no date"),
    (("--fill", "moons"), "agreements, operations or a number of days"),
    (("--hold", "0", "--fill", "30", "--kind", "sequence"), "from 0.1 to 60"),
    (("--kind", "sequence"), "from 2 to 12"),
    (("--kind", "panorama"), "invalid choice"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=lambda v: "_".join(v)[:40])
def test_wrong_usage_is_answered_with_what_is_wanted(brief, capsys, arguments, message):
    """Exit code 2, one message, nothing written."""
    code, out = brief(*arguments)
    assert code == 2
    assert message in capsys.readouterr().err
    assert names(out) == set()


def test_an_empty_file_of_dates_is_refused(brief, tmp_path, capsys):
    """An atlas of nothing is a mistake."""
    (tmp_path / "empty.txt").write_text("# nothing yet\n")
    code, _ = brief("--dates", str(tmp_path / "empty.txt"))
    assert code == 2
    assert "no dates" in capsys.readouterr().err


def test_a_folder_that_is_a_file_is_told(brief, tmp_path, capsys):
    """Exit code 1 and the path."""
    (tmp_path / "out").write_text("in the way")
    code, _ = brief("--format", "csv")
    assert code == 1
    assert "file exists; a place that can be written is wanted" in capsys.readouterr().err


def test_edited_seeds_that_were_not_built_make_no_briefing_unless_allowed(
    good_data, tmp_path, capsys
):
    """Exit code 1 and what to run; ``--allow-stale`` goes on."""
    data = shutil.copytree(good_data, tmp_path / "data-directory")
    with (data / "seeds" / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    command = ["brief", "--format", "csv", "-o", str(tmp_path / "out"), "--data", str(data)]
    assert cli.main(command) == 1
    assert "run `conflict-map build`" in capsys.readouterr().err
    assert cli.main([*command, "--allow-stale"]) == 0


def test_a_failed_export_leaves_no_half_file(brief, monkeypatch, capsys):
    """The disk is full in the middle: the old file stands, nothing else does."""
    _, out = brief("--format", "csv")
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, out = brief("--format", "csv,geojson")
    assert code == 1
    output = capsys.readouterr().err
    assert re.search(r"out/\S+\.(csv|geojson)\S*: no space left on device", output)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_what_a_killed_run_left_is_gone_after_the_next(brief):
    """Nobody has to know which half files are whose."""
    _, out = brief("--format", "csv")
    made = names(out)
    (out / f".{next(iter(made))}.new").write_bytes(b"half")
    brief("--format", "csv")
    assert names(out) == made
