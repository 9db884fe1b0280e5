"""What is well-formed and wrong is seen: slips in the bundled seeds, one at a time.

A few of each kind, so that it is quick; ``bench/slips.py`` tries 80 of each, with the floor.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from slips import SLIPS, Tried, table, tried

from dashboard import checks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def found() -> list[Tried]:
    geo = ROOT / "data" / "geo"
    return tried(checks.subject_of(ROOT / "seeds", geo, layers=False), each=3)


def test_four_of_five_slips_are_seen(found: list[Tried]):
    print(table(found))
    assert sum(kind.seen for kind in found) >= 0.8 * sum(kind.made for kind in found)


def test_every_kind_of_slip_is_seen_by_some_rule(found: list[Tried]):
    assert len(SLIPS) == 22
    assert [kind.slip.__name__ for kind in found if not kind.seen] == []
