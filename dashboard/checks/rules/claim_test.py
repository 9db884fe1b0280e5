"""The test of a claim has what its kind needs.

``gain``: party, against, from_day, to_day. ``kept_gain``: also until_day. ``unmoved``: from_day,
to_day, until_day. ``baselines``: party, against, days, to_day. ``share``: areas, to_day.
``staircase``: party and agreements signed within the series. ``ceasefires``, ``rival_starts``:
agreements. ``named``: name, agreements. ``within`` and ``areas`` name a pocket, or a unit by a
code that some place has. The app computes the test when a reader asks.

Bad: ``kind = "gain"`` without ``against``. Good: with ``against = "SOU"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.areas import AN_AREA, is_area
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import ClaimTest
from dashboard.store.display import shown

ID = "claim-test"
_NEEDED = {
    "gain": ("party", "against", "from_day", "to_day"),
    "kept_gain": ("party", "against", "from_day", "to_day", "until_day"),
    "unmoved": ("from_day", "to_day", "until_day"),
    "baselines": ("party", "against", "days", "to_day"),
    "share": ("areas", "to_day"),
    "staircase": ("party", "agreements"),
    "ceasefires": ("agreements",),
    "rival_starts": ("agreements",),
    "named": ("name", "agreements"),
}


def check(subject: Subject) -> Iterator[Problem]:
    """Tests that lack a field, name no area, or ask for a share before the series."""
    for claim in subject.seeds.claims if subject.seeds else ():
        if claim.test is None:
            continue
        for name in _NEEDED[claim.test.kind]:
            if getattr(claim.test, name) in (None, "", ()):
                wanted = f"a test of kind {claim.test.kind} needs it"
                yield Problem(at(claim.test, name), f"{name} is missing", wanted, ID)
        for name, areas in (("within", (claim.test.within,)), ("areas", claim.test.areas)):
            for area in areas:
                if area and not is_area(subject, area):
                    what = f"there is no area {shown(area)}"
                    yield Problem(at(claim.test, name), what, AN_AREA, ID)
        if claim.test.kind == "staircase":
            yield from _unsigned(subject, claim.test)


def _unsigned(subject: Subject, test: ClaimTest) -> Iterator[Problem]:
    """Agreements of which no state is known on the day they were signed."""
    assert subject.seeds
    series = subject.seeds.dataset.series
    for agreement in subject.seeds.agreements:
        signed = agreement.flag_day
        if agreement.id in test.agreements and not series.first_day <= signed <= series.last_day:
            what = f"{agreement.id!r} was signed on {signed}, outside the series"
            wanted = f"name agreements signed from {series.first_day} to {series.last_day}"
            yield Problem(at(test, "agreements"), what, wanted, ID)
