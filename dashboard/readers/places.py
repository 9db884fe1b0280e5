"""Places × dates: a long table of who holds which place when, run-length to events.

A row is about one place and one day. Where the holder is another one than on the place's day
before in the table, the place changed hands: on a day after that one, and on this day at the
latest. A day without a usable row is a day nothing is known of, so it widens that range.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from dashboard.readers.control import Statement, control_entries
from dashboard.readers.disputes import Disputes
from dashboard.readers.gazetteer import Gazetteer, read_places
from dashboard.readers.holders import Holder, votes
from dashboard.readers.mapping import Column, Mapping, PartyByWord, Standing, require_parties
from dashboard.readers.reader import Reader, Task
from dashboard.readers.runs import Runs, packed, runs
from dashboard.readers.tables import blocks
from dashboard.records import Record
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
    found = _rows(task, words, misplaced, parties)
    stated = Statement(mapping.holder.method, mapping.standing, mapping.table.rows == "changes")
    return control_entries(found, words, places, stated, task)


def _rows(
    task: Task, words: Sequence[str], misplaced: AnyMapping[str, str], parties: Sequence[str]
) -> Runs:
    """The rows that can be used, as runs; every other is counted as refused."""
    mapping: PlacesMapping = task.mapping
    table, holder = mapping.table, mapping.holder
    reasons = list(dict.fromkeys(misplaced.values()))
    number = {word: n for n, word in enumerate(words)}
    number |= {word: -2 - reasons.index(reason) for word, reason in misplaced.items()}
    last = task.seeds.dataset.series.last_day.toordinal()
    columns = (table.place, table.date, *holder.columns)
    parts, disputes = [], Disputes(holder.columns, parties)
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
            parts.append(packed(place[usable], day[usable], party[usable]))
    disputes.tell(words, task.report)
    return runs(parts, words, task.report)


def _day_reader(form: str) -> Callable[[str], int]:
    """Reads a day as an ordinal; ``_NO_DAY`` if it is none. The same day is read once."""

    @cache
    def read_day(text: str) -> int:
        try:
            return dt.datetime.strptime(text, form).toordinal()
        except ValueError:
            return _NO_DAY

    return read_day


READER = Reader(
    "places",
    "a long table of places and dates (CSV, Parquet): who held which place when",
    PlacesMapping,
    read,
)
