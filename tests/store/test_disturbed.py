"""Seeded moments of what ``bench/disturbed.py`` tries by the hundred."""

from __future__ import annotations

import random

import pytest
from disturbed import KINDS, Job, Tally, disturb, jobs


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Job]:
    work = tmp_path_factory.mktemp("disturbed")
    for folder in (work, *work.parents[:2]):  # one run is somebody else's
        folder.chmod(0o755)
    work.chmod(0o777)
    return [*jobs(work)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_disturbed_run_leaves_the_old_or_the_new_and_the_next_one_puts_it_right(made, kind):
    """Whether build, import, publish or brief."""
    chance, tally = random.Random(f"14 {kind}"), Tally()
    for job in made:
        disturb(job, kind, chance, tally)
    assert not tally.wrong
