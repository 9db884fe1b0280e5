"""A statement about an area is about areas there are, and changes the control of some place.

``areas`` are administrative units by codes that some place has; none means everywhere. A statement
that covers no place the party still held says nothing, or is entered for the wrong day or party.

Bad: ``areas`` ``district:XX``. Good: ``areas`` ``district:AL11`` where a place has that code.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.areas import is_area
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.derive.area_statements import changes
from dashboard.errors import Problem
from dashboard.records import LEVELS
from dashboard.store.display import shown

ID = "area-statement"
_LEVELS = " or ".join(f"{level}:CODE" for level in LEVELS)


def check(subject: Subject) -> Iterator[Problem]:
    """Areas that do not exist, and statements that change nothing."""
    if not subject.seeds:
        return
    lost = set()
    for statement in subject.seeds.area_statements:
        for area in statement.areas:
            if not is_area(subject, area):
                lost.add(statement.origin)
                what = f"there is no area {shown(area)}"
                yield Problem(at(statement, "areas"), what, f"use {_LEVELS}", ID)
    if subject.unread.rows or subject.unread.kinds or lost:
        return
    covering = {event.origin for event in changes(subject.seeds)}
    for statement in subject.seeds.area_statements:
        if statement.origin not in covering:
            what = f"{statement.id!r} covers no place that {statement.from_party} held"
            yield Problem(at(statement, "areas"), what, "correct its areas, day or party", ID)
