"""Areas over the whole series and how far they can be off, every state of it at once.

What ``Snapshot`` and ``Change`` answer for one day or two is answered here for all states of the
series in a few array operations. The figures are the same; a property test holds them together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np

from dashboard.analysis.scenarios import scenario_days, scenarios
from dashboard.archive import UNKNOWN, Archive


class OverTime:
    """Series over ``archive.state_days``; every array has one value a state.

    Parameters
    ----------
    archive
        The data set.
    days
        Other days to ask about, in time order: those of the archive this one is a scenario of.
    """

    def __init__(self, archive: Archive, days: Sequence[dt.date] | None = None):
        self.archive = archive
        self.days = tuple(days or archive.state_days)
        self._days = np.array([day.toordinal() for day in self.days])

    @cached_property
    def _controller(self) -> np.ndarray:
        """States × cells: index into the parties, ``UNKNOWN`` where nobody knows."""
        states = [self.archive.as_of(day).controller for day in self.days]
        return np.stack(states)

    @cached_property
    def _edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of cells with a line between them in some state, and states × edges: km² by which
        the stretch there can be off, 0 while there is none."""
        line = self.archive.line
        sides, edge = np.unique(line.sides, axis=0, return_inverse=True)
        error = np.zeros((len(self._days), len(sides)))
        held = (line.start[:, None] <= self._days) & (self._days < line.end[:, None])
        for row, states in enumerate(held):
            error[states, edge.ravel()[row]] += line.error_km2[row]
        return sides, error

    def area_km2(self, within: str | None = None) -> dict[str, np.ndarray]:
        """km² by party; parties that never hold any are left out."""
        size = self.archive.cell_area_km2 * self.archive.within(within)
        held = {p: (self._controller == i) @ size for i, p in enumerate(self.archive.parties)}
        return {party: km2 for party, km2 in held.items() if km2.any()}

    def area_error_km2(self, within: str | None = None) -> np.ndarray:
        """As ``Snapshot.area_error_km2``."""
        sides, error = self._edges
        total: np.ndarray = error @ self._touching(sides, within)
        return total

    def net_km2(self, since: dt.date, within: str | None = None) -> dict[str, np.ndarray]:
        """km² by party, gained less lost since the state of ``since``; 0 up to it.

        As ``Change.net_km2``: land whose holder is not known in either state is left out.
        Parties that never gain or lose are left out.
        """
        archive = self.archive
        before = archive.as_of(since).controller
        changed = (self._controller != before) & (before != UNKNOWN)
        changed &= self._controller != UNKNOWN
        changed[self._days <= since.toordinal()] = False
        size = archive.cell_area_km2 * archive.within(within)
        net = {
            party: (changed & (self._controller == i)) @ size - (changed & (before == i)) @ size
            for i, party in enumerate(archive.parties)
        }
        return {party: km2 for party, km2 in net.items() if km2.any()}

    def net_error_km2(self, since: dt.date, within: str | None = None) -> np.ndarray:
        """As ``Change.error_km2`` of the change since ``since``; 0 up to it."""
        sides, error = self._edges
        state = int(np.searchsorted(self._days, since.toordinal(), side="right")) - 1
        moved = (error > 0) != (error[state] > 0)
        both = np.where(moved, error + error[state], 0.0)
        total: np.ndarray = both @ self._touching(sides, within)
        total[self._days <= since.toordinal()] = 0.0
        return total

    def _touching(self, sides: np.ndarray, within: str | None) -> np.ndarray:
        touching: np.ndarray = self.archive.within(within)[sides].any(axis=1)
        return touching.astype(float)


def ranges(
    archive: Archive, question: Callable[[OverTime], Mapping[str, np.ndarray]]
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Least and most of each party's series, over the archive and every scenario of it.

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
