"""Areas figures can be asked for, by the names people enter."""

from __future__ import annotations

from dashboard.checks.subject import Subject
from dashboard.records import LEVELS

_CODED = [f"{level}:CODE" for level in LEVELS]
#: What a finding about an area asks for.
AN_AREA = f"use the id of a pocket, {', '.join(_CODED[:-1])} or {_CODED[-1]}"


def is_area(subject: Subject, name: str) -> bool:
    """Whether ``name`` is a pocket, or an administrative unit by a code some place has."""
    if not subject.seeds:
        return True
    level, colon, code = name.partition(":")
    if not colon:
        return name in {r.id for r in subject.seeds.dataset.recipes if r.kind == "pocket"}
    if level not in LEVELS:
        return False
    if subject.unread.rows.get("places") or "places" in subject.unread.kinds:
        return True  # the place with that code may be among those that could not be read
    return any(place.unit(level)[1] == code for place in subject.seeds.places)
