"""Who holds a place by a row of a table: one column chosen, or a stated vote of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from dashboard.readers.mapping import Columns
from dashboard.readers.report import Report
from dashboard.readers.tables import Block
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

    Parameters
    ----------
    values
        Party by the word the table has for it; empty for a word that names none.

    Returns
    -------
    tuple
        N int32: the index of a party, negative for rows refused. N × columns int32: what each
        source says.
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
