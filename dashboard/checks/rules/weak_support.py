"""No verdict and no provision rests on a page nobody answers for.

A source of reliability E or F (``dashboard/standing.py``: blogs and forums, videos, content farms,
pages that cannot be looked up again) supports neither. Where only such a page says it, the record is
marked ``verified = false`` and its note says so.

Bad: a provision with a forum among its sources. Good: the same with ``verified = false``, or with
another source.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import standing
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Claim, Provision

ID = "weak-support"


def check(subject: Subject) -> Iterator[Problem]:
    """Verified verdicts and provisions that cite such a page."""
    if not subject.seeds:
        return
    known = {source.id: source for source in subject.seeds.sources}
    for record in subject.entries:
        if not isinstance(record, Claim | Provision) or not record.verified:
            continue
        for cited in standing.cite(known, record.sources):
            if cited.reliability in "EF":
                what = f"{cited.source.id!r} is of reliability {cited.reliability}"
                wanted = "cite another source, or mark it verified = false with a note"
                yield Problem(at(record, "sources"), what, wanted, ID)
