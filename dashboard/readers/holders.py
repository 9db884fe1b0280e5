"""Who holds a place by a row of a table: one column chosen, or a stated vote of several, and where
these differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from dashboard.console import counted
from dashboard.readers.mapping import Columns
from dashboard.readers.tables import Block
from dashboard.readers.task import Report
from dashboard.records import Record

#: What a cell or a row says where it names no party.
SILENT, UNMAPPED, TIED = -1, -2, -3


class Holder(Record):
    """The column that says who holds a place, or several, one a source, and how they vote.

    ``majority``: the party most of those that say anything name; where two are named as often the
    row is refused. ``unanimous``: all that say anything name one party, or the row is refused.
    """

    columns: Annotated[Columns, Field(min_length=1)]
    vote: Literal["", "majority", "unanimous"] = ""

    @model_validator(mode="after")
    def _one_or_a_vote(self) -> Holder:
        if (len(self.columns) > 1) != bool(self.vote):
            raise ValueError(
                "columns and vote do not go together; name one, or several and how they vote"
            )
        return self

    @property
    def method(self) -> str:
        """How a holder comes about, for the records."""
        named = ", ".join(self.columns)
        return f"{self.vote} of {named}" if self.vote else f"column {named}"


def votes(
    block: Block, holder: Holder, values: Mapping[str, str], parties: Sequence[str], report: Report
) -> tuple[np.ndarray, np.ndarray]:
    """Who holds the place of each row, and what each source says of it.

    ``values``: party by the word the table has for it; empty for a word that names none.

    Returns the index of a party for each row, negative where it is refused; and rows × columns of
    indices, what each source says.
    """
    index = {"": SILENT, **{party: number for number, party in enumerate(parties)}}
    by_source = np.column_stack(
        [
            block.columns[name].decide(
                lambda value: index[values[value]] if value in values else UNMAPPED, SILENT
            )
            for name in holder.columns
        ]
    )
    counts = np.stack([(by_source == number).sum(axis=1) for number in range(len(parties))], axis=1)
    most = counts.max(axis=1)
    result = counts.argmax(axis=1).astype(np.int32)
    tied = (counts == most[:, None]).sum(axis=1) > 1
    if holder.vote == "unanimous":
        tied = counts.sum(axis=1) != most
    result[tied] = TIED
    result[most == 0] = SILENT
    left = np.ones(block.rows, dtype=bool)
    for name, column in zip(holder.columns, by_source.T, strict=True):
        rows = (column == UNMAPPED) & left
        block.refuse_values(rows, name, f"{name} {{value}} is not in the mapping", report)
        left &= ~rows
    result[~left] = UNMAPPED
    block.refuse(result == TIED, f"the sources differ: no {holder.vote}", report)
    block.refuse(result == SILENT, f"{', '.join(holder.columns)}: nobody is named", report)
    return result, by_source


class Disputes:
    """Rows whose sources name different parties, kept to be listed as runs of days."""

    def __init__(self, columns: Sequence[str], parties: Sequence[str]):
        self.columns, self.parties = columns, parties
        self.base = len(parties) + 1
        self.parts: list[np.ndarray] = []

    def add(self, rows: np.ndarray, place: np.ndarray, day: np.ndarray, named: np.ndarray) -> None:
        """Keep those of the marked rows of a block whose sources differ."""
        if len(self.columns) == 1:
            return
        lowest = np.where(named >= 0, named, len(self.parties)).min(axis=1)
        rows = rows & (named.max(axis=1) > lowest)
        words = np.maximum(named[rows], -1).astype(np.int64) + 1
        together = words @ self.base ** np.arange(len(self.columns))
        self.parts.append(np.column_stack([place[rows], together, day[rows]]))

    def report_to(self, words: Sequence[str], report: Report) -> None:
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
            report.listed.append((f"{words[place]}, {days}", self._claims(together)))
        report.notes.append(
            f"the sources differ in {counted(len(rows), 'row')}, "
            f"{counted(len(starts), 'run')} of days (--list)"
        )

    def _claims(self, together: int) -> str:
        named = (
            (name, together // self.base**n % self.base) for n, name in enumerate(self.columns)
        )
        return "; ".join(f"{name} {self.parties[code - 1]}" for name, code in named if code)
