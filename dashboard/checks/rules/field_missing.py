"""Every field without a default is filled in.

Found in reading. An empty CSV cell counts as missing. All missing fields are listed at once.

Bad: a place without ``lat``. Good: a place with ``lon`` and ``lat``; one whose position is not
known belongs in ``unresolved_places.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "field-missing"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
