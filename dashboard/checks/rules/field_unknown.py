"""No record has a field the project does not know.

Found in reading, in TOML files; for CSV see ``csv-header``. A misspelt field would be left out in
silence.

Bad: ``sourses = ["gazette"]``. Good: ``sources = ["gazette"]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "field-unknown"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
