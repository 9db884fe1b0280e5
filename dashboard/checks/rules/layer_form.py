"""Every derived file is whole: UTF-8, JSON, features, a catalog that lists them.

Found in reading. Derived files are not edited: build them again.

Bad: a ``places.geojson`` cut off in the middle. Good: what ``build`` wrote.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "layer-form"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
