"""A recipe mentioned is in ``dataset.toml``.

What a provision draws, and the headline zone, are recipes by id; a link that leads nowhere would
light nothing on the map.

Bad: ``recipes = ["acord-line"]``. Good: ``recipes = ["accord-line"]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-recipe"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of a recipe that does not exist."""
    return unresolved(subject, ID, "recipe", "dataset.toml")
