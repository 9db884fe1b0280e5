"""Land that changed hands, counting every change, also back and forth.

``Archive.between`` compares two states. A ceasefire asks another question: how much changed hands
meanwhile, back and forth included. Both agree on the net, but for land whose holder is not known on
one of the days, where here later transfers count, and for land contested on the first day: here it
passes from who held it before. A boundary drawn anew is no transfer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from dashboard.archive import Archive, per_archive
from dashboard.quantity import Evidence, Quantity, Unit
from dashboard.records import Event, Feature


@dataclass(frozen=True, slots=True)
class Transfers:
    """What changed hands within an area during some days.

    Attributes
    ----------
    flows
        km² by (from party, to party); a cell that passes twice counts twice.
    km2
        Everything that changed hands, in either direction.
    days
        Days on which anything changed hands, ascending.
    places
        Ids of the places whose cells passed, each once, in time order.
    events
        Ids of the events behind it, in time order.
    """

    flows: Mapping[tuple[str, str], Quantity]
    km2: Quantity
    days: tuple[dt.date, ...] = ()
    places: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def passed(self, giver: str, taker: str) -> Quantity:
        """km² that passed from one party to another; 0 where none did."""
        return self.flows.get((giver, taker), replace(self.km2, value=0.0, error=None))


@dataclass(frozen=True, eq=False)
class TransferTable:
    """Spells of an archive that began with a transfer between two known parties, by day.

    ``pair`` says which of ``pairs``, (from party, to party), each is; who held the land before is
    who held it before it was contested.
    """

    spells: tuple[Feature, ...]
    pairs: tuple[tuple[str, str], ...]
    pair: np.ndarray
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
    pairs = [(giver, spell.properties["controller"]) for _, _, giver, spell in rows]
    kinds = {pair: code for code, pair in enumerate(dict.fromkeys(pairs))}
    return TransferTable(
        tuple(spell for *_, spell in rows),
        tuple(kinds),
        np.array([kinds[pair] for pair in pairs], dtype=np.int32),
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
        Id of an area (see ``Archive.within``), or a mask over ``archive.cells``: figures of a mask
        have no evidence.
    """
    evidence = None
    if isinstance(within, np.ndarray):
        mask = within
    else:
        mask = archive.within(within)
        evidence = Evidence(through, max(after, archive.first_day), within)
    table = transfer_table(archive)
    passed = np.flatnonzero((table.day > after.toordinal()) & (table.day <= through.toordinal()))
    inside = passed[mask[table.cell[passed]]]

    def figure(rows: np.ndarray) -> Quantity:
        cells = table.cell[rows]
        counted = cells[mask[cells]]
        error = _error_km2(archive, cells, mask) if len(counted) else None
        km2 = float(archive.cell_area_km2[counted].sum())
        return Quantity(km2, Unit.KM2, error, evidence=evidence)

    spells = [table.spells[row] for row in inside]
    return Transfers(
        MappingProxyType(
            {
                pair: figure(passed[table.pair[passed] == code])
                for code, pair in enumerate(table.pairs)
                if (table.pair[inside] == code).any()
            }
        ),
        figure(passed),
        tuple(dt.date.fromordinal(day) for day in np.unique(table.day[inside]).tolist()),
        tuple(dict.fromkeys(spell.properties["place"] for spell in spells)),
        tuple(dict.fromkeys(event for s in spells for event in s.properties.get("events", ()))),
    )


def _error_km2(archive: Archive, passed: np.ndarray, inside: np.ndarray) -> float:
    """The error of the area of cells that passed, each counted as often as it is named.

    What the sum would change by were every edge between cells that did not pass equally often off
    by its error: an upper bound, as ``Snapshot.error_by_party`` is of a state. Edges count that
    touch a cell of the mask ``inside``.
    """
    sides, error = archive.line.edges
    times = np.bincount(passed, minlength=len(archive.cells))[sides]
    differs = np.abs(times[:, 0] - times[:, 1])
    return float((differs * error)[inside[sides].any(axis=1)].sum())


@per_archive
def event_areas_km2(archive: Archive) -> Mapping[str, float]:
    """km² that passed with each event, by its id; the events of a figure sum up to it.

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
    """The events of one day of one operation, or of none (``operation`` is ``None``)."""

    day: dt.date
    operation: str | None
    events: tuple[Event, ...]
    area: Quantity


def by_day_and_operation(archive: Archive, events: Iterable[Event]) -> tuple[OperationDay, ...]:
    """Events grouped by day and operation, the latest first.

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
    """Ids of the sources of these events, the one used most first."""
    count: dict[str, int] = {}
    for event in events_of(archive, ids):
        for source in event.sources:
            count[source] = count.get(source, 0) + 1
    return tuple(sorted(count, key=lambda source: (-count[source], source)))


def opening_day(archive: Archive, agreement: str) -> dt.date | None:
    """The day an agreement opens on: its first in force, the last of the series for a later one,
    ``None`` for one from before the series."""
    start = archive.agreements[agreement].first_day
    return min(start, archive.last_day) if start >= archive.first_day else None
