"""Runs of one holder to places, a baseline and events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.derive.histories import histories, holder_on
from dashboard.readers.mapping import Standing
from dashboard.readers.reader import Task
from dashboard.readers.runs import Runs
from dashboard.records import Baseline, Event, Place
from dashboard.store import Entries


@dataclass(frozen=True, slots=True)
class Statement:
    """What all rows of a file have in common.

    Parameters
    ----------
    method
        How the file says who holds a place, for the records.
    standing
        How far it can be trusted.
    exact
        Whether a change happened on the day of its row, whatever lies before it.
    """

    method: str
    standing: Standing
    exact: bool = False


def control_entries(
    found: Runs, words: Sequence[str], places: Mapping[str, Place], stated: Statement, task: Task
) -> Entries:
    """Places, who held them on the first day of the series, and what changed after it.

    Counts the rows used; those of places with no known first holder are refused. A note says where
    the file ends before the series.

    Parameters
    ----------
    words
        The word of the file for each index of a place, by which ``places`` has its record.
    """
    make = _Records(words, stated, task)
    before = _holders_before(found, words, task)
    kept = np.array([words[place] in before for place in found.place], dtype=bool)
    first = task.seeds.dataset.series.first_day.toordinal()
    held = np.roll(found.party, 1)
    starts = np.flatnonzero(found.starts)
    held[starts] = [before.get(words[place], -1) for place in found.place[starts]]
    turns = np.flatnonzero(kept & (found.first > first) & (found.party != held))
    turns = turns[np.lexsort((found.place[turns], found.first[turns]))]
    early = np.flatnonzero(kept & (found.first <= first))
    latest = {int(found.place[run]): run for run in early.tolist()}
    task.report.used = int(found.rows[kept].sum())
    last = task.seeds.dataset.series.last_day
    if task.report.used and found.last_day < last.toordinal():
        ends = dt.date.fromordinal(found.last_day)
        task.report.notes.append(f"the file ends on {ends}; its last holders stand until {last}")
    return Entries(
        {
            "places.csv": [places[word] for word in words if word in before],
            "control/baseline.csv": [make.baseline(found, run) for run in latest.values()],
            "control/events.csv": [
                make.event(found, run, int(held[run])) for run in turns.tolist()
            ],
        }
    )


def _holders_before(found: Runs, words: Sequence[str], task: Task) -> dict[str, int]:
    """Who held each place before its first row after the first day of the series.

    That is said by a row of that day or before, or by the seeds. A place of which neither says
    anything is refused with all its rows: nobody can say from whom it passed.
    """
    first = task.seeds.dataset.series.first_day.toordinal()
    numbers = {party.id: n for n, party in enumerate(task.seeds.dataset.parties)}
    spells = histories(task.seeds)
    rows = np.bincount(found.place, found.rows)
    before = {}
    for run in np.flatnonzero(found.starts).tolist():
        word, day = words[found.place[run]], int(found.first[run])
        known = holder_on(spells.get(word, ()), dt.date.fromordinal(day - 1))
        if day <= first:
            before[word] = int(found.party[run])
        elif known and known.controller:
            before[word] = numbers[known.controller]
        else:
            reason = "who held the place on the first day of the series is not known"
            task.report.refuse(reason, word, int(rows[found.place[run]]))
    return before


class _Records:
    """Rows as they are entered."""

    def __init__(self, words: Sequence[str], stated: Statement, task: Task):
        self.words, self.stated, self.source = words, stated, task.mapping.source.id
        self.parties = [party.id for party in task.seeds.dataset.parties]
        self.common: dict[str, Any] = {
            "certainty": stated.standing.certainty,
            "basis": stated.standing.basis,
            "sources": (self.source,),
        }

    def baseline(self, found: Runs, run: int) -> Baseline:
        """Who held a place on the first day of the series: by a run that began by then."""
        return Baseline(
            place=self.words[found.place[run]],
            controller=self.parties[found.party[run]],
            method=f"{self.stated.method}, {dt.date.fromordinal(int(found.first[run]))}",
            **self.common,
        )

    def event(self, found: Runs, run: int, held: int) -> Event:
        """The change with which a run begins."""
        day, word = dt.date.fromordinal(int(found.first[run])), self.words[found.place[run]]
        after = dt.date.fromordinal(int(found.before[run]) + 1)
        known = found.starts[run] or self.stated.exact or after == day
        return Event(
            id=f"{self.source}-{word}-{day}",
            day=day,
            day_earliest=None if known else after,
            place=word,
            from_party=self.parties[held],
            to_party=self.parties[found.party[run]],
            note=self.stated.method,
            **self.common,
        )
