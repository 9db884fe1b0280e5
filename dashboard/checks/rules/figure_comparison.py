"""A published figure is compared within an area there is.

``compare_within`` is empty or names a pocket, or an administrative unit by a code that some place
has.

Bad: ``district:XX`` where no place has that code. Good: ``district:AL11`` where one has.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.areas import AN_AREA, is_area
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import ComparedFigure
from dashboard.store.display import shown

ID = "figure-comparison"


def check(subject: Subject) -> Iterator[Problem]:
    """Comparisons that name no area."""
    for figure in subject.seeds.published_figures if subject.seeds else ():
        if not isinstance(figure, ComparedFigure) or not figure.compare_within:
            continue
        if not is_area(subject, figure.compare_within):
            what = f"there is no area {shown(figure.compare_within)}"
            yield Problem(at(figure, "compare_within"), what, AN_AREA, ID)
