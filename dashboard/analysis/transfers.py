"""Land that changed hands, counting every change, also back and forth.

``Archive.between`` compares two states. A ceasefire asks another question: how much changed hands
meanwhile, back and forth included. Both give the same net, except on land whose holder is unknown
on one of the days, where transfers in between count here, and on land contested on the first day,
which here passes from its holder before that. A boundary drawn anew is no transfer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from dashboard.archive import Archive, per_archive
from dashboard.quantity import Evidence, Quantity, Unit
from dashboard.records import Feature


@dataclass(frozen=True, slots=True)
class Transfers:
    """What changed hands within an area during some days."""

    #: km² by (from party, to party); a cell that passes twice counts twice.
    flows: Mapping[tuple[str, str], Quantity]
    #: Everything that changed hands, in either direction.
    km2: Quantity
    #: Days on which anything changed hands, ascending.
    days: tuple[dt.date, ...] = ()
    #: Ids of the places whose cells passed, each once, in time order.
    places: tuple[str, ...] = ()
    #: Ids of the events behind it, in time order.
    events: tuple[str, ...] = ()

    def passed(self, giver: str, taker: str) -> Quantity:
        """km² that passed from one party to another; 0 where none did."""
        return self.flows.get((giver, taker), replace(self.km2, value=0.0, error=None))


@dataclass(frozen=True, eq=False)
class TransferTable:
    """Spells of an archive that began with a transfer between two known parties, by day.

    ``pair`` is the index of each in ``pairs``, (from party, to party). Contested land passes from
    the party that held it before it was contested.
    """

    spells: tuple[Feature, ...]
    pairs: tuple[tuple[str, str], ...]
    pair: np.ndarray
    day: np.ndarray
    cell: np.ndarray


@per_archive
def transfer_table(archive: Archive) -> TransferTable:
    """Every transfer of an archive, in order of day and cell."""
    control, rows, held = archive.control, [], dict[int, str | None]()
    for i in control.in_order.tolist():
        spell, cell = archive.spells[i], int(control.cell[i])
        party = spell.properties["controller"]
        if party in archive.dataset.contested:
            continue
        giver, held[cell] = held.get(cell), party
        if party and giver and giver != party and not control.redrawn[i]:
            rows.append((int(control.start[i]), cell, giver, spell))
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
    archive: Archive,
    after: dt.date,
    through: dt.date,
    within: str | None = None,
    cells: np.ndarray | None = None,
) -> Transfers:
    """What changed hands after one day, up to and including another.

    ``after``: the day whose end the count starts from: changes reported on it are not counted.
    ``through``: the last day counted.
    ``within``: id of an area, see ``Archive.within``.
    ``cells``: a mask over ``archive.cells``: only of these, and without evidence.
    """
    evidence = Evidence(through, max(after, archive.first_day), within) if cells is None else None
    shares, km2 = archive.share_within(within), archive.km2_within(within)
    if cells is not None:
        shares, km2 = shares * cells, km2 * cells
    table = transfer_table(archive)
    passed = np.flatnonzero((table.day > after.toordinal()) & (table.day <= through.toordinal()))
    inside = passed[shares[table.cell[passed]] > 0]

    def figure(rows: np.ndarray) -> Quantity:
        there = table.cell[rows]
        counted = there[shares[there] > 0]
        error = _error_km2(archive, there, shares) if len(counted) else None
        return Quantity(float(km2[counted].sum()), Unit.KM2, error, evidence=evidence)

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


def _error_km2(archive: Archive, passed: np.ndarray, shares: np.ndarray) -> float:
    """The error of the area of cells that passed, each counted as often as it is named.

    By so much the sum changes if every edge between cells that passed a different number of times
    is off by its error: an upper bound, as ``Snapshot.error_by_party`` is of a state. Edges count
    as far as they lie in an area that has ``shares`` of the cells.
    """
    line = archive.line
    sides, error = line.sides[line.edges], line.error_within(shares)[line.edges]
    times = np.bincount(passed, minlength=len(archive.cells))[sides]
    differs = np.abs(times[:, 0] - times[:, 1])
    return float((differs * error)[error > 0].sum())
