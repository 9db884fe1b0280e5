"""Who held each cell when: the histories of places, and of cells of published areas.

Of published areas there are tens of thousands of spells, and a map that is added changes few of
them. So they are columns, and are spells only where somebody asks for these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from pydantic_core import to_json

from dashboard.derive.contact import BASES, CERTAINTIES
from dashboard.derive.histories import Histories, Spell, histories
from dashboard.derive.published import Courses
from dashboard.records import Seeds

#: The code in a column for what is not known.
UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class SpellColumns:
    """Spells, a row each, by cell and day; ``UNKNOWN`` where something is not known.

    ``cell`` is a number among the cells asked about, ``holder`` one among the data set's parties,
    ``certainty`` and ``basis`` among ``CERTAINTIES`` and ``BASES``; ``start`` and ``end`` are
    ordinals, ``[start, end)``.
    """

    cell: np.ndarray
    holder: np.ndarray
    start: np.ndarray
    end: np.ndarray
    certainty: np.ndarray
    basis: np.ndarray

    def always_held_by(self, cells: int) -> np.ndarray:
        """For each of so many cells the one party that held it; ``UNKNOWN`` where there were
        several, or days on which nobody is known to."""
        first = np.searchsorted(self.cell, np.arange(cells))
        one = np.flatnonzero(np.bincount(self.cell, minlength=cells) == 1)
        held = np.full(cells, UNKNOWN)
        held[one] = self.holder[first[one]]
        return held


class Control(Mapping[str, tuple[Spell, ...]]):
    """Histories by place; those of cells of published areas are made when they are asked for.

    ``entered``: the histories of the places of ``seeds``.
    ``courses``: what published areas say of their cells.
    """

    def __init__(self, seeds: Seeds, entered: Histories, courses: Courses | None = None):
        self._parties = {party.id: i for i, party in enumerate(seeds.dataset.parties)}
        self._courses = courses
        self._made = dict(entered)
        if courses and (both := self._made.keys() & courses.number.keys()):
            # more was entered of a cell than the maps say
            self._made.update(histories(courses.entered_in(seeds, both)))
        self._entered = frozenset(self._made)
        self._bare = replace(seeds, places=(), baseline=(), events=(), area_statements=())

    def __getitem__(self, place: str) -> tuple[Spell, ...]:
        if place not in self._made:
            self.of(self)
        return self._made[place]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._entered.union(self._courses.number if self._courses else ())))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of(self, places: Collection[str]) -> Histories:
        """The histories of these places among others: those that are new are made at once."""
        new = [place for place in places if place not in self._made]
        if new and self._courses:
            self._made.update(histories(self._courses.entered_in(self._bare, new)))
        return self._made

    def version(self, place: str) -> bytes:
        """A version of the spells of a place: equal only for equal spells."""
        if self._courses and place not in self._entered:
            return self._courses.version(place)
        return to_json(self._made[place])

    def columns(self, cells: Sequence[str]) -> SpellColumns:
        """All spells of some places."""
        number = {cell: i for i, cell in enumerate(cells)}
        entered = [
            self._row(number[cell], spell)
            for cell in cells
            if cell in self._entered
            for spell in self._made[cell]
        ]
        rows = np.array(entered, dtype=np.int32).reshape(-1, 6)
        if self._courses:
            others = {cell: i for cell, i in number.items() if cell not in self._entered}
            rows = np.vstack([rows, self._courses.rows(others, self._parties)])
        return SpellColumns(*rows[np.lexsort((rows[:, 2], rows[:, 0]))].T.astype(np.int32))

    def _row(self, cell: int, spell: Spell) -> tuple[int, ...]:
        return (
            cell,
            self._parties.get(spell.controller or "", UNKNOWN),
            spell.day.toordinal(),
            spell.end.toordinal(),
            CERTAINTIES.index(spell.certainty) if spell.certainty else UNKNOWN,
            BASES.index(spell.basis) if spell.basis else UNKNOWN,
        )
