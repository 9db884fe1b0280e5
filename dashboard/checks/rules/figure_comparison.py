"""A published figure that is compared says with what.

``compare`` needs a party, a value and the day ``compare_to``; gains also need ``compare_from``.
``compare_within`` is empty or names a pocket, or a district or governorate by a code that some
place has.

Bad: ``compare`` net_gain without ``compare_from``. Good: with both days.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import PublishedFigure

ID = "figure-comparison"


def check(subject: Subject) -> Iterator[Problem]:
    """Comparisons that lack a field or name no area."""
    for figure in subject.seeds.published_figures if subject.seeds else ():
        needed = ["compare_party", "compare_to", "compare_value"] if figure.compare else []
        needed += ["compare_from"] if figure.compare in ("net_gain", "gain") else []
        for name in needed:
            if getattr(figure, name) is None:
                what = f"{name} is missing"
                yield Problem(at(figure, name), what, f"{figure.compare} needs it", ID)
        if figure.compare_within and not _exists(subject, figure):
            what = f"there is no area {figure.compare_within!r}"
            wanted = "use the id of a pocket, district:CODE or governorate:CODE"
            yield Problem(at(figure, "compare_within"), what, wanted, ID)


def _exists(subject: Subject, figure: PublishedFigure) -> bool:
    assert subject.seeds
    level, colon, code = figure.compare_within.partition(":")
    if not colon:
        pockets = (r.id for r in subject.seeds.dataset.recipes if r.kind == "pocket")
        return figure.compare_within in pockets
    if level not in ("district", "governorate"):
        return False
    if subject.unread.rows.get("places") or "places" in subject.unread.kinds:
        return True  # the place with that code may be among those that could not be read
    return any(getattr(place, f"{level}_pcode") == code for place in subject.seeds.places)
