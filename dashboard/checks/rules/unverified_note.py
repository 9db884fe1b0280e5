"""What is marked unverified says why.

``verified = false`` is shown to readers; without a note they cannot tell a rumour from a fact whose
source has gone.

Bad: ``verified = false``. Good: ``verified = false``, ``note = "from hearsay only"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Sourced

ID = "unverified-note"


def check(subject: Subject) -> Iterator[Problem]:
    """Unverified statements without a note."""
    for record in subject.entries:
        if isinstance(record, Sourced) and not record.verified and not record.note:
            what = "the statement is unverified and has no note"
            yield Problem(at(record, "note"), what, "say what is not verified, and why", ID)
