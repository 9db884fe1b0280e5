"""What has been entered is clean, file by file."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from dashboard import checks

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(path.relative_to(SEEDS).as_posix() for path in SEEDS.rglob("*.*") if path.is_file())


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """Lines to be printed, by the file they are about."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for problem in checks.check(checks.subject_of(SEEDS)):
        by_file[problem.where.partition(":")[0]].append(str(problem))
    return by_file


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_seeds_has_no_problem(name: str, found: dict[str, list[str]]):
    assert found.get(f"seeds/{name}", []) == []


def test_no_problem_is_about_a_file_that_is_not_there(found: dict[str, list[str]]):
    assert set(found) <= {f"seeds/{name}" for name in FILES}
