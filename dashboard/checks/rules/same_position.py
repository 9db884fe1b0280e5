"""No two places have the same position.

Two places at one point have no cell each; they are usually one place entered under two names, which
belong in ``alt_names``.

Bad: ``brissa`` and ``old-brissa`` both at 10.05, 0.15.
Good: ``brissa`` with ``alt_names`` Old Brissa.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Place

ID = "same-position"


def check(subject: Subject) -> Iterator[Problem]:
    """Places within the last of six decimals (0.1 m) of an earlier one."""
    seen: dict[tuple[float, float], Place] = {}
    for place in subject.seeds.places if subject.seeds else ():
        other = seen.setdefault((round(place.lon, 6), round(place.lat, 6)), place)
        if other is not place and other.id != place.id:
            what = f"{place.id!r} is at {place.lon}, {place.lat} like {other.id!r}"
            yield Problem(at(place, "lon"), what, "merge the two or correct one position", ID)
