"""Every TOML file can be parsed.

Found in reading, with the line. The usual slips are a missing quote, a key given twice, and a date
that does not exist.

Bad: ``signed_on = 2001-02-30``. Good: ``signed_on = 2001-02-28``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "toml-syntax"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
