"""Every value has the type and form of its field.

Found in reading. Numbers are numbers, days are ``YYYY-MM-DD``, ids have no spaces, words such as
``certainty`` come from a short list, and dates known less exactly are written ``2001``,
``2001-02`` or ``2001-02/2001-03``.

Bad: ``certainty = "quite"``. Good: ``certainty = "medium"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "field-value"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
