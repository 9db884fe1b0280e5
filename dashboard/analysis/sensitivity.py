"""How far a figure moves when doubtful events are left out or dated otherwise.

Each variant is a whole archive with other histories and the same cells, so any figure can be asked
of it: ``spread`` asks the same question of all and gives the range. Agreed geometry, and the area a
figure is about, stay as they are: the question is what control does to the figure.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from dashboard.archive import Archive
from dashboard.build.histories import histories
from dashboard.records import DayReading, Event, Feature, Operation, Period, Seeds

#: Low-certainty events left out; doubtful days at their earliest; at their latest.
VARIANTS = ("without_low", "earliest", "latest")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure and the range it moves in.

    Attributes
    ----------
    value
        The figure as shown.
    by
        The figure in each variant.
    """

    value: float
    by: Mapping[str, float]

    @property
    def low(self) -> float:
        """The least of all."""
        return min(self.value, *self.by.values())

    @property
    def high(self) -> float:
        """The most of all."""
        return max(self.value, *self.by.values())


def spread(archive: Archive, figure: Callable[[Archive], float]) -> Spread:
    """Ask one question of the archive and of each variant of it."""
    return Spread(figure(archive), {name: figure(made) for name, made in variants(archive).items()})


@lru_cache(maxsize=2)
def variants(archive: Archive) -> Mapping[str, Archive]:
    """The archive with other histories, by variant."""
    return {name: _archive(archive, varied_events(archive.seeds, name)) for name in VARIANTS}


def moved_count(archive: Archive) -> Mapping[str, int]:
    """How many events each variant leaves out or gives another day."""
    before = {e.id: e.day for e in archive.seeds.events}
    counts = {}
    for name in VARIANTS:
        after = {e.id: e.day for e in varied_events(archive.seeds, name)}
        counts[name] = sum(after.get(ident) != day for ident, day in before.items())
    return counts


def varied_events(seeds: Seeds, variant: str) -> tuple[Event, ...]:
    """The events as one variant reads them.

    ``without_low`` leaves out events of low certainty. ``earliest`` and ``latest`` move the days of
    events that the data set's day readings speak of, as far as the order of a place's own events
    allows: no event passes the one before or after it at its place.
    """
    if variant == "without_low":
        return tuple(e for e in seeds.events if e.certainty != "low")
    operations = {operation.id: operation for operation in seeds.operations}
    by_place: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(seeds.events, key=lambda e: (e.day, e.seq, e.id)):
        by_place[event.place].append(event)
    move = _earliest if variant == "earliest" else _latest
    readings = seeds.dataset.day_readings
    return tuple(e for events in by_place.values() for e in move(events, readings, operations))


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


def _earliest(events: list[Event], readings, operations) -> list[Event]:
    """Changes of one day move together, and stay after the change before."""
    moved: list[Event] = []
    for _, group in groupby(events, key=lambda e: e.day):
        today = list(group)
        first = max(window(event, readings, operations)[0] for event in today)
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


def _archive(archive: Archive, events: tuple[Event, ...]) -> Archive:
    """The same cells with the histories that other events make."""
    seeds = replace(archive.seeds, events=events)
    made, known = histories(seeds), {s.properties["place"]: s for s in archive.spells}
    spells = tuple(
        Feature(
            f"control.{place}.{spell.day}", "control_areas", cell.geometry, spell.period,
            {
                **cell.properties, "controller": spell.controller, "previous": spell.previous,
                "event": spell.event, "events": list(spell.events), "sources": list(spell.sources),
                "certainty": spell.certainty, "basis": spell.basis, "operation": spell.operation,
            },
        )
        for place, cell in known.items()
        for spell in made.get(place, ())
    )  # fmt: skip
    unknown = (_unknown(cell, archive) for place, cell in known.items() if not made.get(place))
    layers = {**archive.layers, "control_areas": (*spells, *unknown)}
    return Archive(seeds, layers, archive.catalog)


def _unknown(cell: Feature, archive: Archive) -> Feature:
    """A cell of which nothing is left to say: it stays where it is, its holder not known."""
    nothing = {
        "controller": None, "previous": None, "event": None, "events": [], "sources": [],
        "operation": None,
    }  # fmt: skip
    return Feature(
        f"control.{cell.properties['place']}.unknown", "control_areas", cell.geometry,
        Period(archive.first_day, None), {**cell.properties, **nothing},
    )  # fmt: skip
