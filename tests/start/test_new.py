"""A data directory begun with ``new``: everything accepts it, and nothing is written over."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
import tomllib
from html import unescape
from pathlib import Path

import jsonschema
import pyproj
import pytest
from edits import edited

from dashboard import briefing, store, wording
from dashboard.archive import Archive
from dashboard.briefing.spec import BriefSpec
from dashboard.cli import main
from dashboard.start.plan import Plan, PlanParty, parse_day
from dashboard.store.schema import FOLDER, schemas, schemas_of
from dashboard.views.choice import VIEWS

ROOT = Path(__file__).parents[2]
OPTIONS = {
    "--languages": "en,ar",
    "--title": "Brenn valley",
    "--bbox": "-1.5,-2.0,-0.5,-1.0",
    "--first-day": "2001-01-01",
    "--last-day": "2001-06-30",
}
PARTIES = ("NOR=North", "SOU=South")


def new(folder: Path, options: dict[str, str] = OPTIONS, parties=PARTIES) -> list[str]:
    """Arguments that begin a data directory."""
    given = [f"{name}={text}" for name, text in options.items()]
    return ["new", str(folder), *given, *(f"--party={party}" for party in parties)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory begun, and built: not to be written to."""
    folder = tmp_path_factory.mktemp("start") / "brenn"
    assert main(new(folder)) == 0
    assert main(["build", "--data", str(folder)]) == 0
    return folder


def test_check_says_what_comes_next_until_layers_are_built(tmp_path: Path, capsys):
    """First the problems, then each command in its order; nothing once there is a map."""
    folder = tmp_path / "brenn"
    assert main(new(folder)) == 0
    build = f"conflict-map build --data {folder}"
    assert build in capsys.readouterr().err
    assert main(["check", "--data", str(folder)]) == 0
    steps = capsys.readouterr().err.partition("Next:\n")[2].splitlines()
    assert steps[0] == f"  1. {build}"
    assert "streamlit run" in steps[1]

    (folder / "seeds" / "places.csv").unlink()
    assert main(["check", "--data", str(folder)]) == 1
    steps = capsys.readouterr().err.partition("Next:\n")[2].splitlines()
    assert ["correct" in steps[0], "check" in steps[1], "build" in steps[2]] == [True] * 3


def test_questions_are_no_step_before_the_build(tmp_path: Path, capsys):
    folder = tmp_path / "brenn"
    assert main(new(folder)) == 0
    edited(folder / "seeds" / "sources.csv", "example,,Example,,,", "example,,Example,,1999,")
    capsys.readouterr()
    assert main(["check", "--data", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert "(source-of-another-time)" in out
    asked, build = err.partition("Next:\n")[2].splitlines()[:2]
    assert "no build waits" in asked
    assert build == f"  2. conflict-map build --data {folder}"


def test_of_layers_that_are_behind_their_seeds_check_says_only_that(project: Path, capsys):
    """What else is wrong with them follows from it: mending it would be lost labour."""
    for path in (path for path in (project / "seeds").rglob("*") if path.is_file()):
        path.write_text(path.read_text("utf-8").replace("atlas", "survey"), "utf-8")
    assert main(["check", "--data", str(project)]) == 1
    out, err = capsys.readouterr()
    assert [line.rpartition("(")[2] for line in out.splitlines()] == ["layer-stale)"]
    assert f"  1. conflict-map build --data {project}" in err


def test_a_built_data_directory_is_clean_and_has_no_next_step(data: Path, capsys):
    assert main(["check", "--data", str(data)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Next:" not in err


def test_it_holds_every_table_with_its_header(data: Path):
    for name, (model, _) in store.TABLES.items():
        header = next(csv.reader(io.StringIO((data / "seeds" / name).read_text("utf-8"))))
        assert list(store.Columns(("en", "ar")).of(model)) == header


def test_tables_that_hold_nothing_can_be_deleted(data: Path, tmp_path: Path):
    seeds = Path(shutil.copytree(data / "seeds", tmp_path / "seeds"))
    needed = {*store.REQUIRED, "basemap/countries.geojson"}
    for path in (path for path in seeds.rglob("*") if path.is_file()):
        if path.relative_to(seeds).as_posix() not in needed:
            path.unlink()
    assert main(["build", "--data", str(tmp_path)]) == 0


def test_rows_come_back_as_they_were_written(project: Path):
    """Tables are written from records so that reading them gives the same records."""
    seeds = store.load_seeds(project / "seeds")
    columns = store.Columns.of_dataset(seeds.dataset)
    for name, (_, kind) in store.TABLES.items():
        store.write_text(project / "seeds" / name, columns.table(name, getattr(seeds, kind)))
    again = store.load_seeds(project / "seeds")
    for _, kind in store.TABLES.values():
        assert getattr(again, kind) == getattr(seeds, kind)


def test_an_agreement_zone_operation_recipe_or_post_is_not_needed(data: Path):
    archive = Archive.load(data)
    assert (archive.reference, archive.headline_zone) == (None, None)
    assert not archive.agreements
    assert not archive.operations
    assert archive.reference_day == archive.first_day
    change = archive.between(archive.first_day, archive.last_day)
    assert list(change.flows()) == [("SOU", "NOR")]


@pytest.mark.parametrize(
    "query",
    [
        *({"view": view} for view in VIEWS),
        {"compare": "difference"},
        {"tab": "sources", "lang": "ar"},
        {"tab": "record", "record": "place:example-1"},
    ],
    ids=str,
)
def test_every_page_opens(data: Path, open_app, query: dict[str, str]):
    app = open_app(data=data, **query)
    assert not app.exception
    assert not app.error


def test_pages_the_data_set_has_nothing_for_are_not_offered(data: Path, open_app):
    shown = unescape("\n".join(element.proto.body for element in open_app(data=data).get("html")))
    words = wording.load("en")
    assert words["view_evidence"] in shown
    for view in ("agreement", "ceasefires", "claims"):
        assert words[f"view_{view}"] not in shown


def test_nothing_is_said_of_what_there_is_none_of(data: Path, open_app):
    """No credit below, no count of nothing, no two ends of a series that are called the same."""
    shown = "\n".join(each.proto.body for each in open_app(data=data, view="about").get("html"))
    words = wording.load("en")
    assert words.fill("about_version_alone", hash=Archive.load(data).version) in shown
    accuracy = (data / "docs" / "accuracy.md").read_text("utf-8")
    assert "\n- 0 " not in accuracy.replace("\n- 0 places", "")
    assert not re.search(r"\b1 \w+s\b", accuracy)
    record = open_app(data=data, tab="record", record="place:example-1")
    shown = unescape("\n".join(each.proto.body for each in record.get("html")))
    assert "1 Jan 2001</span><span>30 Jun" in shown


def test_a_briefing_can_be_made(data: Path):
    """Every kind is of other data without agreements, in ``tests/browser/test_conflicts.py``."""
    archive = Archive.load(data)
    days = {"day": archive.last_day, "produced_on": archive.last_day}
    spec = BriefSpec(kind="situation", format="svg", **days)
    assert b"<svg" in briefing.render(archive, wording.load("en").of_seeds(archive.seeds), spec)


def test_a_briefing_of_an_agreement_there_is_not_is_wrong_usage(data: Path, tmp_path, capsys):
    arguments = ["brief", "--kind", "agreement", "--data", str(data), "-o", str(tmp_path / "out")]
    assert main(arguments) == 2
    assert "the data set has no agreement" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["file", "full"])
def test_a_folder_in_use_is_refused_and_stays(tmp_path: Path, capsys, name: str):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    assert main(new(tmp_path / name)) == 2
    assert "new or empty is wanted" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("--title", " ", "the title is empty"),
        ("--bbox", "1,2,3", "is no box"),
        ("--bbox", "3,2,1,4", "is no box"),
        ("--first-day", "1.1.2001", "is no day"),
        ("--last-day", "2001-01-01", "is not after the first"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    tmp_path: Path, capsys, name: str, text: str, message: str
):
    assert main(new(tmp_path / "brenn", OPTIONS | {name: text})) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "brenn").exists()


@pytest.mark.parametrize("parties", [("NOR=North",), ("NOR", "SOU=South"), ("a=A", "A=B")])
def test_two_parties_with_ids_of_their_own_are_wanted(tmp_path: Path, capsys, parties):
    assert main(new(tmp_path / "brenn", parties=parties)) == 2
    assert "part" in capsys.readouterr().err


def test_what_is_missing_is_asked_for_on_a_terminal_and_again_where_it_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    answers = [
        "en",
        "Brenn",
        "nowhere",
        "1,2,3,4",
        "2001-01-01",
        "2001-02-01",
        "N=North",
        "S=South",
        "",
    ]
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: answers.pop(0))
    assert main(["new", str(tmp_path / "brenn")]) == 0
    assert not answers
    assert "'nowhere' is no box" in capsys.readouterr().err
    dataset = store.load_seeds(tmp_path / "brenn" / "seeds").dataset
    assert (dataset.id, dataset.title["en"], dataset.study_area.bbox) == (
        "brenn",
        "Brenn",
        (1, 2, 3, 4),
    )
    assert [party.id for party in dataset.parties] == ["N", "S"]


def test_where_nobody_can_be_asked_all_that_is_missing_is_named(
    tmp_path: Path, capsys, monkeypatch
):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    assert main(["new", str(tmp_path / "brenn"), "--title", "Brenn"]) == 2
    assert "--bbox, --first-day, --last-day, --party missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("bbox", "crs"),
    [
        ((36.0, 35.0, 37.5, 36.7), "EPSG:32637"),
        ((-60.0, -5.0, -59.0, -4.0), "EPSG:32721"),
        ((179.0, 1.0, 180.0, 2.0), "EPSG:32660"),
    ],
)
def test_a_study_area_is_measured_in_its_utm_zone(bbox, crs: str):
    assert plan(bbox).measuring_crs == crs


def test_a_wide_study_area_is_measured_in_an_equal_area_projection():
    crs = pyproj.CRS.from_user_input(plan((20.0, 44.0, 40.0, 52.0)).measuring_crs)
    assert crs.coordinate_operation.method_name == "Lambert Azimuthal Equal Area"


def plan(bbox: tuple[float, float, float, float]) -> Plan:
    parties = tuple(map(PlanParty.parse, PARTIES))
    return Plan(
        "a", ("en",), ("A",), bbox, parse_day("2001-01-01"), parse_day("2001-02-01"), parties
    )


def test_the_committed_schemas_are_those_of_the_records():
    """``python -m dashboard.store.schema`` writes them."""
    committed = [*(ROOT / FOLDER).glob("*.json"), ROOT / "seeds" / store.PACKAGE]
    there = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in committed}
    assert there == schemas_of(ROOT / "seeds")


def test_a_data_package_says_which_columns_each_table_has(data: Path):
    seeds = data / "seeds"
    package = json.loads((seeds / store.PACKAGE).read_text("utf-8"))
    headers = {
        each["path"]: ",".join(field["name"] for field in each["schema"]["fields"])
        for each in package["resources"]
    }
    assert headers == {
        path.relative_to(seeds).as_posix(): path.read_text("utf-8").splitlines()[0]
        for path in seeds.rglob("*.csv")
    }


def test_a_data_package_says_what_may_stand_in_a_column():
    table = "id,precision_m,certainty,sources,seen_by\n"
    made = schemas(store.Columns(("en",)), {"places.csv": table})
    (places,) = json.loads(made[f"seeds/{store.PACKAGE}"])["resources"]
    ident, precision, certainty, sources, seen_by = places["schema"]["fields"]
    assert ident["constraints"]["required"]
    assert (precision["type"], precision["constraints"]["minimum"]) == ("integer", 1)
    assert certainty["constraints"]["enum"] == ["high", "medium", "low"]
    assert (sources["type"], seen_by) == ("string", {"name": "seen_by", "type": "string"})


@pytest.mark.parametrize("folder", [None, ROOT / "seeds", ROOT / "example" / "seeds"])
def test_an_editor_finds_nothing_wrong_with_a_file_that_is_right(data: Path, folder: Path | None):
    """By the schema the file names, as Taplo and the editors that use it do."""
    seeds = folder or data / "seeds"
    made = schemas_of(seeds)
    for path in seeds.rglob("*.toml"):
        text = path.read_text("utf-8")
        if named := re.match(r"#:schema \S+/(\S+)", text):
            entered = json.loads(json.dumps(tomllib.loads(text), default=str))
            jsonschema.validate(entered, json.loads(made[f"{FOLDER}/{named[1]}"]))


def test_a_file_names_its_schema(data: Path):
    for name in (store.DATASET, store.LICENCES):
        first = (data / "seeds" / name).read_text("utf-8").splitlines()[0]
        assert first.startswith("#:schema ")
        assert (data / "seeds" / first.removeprefix("#:schema ")).resolve().is_file()
