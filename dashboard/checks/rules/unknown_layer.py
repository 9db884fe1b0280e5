"""The layer of a recipe is described in ``dataset.toml``.

A recipe without a ``[[layers]]`` entry of that name would be built into a layer without title,
licence or legend.

Bad: ``layer = "acord_lines"``. Good: ``layer = "accord_lines"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-layer"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of a layer that does not exist."""
    return unresolved(subject, ID, "layer", "dataset.toml")
