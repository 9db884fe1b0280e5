"""The country of twelve squares, and the same with one change."""

from __future__ import annotations

import pytest
from squares import event, make_squares

from dashboard.archive import Archive
from dashboard.build import build


@pytest.fixture(scope="session")
def squares() -> Archive:
    """The invented country as an archive."""
    seeds = make_squares()
    return Archive(seeds, build(seeds))


@pytest.fixture(scope="session")
def alone() -> Archive:
    """The country with one change: c1 to RED on day 26, of low certainty."""
    seeds = make_squares((event("x", 26, "c1", "BLUE", "RED", certainty="low"),))
    return Archive(seeds, build(seeds))
