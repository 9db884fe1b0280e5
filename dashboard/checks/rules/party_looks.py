"""No two parties look alike.

The map tells parties apart by colour, and legends and lists by name; two with one colour, or with
one name in either language, would be read as one. A hatch may be shared.

Bad: ``SOU`` with the colour of ``NOR``. Good: a colour of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "party-looks"
_OWN = ("colour", "name_en", "name_ar", "short_en", "short_ar")


def check(subject: Subject) -> Iterator[Problem]:
    """Parties with the colour or a name of one before them."""
    for name in _OWN:
        first: dict[str, str] = {}
        for party in subject.seeds.dataset.parties if subject.seeds else ():
            value = getattr(party, name)
            other = first.setdefault(value.casefold(), party.id)
            if other != party.id:
                what = f"{value!r} is the {name} of {other!r} too"
                yield Problem(at(party, name), what, "give each party its own", ID)
