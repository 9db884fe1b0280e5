"""Turns runs of one holder into places, a baseline and events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.derive.histories import histories, holder_on
from dashboard.readers.mapping import PartyMapping
from dashboard.readers.runs import Runs
from dashboard.readers.task import Task
from dashboard.records import Baseline, Event, Place
from dashboard.store import Entries

_NOBODY = -1
"""In place of the index of a party: nobody is known to have held the place."""


def control_entries(
    found: Runs,
    words: Sequence[str],
    places: Mapping[str, Place],
    method: str,
    task: Task[Any],
    *,
    exact: bool = False,
) -> Entries:
    """Places, who held them on the first day of the series, and what changed after it.

    Counts the rows used. A place whose first row lies in the series begins with an event: from who
    held it by the seeds, or from nobody known. Notes say how many are known late, and whether the
    file ends before the series.

    ``words``: the word of the file for each index of a place, by which ``places`` has its record.
    ``method``: how the file says who holds a place, for the records.
    ``task``: its mapping has a ``standing``.
    ``exact``: whether a change happened on the day of its row, whatever lies before it.
    """
    make = _Records(words, method, exact, task)
    first = task.seeds.dataset.series.first_day.toordinal()
    held = np.where(found.starts, _held_before(found, words, task), np.roll(found.party, 1))
    turns = np.flatnonzero((found.first > first) & (found.party != held))
    turns = turns[np.lexsort((found.place[turns], found.first[turns]))]
    early = np.flatnonzero(found.first <= first)
    latest = {int(found.place[run]): run for run in early.tolist()}
    task.report.used = int(found.rows.sum())
    _note(found, int((held[turns] == _NOBODY).sum()), task)
    return Entries(
        {
            "places.csv": [places[words[place]] for place in np.unique(found.place).tolist()],
            "control/baseline.csv": [make.baseline(found, run) for run in latest.values()],
            "control/events.csv": [
                make.event(found, run, int(held[run])) for run in turns.tolist()
            ],
        }
    )


def _held_before(found: Runs, words: Sequence[str], task: Task[PartyMapping]) -> np.ndarray:
    """Who held the place of each run on the day before it, by the seeds: N indices of parties.

    It is asked of the first run of a place, if that begins in the series.
    """
    first = task.seeds.dataset.series.first_day.toordinal()
    numbers = {party.id: n for n, party in enumerate(task.seeds.dataset.parties)}
    spells = histories(task.seeds)
    held = np.full(len(found.place), _NOBODY)
    for run in np.flatnonzero(found.starts & (found.first > first)).tolist():
        day = dt.date.fromordinal(int(found.first[run]) - 1)
        known = holder_on(spells.get(words[found.place[run]], ()), day)
        if known and known.controller:
            held[run] = numbers[known.controller]
    return held


def _note(found: Runs, late: int, task: Task[PartyMapping]) -> None:
    series, notes = task.seeds.dataset.series, task.report.notes
    if late:
        notes.append(
            f"{late:,} places are first known after {series.first_day}: unknown until then"
        )
    if task.report.used and found.last_day < series.last_day.toordinal():
        ends = dt.date.fromordinal(found.last_day)
        notes.append(f"the file ends on {ends}; its last holders stand until {series.last_day}")


class _Records:
    """Rows as they are entered."""

    def __init__(self, words: Sequence[str], method: str, exact: bool, task: Task[Any]):
        self.words, self.method, self.exact = words, method, exact
        self.source, standing = task.mapping.source.id, task.mapping.standing
        self.parties = [party.id for party in task.seeds.dataset.parties]
        self.common: dict[str, Any] = {
            "certainty": standing.certainty,
            "basis": standing.basis,
            "sources": (self.source,),
        }

    def baseline(self, found: Runs, run: int) -> Baseline:
        """Who held a place on the first day of the series: by a run that began by then."""
        return Baseline(
            place=self.words[found.place[run]],
            controller=self.parties[found.party[run]],
            method=f"{self.method}, {dt.date.fromordinal(int(found.first[run]))}",
            **self.common,
        )

    def event(self, found: Runs, run: int, held: int) -> Event:
        """The change with which a run begins."""
        day, word = dt.date.fromordinal(int(found.first[run])), self.words[found.place[run]]
        after = dt.date.fromordinal(int(found.before[run]) + 1)
        known = found.starts[run] or self.exact or after == day
        return Event(
            id=f"{self.source}-{word}-{day}",
            day=day,
            day_earliest=None if known else after,
            place=word,
            from_party=None if held == _NOBODY else self.parties[held],
            to_party=self.parties[found.party[run]],
            note=self.method,
            **self.common,
        )
