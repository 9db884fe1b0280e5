"""A source is cited by something.

A source nobody cites is left over from a change, or the record that should cite it does not. Not
looked at while records cannot be read: they may be the ones that cite it.

Bad: a row ``almanac`` in ``sources.csv`` and no mention of it. Good: no such row.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unused-source"


def check(subject: Subject) -> Iterator[Problem]:
    """Sources without a mention."""
    if not subject.seeds or subject.unread.rows or subject.unread.kinds:
        return
    cited = {mention.identifier for mention in subject.mentions if mention.kind == "source"}
    for source in subject.seeds.sources:
        if source.id not in cited:
            what = f"nothing cites {source.id!r}"
            yield Problem(at(source, "id"), what, "cite it or remove it", ID)
