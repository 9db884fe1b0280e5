"""An operation mentioned is in ``operations.csv``.

Events are grouped by operation; one that is misspelt would fall out of its group. The field may be
empty.

Bad: ``operation`` ``spring_push``. Good: ``operation`` ``spring-push``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-operation"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of an operation that does not exist."""
    return unresolved(subject, ID, "operation", "control/operations.csv")
