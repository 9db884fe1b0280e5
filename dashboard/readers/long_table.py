"""A long table: one row about one place, or unit, and one day, and who held it.

Rows become runs of one holder. A day without a usable row is a day nothing is known of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from functools import cache
from typing import Literal

from dashboard.readers.days import DayFormat, read_day
from dashboard.readers.holders import Disputes, Holder, votes
from dashboard.readers.mapping import Column, PartyMapping
from dashboard.readers.runs import Runs, packed, runs
from dashboard.readers.tables import blocks
from dashboard.readers.task import Refused, Task
from dashboard.records import Record

_NO_DAY = -(10**6)


class Table(Record):
    """Columns of the long table: the place, and the day, written as ``date_format`` says.

    ``rows``: a row a place and day (``days``), where a day left out is a day not known; or a row
    a change (``changes``), where nothing changed in between.
    """

    place: Column
    date: Column
    date_format: DayFormat = "%Y-%m-%d"
    rows: Literal["days", "changes"] = "days"


class LongTableMapping(PartyMapping):
    """A long table, and the column or columns of it that say who holds a place."""

    table: Table
    holder: Holder


def table_runs(
    task: Task[LongTableMapping], words: Sequence[str], unusable: AnyMapping[str, str]
) -> Runs:
    """The rows that can be used, as runs; every other is counted as refused.

    ``words``: what the table has for the places that can be used, by their index.
    ``unusable``: why others cannot. One that is in neither is not known at all.
    """
    mapping = task.mapping
    table, holder = mapping.table, mapping.holder
    parties = [party.id for party in task.seeds.dataset.parties]
    reasons = list(dict.fromkeys(unusable.values()))
    number = {word: n for n, word in enumerate(words)}
    number |= {word: -2 - reasons.index(reason) for word, reason in unusable.items()}
    last = task.seeds.dataset.series.last_day.toordinal()
    columns = (table.place, table.date, *holder.columns)
    parts, disputes = [], Disputes(holder.columns, parties)
    for path in task.files:
        for block in blocks(path, columns, task.report, task.progress):
            party, named = votes(block, holder, mapping.values, parties, task.report)
            usable = party >= 0
            place = block.columns[table.place].decide(lambda word: number.get(word, -1))
            block.refuse(
                usable & (place == -1),
                f"{table.place} {{value}} is none of those whose position is known",
                task.report,
                table.place,
            )
            for n, reason in enumerate(reasons):
                why = f"{table.place} {{value}}: {reason}"
                block.refuse(usable & (place == -2 - n), why, task.report, table.place)
            day = block.columns[table.date].decide(_day_reader(table.date_format), _NO_DAY)
            placed = place >= 0
            wrong = usable & placed & (day == _NO_DAY)
            no_day = f"{table.date} {{value}} is no day written {table.date_format}"
            block.refuse(wrong, no_day, task.report, table.date)
            late = usable & placed & (day > last)
            block.refuse(late, "after the last day of the series", task.report)
            dated = placed & (day != _NO_DAY) & (day <= last)
            disputes.add(dated, place, day, named)
            usable &= dated
            parts.append(packed(place[usable], day[usable], party[usable]))
    disputes.report_to(words, task.report)
    return runs(parts, words, task.report)


def _day_reader(form: str) -> Callable[[str], int]:
    """Reads a day as an ordinal; ``_NO_DAY`` if it is none. The same day is read once."""

    @cache
    def ordinal(text: str) -> int:
        try:
            return read_day(text, form).toordinal()
        except Refused:
            return _NO_DAY

    return ordinal
