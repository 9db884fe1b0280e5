r"""Every file is UTF-8; a byte order mark at its start is tolerated.

Found in reading. Names in other encodings turn into other names. The first bad line is given and
the number of further ones.

Bad: ``Jos\\xe9`` saved as Latin-1. Good: the same saved as UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "utf-8"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
