"""An agreement mentioned has a file, and a claim concerns something on record.

``amends``, ``supports``, ``alters``, a recipe's ``agreement`` and the reference agreement are ids
of agreements; a claim concerns agreements or recipes.

Bad: ``amends = ["coast_truce"]``. Good: ``amends = ["coast-truce"]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-agreement"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of an agreement that does not exist."""
    return unresolved(subject, ID, "agreement", "agreements")
