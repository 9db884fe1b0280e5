"""Places × dates: a long table of who holds which place when, run-length to events.

A row is about one place and one day. Where the holder is another one than on the place's day
before in the table, the place changed hands: on a day after that one, and on this day at the
latest. A day without a usable row is a day nothing is known of, so it widens that range.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from dashboard.derive.histories import histories, holder_on
from dashboard.readers.gazetteer import Gazetteer, read_places
from dashboard.readers.holders import Holder, votes
from dashboard.readers.mapping import Column, Mapping, PartyByWord, Standing, require_parties
from dashboard.readers.reader import Reader, Task
from dashboard.readers.tables import blocks
from dashboard.records import Baseline, Event, Place, Record
from dashboard.store import Entries

_NO_DAY = -(10**6)


class Table(Record):
    """Columns of the long table: the place, and the day, written as ``date_format`` says.

    ``rows``: a row a place and day (``days``), where a day left out is a day not known; or a row
    a change (``changes``), where nothing changed in between.
    """

    place: Column
    date: Column
    date_format: str = "%Y-%m-%d"
    rows: Literal["days", "changes"] = "days"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","


class PlacesMapping(Mapping):
    """A table of places × dates. ``values`` says which party each word of it stands for.

    A word that stands for nothing (``"nan" = ""``) is one that names nobody.
    """

    kind: Literal["places"]
    table: Table
    holder: Holder
    values: PartyByWord
    standing: Standing
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class _Days:
    """Rows used: N indices of places, days (ordinals) and parties, in order of place and day."""

    place: np.ndarray
    day: np.ndarray
    party: np.ndarray


def read(task: Task) -> Entries:
    """Places, their holders on the first day of the series, and what changed after it."""
    mapping: PlacesMapping = task.mapping
    parties = [party.id for party in task.seeds.dataset.parties]
    require_parties(mapping, mapping.values, task.seeds)
    asked = mapping.gazetteer
    files = [task.folder / asked.file] if asked.file else task.files
    task.progress("read gazetteer", 0, 1)
    places, misplaced = read_places(asked, files, task.seeds, mapping.source.id, task.report)
    words = sorted(places)
    days = _rows(task, words, misplaced, parties)
    entries = _entries(days, words, places, task)
    _note_the_end(days, task)
    return entries


def _note_the_end(days: _Days, task: Task) -> None:
    last, end = task.seeds.dataset.series.last_day, days.day.max(initial=0)
    if task.report.used and end < last.toordinal():
        ends = dt.date.fromordinal(int(end))
        task.report.notes.append(f"the table ends on {ends}; its last holders stand until {last}")


# --- rows ---------------------------------------------------------------------------------


def _rows(
    task: Task, words: Sequence[str], misplaced: AnyMapping[str, str], parties: Sequence[str]
) -> _Days:
    """The rows that can be used, one a place and day; every other is counted as refused."""
    mapping: PlacesMapping = task.mapping
    table, holder = mapping.table, mapping.holder
    reasons = list(dict.fromkeys(misplaced.values()))
    number = {word: n for n, word in enumerate(words)}
    number |= {word: -2 - reasons.index(reason) for word, reason in misplaced.items()}
    last = task.seeds.dataset.series.last_day.toordinal()
    columns = (table.place, table.date, *holder.columns)
    parts, disputes = [], _Disputes(holder.columns, parties)
    for path in task.files:
        for block in blocks(path, columns, table.delimiter, task.report, task.progress):
            party, said = votes(block, holder, mapping.values, parties, task.report)
            usable = party >= 0
            place = block.columns[table.place].decide(lambda word: number.get(word, -1))
            block.refuse(usable & (place == -1), "the place is not in the gazetteer", task.report)
            for n, reason in enumerate(reasons):
                block.refuse(usable & (place == -2 - n), reason, task.report)
            day = block.columns[table.date].decide(_day_reader(table.date_format), _NO_DAY)
            placed = place >= 0
            wrong = usable & placed & (day == _NO_DAY)
            no_day = f"{table.date} {{value}} is no day written {table.date_format}"
            block.refuse_values(wrong, table.date, no_day, task.report)
            late = usable & placed & (day > last)
            block.refuse(late, "after the last day of the series", task.report)
            dated = placed & (day != _NO_DAY) & (day <= last)
            disputes.add(dated, place, day, said)
            usable &= dated
            parts.append((place[usable], day[usable], party[usable].astype(np.int16)))
    disputes.tell(words, task)
    place, day, party = map(np.concatenate, zip(*parts, strict=True))
    return _once_a_day(place, day, party, words, task)


def _day_reader(form: str) -> Callable[[str], int]:
    """Reads a day as an ordinal; ``_NO_DAY`` if it is none. The same day is read once."""

    @cache
    def read_day(text: str) -> int:
        try:
            return dt.datetime.strptime(text, form).toordinal()
        except ValueError:
            return _NO_DAY

    return read_day


def _once_a_day(
    place: np.ndarray, day: np.ndarray, party: np.ndarray, words: Sequence[str], task: Task
) -> _Days:
    """Rows in order, one a place and day. Refused: repetitions; a day with different holders."""
    key = _key(place, day)
    order = np.argsort(key, kind="stable")
    key, party = key[order], party[order]
    if not len(key):
        return _Days(place, day, party)
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    rows = np.diff(np.r_[starts, len(key)])
    agreed = np.minimum.reduceat(party, starts) == np.maximum.reduceat(party, starts)
    place, day, party = place[order][starts], day[order][starts], party[starts]
    for found, count, reason in (
        (agreed & (rows > 1), rows - 1, "the place has a row of that day that says the same"),
        (~agreed, rows, "rows of one place and day differ"),
    ):
        if found.any():
            first = int(found.argmax())
            where = f"{words[place[first]]}, {dt.date.fromordinal(int(day[first]))}"
            task.report.refuse(reason, where, int(count[found].sum()))
    return _Days(place[agreed], day[agreed], party[agreed])


def _key(place: np.ndarray, day: np.ndarray) -> np.ndarray:
    """A number that orders by place and then by day."""
    return np.asarray(place.astype(np.int64) * 2**22 + day)


class _Disputes:
    """Rows whose sources name different parties, kept to be listed as runs of days."""

    def __init__(self, columns: Sequence[str], parties: Sequence[str]):
        self.columns, self.parties = columns, parties
        self.base = len(parties) + 1
        self.parts: list[np.ndarray] = []

    def add(self, rows: np.ndarray, place: np.ndarray, day: np.ndarray, said: np.ndarray) -> None:
        """Keep those of the marked rows of a block whose sources differ."""
        if len(self.columns) == 1:
            return
        lowest = np.where(said >= 0, said, len(self.parties)).min(axis=1)
        rows = rows & (said.max(axis=1) > lowest)
        words = np.maximum(said[rows], -1).astype(np.int64) + 1
        together = words @ self.base ** np.arange(len(self.columns))
        self.parts.append(np.column_stack([place[rows], together, day[rows]]))

    def tell(self, words: Sequence[str], task: Task) -> None:
        """Count them in a note of the report, and list every run of days."""
        rows = np.concatenate(self.parts) if self.parts else np.empty((0, 3))
        if not len(rows):
            return
        rows = rows[np.lexsort(rows.T[::-1])]
        runs = np.r_[True, (np.diff(rows, axis=0) != (0, 0, 1)).any(axis=1)]
        starts = np.flatnonzero(runs)
        ends = np.r_[starts[1:], len(rows)] - 1
        for (place, together, first), last in zip(
            rows[starts].tolist(), rows[ends, 2].tolist(), strict=True
        ):
            days = " to ".join(dict.fromkeys(str(dt.date.fromordinal(d)) for d in (first, last)))
            task.report.listed.append((f"{words[place]}, {days}", self._said(together)))
        task.report.notes.append(
            f"the sources differ in {len(rows):,} rows, {len(starts):,} runs of days (--list)"
        )

    def _said(self, together: int) -> str:
        said = ((name, together // self.base**n % self.base) for n, name in enumerate(self.columns))
        return "; ".join(f"{name} {self.parties[code - 1]}" for name, code in said if code)


# --- entries ------------------------------------------------------------------------------


def _entries(
    days: _Days, words: Sequence[str], places: AnyMapping[str, Place], task: Task
) -> Entries:
    """Records of what the rows say; counts those of places with no known first holder."""
    make = _Records(words, task)
    before = _holders_before(days, words, task)
    if not before:
        return Entries()
    starts = np.r_[True, days.place[1:] != days.place[:-1]]
    kept = np.array([words[place] in before for place in days.place[starts]])
    rows = kept[np.cumsum(starts) - 1]
    held = np.r_[-1, days.party[:-1]]
    held[starts] = [before.get(words[place], -1) for place in days.place[starts]]
    first = task.seeds.dataset.series.first_day.toordinal()
    turns = np.flatnonzero(rows & (days.day > first) & (days.party != held))
    turns = turns[np.lexsort((days.place[turns], days.day[turns]))]
    events = [
        make.event(days, row, int(held[row]), None if starts[row] else int(days.day[row - 1]))
        for row in turns.tolist()
    ]
    early = np.flatnonzero(rows & (days.day <= first))
    latest = {int(days.place[row]): row for row in early.tolist()}
    task.report.used = int(rows.sum())
    return Entries(
        {
            "places.csv": [places[word] for word in words if word in before],
            "control/baseline.csv": [make.baseline(days, row) for row in latest.values()],
            "control/events.csv": events,
        }
    )


def _holders_before(days: _Days, words: Sequence[str], task: Task) -> dict[str, int]:
    """Who held each place before its first row after the first day of the series.

    That is said by a row of that day or before, or by the seeds. A place of which neither says
    anything is refused with all its rows: nobody can say from whom it passed.
    """
    first = task.seeds.dataset.series.first_day.toordinal()
    numbers = {party.id: n for n, party in enumerate(task.seeds.dataset.parties)}
    spells = histories(task.seeds)
    place, starts, rows = np.unique(days.place, return_index=True, return_counts=True)
    found = {}
    for word, start, count in zip(
        (words[n] for n in place.tolist()), starts.tolist(), rows.tolist(), strict=True
    ):
        day = int(days.day[start])
        known = holder_on(spells.get(word, ()), dt.date.fromordinal(day - 1))
        if day <= first:
            found[word] = int(days.party[start])
        elif known and known.controller:
            found[word] = numbers[known.controller]
        else:
            reason = "who held the place on the first day of the series is not known"
            task.report.refuse(reason, word, count)
    return found


class _Records:
    """Rows as they are entered."""

    def __init__(self, words: Sequence[str], task: Task):
        self.words, self.mapping = words, task.mapping
        self.parties = [party.id for party in task.seeds.dataset.parties]
        standing: Standing = self.mapping.standing
        self.common: dict[str, Any] = {
            "certainty": standing.certainty,
            "basis": standing.basis,
            "sources": (self.mapping.source.id,),
        }

    def baseline(self, days: _Days, row: int) -> Baseline:
        """The holder on the first day of the series, by the last row of that day or before."""
        return Baseline(
            place=self.words[days.place[row]],
            controller=self.parties[days.party[row]],
            method=f"{self.mapping.holder.method}, {dt.date.fromordinal(int(days.day[row]))}",
            **self.common,
        )

    def event(self, days: _Days, row: int, held: int, day_before: int | None) -> Event:
        """The change a row shows; ``day_before`` is the day of the place's row before it."""
        day, word = int(days.day[row]), self.words[days.place[row]]
        gap = self.mapping.table.rows == "days" and day_before and day - day_before > 1
        return Event(
            id=f"{self.mapping.source.id}-{word}-{dt.date.fromordinal(day)}",
            day=dt.date.fromordinal(day),
            day_earliest=dt.date.fromordinal(day_before + 1) if gap and day_before else None,
            place=word,
            from_party=self.parties[held],
            to_party=self.parties[days.party[row]],
            note=self.mapping.holder.method if self.mapping.holder.vote else "",
            **self.common,
        )


READER = Reader(
    "places",
    "a long table of places and dates (CSV, Parquet): who held which place when",
    PlacesMapping,
    read,
)
