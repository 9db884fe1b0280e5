"""The header of a CSV file names known columns, each once, the required ones among them.

Found in reading. A misspelt column would lose every value in it. A column whose fields all have a
default may be left out.

Bad: ``id,name,lon,lat``. Good: ``id,name_en,lon,lat``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "csv-header"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
