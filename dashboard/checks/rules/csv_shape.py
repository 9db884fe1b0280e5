"""Every CSV row has as many fields as the header, and closes its quotes.

Found in reading. One comma too many shifts every later field into the wrong column.

Bad::

    id,day,note
    e01,2001-02-20,taken, then lost

Good::

    id,day,note
    e01,2001-02-20,"taken, then lost"
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "csv-shape"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
