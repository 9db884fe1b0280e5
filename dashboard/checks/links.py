"""The search for mentions that lead nowhere, shared by the ``unknown-…`` rules."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.store.display import shown

_MANY = 20  # past this the same slip is everywhere, and comparing names would take long


def unresolved(subject: Subject, rule: str, kind: str, defined: str) -> Iterator[Problem]:
    """Mentions of a ``kind`` that does not exist; ``defined`` says where such things are entered.

    A kind of the form ``"a or b"`` belongs to the rule of ``a``.
    """
    lost = [
        mention
        for mention in subject.mentions
        if mention.kind.split(" or ")[0] == kind
        and not subject.exists(mention.kind, mention.identifier)
    ]
    for mention in lost:
        wanted = f"use an id entered in {defined}"
        if len(lost) <= _MANY and (hint := _close(subject, mention.kind, mention.identifier)):
            wanted = f"did you mean {hint!r}? {wanted}"
        what = f"there is no {mention.kind} {shown(mention.identifier)}"
        yield Problem(mention.where, what, wanted, rule)


def _close(subject: Subject, kind: str, identifier: str) -> str | None:
    matches = difflib.get_close_matches(identifier, sorted(subject.known[kind]), n=1, cutoff=0.75)
    return matches[0] if matches else None
