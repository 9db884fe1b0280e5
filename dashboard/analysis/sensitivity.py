"""How far a figure moves when doubtful events are left out or dated otherwise.

Each variant is a whole archive with other histories, the line of contact that follows from them and
the same cells, so any figure can be asked of it: ``spread`` asks the same question of all and gives
the range, ``spreads`` asks a question with many figures of each only once. Agreed geometry, and the
area a figure is about, stay as they are: the question is what control does to the figure.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from dashboard.analysis.replay import replayed
from dashboard.archive import Archive, per_archive
from dashboard.records import DayReading, Event, Operation, Seeds

#: Low-certainty events left out; doubtful days at their earliest; at their latest.
VARIANTS = ("without_low", "earliest", "latest")
_DAY = dt.timedelta(days=1)
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure and the range it moves in.

    Attributes
    ----------
    value
        The figure as shown; ``None`` where there is none to show, as of a change that never comes.
    by
        The figure in each variant, or ``None``.
    """

    value: float | None
    by: Mapping[str, float | None]

    @property
    def _known(self) -> list[float]:
        return [v for v in (self.value, *self.by.values()) if v is not None]

    @property
    def low(self) -> float | None:
        """The least of all; ``None`` where none has a value."""
        return min(self._known, default=None)

    @property
    def high(self) -> float | None:
        """The most of all; ``None`` where none has a value."""
        return max(self._known, default=None)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Variants in which there is no such figure."""
        return tuple(name for name, value in self.by.items() if value is None)

    def times(self, factor: float) -> Spread:
        """The same figure in another unit, as a share of a whole that no variant changes."""
        by = {name: None if value is None else value * factor for name, value in self.by.items()}
        return Spread(None if self.value is None else self.value * factor, by)


def spread(archive: Archive, figure: Callable[[Archive], float | None]) -> Spread:
    """Ask one question of the archive and of each variant of it."""
    return Spread(figure(archive), {name: figure(made) for name, made in variants(archive).items()})


def spreads(
    archive: Archive,
    figures: Callable[[Archive], Mapping[Key, float | None]],
    *,
    missing: float | None = None,
) -> dict[Key, Spread]:
    """Ask a question with many figures of the archive and of each variant of it, once each.

    Parameters
    ----------
    missing
        What a figure is where an answer leaves it out: 0 for land, ``None`` where it means that
        there is no such figure.

    Returns
    -------
    dict
        Every figure that any answer has, those of the archive first and in its order.
    """
    shown = figures(archive)
    made = {name: figures(variant) for name, variant in variants(archive).items()}
    keys = dict.fromkeys(key for found in (shown, *made.values()) for key in found)
    return {
        key: Spread(
            shown.get(key, missing), {name: found.get(key, missing) for name, found in made.items()}
        )
        for key in keys
    }


@per_archive
def variants(archive: Archive) -> Mapping[str, Archive]:
    """The archive with other histories, by variant."""
    return {name: replayed(archive, varied_events(archive.seeds, name)) for name in VARIANTS}


@per_archive
def varied_days(archive: Archive) -> tuple[dt.date, ...]:
    """First day of the series and every day on which control changes in it or in a variant."""
    made = (archive, *variants(archive).values())
    return tuple(sorted({day for each in made for day in (archive.first_day, *each.change_days)}))


def moved_count(archive: Archive) -> Mapping[str, int]:
    """How many events each variant leaves out or gives another day, in the series as entered or
    as moved: of one that stays outside no figure can know."""
    first, last = archive.first_day, archive.last_day
    before = {e.id: e.day for e in archive.seeds.events}
    counts = {}
    for name in VARIANTS:
        after = {e.id: e.day for e in varied_events(archive.seeds, name)}
        pairs = ((day, after.get(ident)) for ident, day in before.items())
        counts[name] = sum(
            entered != moved and any(day and first <= day <= last for day in (entered, moved))
            for entered, moved in pairs
        )
    return counts


def varied_events(seeds: Seeds, variant: str) -> tuple[Event, ...]:
    """The events as one variant reads them.

    ``without_low`` leaves out events of low certainty. ``earliest`` and ``latest`` move the days of
    events that the data set's day readings speak of, as far as the order of a place's own events
    allows: no event passes the one before or after it at its place, and none the first day of the
    series, of which the baseline says who held what.
    """
    if variant == "without_low":
        return tuple(e for e in seeds.events if e.certainty != "low")
    operations = {operation.id: operation for operation in seeds.operations}
    by_place: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(seeds.events, key=lambda e: (e.day, e.seq, e.id)):
        by_place[event.place].append(event)
    readings, begins = seeds.dataset.day_readings, seeds.dataset.series.first_day
    return tuple(
        event
        for events in by_place.values()
        for event in (
            _earliest(events, readings, operations, begins)
            if variant == "earliest"
            else _latest(events, readings, operations)
        )
    )


def window(
    event: Event, readings: Iterable[DayReading], operations: Mapping[str, Operation]
) -> tuple[dt.date, dt.date]:
    """First and last day on which an event can have happened; its own day where nothing says so."""
    first = last = event.day
    for reading in readings:
        if reading.basis != event.basis or (reading.days and event.day not in reading.days):
            continue
        first = min(first, event.day - reading.earlier_days * _DAY)
        last = max(last, event.day + reading.later_days * _DAY)
        operation = operations.get(event.operation)
        if reading.within_operation and operation:
            first = min(first, operation.start_on)
            last = max(last, operation.end_on or event.day)
    return first, last


def _earliest(events: list[Event], readings, operations, begins: dt.date) -> list[Event]:
    """Changes of one day move together, and stay after the change before.

    A change in the series stays one: at the earliest on the day after its first, since on that
    day it would take the place of the baseline, and before it it would not be read at all.
    """
    moved: list[Event] = []
    for _, group in groupby(events, key=lambda e: e.day):
        today = list(group)
        first = max(window(event, readings, operations)[0] for event in today)
        if today[0].day >= begins:
            first = max(first, min(today[0].day, begins + _DAY))
        if moved:
            first = min(max(first, moved[-1].day + _DAY), today[0].day)
        moved.extend(e.model_copy(update={"day": first}) for e in today)
    return moved


def _latest(events: list[Event], readings, operations) -> list[Event]:
    moved: list[Event] = []
    for _, group in groupby(reversed(events), key=lambda e: e.day):
        today = list(group)
        last = min(window(event, readings, operations)[1] for event in today)
        if moved:
            last = max(min(last, moved[-1].day - _DAY), today[0].day)
        moved.extend(e.model_copy(update={"day": last}) for e in today)
    return moved[::-1]
