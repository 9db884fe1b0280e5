"""A source cited is in ``sources.csv``.

Records cite sources by id so that each title and address is entered once. An id that leads nowhere
is a fact without support.

Bad: ``sources = ["gazete"]``. Good: ``sources = ["gazette"]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-source"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of a source that does not exist."""
    return unresolved(subject, ID, "source", "sources.csv")
