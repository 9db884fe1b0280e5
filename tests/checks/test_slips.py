"""What is well-formed and wrong is seen: slips in the bundled seeds, one at a time.

A few of each kind, so that it is quick; ``bench/slips.py`` tries 80 of each, with the floor.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from slips import SLIPS, table, tried

from dashboard import checks

ROOT = Path(__file__).parents[2]


@pytest.mark.no_cover  # the lines of each rule are counted with its mistakes
def test_four_of_five_slips_are_seen_and_some_of_every_kind():
    subject = checks.subject_of(ROOT / "seeds", ROOT / "data" / "geo", layers=False)
    found = tried(subject, each=3)
    print(table(found))
    assert sum(kind.seen for kind in found) >= 0.8 * sum(kind.made for kind in found)
    assert len(SLIPS) == 22
    assert [kind.slip.__name__ for kind in found if not kind.seen] == []
