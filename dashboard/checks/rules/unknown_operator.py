"""The operator of a post is described in ``dataset.toml``.

Whoever runs posts need not hold land, so operators are listed apart from parties, with their names.

Bad: ``operator`` ``OSB``. Good: ``operator`` ``OBS``, with an ``[[operators]]`` entry of that id.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-operator"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of an operator that does not exist."""
    return unresolved(subject, ID, "operator", "dataset.toml")
