"""What is of high certainty rests on a source of record, or on two that are independent.

Of record are sources of reliability A or B. Two are independent if neither is reliability E or F and
they have different originators: a copy confirms nothing (``dashboard/standing.py``).

Bad: ``certainty`` ``high`` with one news page for source. Good: ``medium``, or a second source.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import standing
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Baseline, Event, Place, UnplacedEvent

ID = "high-certainty"
_KINDS = (Baseline, Event, Place, UnplacedEvent)


def check(subject: Subject) -> Iterator[Problem]:
    """Records of high certainty whose sources do not carry it."""
    if not subject.seeds or "sources" in subject.unread.kinds:
        return
    known = {source.id: source for source in subject.seeds.sources}
    for record in subject.entries:
        if not isinstance(record, _KINDS) or record.certainty != "high":
            continue
        if any(ident not in known for ident in record.sources):
            continue  # another rule says so
        if not standing.supports_high_certainty(known[ident] for ident in record.sources):
            found = ";".join(c.standing for c in standing.cite(known, record.sources)) or "none"
            what = f"certainty is 'high' and its sources are {found}"
            wanted = "cite one of record or two independent ones, or give 'medium'"
            yield Problem(at(record, "certainty"), what, wanted, ID)
