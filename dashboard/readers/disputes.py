"""Rows whose sources name different parties, as runs of days to be listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from dashboard.readers.report import Report


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
            f"the sources differ in {len(rows):,} rows, {len(starts):,} runs of days (--list)"
        )

    def _claims(self, together: int) -> str:
        named = (
            (name, together // self.base**n % self.base) for n, name in enumerate(self.columns)
        )
        return "; ".join(f"{name} {self.parties[code - 1]}" for name, code in named if code)
