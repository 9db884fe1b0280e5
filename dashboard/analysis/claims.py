"""The tests of claims: computed from the archive, never typed in.

A test gives figures and, where the expectation is sharp, an outcome. The verdict on a claim stays
with the record: a map can only say what happened to land.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from dashboard.analysis.ceasefires import area_of, ceasefires, last_day_in_force, longest_run
from dashboard.analysis.compliance import between_starts
from dashboard.analysis.scenarios import across, scenarios
from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import Archive, per_archive
from dashboard.quantity import Evidence, Quantity, Unit
from dashboard.records import (
    BaselinesTest,
    CeasefiresTest,
    Claim,
    ClaimTest,
    GainTest,
    KeptGainTest,
    NamedTest,
    RivalStartsTest,
    ShareTest,
    StaircaseTest,
    UnmovedTest,
)

Outcome = Literal["fits", "does_not_fit"]
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class About:
    """What a figure of a test is about; the same in every scenario."""

    #: Which figure: a key of the wording after ``figure_``.
    name: str
    party: str | None = None
    agreement: str | None = None
    area: str | None = None
    #: ``first``, ``last``: its days, if the test gives them; otherwise those of its evidence.
    first: dt.date | None = None
    last: dt.date | None = None

    def days(self, quantity: Quantity) -> tuple[dt.date | None, dt.date | None]:
        """First and last day to show beside the figure."""
        evidence = quantity.evidence
        first, last = self.first, self.last
        if evidence:
            counted_from = evidence.since + _DAY if evidence.since else None
            first, last = first or counted_from, last or evidence.until
        if first and last and first > last:  # a truce of one day
            first = last
        return first, last


Figures = Mapping[About, Quantity]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test finds."""

    #: ``day``, ``since``: the day a view of it shows, and the one it compares that with.
    day: dt.date
    since: dt.date | None = None
    figures: Figures = field(default_factory=dict)
    #: Whether each agreement names somebody, where that is the test.
    named: Mapping[str, bool] = field(default_factory=dict)
    #: ``None`` where the claim expects nothing sharp.
    outcome: Outcome | None = None
    #: The outcome in each scenario.
    outcomes: Mapping[str, Outcome | None] = field(default_factory=dict)
    #: Ids of the events it rests on.
    events: tuple[str, ...] = ()

    def otherwise(self) -> Mapping[Outcome, tuple[str, ...]]:
        """Other outcomes in scenarios, each with the scenarios that have it."""
        others: dict[Outcome, tuple[str, ...]] = {}
        for name, outcome in self.outcomes.items():
            if outcome and outcome != self.outcome:
                others[outcome] = (*others.get(outcome, ()), name)
        return others


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A claim and what its test finds."""

    claim: Claim
    finding: Finding | None = None

    @property
    def on_land(self) -> bool:
        """Whether the test is one of land."""
        return self.finding is not None and not self.finding.named

    @property
    def published(self) -> Quantity | None:
        """What others published, to be shown beside ours."""
        value = self.claim.test.compare_value if self.claim.test else None
        return None if value is None else Quantity(value, Unit.KM2)

    def full(self, unit: Unit) -> float:
        """The value of the longest bar in a picture of the test: 100 for shares, else the largest
        figure of the unit, ours or published, in any scenario."""
        if unit is Unit.PERCENT:
            return 100.0
        figures = self.finding.figures.values() if self.finding else ()
        shown = [q for q in (*figures, self.published) if q is not None and q.unit is unit]
        return max((abs(v) for q in shown for v in (q.value, q.low, q.high) if v), default=0.0)


@per_archive
def claim_results(archive: Archive) -> Mapping[str, ClaimResult]:
    """Every claim by id, in the order of the records, its figures with what they are in each
    scenario."""
    found = across(archive, _findings)
    others = {name: _findings(other) for name, other in scenarios(archive).items()}
    results = {}
    for claim in archive.seeds.claims:
        if claim.test is None:
            results[claim.id] = ClaimResult(claim)
            continue
        outcomes = {name: other[claim.id].outcome for name, other in others.items()}
        finding = replace(found[claim.id], outcomes=outcomes)
        results[claim.id] = ClaimResult(claim, finding)
    return results


@per_archive
def _findings(archive: Archive) -> Mapping[str, Finding]:
    return {claim.id: find(claim.test, archive) for claim in archive.seeds.claims if claim.test}


# --- the kinds of test ----------------------------------------------------------------------


@functools.singledispatch
def find(test: ClaimTest, archive: Archive) -> Finding:
    """Run the test of a claim."""
    raise NotImplementedError(type(test).__name__)


@find.register
def _gain(test: GainTest, archive: Archive) -> Finding:
    about, gained, rests = _balance(archive, test, test.from_day)
    outcome = _fits((gained.value or 0) > 0)
    return Finding(
        test.to_day, test.from_day, {about: gained}, outcome=outcome, events=rests.events
    )


@find.register
def _kept_gain(test: KeptGainTest, archive: Archive) -> Finding:
    about, gained, rests = _balance(archive, test, test.from_day)
    later = transfers(archive, test.to_day, test.until_day, test.within)
    back = later.passed(test.party, test.against)
    more = later.passed(test.against, test.party)
    figures = {
        about: gained,
        About("given_back", test.party, area=test.within): back,
        About("taken_after", test.party, area=test.within): more,
    }
    net = gained.value or 0
    kept = net - (back.value or 0) + (more.value or 0)
    return Finding(
        test.to_day,
        test.from_day,
        figures,
        outcome=_fits(net > 0 and kept > 0),
        events=(*rests.events, *later.events),
    )


@find.register
def _baselines(test: BaselinesTest, archive: Archive) -> Finding:
    found = [_balance(archive, test, day) for day in test.days]
    figures = {about: gained for about, gained, _ in found}
    events = _each_once(rests.events for *_, rests in found)
    return Finding(test.to_day, min(test.days), figures, events=events)


def _balance(
    archive: Archive, test: GainTest | KeptGainTest | BaselinesTest, since: dt.date
) -> tuple[About, Quantity, Transfers]:
    """What a party took from another by the day of the test, and the changes it rests on."""
    change = archive.between(since, test.to_day)
    flows = change.flows(test.within)
    km2 = flows.get((test.against, test.party), 0.0) - flows.get((test.party, test.against), 0.0)
    error = change.error_km2(test.within, (test.party, test.against))
    gained = Quantity(km2, Unit.KM2, error, evidence=Evidence(test.to_day, since, test.within))
    about = About("gain", test.party, area=test.within, first=since, last=test.to_day)
    return about, gained, transfers(archive, since, test.to_day, test.within, change.changed)


@find.register
def _unmoved(test: UnmovedTest, archive: Archive) -> Finding:
    begin, until, area = test.from_day, test.until_day, test.within
    first_day, on_first_day = _changed(archive, "changed_on_start", begin - _DAY, begin, area)
    calm, while_calm = _changed(archive, "changed_hands", begin, test.to_day, area)
    rest, after = _changed(archive, "changed_hands", test.to_day, until, area)
    changes = (*while_calm.days, *after.days)
    first = changes[0] if changes else None
    quiet = longest_run(begin, until, (*on_first_day.days, *changes))
    figures = {
        About("first_change", area=area, first=begin): Quantity(
            (first - begin).days if first else None,
            Unit.DAYS,
            evidence=Evidence(first or until, begin, area),
        ),
        About("longest_calm", area=area): Quantity(
            (quiet[1] - quiet[0]).days + 1,
            Unit.DAYS,
            evidence=Evidence(quiet[1], quiet[0] - _DAY, area),
        ),
        **(first_day if on_first_day.days else {}),
        **calm,
        **rest,
    }
    events = (*on_first_day.events, *while_calm.events, *after.events)
    return Finding(test.to_day, begin, figures, events=events)


def _changed(
    archive: Archive,
    name: str,
    after: dt.date,
    through: dt.date,
    area: str | None,
    agreement: str | None = None,
) -> tuple[Figures, Transfers]:
    """What changed hands after one day up to another, as a figure that names its days."""
    after = max(after, archive.first_day)
    found = transfers(archive, after, through, area)
    about = About(name, None, agreement, area, after + _DAY, through)
    return {about: found.km2}, found


@find.register
def _ceasefires(test: CeasefiresTest, archive: Archive) -> Finding:
    figures: dict[About, Quantity] = {}
    for outcome in ceasefires(archive).measured:
        if outcome.agreement.id not in test.agreements:
            continue
        about = functools.partial(About, agreement=outcome.agreement.id, area=outcome.area)
        if outcome.on_first_day.value:
            figures[about("changed_on_start", first=outcome.start)] = outcome.on_first_day
        after = outcome.start + _DAY
        figures[about("changed_in_force", first=after)] = outcome.window("in_force").changed
        month = outcome.window("first_30").changed
        if month.value is not None:
            figures[about("changed_in_30", first=after)] = month
    counted = (figure.evidence for figure in figures.values() if figure.evidence)
    events = _each_once(
        transfers(archive, each.since or archive.first_day, each.until, each.area).events
        for each in counted
    )
    return Finding(_last_signed(archive, test.agreements), figures=figures, events=events)


@find.register
def _rival_starts(test: RivalStartsTest, archive: Archive) -> Finding:
    figures: dict[About, Quantity] = {}
    events: list[tuple[str, ...]] = []
    day = _last_signed(archive, test.agreements)
    for ident in test.agreements:
        agreement = archive.agreements[ident]
        announced = between_starts(archive, agreement)
        if announced is None:
            continue
        first, last = announced.first, announced.last
        area, _ = area_of(archive, agreement)
        end = last_day_in_force(archive, agreement)
        for name, after, through in (
            ("between_starts", first - _DAY, last - _DAY),
            ("after_starts", last - _DAY, end),
        ):
            figure, found = _changed(archive, name, after, through, area, ident)
            figures |= figure
            events.append(found.events)
        day = last
    return Finding(day, figures=figures, events=_each_once(events))


@find.register
def _staircase(test: StaircaseTest, archive: Archive) -> Finding:
    days = [archive.agreements[ident].flag_day for ident in test.agreements]
    shares = {}
    for ident, day in zip(test.agreements, days, strict=True):
        about = About("share_on", test.party, ident, test.within)
        shares[about] = _shares(archive, day, test.within)[test.party]
    falls = all(
        (later.value or 0) < (earlier.value or 0)
        for earlier, later in itertools.pairwise(shares.values())
    )
    rests = transfers(archive, days[0], days[-1], test.within)
    return Finding(max(days), figures=shares, outcome=_fits(falls), events=rests.events)


@find.register
def _share(test: ShareTest, archive: Archive) -> Finding:
    figures = {
        About("share_on", party, area=area): share
        for area in test.areas
        for party, share in _shares(archive, test.to_day, area).items()
        if share.value
    }
    events = _each_once(
        transfers(archive, archive.first_day, test.to_day, area).events for area in test.areas
    )
    return Finding(test.to_day, figures=figures, events=events)


def _shares(archive: Archive, day: dt.date, area: str | None) -> dict[str, Quantity]:
    """Per cent of an area that each party of the data set holds on a day."""
    state, evidence = archive.as_of(day), Evidence(day, area=area)
    held, whole = state.area_by_party(area), state.area_km2(area)
    parties = (p for p in archive.parties if p not in archive.dataset.contested)
    areas = {p: Quantity(held.get(p, 0.0), Unit.KM2, evidence=evidence) for p in parties}
    return {party: km2.share_of(whole) for party, km2 in areas.items()}


@find.register
def _named(test: NamedTest, archive: Archive) -> Finding:
    wanted = test.name.casefold()
    records = (archive.agreements[ident] for ident in test.agreements)
    named = {
        record.id: any(wanted in n.casefold() for n in (*record.parties, *record.guarantors))
        for record in records
    }
    return Finding(_last_signed(archive, test.agreements), named=named)


def _last_signed(archive: Archive, agreements: Iterable[str]) -> dt.date:
    return max(archive.agreements[ident].flag_day for ident in agreements)


def _fits(fits: bool) -> Outcome:
    return "fits" if fits else "does_not_fit"


def _each_once(found: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(itertools.chain.from_iterable(found)))
