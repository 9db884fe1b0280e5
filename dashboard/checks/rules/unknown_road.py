"""The road of a corridor is in ``lines/roads.geojson``.

A corridor follows the feature whose ``id`` its recipe names.

Bad: ``road = "R9"``. Good: ``road = "R1"``, with a feature of that id.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-road"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of a road that does not exist."""
    return unresolved(subject, ID, "road", "lines/roads.geojson")
