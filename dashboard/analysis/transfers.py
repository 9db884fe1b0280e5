"""Land changing hands, each change counted: what happened, not only what differs in the end.

``Archive.between`` compares two states. A ceasefire asks another question: how much changed hands
meanwhile, back and forth included. Both agree on the net, but for land contested on the first day:
here it passes from who held it before. A boundary drawn anew is no transfer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from dashboard.archive import Archive, per_archive
from dashboard.quantity import Evidence, Quantity, Unit
from dashboard.records import Event, Feature


@dataclass(frozen=True, slots=True)
class Transfers:
    """What changed hands in some days of some area.

    Attributes
    ----------
    flows
        km² by (from party, to party); a cell that passes twice counts twice.
    days
        Days on which anything changed hands, ascending.
    places
        Ids of the places whose cells passed, each once, in time order.
    events
        Ids of the events behind it, in time order.
    """

    flows: Mapping[tuple[str, str], float]
    days: tuple[dt.date, ...] = ()
    places: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def km2(self) -> float:
        """Everything that changed hands, in either direction."""
        return sum(self.flows.values())

    def to(self, party: str) -> float:
        """km² that passed to ``party``."""
        return sum(km2 for (_, now), km2 in self.flows.items() if now == party)

    def quantities(self, evidence: Evidence) -> Mapping[tuple[str, str], Quantity]:
        """``flows`` as figures that count these changes."""
        return MappingProxyType(
            {pair: Quantity(km2, Unit.KM2, evidence=evidence) for pair, km2 in self.flows.items()}
        )


@dataclass(frozen=True, eq=False)
class TransferTable:
    """Spells of an archive that began with a transfer between two known parties, by day.

    ``givers`` held the land before: where it was contested in between, before that.
    """

    spells: tuple[Feature, ...]
    givers: tuple[str, ...]
    day: np.ndarray
    cell: np.ndarray


@per_archive
def transfer_table(archive: Archive) -> TransferTable:
    """Every transfer of an archive, in order of day and cell."""
    index = {place: i for i, place in enumerate(archive.cells)}
    rows, held = [], dict[int, str | None]()
    for i in np.lexsort((archive.control.start, archive.control.cell)).tolist():
        spell = archive.spells[i]
        party, cell = spell.properties["controller"], index[spell.properties["place"]]
        if party in archive.dataset.contested:
            continue
        giver, held[cell] = held.get(cell), party
        if party and giver and giver != party and spell.properties.get("basis") != "redrawn":
            assert spell.period.valid_from is not None
            rows.append((spell.period.valid_from.toordinal(), cell, giver, spell))
    rows.sort(key=lambda row: row[:2])
    return TransferTable(
        tuple(spell for *_, spell in rows),
        tuple(giver for _, _, giver, _ in rows),
        np.array([day for day, *_ in rows], dtype=np.int32),
        np.array([cell for _, cell, *_ in rows], dtype=np.int32),
    )


def transfers(
    archive: Archive, after: dt.date, through: dt.date, within: str | np.ndarray | None = None
) -> Transfers:
    """What changed hands after one day, up to and including another.

    Parameters
    ----------
    after
        The day whose end the count starts from: changes reported on it are not counted.
    through
        The last day counted.
    within
        Id of an area (see ``Archive.within``) or a mask over ``archive.cells``.
    """
    mask = within if isinstance(within, np.ndarray) else archive.within(within)
    table = transfer_table(archive)
    inside = (table.day > after.toordinal()) & (table.day <= through.toordinal())
    rows = np.flatnonzero(inside & mask[table.cell]) if len(table.day) else ()
    return _sum((table.givers[i], table.spells[i]) for i in rows)


def _sum(passed: Iterable[tuple[str, Feature]]) -> Transfers:
    flows: dict[tuple[str, str], float] = {}
    days: dict[dt.date, None] = {}
    places: dict[str, None] = {}
    events: dict[str, None] = {}
    for giver, spell in passed:
        p = spell.properties
        pair = (giver, p["controller"])
        flows[pair] = flows.get(pair, 0.0) + p["area_km2"]
        if spell.period.valid_from:
            days[spell.period.valid_from] = None
        places[p["place"]] = None
        events.update(dict.fromkeys(p.get("events", ())))
    return Transfers(flows, tuple(days), tuple(places), tuple(events))


@per_archive
def event_areas_km2(archive: Archive) -> Mapping[str, float]:
    """km² that passed with each event, by its id: over the events of a figure they sum to it.

    Where several events of one day made one transfer of a cell the last has its area. An event
    without a transfer between two known parties is left out.
    """
    found = {}
    for spell in transfer_table(archive).spells:
        if events := spell.properties.get("events"):
            found[events[-1]] = spell.properties["area_km2"]
    return found


@dataclass(frozen=True, slots=True)
class OperationDay:
    """What is entered for one day of one operation, or for none (``operation`` is ``None``)."""

    day: dt.date
    operation: str | None
    events: tuple[Event, ...]
    area: Quantity


def by_day_and_operation(archive: Archive, events: Iterable[Event]) -> tuple[OperationDay, ...]:
    """Events as the days of operations they belong to, the latest first.

    Returns
    -------
    tuple
        ``area`` is the land in km² that passed with the events, without an error of its own.
    """
    groups: dict[tuple[dt.date, str], list[Event]] = {}
    for event in events:
        groups.setdefault((event.day, event.operation or ""), []).append(event)
    sizes = event_areas_km2(archive)
    return tuple(
        OperationDay(
            day,
            operation or None,
            tuple(group),
            Quantity(sum(sizes.get(e.id, 0.0) for e in group), Unit.KM2),
        )
        for (day, operation), group in sorted(groups.items(), reverse=True)
    )


def events_of(archive: Archive, ids: Iterable[str]) -> tuple[Event, ...]:
    """The events a figure rests on, in time order."""
    found = (archive.events[i] for i in ids if i in archive.events)
    return tuple(sorted(found, key=lambda e: (e.day, e.place, e.seq)))


def sources_of(archive: Archive, ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of the sources of those events, each once, the one used most first."""
    count: dict[str, int] = {}
    for event in events_of(archive, ids):
        for source in event.sources:
            count[source] = count.get(source, 0) + 1
    return tuple(sorted(count, key=lambda source: (-count[source], source)))


def opening_day(archive: Archive, agreement: str) -> dt.date | None:
    """The day an agreement is shown on: its first in force, or the last of the series for one after
    it; ``None`` for one from before the series."""
    start = force_start(archive, agreement)
    return min(start, archive.last_day) if start >= archive.first_day else None


def force_start(archive: Archive, agreement: str) -> dt.date:
    """First day a text was in force by any account; the day it was signed where none is given."""
    record = archive.agreements[agreement]
    if record.in_force and record.in_force.from_day:
        return record.in_force.from_day
    return min(record.declared_starts, default=record.flag_day)
