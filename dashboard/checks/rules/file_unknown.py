"""Every file under the seeds has a name the project reads.

Found in reading. A misspelt name would leave its rows out in silence. Hidden files and
``README.md`` are free.

Bad: ``seeds/control/evnts.csv``. Good: ``seeds/control/events.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "file-unknown"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
