"""The test of each claim, computed from the archive when asked, never typed in.

A test gives figures and, where the expectation is sharp, an outcome. The verdict on a claim stays
with the record: a map can only say what happened to land.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.analysis.claim_kinds import KINDS, Figure, Outcome
from dashboard.archive import Archive
from dashboard.records import Claim, ClaimTest


@dataclass(frozen=True, slots=True)
class Tested:
    """A claim and what its test finds; without ``figures`` it has no test.

    ``view`` are the parameters of a link that shows it on the map; ``events`` are behind it.
    """

    claim: Claim
    figures: tuple[Figure, ...] = ()
    outcome: Outcome = ""
    events: tuple[str, ...] = ()
    view: Mapping[str, str] = field(default_factory=dict)

    @property
    def on_land(self) -> bool:
        """Whether the test is one of land."""
        return bool(self.figures) and self.claim.test.kind != "named"


def tested(archive: Archive) -> tuple[Tested, ...]:
    """Every claim, in the order of the records, with its test run."""
    return tuple(run(archive, claim) for claim in archive.seeds.claims)


def run(archive: Archive, claim: Claim) -> Tested:
    """One claim with its test run."""
    if claim.test is None:
        return Tested(claim)
    found = KINDS[claim.test.kind](archive, claim.test)
    day = found.day or _last_day(archive, claim.test)
    return Tested(claim, found.figures, found.outcome, found.events, _view(archive, claim, day))


def _view(archive: Archive, claim: Claim, day: dt.date) -> dict[str, str]:
    test = claim.test
    view = {"view": "map", "date": day.isoformat(), "layers": ".".join(test.layers) or "none"}
    concerned = [c for c in (*claim.concerns, *test.agreements) if c in archive.agreements]
    # the one whose day is shown, before the others
    concerned.sort(key=lambda c: archive.agreements[c].flag_day != day)
    view |= {"agreement": concerned[0], "tab": "agreements"} if concerned else {}
    since = test.from_day or min(test.days, default=None)
    if since:
        view |= {"since": since.isoformat(), "compare": "difference", "tab": "difference"}
    return view


def _last_day(archive: Archive, test: ClaimTest) -> dt.date:
    days = [archive.agreements[a].flag_day for a in test.agreements] + [*test.days]
    day = test.to_day or max(days, default=archive.dataset.opening_day)
    return min(max(day, archive.first_day), archive.last_day)
