"""Every file of the seeds is there and can be opened.

Found in reading. A missing file would read as "there is nothing of this kind"; that must be said
on purpose, with a file that holds a header and no rows.

Bad: no ``seeds/posts.csv``. Good: ``seeds/posts.csv`` with its header alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "file-missing"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
