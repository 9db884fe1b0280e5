"""Did a ceasefire hold? Land that changed hands after it began, inside the area it was for.

Territory only: air strikes and shelling move no line, and absence of reports is not peace. Changes
reported on the first day itself are given apart, since few sources tell the hour.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive, per_archive
from dashboard.quantity import Evidence, Quantity, Unit, count, total
from dashboard.records import Agreement

#: Windows counted from each start, with their length in days; ``in_force`` lasts to the end.
WINDOWS = {"first_7": 7, "first_30": 30, "first_90": 90, "in_force": None}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """What changed hands after the first day of a ceasefire, up to and including another day."""

    #: One of ``WINDOWS``. Those of a number of days count whether or not still in force.
    key: str
    through: dt.date
    #: km² in all; no value where the series ends before the window does.
    changed: Quantity
    #: km² in the whole study area, not only in the area looked at.
    everywhere: Quantity
    #: km² by (from party, to party).
    flows: Mapping[tuple[str, str], Quantity]

    def taken_by(self, party: str) -> Quantity:
        """km² that passed to a party."""
        return total(Unit.KM2, (km2 for (_, to), km2 in self.flows.items() if to == party))


@dataclass(frozen=True, slots=True)
class CeasefireOutcome:
    """One ceasefire, from one announced start."""

    agreement: Agreement
    start: dt.date
    #: Who announced this start, where sides announced different ones.
    by: tuple[str, ...]
    #: Other starts that were announced, each with who announced it.
    others: Mapping[dt.date, tuple[str, ...]]
    #: First day no longer in force; ``None`` where no end is recorded.
    end: dt.date | None
    #: Last day that is both in force and in the series.
    measured_through: dt.date
    #: The area looked at, ``None`` for the whole study area. Where it is not ``area_stated`` by the
    #: agreement it is the headline zone.
    area: str | None
    area_stated: bool
    #: Day of the first reported change after the first day, in force or after.
    first_change: dt.date | None
    #: Days from the start to it; no value without one.
    first_change_after: Quantity
    #: km² that changed hands on the first day.
    on_first_day: Quantity
    #: The first 7, 30 and 90 days, and the time in force.
    windows: tuple[Window, ...]
    #: ``days_without_change``, ``days_in_force``: days in force without a reported change, and all
    #: days in force, in the series.
    days_without_change: Quantity
    days_in_force: int
    #: Most days in a row in force without a reported change.
    longest_calm: Quantity
    #: How it ended, in the words of the record.
    ended: tuple[str, ...]

    @property
    def key(self) -> tuple[str, dt.date]:
        """Unique among the measured starts of a data set."""
        return self.agreement.id, self.start

    @property
    def changed_in_force(self) -> bool:
        """Whether the first change came before the end."""
        return self.first_change is not None and self.first_change <= self.measured_through

    def window(self, key: str) -> Window:
        """One of ``WINDOWS``."""
        return next(window for window in self.windows if window.key == key)


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A ceasefire that cannot be measured: it began ``before`` or ``after`` the series, or has
    ``no_start``."""

    agreement: Agreement
    why: Literal["before", "after", "no_start"]


@dataclass(frozen=True, slots=True)
class Ceasefires:
    """Every ceasefire of a data set, in time order."""

    #: A ceasefire for which sides announced different first days is measured from each.
    measured: tuple[CeasefireOutcome, ...]
    unmeasured: tuple[Unmeasured, ...]
    #: How many were measured, from one start or more.
    number: Quantity
    #: ``changed_in_force``, ``changed_in_month``: in how many of them land changed hands while in
    #: force, and within 30 days, of any start.
    changed_in_force: Quantity
    changed_in_month: Quantity
    #: The longest of all, in days.
    longest_calm: Quantity

    def by_change(self, window: str) -> Ceasefires:
        """The ceasefires with the most land changed in a window first, unmeasured ones last."""

        def most_first(outcome: CeasefireOutcome) -> tuple[float, dt.date]:
            km2 = outcome.window(window).changed.value
            return -(km2 if km2 is not None else -1.0), outcome.start

        return replace(self, measured=tuple(sorted(self.measured, key=most_first)))

    @property
    def calmest(self) -> CeasefireOutcome:
        """The one with the longest calm."""
        return max(self.measured, key=lambda outcome: outcome.longest_calm.value or 0)

    @property
    def announced_apart(self) -> tuple[CeasefireOutcome, ...]:
        """Measured from a start that one side announced and another did not."""
        return tuple(outcome for outcome in self.measured if outcome.by)

    @property
    def one_start_of_several(self) -> tuple[CeasefireOutcome, ...]:
        """Measured from the start of the record alone, though others were announced."""
        return tuple(outcome for outcome in self.measured if outcome.others)


def is_ceasefire(agreement: Agreement) -> bool:
    """Whether the record's role or type says that it is one."""
    return agreement.role == "ceasefire" or "ceasefire" in agreement.type.casefold()


@per_archive
def ceasefires(archive: Archive) -> Ceasefires:
    """Measure every ceasefire that can be."""
    measured: list[CeasefireOutcome] = []
    unmeasured = []
    for agreement in filter(is_ceasefire, archive.agreements.values()):
        starts = agreement.starts
        if not starts:
            unmeasured.append(Unmeasured(agreement, "no_start"))
        elif min(starts) < archive.first_day:
            unmeasured.append(Unmeasured(agreement, "before"))
        elif max(starts) > archive.last_day:
            unmeasured.append(Unmeasured(agreement, "after"))
        else:
            measured += (outcome(archive, agreement, day, by) for day, by in starts.items())
    in_force = {found.agreement.id for found in measured if found.changed_in_force}
    in_month = {each.agreement.id for each in measured if each.window("first_30").changed.value}
    calms = [found.longest_calm.value or 0 for found in measured]
    return Ceasefires(
        tuple(measured),
        tuple(unmeasured),
        count(len({found.agreement.id for found in measured})),
        count(len(in_force)),
        count(len(in_month)),
        Quantity(max(calms, default=None), Unit.DAYS),
    )


def outcome(
    archive: Archive, agreement: Agreement, start: dt.date, by: tuple[str, ...] = ()
) -> CeasefireOutcome:
    """Measure one ceasefire from one start in the series."""
    area, stated = area_of(archive, agreement)
    last_in_force = last_day_in_force(archive, agreement)
    ever = transfers(archive, start, archive.last_day, area).days
    first = ever[0] if ever else None
    before = max(start - _DAY, archive.first_day)
    on_first_day = transfers(archive, before, start, area)
    changes = [day for day in (*on_first_day.days, *ever) if day <= last_in_force]
    calm_from, calm_to = longest_run(start, last_in_force, changes)
    days = (last_in_force - start).days + 1
    in_force = Evidence(last_in_force, before, area)
    return CeasefireOutcome(
        agreement,
        start,
        by,
        others={} if by else {d: who for d, who in agreement.declared_starts.items() if d != start},
        end=agreement.end_day,
        measured_through=last_in_force,
        area=area,
        area_stated=stated,
        first_change=first,
        first_change_after=Quantity(
            (first - start).days if first else None,
            Unit.DAYS,
            evidence=Evidence(first or archive.last_day, start, area),
        ),
        on_first_day=on_first_day.km2,
        windows=tuple(
            _window(archive, key, Evidence(start + n * _DAY if n else last_in_force, start, area))
            for key, n in WINDOWS.items()
        ),
        days_without_change=Quantity(days - len(changes), Unit.DAYS, evidence=in_force),
        days_in_force=days,
        longest_calm=Quantity((calm_to - calm_from).days + 1, Unit.DAYS, evidence=in_force),
        ended=ended(agreement),
    )


def _window(archive: Archive, key: str, evidence: Evidence) -> Window:
    if evidence.until > archive.last_day:
        nothing = Quantity(None, Unit.KM2, evidence=evidence)
        return Window(key, evidence.until, nothing, nothing, {})
    start = evidence.since or archive.first_day
    found = transfers(archive, start, evidence.until, evidence.area)
    everywhere = transfers(archive, start, evidence.until).km2
    return Window(key, evidence.until, found.km2, everywhere, found.flows)


def last_day_in_force(archive: Archive, agreement: Agreement) -> dt.date:
    """The last day in force; the last of the series if it did not end in it."""
    end = agreement.end_day
    return min(end - _DAY, archive.last_day) if end else archive.last_day


def area_of(archive: Archive, agreement: Agreement) -> tuple[str | None, bool]:
    """The area an agreement is for, and whether it says so: the area it names, else the only one it
    draws; else the headline zone.

    ``None`` for the whole study area. Bands along a line and corridors do not count: they are only
    parts of such an area.
    """
    headline = archive.dataset.headline_zone
    drawn = [area for area in archive.dataset.whole_areas if area in agreement.draws]
    area = agreement.within or (drawn[0] if len(drawn) == 1 else headline)
    return area, bool(agreement.within) or area in agreement.draws


def longest_run(
    start: dt.date, through: dt.date, changes: Iterable[dt.date]
) -> tuple[dt.date, dt.date]:
    """First and last day, both included, of the longest time without a change between two days.

    ``changes`` are in time order. Of equally long runs the first. If there is no quiet day, the
    last day returned is before the first.
    """
    inside = [day for day in changes if start <= day <= through]
    edges = [start - _DAY, *inside, through + _DAY]
    before, after = max(itertools.pairwise(edges), key=lambda pair: pair[1] - pair[0])
    return before + _DAY, after - _DAY


def ended(agreement: Agreement) -> tuple[str, ...]:
    """How it ended, as recorded: the note on its end, else the entries that report its end."""
    if agreement.in_force and agreement.in_force.until_note:
        return (agreement.in_force.until_note,)
    return tuple(entry.claim for entry in agreement.compliance if entry.status == "ended")
