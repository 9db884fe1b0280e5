"""The country of twelve squares, and the same with one change."""

from __future__ import annotations

import pytest
from world import archive_of, event, make_squares

from dashboard.archive import Archive


@pytest.fixture(scope="session")
def squares() -> Archive:
    """The invented country as an archive."""
    return archive_of(make_squares())


@pytest.fixture(scope="session")
def alone() -> Archive:
    """The country with one change: c1 to RED on day 26, of low certainty."""
    return archive_of(make_squares((event("x", 26, "c1", "BLUE", "RED", certainty="low"),)))
