"""Areas and errors over the whole series, for all states at once.

What ``Snapshot`` and ``Change`` answer for one day or two is answered here for all states of the
series at once. The figures are the same; a property test holds them together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from dashboard.analysis.scenarios import scenario_days, scenarios
from dashboard.archive import UNKNOWN, Archive, per_archive
from dashboard.archive.columns import ControlColumns, LineColumns
from dashboard.wording.format import is_land

#: Figures are summed in steps of a ten-millionth of a km², of which all are whole multiples.
_STEPS = 1e7


class OverTime:
    """Series over ``archive.state_days``; every array has one value a state.

    ``days``: the days to give values for, in time order, if not the archive's ``state_days``.

    A series is a running sum of what is added and taken away from state to state, so that it costs
    what changes. The sums are of integers and therefore exact.
    """

    def __init__(self, archive: Archive, days: Sequence[dt.date] | None = None):
        self.archive = archive
        self.days = tuple(days or archive.state_days)
        self._days = np.array([day.toordinal() for day in self.days])
        self._differing_since = cache(self._spells_differing_since)

    @cached_property
    def _control(self) -> _Spans:
        """In which states each spell with a known holder is in force."""
        control = self.archive.control
        return self._spans(control, np.flatnonzero(control.code != UNKNOWN))

    @cached_property
    def _contact(self) -> _Spans:
        """In which states each stretch is part of the line of contact."""
        line = self.archive.line
        return self._spans(line, np.flatnonzero(line.error_km2 > 0))

    def _spans(self, columns: ControlColumns | LineColumns, rows: np.ndarray) -> _Spans:
        first = np.searchsorted(self._days, columns.start[rows])
        beyond = np.searchsorted(self._days, columns.end[rows])
        return _Spans(rows, first, beyond, len(self._days))

    def area_km2(self, within: str | None = None) -> dict[str, np.ndarray]:
        """km² by party; parties that never hold any are left out."""
        return self.km2_of_cells(self.archive.km2_within(within))

    def km2_of_cells(self, km2: np.ndarray) -> dict[str, np.ndarray]:
        """By party the sum of ``km2``, one of each cell, while the party holds it."""
        control = self.archive.control
        held = self._control.of(km2[control.cell[self._control.rows]] > 0)
        area = np.rint(km2 * _STEPS)[control.cell[held.rows]]
        return self._by_party(held.sums(area, control.code[held.rows], len(self.archive.parties)))

    def held_km2(self, within: str | None = None) -> dict[str | None, np.ndarray]:
        """km² by holder, ``None`` for nobody known: on every day they make up the whole area."""
        held = dict[str | None, np.ndarray](self.area_km2(within).items())
        unknown = self.unknown_km2(within)
        return held | {None: unknown} if is_land(unknown.max()) else held

    def unknown_km2(self, within: str | None = None) -> np.ndarray:
        """km² that nobody is known to hold."""
        inside = self._area(within).sum() / _STEPS
        known = sum(self.area_km2(within).values(), np.zeros(len(self.days)))
        unknown: np.ndarray = np.maximum(inside - known, 0)
        return unknown

    def error_km2(self, within: str | None = None) -> dict[str, np.ndarray]:
        """By party, as ``Snapshot.error_by_party``."""
        touching, parties = self._touching(within), len(self.archive.parties)
        holders, error = (
            self.archive.line.holders[touching.rows],
            self._error(within)[touching.rows],
        )
        one, other = (touching.sums(error, side, parties) for side in holders.T)
        return self._by_party(one + other)

    def net_km2(self, since: dt.date, within: str | None = None) -> dict[str, np.ndarray]:
        """km² by party, gained less lost since the state of ``since``; 0 up to it.

        As ``Change.net_km2``: land that is contested or of unknown holder in either state is left
        out, as is land whose boundary was only redrawn. Parties that never gain or lose are left
        out too.
        """
        differing, before, on_ground = self._differing_since(since)
        control, parties = self.archive.control, len(self.archive.parties)
        inside = self.archive.within(within)[control.cell[differing.rows]] & on_ground
        moved, before = differing.of(inside), before[inside]
        area = self._area(within)[control.cell[moved.rows]]
        net = moved.sums(area, control.code[moved.rows], parties)
        net -= moved.sums(area, before, parties)
        net[:, self._days <= since.toordinal()] = 0
        return self._by_party(net)

    def redrawn_km2(self, since: dt.date) -> np.ndarray:
        """As ``Change.redrawn_km2`` of the change since ``since``; 0 up to it."""
        differing, _, on_ground = self._differing_since(since)
        redrawn = differing.of(~on_ground)
        area = self._area()[self.archive.control.cell[redrawn.rows]]
        total: np.ndarray = redrawn.sums(area)[0] / _STEPS
        total[self._days <= since.toordinal()] = 0
        return total

    def unheld_km2(self, since: dt.date) -> np.ndarray:
        """As ``Change.unheld_km2`` of the change since ``since``; 0 up to it."""
        control, without_contested = self.archive.control, self.archive.without_contested
        held_then = without_contested(control.on(since.toordinal())[1]) != UNKNOWN
        held = self._control.of(without_contested(control.code[self._control.rows]) != UNKNOWN)
        cell, area = control.cell[held.rows], self._area()
        stays = held_then[cell]
        # land held now and not then, and land held then less what of it is held now
        counted = np.where(stays, -area[cell], area[cell])
        total: np.ndarray = (held.sums(counted)[0] + area[held_then].sum()) / _STEPS
        total[self._days <= since.toordinal()] = 0
        return total

    def net_error_km2(self, since: dt.date, within: str | None = None) -> dict[str, np.ndarray]:
        """By party, as ``Change.error_km2`` of the change since ``since``; 0 up to it.

        A stretch counts while it borders the party's land in one of the two states and not in the
        other.
        """
        line, parties = self.archive.line, len(self.archive.parties)
        touching = self._touching(within)
        there = line.on(since.toordinal(), self.archive.within(None))  # stretches of that day
        beside = line.edge[:, None] * parties + line.holders
        error, then = self._error(within)[touching.rows], np.isin(touching.rows, there)
        total = np.zeros((parties, len(self.days)))
        for side in (0, 1):
            holder = line.holders[touching.rows, side]
            stays = np.isin(beside[touching.rows, side], beside[there])
            total += touching.sums(np.where(stays, -error, error), holder, parties)
            total += np.bincount(holder[then], error[then], parties)[:, None]
        total[:, self._days <= since.toordinal()] = 0
        return self._by_party(total)

    def _spells_differing_since(self, since: dt.date) -> tuple[_Spans, np.ndarray, np.ndarray]:
        """Spells of cells that another party held on a day, with that party, and whether the ground
        changed in between rather than a boundary only."""
        control = self.archive.control
        (then, held), rows = control.on(since.toordinal()), self._control.rows
        held, now = (
            self.archive.without_contested(held),
            self.archive.without_contested(control.code[rows]),
        )
        before, changes = held[control.cell[rows]], control.changes_of(then)[control.cell[rows]]
        differing = (before != UNKNOWN) & (now != UNKNOWN) & (before != now)
        on_ground = changes != control.changes[rows]
        return self._control.of(differing), before[differing], on_ground[differing]

    def _area(self, within: str | None = None) -> np.ndarray:
        """Land of each cell in an area, in steps."""
        area: np.ndarray = np.rint(self.archive.km2_within(within) * _STEPS)
        return area

    def _error(self, within: str | None) -> np.ndarray:
        """Error of each stretch in an area, in steps."""
        shares = self.archive.share_within(within)
        error: np.ndarray = np.rint(self.archive.line.error_within(shares) * _STEPS)
        return error

    def _touching(self, within: str | None) -> _Spans:
        inside = self.archive.within(within)
        return self._contact.of(inside[self.archive.line.sides[self._contact.rows]].any(axis=1))

    def _by_party(self, sums: np.ndarray) -> dict[str, np.ndarray]:
        named = zip(self.archive.parties, sums, strict=True)
        return {party: row / _STEPS for party, row in named if row.any()}


@dataclass(frozen=True, eq=False)
class _Spans:
    """Rows of a table of columns, and the states in which each is in force: ``[first, beyond)``."""

    rows: np.ndarray
    first: np.ndarray
    beyond: np.ndarray
    states: int

    def of(self, kept: np.ndarray) -> _Spans:
        """The rows of a mask."""
        return _Spans(self.rows[kept], self.first[kept], self.beyond[kept], self.states)

    def sums(self, weight: np.ndarray, group: np.ndarray | int = 0, groups: int = 1) -> np.ndarray:
        """Groups × states: the summed weights of the rows in force."""
        width = self.states + 1
        begins = np.asarray(group, dtype=np.int64) * width
        added = np.bincount(begins + self.first, weight, groups * width)
        added -= np.bincount(begins + self.beyond, weight, groups * width)
        running: np.ndarray = added.reshape(groups, width).cumsum(axis=1)
        return running[:, :-1]


@per_archive
def held_over_time(archive: Archive, within: str | None) -> dict[str | None, np.ndarray]:
    """``OverTime.held_km2`` of an area, cached."""
    return OverTime(archive).held_km2(within)


def ranges(
    archive: Archive, question: Callable[[OverTime], Mapping[str, np.ndarray]]
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The least and the greatest of each party's series, over the archive and its scenarios.

    As ``scenarios.across`` asks for one figure: doubtful events left out, at their earliest or
    at their latest day. Every array has a value for each of ``scenarios.scenario_days``: a scenario
    changes on days of its own.
    """
    made, days = [archive, *scenarios(archive).values()], scenario_days(archive)
    found = [question(OverTime(each, days)) for each in made]
    nothing = np.zeros(len(days))
    return {
        party: (np.minimum.reduce(all_), np.maximum.reduce(all_))
        for party in found[0]
        if (all_ := [series.get(party, nothing) for series in found])
    }
