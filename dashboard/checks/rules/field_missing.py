"""Every field without a default is filled in.

An empty CSV cell counts as missing, and so does empty text in TOML. All missing fields are listed
at once.

Bad: a place without ``lat``. Good: a place with ``lon`` and ``lat``; one whose position is not
known belongs in ``unresolved_places.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Record

ID = "field-missing"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule, and text that is there but empty."""
    yield from subject.found_in_reading(ID)
    for record in subject.entries:
        for name in _required(type(record)):
            if getattr(record, name) == "":
                what = f"{name} is empty"
                yield Problem(at(record, name), what, "fill it in: the field has no default", ID)


@cache
def _required(kind: type[Record]) -> tuple[str, ...]:
    return tuple(name for name, field in kind.model_fields.items() if field.is_required())
