"""The kinds of test a claim can have: each gives figures and, where it is sharp, an outcome."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.analysis.ceasefires import ceasefires, longest_run
from dashboard.analysis.compliance import rivals
from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import Archive
from dashboard.records import ClaimTest

Outcome = Literal["", "fits", "does_not_fit"]


#: Figures that count what changed hands after one day up to another; others compare two states.
COUNTS = frozenset({
    "changed_hands", "changed_on_start", "changed_in_force", "changed_in_30", "given_back",
    "taken_after", "between_starts", "after_starts",
})  # fmt: skip
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a test: which (a key of the wording), what it is about, the value.

    ``unit`` is ``km2``, ``share``, ``days`` or ``named`` (1 or 0). ``party``, ``agreement``,
    ``area``, ``start`` and ``end`` say what it is about where there are several. ``counted`` are
    the day after which and the day up to which changes count, where they are not those two.
    ``value`` is ``None`` for days to a change that does not come by ``end``.
    """

    what: str
    value: float | None
    unit: Literal["km2", "share", "days", "named"]
    party: str | None = None
    agreement: str | None = None
    area: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    counted: tuple[dt.date, dt.date] | None = None

    @property
    def about(self) -> tuple:
        """What the figure is of, whatever its value: the same in every scenario of an archive."""
        # days without change begin and end with changes, which are the figure itself
        days = (None, None) if self.unit == "days" else (self.start, self.end)
        return self.what, self.party, self.agreement, self.area, *days

    @property
    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """First and last day to tell a reader: where changes count, the first of their days."""
        if self.what not in COUNTS:
            return self.start, self.end
        after, through = self.counted or (self.start, self.end)
        return after + _DAY, through


@dataclass(frozen=True, slots=True)
class Found:
    """What a test finds; ``events`` are behind it, ``day`` is the one a view of it shows."""

    figures: tuple[Figure, ...]
    outcome: Outcome = ""
    events: tuple[str, ...] = ()
    day: dt.date | None = None


def _gain_figure(archive: Archive, test: ClaimTest, since: dt.date) -> tuple[Figure, Transfers]:
    change = archive.between(since, test.to_day)
    flows = change.flows(test.within or None)
    km2 = flows.get((test.against, test.party), 0.0) - flows.get((test.party, test.against), 0.0)
    mask = change.changed & archive.within(test.within or None)
    figure = Figure("gain", km2, "km2", test.party, area=test.within, start=since, end=test.to_day)
    return figure, transfers(archive, since, test.to_day, mask)


def _gain(archive: Archive, test: ClaimTest) -> Found:
    figure, rests = _gain_figure(archive, test, test.from_day)
    return Found((figure,), "fits" if figure.value > 0 else "does_not_fit", rests.events)


def _kept_gain(archive: Archive, test: ClaimTest) -> Found:
    figure, rests = _gain_figure(archive, test, test.from_day)
    later = transfers(archive, test.to_day, test.until_day, test.within or None)
    back = later.flows.get((test.party, test.against), 0.0)
    more = later.flows.get((test.against, test.party), 0.0)
    until = {"area": test.within, "start": test.to_day, "end": test.until_day}
    figures = (
        figure,
        Figure("given_back", back, "km2", test.party, **until),
        Figure("taken_after", more, "km2", test.party, **until),
    )
    kept = figure.value > 0 and figure.value - back + more > 0
    return Found(figures, "fits" if kept else "does_not_fit", (*rests.events, *later.events))


def _unmoved(archive: Archive, test: ClaimTest) -> Found:
    area = test.within or None
    begin, until = test.from_day, test.until_day
    on_start = transfers(archive, begin - _DAY, begin, area)
    calm = transfers(archive, begin, test.to_day, area)
    after = transfers(archive, test.to_day, until, area)
    changes = (*calm.days, *after.days)
    first = changes[0] if changes else None
    quiet = longest_run(begin, until, sorted({*on_start.days, *changes}))
    figures = [
        Figure("first_change", (first - begin).days if first else None, "days", area=area,
               start=begin, end=first or until),
        Figure("longest_calm", (quiet[1] - quiet[0]).days + 1, "days", area=area, start=quiet[0],
               end=quiet[1], counted=(quiet[0] - _DAY, quiet[1])),
        Figure("changed_hands", calm.km2, "km2", area=area, start=begin, end=test.to_day),
        Figure("changed_hands", after.km2, "km2", area=area, start=test.to_day, end=until),
    ]  # fmt: skip
    if on_start.km2:
        figures.insert(2, _on_start(on_start, begin, area))
    return Found(tuple(figures), "", (*on_start.events, *calm.events, *after.events))


def _on_start(
    found: Transfers, day: dt.date, area: str | None, agreement: str | None = None
) -> Figure:
    """What changed hands on a first day: apart, since few sources tell the hour."""
    return Figure("changed_on_start", found.km2, "km2", area=area, agreement=agreement, start=day,
                  end=day, counted=(day - _DAY, day))  # fmt: skip


def _ceasefires(archive: Archive, test: ClaimTest) -> Found:
    figures, events = [], {}
    for hold in ceasefires(archive)[0]:
        if hold.agreement.id not in test.agreements:
            continue
        about = {"agreement": hold.agreement.id, "area": hold.area, "start": hold.start}
        through = hold.measured_through
        if hold.on_start_day.km2:
            found = hold.on_start_day
            figures.append(_on_start(found, hold.start, hold.area, hold.agreement.id))
            events |= dict.fromkeys(found.events)
        figures.append(Figure("changed_in_force", hold.in_force.km2, "km2", **about, end=through))
        month = hold.windows[30]
        if month is not None:
            last = hold.start + 30 * _DAY
            figures.append(Figure("changed_in_30", month.km2, "km2", **about, end=last))
            events |= dict.fromkeys(month.events)
        events |= dict.fromkeys(hold.in_force.events)
    return Found(tuple(figures), "", tuple(events))


def _staircase(archive: Archive, test: ClaimTest) -> Found:
    area, shares = test.within or None, []
    for agreement in test.agreements:
        day = archive.agreements[agreement].flag_day
        state = archive.as_of(day)
        held = state.area_by_party(area).get(test.party, 0.0)
        share = 100 * held / state.area_km2(area)
        shares.append(Figure("share_on", share, "share", test.party, agreement, area, end=day))
    values = [figure.value for figure in shares]
    falls = all(b < a for a, b in itertools.pairwise(values))
    rests = transfers(archive, shares[0].end, shares[-1].end, area)
    return Found(tuple(shares), "fits" if falls else "does_not_fit", rests.events)


def _share(archive: Archive, test: ClaimTest) -> Found:
    state, figures = archive.as_of(test.to_day), []
    for area in test.areas:
        whole = state.area_km2(area)
        figures += [
            Figure("share_on", 100 * km2 / whole, "share", party, area=area, end=test.to_day)
            for party, km2 in state.area_by_party(area).items()
        ]
    masks = [archive.within(area) for area in test.areas]
    rests = [transfers(archive, archive.first_day, test.to_day, mask).events for mask in masks]
    return Found(tuple(figures), "", tuple(dict.fromkeys(e for ids in rests for e in ids)))


def _rival_starts(archive: Archive, test: ClaimTest) -> Found:
    figures, events, day = [], {}, None
    for ident in test.agreements:
        agreement = archive.agreements[ident]
        said = rivals(archive, agreement)
        if not said.rival or said.between is None:
            continue
        first, last = said.starts[0][0], said.starts[-1][0]
        until = agreement.in_force.until_day if agreement.in_force else None
        # in force up to the day before
        end = min(until - _DAY, archive.last_day) if until else archive.last_day
        days = max(first - _DAY, archive.first_day), max(last - _DAY, archive.first_day)
        after = transfers(archive, days[1], end, said.area)
        about = {"agreement": ident, "area": said.area}
        figures += [
            Figure(
                "between_starts",
                said.between.km2,
                "km2",
                start=first,
                end=last,
                counted=days,
                **about,
            ),
            Figure(
                "after_starts",
                after.km2,
                "km2",
                start=last,
                end=end,
                counted=(days[1], end),
                **about,
            ),
        ]
        events |= dict.fromkeys((*said.between.events, *after.events))
        day = last
    return Found(tuple(figures), "", tuple(events), day)


def _baselines(archive: Archive, test: ClaimTest) -> Found:
    found = [_gain_figure(archive, test, day) for day in test.days]
    events = dict.fromkeys(event for _, rests in found for event in rests.events)
    return Found(tuple(figure for figure, _ in found), "", tuple(events))


def _named(archive: Archive, test: ClaimTest) -> Found:
    wanted = test.name.casefold()
    figures = []
    for ident in test.agreements:
        record = archive.agreements[ident]
        named = any(wanted in n.casefold() for n in (*record.parties, *record.guarantors))
        figures.append(Figure("named_in", float(named), "named", agreement=ident))
    return Found(tuple(figures))


KINDS: Mapping[str, Callable[[Archive, ClaimTest], Found]] = {
    "gain": _gain,
    "kept_gain": _kept_gain,
    "unmoved": _unmoved,
    "ceasefires": _ceasefires,
    "staircase": _staircase,
    "share": _share,
    "rival_starts": _rival_starts,
    "baselines": _baselines,
    "named": _named,
}
