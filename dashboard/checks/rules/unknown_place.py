"""A place mentioned is in the gazetteer.

Baseline, events and recipes speak of places by id. A place that is not in ``places.csv`` has no
position, so what is said of it would not be drawn; without a safe position it belongs in
``control/unplaced_events.csv``.

Bad: ``e01,2001-02-20,1,brisa,…`` Good: ``e01,2001-02-20,1,brissa,…``
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-place"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of a place that does not exist."""
    return unresolved(subject, ID, "place", "places.csv")
