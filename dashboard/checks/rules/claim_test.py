"""The test of a claim asks for what the data set can tell.

``within`` and ``areas`` name a pocket, or a unit by a code that some place has; the agreements of a
``staircase`` were signed within the series. The app computes the test when a reader asks.

Bad: ``within = "district:XX"`` where no place has that code. Good: with a code that one has.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.areas import AN_AREA, is_area
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import AnyClaimTest, Seeds, StaircaseTest
from dashboard.store.display import shown

ID = "claim-test"


def check(subject: Subject) -> Iterator[Problem]:
    """Tests that name no area, or ask for a share before the series."""
    seeds = subject.seeds
    for test in (claim.test for claim in seeds.claims if claim.test) if seeds else ():
        for name, area in _areas(test):
            if not is_area(subject, area):
                yield Problem(at(test, name), f"there is no area {shown(area)}", AN_AREA, ID)
        if seeds and isinstance(test, StaircaseTest):
            yield from _unsigned(seeds, test)


def _areas(test: AnyClaimTest) -> Iterator[tuple[str, str]]:
    """Fields that name areas, with each area they name."""
    for name in ("within", "areas"):
        named = getattr(test, name, None)
        for area in (named,) if isinstance(named, str) else named or ():
            yield name, area


def _unsigned(seeds: Seeds, test: StaircaseTest) -> Iterator[Problem]:
    """Agreements of which no state is known on the day they were signed."""
    series = seeds.dataset.series
    for agreement in seeds.agreements:
        signed = agreement.flag_day
        if agreement.id in test.agreements and not series.first_day <= signed <= series.last_day:
            what = f"{agreement.id!r} was signed on {signed}, outside the series"
            wanted = f"name agreements signed from {series.first_day} to {series.last_day}"
            yield Problem(at(test, "agreements"), what, wanted, ID)
