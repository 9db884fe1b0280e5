"""The command line: what it prints where, and how it exits."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from edits import edited

from dashboard.archive import Archive
from dashboard.cli import main


def build(project: Path, *more: str) -> list[str]:
    """Arguments of a build inside ``project``."""
    return ["build", "--data", str(project), *more]


def check(project: Path, *more: str) -> list[str]:
    """Arguments of a check inside ``project``."""
    return ["check", "--data", str(project), *more]


def rows_to_translate(project: Path, capsys: pytest.CaptureFixture) -> list[dict[str, str]]:
    assert main(["untranslated", "ar", "--data", str(project)]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


@pytest.fixture
def spoiled(project: Path) -> Path:
    """A project with two problems in its seeds."""
    table = project / "seeds" / "control" / "events.csv"
    edited(table, "quara,ISL", "qara,ISL")
    edited(table, "brissa,SOU,NOR", "brissa,SOU,SOU", 1)
    return project


def test_a_clean_project_passes(project: Path, capsys: pytest.CaptureFixture):
    assert main(check(project)) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("no problems, ")


def test_each_problem_is_one_line_of_output(spoiled: Path, capsys: pytest.CaptureFixture):
    shutil.rmtree(spoiled / "data")
    assert main(check(spoiled)) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "seeds/control/events.csv:4:to_party: 'e03' passes from SOU to SOU; name two parties or "
        "remove the event (empty-event)",
        "seeds/control/events.csv:6:place: there is no place 'qara'; did you mean 'quara'? use an "
        "id entered in places.csv (unknown-place)",
        "seeds/control/events.csv:7:from_party: 'brissa' passes from NOR, but SOU held it since "
        "2001-02-25 (e03); begin with SOU or enter the change between (broken-chain)",
    ]
    assert err.startswith("3 problem(s), ")


def test_rules_wait_until_the_seeds_can_be_read(spoiled: Path, capsys: pytest.CaptureFixture):
    """What follows from a mistake would send people to another line."""
    edited(spoiled / "seeds" / "control" / "events.csv", "2001-02-20", "20 February", 1)
    assert main(check(spoiled)) == 1
    out, err = capsys.readouterr()
    (line,) = out.splitlines()
    assert line.endswith("'20 February' is not a day; write YYYY-MM-DD (field-value)")
    assert "more may be found once the seeds can be read" in err


def test_layers_are_checked_by_default_where_a_build_left_them(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.chdir(project)
    assert main(["check"]) == 0
    (project / "data" / "geo" / "roads.geojson").unlink()
    assert main(["check"]) == 1
    assert "geo/roads.geojson: the file is missing" in capsys.readouterr().out


def test_the_manual_of_a_rule_can_be_read(capsys: pytest.CaptureFixture):
    assert main(["check", "--explain", "broken-chain"]) == 0
    assert capsys.readouterr().out.startswith("broken-chain: A place passes from whoever held it.")
    assert main(["check", "--explain", "no-such-rule"]) == 2


def test_a_build_writes_layers_and_page_and_then_nothing_differs(
    project: Path, capsys: pytest.CaptureFixture
):
    assert main(build(project)) == 0
    assert (project / "docs" / "accuracy.md").read_text(encoding="utf-8").endswith("\n")
    assert main(build(project, "--check")) == 0
    assert main(check(project)) == 0
    assert capsys.readouterr().out == ""


def test_a_build_again_changes_no_byte(project: Path):
    main(build(project))
    before = {path.name: path.read_bytes() for path in (project / "data" / "geo").iterdir()}
    assert main(build(project)) == 0
    assert {path.name: path.read_bytes() for path in (project / "data" / "geo").iterdir()} == before


def test_build_check_names_each_file_that_differs_and_writes_nothing(
    project: Path, capsys: pytest.CaptureFixture
):
    main(build(project))
    geo = project / "data" / "geo"
    (geo / "rivers.geojson").unlink()
    (geo / "extra.geojson").write_text("{}", encoding="utf-8")
    (geo / "roads.geojson").write_bytes(b"\xff")
    (project / "docs" / "accuracy.md").write_text("better", encoding="utf-8")
    capsys.readouterr()
    assert main(build(project, "--check")) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{geo}/extra.geojson: is no layer of these seeds; run build",
        f"{geo}/rivers.geojson: is missing; run build",
        f"{geo}/roads.geojson: differs from what the seeds give; run build",
        f"{project}/docs/accuracy.md: differs from what the seeds give; run build",
    ]
    assert not (geo / "rivers.geojson").exists()


def test_nothing_is_built_from_seeds_with_problems(spoiled: Path, capsys: pytest.CaptureFixture):
    before = {path.name: path.read_bytes() for path in (spoiled / "data" / "geo").iterdir()}
    assert main(build(spoiled)) == 1
    assert "(empty-event)" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in (spoiled / "data" / "geo").iterdir()} == before


def _notes_among_the_layers(project: Path) -> None:
    (project / "data" / "geo" / "notes.txt").write_text("mine", "utf-8")


def _seeds_of_another_data_set(project: Path) -> None:
    edited(project / "seeds" / "dataset.toml", 'id = "almera"', 'id = "brenn"', 1)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_notes_among_the_layers, "geo: holds 'notes.txt', which is no layer; "),
        (_seeds_of_another_data_set, "geo: holds the layers of data set 'almera', and these "),
    ],
)
@pytest.mark.parametrize("command", [check, build])
def test_a_folder_that_is_not_the_data_sets_own_is_refused_and_stays(
    project: Path, capsys: pytest.CaptureFixture, command, spoil, message: str
):
    """What build would not replace, check says first; both in the same words."""
    spoil(project)
    before = {path.name: path.read_bytes() for path in (project / "data" / "geo").iterdir()}
    assert main(command(project)) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(message)
    assert line.endswith("(layer-foreign)")
    assert {path.name: path.read_bytes() for path in (project / "data" / "geo").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "usage:"),
        (["draw"], 2, "invalid choice"),
        (["check", "--data", "nowhere"], 2, "error: nowhere: no data directory"),
        (["build", "--data", "data"], 2, "error: data: no data directory"),
        (["build", "--data", "blocked"], 1, "blocked/data: file exists"),
        (["--help"], 0, ""),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
    arguments: list[str],
    code: int,
    message: str,
):
    monkeypatch.chdir(project)
    shutil.copytree(project / "seeds", project / "blocked" / "seeds")
    (project / "blocked" / "data").write_text("a file where a folder should go", "utf-8")
    assert main(arguments) == code
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err
    if "error: " in err and code == 1:
        assert len(err[err.index("error: ") :].splitlines()) == 1


def test_briefings_without_their_libraries_say_what_to_install(project: Path, capsys, monkeypatch):
    """The library can be installed without what briefings need."""
    monkeypatch.setattr("dashboard.briefing.render", lambda *_: importlib.import_module("fontpkgs"))
    assert main(["brief", "-o", str(project / "out"), "--data", str(project)]) == 1
    assert "pip install 'conflict-map-dashboard[briefing]'" in capsys.readouterr().err


def test_the_module_can_be_run(project: Path):
    command = [sys.executable, "-m", "dashboard", *check(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_console_without_the_letters_of_a_name_is_no_error(spoiled: Path):
    """As that of Windows, whose output is saved to a file."""
    edited(spoiled / "seeds" / "places.csv", "high", "länge")
    command = [sys.executable, "-m", "dashboard", *check(spoiled)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, b"l\\xe4nge" in done.stdout) == (1, True), done.stderr


def test_a_reader_that_stops_listening_is_no_error(spoiled: Path):
    command = [sys.executable, "-m", "dashboard", *check(spoiled)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_what_is_untranslated_can_be_filled_in_and_added(project: Path, capsys):
    """Rows come in the form of the file; those filled in are asked for no more."""
    table = project / "seeds" / "translations.csv"
    wanted = rows_to_translate(project, capsys)
    known = {row["text"] for row in csv.DictReader(io.StringIO(table.read_text("utf-8")))}
    assert {"Nothing on prisoners.", "Signed at sea."} <= {row["text"] for row in wanted}
    assert known.isdisjoint(row["text"] for row in wanted)
    with table.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows((row["language"], row["text"], "ترجمة") for row in wanted)
    assert rows_to_translate(project, capsys) == []
    assert main(build(project)) == 0


def test_a_language_without_words_is_wrong_usage(project: Path, capsys):
    assert main(["untranslated", "zz", "--data", str(project)]) == 2
    assert "zz" in capsys.readouterr().err


def test_a_place_whose_holder_left_is_nobodys_on_every_surface(
    project: Path, capsys: pytest.CaptureFixture
):
    """It is neither gain nor loss, and is called not known."""
    with (project / "seeds/control/events.csv").open("a", encoding="utf-8") as table:
        table.write("e13,2001-06-10,1,tarn,NOR,,,medium,reported,herald,Tarn,abandoned,\n")
    assert main(check(project)) == 1, "the layers are of the seeds before"
    assert main(build(project)) == 0
    archive = Archive.load(project)
    before, after = archive.as_of("2001-06-09"), archive.as_of("2001-06-10")
    assert before.unknown_km2() < after.unknown_km2()
    assert not archive.between("2001-06-09", "2001-06-10").flows()
    out = project / "out"
    arguments = ["brief", "--data", str(project), "--date", "2001-06-10", "-o", str(out)]
    assert main([*arguments, "--format", "geojson,html", "--language", "en"]) == 0
    (layer,) = out.glob("*.geojson")
    cells = json.loads(layer.read_text("utf-8"))["features"]
    (tarn,) = [c for c in cells if c["properties"].get("place") == "tarn"]
    assert tarn["properties"]["controller"] is None
    assert tarn["properties"]["certainty"] is None
