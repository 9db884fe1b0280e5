"""Turns rows of places and days into runs of one holder: a few hundred bytes for millions of rows.

A row is packed into one number that orders by place, then by day, and holds the party.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.readers.task import Report

_PARTY_BITS, _DAY_BITS = 8, 22


@dataclass(frozen=True, slots=True)
class Runs:
    """N runs in order of place and day: rows of one place that follow each other and agree."""

    #: ``place``, ``party``: their indices.
    place: np.ndarray
    party: np.ndarray
    #: The day of its first row, an ordinal.
    first: np.ndarray
    #: The day of the place's row before that; 0 if there is none.
    before: np.ndarray
    #: How many rows it has.
    rows: np.ndarray
    #: The last day of any row.
    last_day: int

    @property
    def starts(self) -> np.ndarray:
        """Whether each run is the first of its place."""
        return np.asarray(self.before == 0)


def packed(place: np.ndarray, day: np.ndarray, party: np.ndarray) -> np.ndarray:
    """N indices of places, days (ordinals) and indices of parties as N int64."""
    made = place.astype(np.int64) << _DAY_BITS | day
    return np.asarray(made << _PARTY_BITS | party)


def runs(parts: Sequence[np.ndarray], words: Sequence[str], report: Report) -> Runs:
    """The runs of packed rows in any order. A place has one row a day: repetitions are refused, and
    so are all rows of a place and day that differ."""
    rows = np.concatenate([np.empty(0, np.int64), *parts])
    rows.sort()
    rows = _once_a_day(rows, words, report)
    day = (rows >> _PARTY_BITS).astype(np.int32) & ((1 << _DAY_BITS) - 1)
    place = (rows >> (_DAY_BITS + _PARTY_BITS)).astype(np.int32)
    party = rows.astype(np.uint8)
    new = np.r_[True, place[1:] != place[:-1]][: len(rows)]
    turn = np.flatnonzero(new | np.r_[True, party[1:] != party[:-1]][: len(rows)])
    return Runs(
        place[turn],
        party[turn].astype(np.int32),
        day[turn],
        np.where(new[turn], 0, day[turn - 1]),
        np.diff(np.r_[turn, len(rows)]),
        int(day.max(initial=0)),
    )


def _once_a_day(rows: np.ndarray, words: Sequence[str], report: Report) -> np.ndarray:
    """Sorted rows, one a place and day; rows refused are counted."""
    again = np.flatnonzero(np.diff(rows) == 0) + 1
    _refuse(rows[again], "the place has a row of that day that says the same", words, report)
    rows = np.delete(rows, again) if len(again) else rows
    twice = np.diff(rows >> _PARTY_BITS) == 0
    differ = np.r_[False, twice] | np.r_[twice, False]
    if not differ.any():
        return rows
    _refuse(rows[differ], "rows of one place and day differ", words, report)
    return np.asarray(rows[~differ])


def _refuse(rows: np.ndarray, reason: str, words: Sequence[str], report: Report) -> None:
    if len(rows):
        place, day = divmod(int(rows[0]) >> _PARTY_BITS, 1 << _DAY_BITS)
        report.refuse(reason, f"{words[place]}, {dt.date.fromordinal(day)}", len(rows))
