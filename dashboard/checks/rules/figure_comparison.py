"""A published figure that is compared says with what.

``compare`` needs a party, a value and the day ``compare_to``; gains also need ``compare_from``.
``compare_within`` is empty or names a pocket, or an administrative unit by a code that some place
has.

Bad: ``compare`` net_gain without ``compare_from``. Good: with both days.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.areas import AN_AREA, is_area
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.store.display import shown

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
        if figure.compare_within and not is_area(subject, figure.compare_within):
            what = f"there is no area {shown(figure.compare_within)}"
            yield Problem(at(figure, "compare_within"), what, AN_AREA, ID)
