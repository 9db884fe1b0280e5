"""A period ends after it begins: days ``[valid_from, valid_to)``.

Found in reading, in GeoJSON entered and derived. ``valid_to`` is the first day that no longer
counts, so it lies after ``valid_from``; ``null`` leaves a side open.

Bad: ``"valid_from": "2001-02-20", "valid_to": "2001-02-20"``.
Good: ``"valid_from": "2001-02-20", "valid_to": "2001-02-21"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "valid-period"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
