"""A party mentioned is described in ``dataset.toml``.

Parties carry the name, colour and hatch of what they hold; one that is not described cannot be
drawn or named.

Bad: ``to_party`` ``NRO``. Good: ``to_party`` ``NOR``, with a ``[[parties]]`` entry of that id.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.links import unresolved
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-party"


def check(subject: Subject) -> Iterator[Problem]:
    """Mentions of a party that does not exist."""
    return unresolved(subject, ID, "party", "dataset.toml")
