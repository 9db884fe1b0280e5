"""Every rule fires on its bad case, where it says, and nowhere else.

A case is a folder of ``tests/data/bad``: files that replace or join those of ``tests/data/good``,
``removed.txt`` for files to take away, ``edits.txt`` for words to be replaced (file, old and new,
parted by tabs), ``keep_catalog.txt`` if the catalog is not to follow, and
``expected.txt``, the lines to be printed.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
import shapely
from edits import edited

from dashboard import checks, store
from dashboard.errors import Problem
from dashboard.records import Feature, Period

BAD = Path(__file__).parents[1] / "data" / "bad"
CASES = sorted(path for path in BAD.iterdir() if path.is_dir())
ABOUT_THE_CASE = {"removed.txt", "edits.txt", "keep_catalog.txt", "expected.txt"}


def refresh_catalog(project: Path) -> None:
    """Make the catalog of ``project`` fit its seeds and layers."""
    path = project / "data" / "geo" / store.CATALOG
    catalog = json.loads(path.read_text(encoding="utf-8"))
    seeds = store.scan_seeds(project / "seeds").seeds
    catalog["seeds_sha256"] = seeds.sha256 if seeds else ""
    for entry in catalog["layers"].values():
        layer = path.with_name(entry["file"])
        if layer.exists():
            entry["sha256"] = hashlib.sha256(layer.read_bytes()).hexdigest()
    catalog["sha256"] = store.catalog_sha256(catalog)
    path.write_text(store.catalog_text(catalog), encoding="utf-8")


def apply_case(case: Path, project: Path) -> None:
    """Apply a bad case to a good project."""
    for path in case.rglob("*"):
        if path.is_file() and path.name not in ABOUT_THE_CASE:
            target = project / path.relative_to(case)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    if (case / "removed.txt").exists():
        for name in (case / "removed.txt").read_text(encoding="utf-8").split():
            (project / name).unlink()
    if (case / "edits.txt").exists():
        for line in (case / "edits.txt").read_text(encoding="utf-8").splitlines():
            name, old, new = line.split("\t")
            text = (project / name).read_text(encoding="utf-8")
            assert old in text
            (project / name).write_text(text.replace(old, new), encoding="utf-8")


def printed(problem: Problem) -> str:
    """The line, hashes of the seeds (which change with every word there) taken out."""
    return re.sub(r"\b[0-9a-f]{12}\b", "HASH", str(problem))


@pytest.fixture(scope="module")
def answers_on_good_seeds(good_seeds: Path) -> bytes:
    """What a build of the good project keeps of its checks."""
    cache = store.FileCache()
    checks.check(checks.subject_of(good_seeds, cache=cache))
    return cache.written()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_finds_its_bad_case_and_nothing_else_does(
    case: Path, project: Path, answers_on_good_seeds: bytes
):
    """Also where what was found in the good project is kept."""
    apply_case(case, project)
    geo = None
    if case.name.startswith("layer-"):  # layers of other seeds would add findings of their own
        geo = project / "data" / "geo"
        if not (case / "keep_catalog.txt").exists():
            refresh_catalog(project)
    cache = store.FileCache(answers_on_good_seeds)
    found = checks.check(checks.subject_of(project / "seeds", geo, cache=cache))
    expected = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert [printed(problem) for problem in found] == expected
    assert {problem.rule for problem in found} == {case.name}


def test_every_rule_has_a_bad_case_and_every_case_a_rule():
    assert set(checks.rules()) == {case.name for case in CASES}


@pytest.mark.parametrize("rule", checks.rules().values(), ids=lambda rule: rule.id)
def test_a_rule_has_a_manual_with_examples(rule: checks.Rule):
    assert "\nBad: " in rule.manual or "\nBad::" in rule.manual
    assert "Good: " in rule.manual or "Good::" in rule.manual


def test_the_good_project_is_clean(project: Path):
    assert checks.check(checks.subject_of(project / "seeds", project / "data" / "geo")) == ()


def test_units_and_the_zone_of_published_areas_are_areas(project: Path):
    """The map does not draw them: they need no source and no licence, and a sound polygon."""
    box, point = shapely.box(10, 0, 10.1, 0.1), shapely.Point(10, 0)
    for shape, found in ((box, set()), (point, {"shape-geometry"})):
        for name in ("published_areas_zone", "units"):
            text = store.geojson_text([Feature("a", name, shape, Period())])
            (project / f"seeds/control/{name}.geojson").write_text(text, encoding="utf-8")
        problems = checks.check(checks.subject_of(project / "seeds"))
        assert {problem.rule for problem in problems} == found


def test_rules_come_in_order_of_id():
    assert list(checks.rules()) == sorted(checks.rules())


def test_problems_come_in_order_of_line(project: Path):
    edited(project / "seeds" / "places.csv", ",high,", ",sure,")
    found = checks.check(checks.subject_of(project / "seeds"))
    lines = [int(problem.where.split(":")[1]) for problem in found]
    assert lines == sorted(lines)
    assert max(lines) >= 10 > min(lines)


def test_nothing_is_called_unknown_because_its_own_row_cannot_be_read(project: Path):
    edited(project / "seeds" / "places.csv", "10.05,0.15", "10.05,x")
    found = checks.check(checks.subject_of(project / "seeds"))
    assert [problem.rule for problem in found] == ["field-value"]


def test_no_rule_fires_a_second_time_when_the_dataset_cannot_be_read(project: Path):
    (project / "seeds" / "dataset.toml").write_text("id = 5\n", encoding="utf-8")
    found = checks.check(checks.subject_of(project / "seeds", project / "data" / "geo"))
    assert {problem.where.partition(":")[0] for problem in found} == {"seeds/dataset.toml"}
