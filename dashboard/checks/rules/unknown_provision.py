"""A compliance entry speaks of provisions of its own agreement.

Claims of compliance are shown beside the provision they are about; one that leads nowhere would
not be shown at all.

Bad: ``provisions = ["lines"]``. Good: ``provisions = ["line"]``, with a provision of that id in the
same file.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-provision"


def check(subject: Subject) -> Iterator[Problem]:
    """Provisions of compliance entries that the agreement does not have."""
    for agreement in subject.seeds.agreements if subject.seeds else ():
        known = [provision.id for provision in agreement.provisions]
        for entry in agreement.compliance:
            for name in entry.provisions:
                if name not in known:
                    what = f"agreement {agreement.id!r} has no provision {name!r}"
                    wanted = f"use {', '.join(known) or 'none: it has no provisions'}"
                    yield Problem(at(entry, "provisions"), what, wanted, ID)
