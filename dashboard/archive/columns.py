"""Periods and controllers as numpy columns: a state is one comparison of two of them.

Days are proleptic ordinals, one row a spell of control or a stretch of the line of contact. No
geometry is touched to answer who held what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.derive.contact import BASES, CERTAINTIES
from dashboard.records import Feature

#: One entry a cell, or a row.
Mask = NDArray[np.bool_]
Km2 = NDArray[np.float64]
#: From 0 to 1, one a cell.
Shares = NDArray[np.float64]
#: Parties, as indices; ``UNKNOWN`` where nobody is known.
Codes = NDArray[np.int8]
#: Which rows or cells; days as ordinals.
Numbers = NDArray[np.integer[Any]]

#: Ordinals that stand for an open start and an open end.
OPEN_START, OPEN_END = 0, dt.date.max.toordinal()
#: The code of an unknown controller in a column.
UNKNOWN = -1


def ordinals(features: Iterable[Feature]) -> tuple[Numbers, Numbers]:
    """First day and end of each feature's period, ``[start, end)``."""
    periods = [feature.period for feature in features]
    start = [p.valid_from.toordinal() if p.valid_from else OPEN_START for p in periods]
    end = [p.valid_to.toordinal() if p.valid_to else OPEN_END for p in periods]
    return np.array(start, dtype=np.int32), np.array(end, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class ControlColumns:
    """Spells of control, one row a spell."""

    #: Place ids, one a cell, in the order in which spells name them.
    cells: tuple[str, ...]
    #: Which of ``cells`` each spell is about.
    cell: Numbers
    #: Which of the parties holds it: an index, ``UNKNOWN`` where nobody is known to.
    code: Codes
    #: ``start``, ``end``: the spell as ordinals, ``[start, end)``.
    start: Numbers
    end: Numbers
    #: How certain each spell is and what it rests on: indices into ``CERTAINTIES`` and ``BASES``,
    #: ``UNKNOWN`` where neither is known.
    certainty: Codes
    basis: Codes
    #: Geodesic area of each of ``cells``.
    km2: Km2
    #: How far the edges of each of ``cells`` can be off.
    precision_m: Numbers
    #: The polygon of each of ``cells``, in EPSG:4326.
    polygons: np.ndarray

    @classmethod
    def of(cls, spells: Sequence[Feature], parties: Sequence[str]) -> ControlColumns:
        """The columns of these spells; ``parties`` gives each party its number."""
        rows = [spell.properties for spell in spells]
        cells = tuple(dict.fromkeys(row["place"] for row in rows))
        index = {place: i for i, place in enumerate(cells)}
        cell = np.array([index[row["place"]] for row in rows], dtype=np.int32)

        def codes(name: str, known: Sequence[str]) -> Codes:
            code: dict[Any, int] = {value: i for i, value in enumerate(known)}
            return np.array([code.get(row.get(name), UNKNOWN) for row in rows], dtype=np.int8)

        km2, precision_m = np.zeros(len(cells)), np.zeros(len(cells), dtype=np.int32)
        km2[cell] = [row["area_km2"] for row in rows]
        precision_m[cell] = [row.get("precision_m", 0) for row in rows]
        polygons = np.empty(len(cells), dtype=object)
        polygons[cell] = [spell.geometry for spell in spells]
        return cls(
            cells,
            cell,
            codes("controller", parties),
            *ordinals(spells),
            codes("certainty", CERTAINTIES),
            codes("basis", BASES),
            km2,
            precision_m,
            polygons,
        )

    def __post_init__(self) -> None:
        for column in (self.km2, self.precision_m, self.polygons):
            column.setflags(write=False)  # shared by every session of the app

    @cached_property
    def redrawn(self) -> Mask:
        """Whether each spell began only because a boundary was drawn anew."""
        redrawn: Mask = self.basis == BASES.index("redrawn")
        return redrawn

    def on(self, ordinal: int) -> tuple[Numbers, Codes]:
        """Rows of the spells that hold on a day, and who then holds each of ``cells``."""
        rows = np.flatnonzero((self.start <= ordinal) & (ordinal < self.end))
        controller = np.full(len(self.cells), UNKNOWN, dtype=np.int8)
        controller[self.cell[rows]] = self.code[rows]
        return rows, controller

    @cached_property
    def in_order(self) -> Numbers:
        """The rows by cell and, within a cell, by day."""
        return np.lexsort((self.start, self.cell))

    @cached_property
    def changes(self) -> Numbers:
        """A number for each spell: within a cell it rises with every change on the ground."""
        order = self.in_order
        changes = np.empty(len(order), dtype=np.int32)
        changes[order] = np.cumsum(~self.redrawn[order])
        return changes

    @cached_property
    def previous(self) -> Codes:
        """Who held the cell until each spell began: an index, ``UNKNOWN`` before the first."""
        was, now = self.in_order[:-1], self.in_order[1:]
        follows = (self.cell[was] == self.cell[now]) & (self.end[was] == self.start[now])
        previous = np.full(len(self.code), UNKNOWN, dtype=np.int8)
        previous[now[follows]] = self.code[was[follows]]
        return previous

    def change_days(self, first_day: dt.date, *, on_ground: bool = False) -> tuple[dt.date, ...]:
        """Days after ``first_day`` on which a spell begins with another controller than the last.

        ``on_ground``: leave out boundaries that were only drawn anew.
        """
        turned = (self.start > first_day.toordinal()) & (self.previous != self.code)
        days = np.unique(self.start[turned & ~self.redrawn] if on_ground else self.start[turned])
        return tuple(map(dt.date.fromordinal, days.tolist()))

    def changes_of(self, rows: Numbers) -> Numbers:
        """``changes`` of some spells, for each of ``cells``; 0 for those without one."""
        changes = np.zeros(len(self.cells), dtype=np.int32)
        changes[self.cell[rows]] = self.changes[rows]
        return changes


@dataclass(frozen=True, eq=False)
class LineColumns:
    """Stretches of the line of contact, one row a stretch."""

    #: The two cells that meet there, as indices: an (N, 2) array.
    sides: Numbers
    #: The two parties that hold them, as indices in alphabetical order of their ids: an (N, 2)
    #: array.
    holders: Numbers
    #: ``start``, ``end``: the days it is part of the line, as ordinals, ``[start, end)``.
    start: Numbers
    end: Numbers
    #: Length of the stretch times how far it can be off.
    error_km2: Km2

    @classmethod
    def of(
        cls, stretches: Sequence[Feature], cells: Sequence[str], parties: Sequence[str]
    ) -> LineColumns:
        """The columns of these stretches; ``cells`` and ``parties`` give each its number."""
        rows = [stretch.properties for stretch in stretches]

        def pairs(name: str, known: Sequence[str]) -> Numbers:
            index = {ident: i for i, ident in enumerate(known)}
            found = [[index[ident] for ident in row[name]] for row in rows]
            return np.array(found, dtype=np.int32).reshape(-1, 2)

        error = np.array([row["length_km"] * row["precision_m"] / 1000 for row in rows])
        sides, holders = pairs("places", cells), pairs("controllers", parties)
        return cls(sides, holders, *ordinals(stretches), error)

    @cached_property
    def edge(self) -> Numbers:
        """A number for each stretch, the same for all between two cells."""
        return np.unique(self.sides, axis=0, return_inverse=True)[1].ravel()

    @cached_property
    def edges(self) -> Numbers:
        """A row for each number of ``edge``: all its stretches have the same sides and error."""
        return np.unique(self.edge, return_index=True)[1]

    def error_within(self, shares: Shares) -> Km2:
        """``error_km2`` of each stretch in an area that has these shares of the cells.

        A stretch counts by the larger share of its two cells: about as much of it as lies in the
        area.
        """
        error: Km2 = self.error_km2 * shares[self.sides].max(axis=1)
        return error

    def on(self, ordinal: int, inside: Mask) -> Numbers:
        """Rows of the stretches that hold on a day and touch a cell of the mask ``inside``."""
        current = (self.start <= ordinal) & (ordinal < self.end)
        return np.flatnonzero(current & inside[self.sides].any(axis=1))
