"""Did a ceasefire hold? Land that changed hands after it began, inside the area it was for.

Territory only: air strikes and shelling move no line, and absence of reports is not peace. Changes
reported on the first day itself are given apart, since few sources tell the hour.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import Archive
from dashboard.records import Agreement

WINDOWS = (7, 30, 90)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CeasefireOutcome:
    """One ceasefire, from one announced start.

    Attributes
    ----------
    by
        Who announced this start, where sides announced different ones.
    others
        Starts that were announced beside the one the record takes, each with who did.
    end
        First day no longer in force; ``None`` where no end is recorded.
    measured_through
        Last day that is both in force and in the series.
    area
        Id of the area looked at, and whether a provision draws it (``area_drawn``) or it is the
        headline zone of the data set for want of another.
    first_change_days
        Days from the start to the first reported change, in force or after; ``None`` if none.
    first_change_in_force
        Whether that change came before the end.
    on_start_day, windows, in_force
        What changed hands on the first day; in the first 7, 30 and 90 days after it (whether or
        not still in force; ``None`` where the series ends before); and while in force.
    quiet_days, days_in_force
        Days in force without a reported change, and all days in force, in the series.
    longest_calm
        Most days in a row in force without a reported change.
    ended
        How it ended, in the words of the record.
    """

    agreement: Agreement
    start: dt.date
    by: tuple[str, ...]
    others: Mapping[dt.date, tuple[str, ...]]
    end: dt.date | None
    measured_through: dt.date
    area: str
    area_drawn: bool
    first_change: dt.date | None
    first_change_days: int | None
    first_change_in_force: bool
    on_start_day: Transfers
    windows: Mapping[int, Transfers | None]
    in_force: Transfers
    quiet_days: int
    days_in_force: int
    longest_calm: int
    ended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A ceasefire that cannot be measured: it began ``before`` or ``after`` the series, or has
    ``no_start``."""

    agreement: Agreement
    why: str


def is_ceasefire(agreement: Agreement) -> bool:
    """Whether the record's role or type says that it is one."""
    return agreement.role == "ceasefire" or "ceasefire" in agreement.type.casefold()


def ceasefires(archive: Archive) -> tuple[tuple[CeasefireOutcome, ...], tuple[Unmeasured, ...]]:
    """Every ceasefire of the data set, in time order: those measured, and those that cannot be.

    A ceasefire for which sides announced different first days is measured from each.
    """
    measured, unmeasured = [], []
    for agreement in archive.agreements.values():
        if not is_ceasefire(agreement):
            continue
        starts = announced_starts(agreement)
        if not starts:
            unmeasured.append(Unmeasured(agreement, "no_start"))
        elif min(starts) < archive.first_day:
            unmeasured.append(Unmeasured(agreement, "before"))
        elif max(starts) > archive.last_day:
            unmeasured.append(Unmeasured(agreement, "after"))
        else:
            measured.extend(hold(archive, agreement, day, by) for day, by in starts.items())
    return tuple(measured), tuple(unmeasured)


def announced_starts(agreement: Agreement) -> dict[dt.date, tuple[str, ...]]:
    """First days, in time order, each with who announced it; the record's own, where it has one,
    without a name."""
    if agreement.in_force and agreement.in_force.from_day:
        return {agreement.in_force.from_day: ()}
    return _declared(agreement)


def _declared(agreement: Agreement) -> dict[dt.date, tuple[str, ...]]:
    starts: dict[dt.date, tuple[str, ...]] = {}
    for declared in agreement.declarations:
        if declared.effective_day:
            starts[declared.effective_day] = (*starts.get(declared.effective_day, ()), declared.by)
    return dict(sorted(starts.items()))


def hold(
    archive: Archive, agreement: Agreement, start: dt.date, by: tuple[str, ...] = ()
) -> CeasefireOutcome:
    """Measure one ceasefire from one start in the series."""
    area, drawn = area_of(archive, agreement)
    end = agreement.in_force.until_day if agreement.in_force else None
    through = min(end - _DAY if end else archive.last_day, archive.last_day)
    ever = transfers(archive, start, archive.last_day, area)
    first = ever.days[0] if ever.days else None
    while_on = transfers(archive, start, through, area)
    windows = {
        n: transfers(archive, start, start + n * _DAY, area)
        if start + n * _DAY <= archive.last_day else None
        for n in WINDOWS
    }  # fmt: skip
    days = (through - start).days + 1
    on_start = transfers(archive, start - _DAY, start, area)
    changes = sorted({*while_on.days, *on_start.days})
    calm = longest_run(start, through, changes)
    others = {} if by else {day: who for day, who in _declared(agreement).items() if day != start}
    return CeasefireOutcome(
        agreement, start, by, others, end, through, area, drawn, first,
        (first - start).days if first else None, bool(first and first <= through),
        on_start, windows, while_on, days - len(changes), days,
        (calm[1] - calm[0]).days + 1, ended(agreement),
    )  # fmt: skip


def outcome(measured: tuple[CeasefireOutcome, ...]) -> dict[str, int]:
    """How many starts saw land change hands ``in_force`` and within a ``month``, and the
    ``longest`` calm in days; empty without a ceasefire."""
    if not measured:
        return {}
    month = (hold.windows[30] for hold in measured)
    return {
        "in_force": sum(hold.first_change_in_force for hold in measured),
        "month": sum(bool(found and found.km2) for found in month),
        "longest": max(hold.longest_calm for hold in measured),
    }


def area_of(archive: Archive, agreement: Agreement) -> tuple[str, bool]:
    """The pocket a provision draws, or the headline zone of the data set for want of one."""
    drawn = {r for p in agreement.provisions if p.drawing for r in p.drawing.recipes}
    pockets = [r.id for r in archive.dataset.recipes if r.kind == "pocket"]
    own = [recipe for recipe in pockets if recipe in drawn]
    return (own[0], True) if own else (archive.dataset.headline_zone, False)


def longest_run(
    start: dt.date, through: dt.date, changes: Iterable[dt.date]
) -> tuple[dt.date, dt.date]:
    """First and last day of the longest run without a change between two days, both included.

    ``changes`` are in time order. Of runs of one length the first; without a quiet day at all the
    last lies before the first.
    """
    inside = [day for day in changes if start <= day <= through]
    edges = [start - _DAY, *inside, through + _DAY]
    before, after = max(itertools.pairwise(edges), key=lambda pair: pair[1] - pair[0])
    return before + _DAY, after - _DAY


def ended(agreement: Agreement) -> tuple[str, ...]:
    """How it ended, as recorded: the note on its end, else entries that say that it ended."""
    if agreement.in_force and agreement.in_force.until_note:
        return (agreement.in_force.until_note,)
    return tuple(entry.claim for entry in agreement.compliance if entry.status == "ended")
