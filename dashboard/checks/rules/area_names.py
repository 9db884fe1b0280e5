"""An area named in ``dataset.toml`` is one that places lie in, under the name they give it.

Its names in other languages are looked up by that name; an area no place carries, or carries under
another spelling, would stay untranslated without a word.

Bad: ``name_en = "Soth"`` where the places say ``South``. Good: ``name_en = "South"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import LEVELS

ID = "area-names"


def check(subject: Subject) -> Iterator[Problem]:
    """Areas no place lies in, and names that differ from those of the places."""
    if not subject.seeds:
        return
    carried: dict[str, str] = {}
    for place in subject.seeds.places:
        for name, code in map(place.unit, LEVELS):
            carried.setdefault(code, name)
    for area in subject.seeds.dataset.areas:
        called = carried.get(area.id)
        unread = any(
            subject.unread.may_hold("places", area.id, f"{level}_pcode") for level in LEVELS
        )
        if called is None and unread:
            continue
        if called is None:
            what = f"no place carries the code {area.id!r}"
            yield Problem(at(area, "id"), what, "give a code of places.csv", ID)
        elif called != area.name_en:
            what = f"{area.name_en!r} is called {called!r} by its places"
            yield Problem(at(area, "name_en"), what, "give the name of places.csv", ID)
