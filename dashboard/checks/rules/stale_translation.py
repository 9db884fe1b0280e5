"""A translation is of a text some record has, into a language of the interface, and the only one.

``text`` is the record's own, letter for letter. Once the record is changed its old translation
would be shown for what it no longer says, so it is looked up by the whole text and found no more:
look at both again. Not looked at while records cannot be read: they may be the ones that say it.

Bad: a row for ``Signed at see.`` where the record says ``Signed at sea.``; two rows for one text.
Good: one row for ``Signed at sea.``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import wording
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Translation
from dashboard.store.display import shown

ID = "stale-translation"


def check(subject: Subject) -> Iterator[Problem]:
    """Translations of nothing, and second translations."""
    if not subject.seeds:
        return
    lost = subject.unread.rows or subject.unread.kinds
    prose = subject.seeds.prose()
    first: dict[tuple[str, str], Translation] = {}
    spoken = [code for code in wording.languages() if code != wording.ENTERED_IN]
    for row in subject.seeds.translations:
        if row.language not in spoken:
            what = f"the interface does not speak {shown(row.language)}"
            yield Problem(at(row, "language"), what, f"use {', '.join(spoken)}", ID)
        if row.text not in prose and not lost:
            what = f"no record says {shown(row.text)}"
            yield Problem(at(row, "text"), what, "give the text of a record, or remove it", ID)
        earlier = first.setdefault((row.language, row.text), row)
        if earlier is not row:
            what = f"{shown(row.text)} is translated before, at {earlier.origin}"
            yield Problem(at(row, "text"), what, "keep one of them", ID)
