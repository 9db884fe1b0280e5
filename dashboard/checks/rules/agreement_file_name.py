"""The file of an agreement is called by its id.

So that whoever reads ``amends = ["coast-truce"]`` knows which file to open.

Bad: ``agreements/truce.toml`` with ``id = "coast-truce"``. Good: ``agreements/coast-truce.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "agreement-file-name"


def check(subject: Subject) -> Iterator[Problem]:
    """Agreements whose file has another name."""
    for agreement in subject.seeds.agreements if subject.seeds else ():
        if agreement.origin.rpartition("/")[2] != f"{agreement.id}.toml":
            what = f"the id is {agreement.id!r}"
            yield Problem(at(agreement, "id"), what, f"call the file {agreement.id}.toml", ID)
