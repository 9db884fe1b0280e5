"""Dates that belong together run forwards.

An operation ends on or after its start, a period of force or of validity ends after it begins, the
series, comparisons and tests of claims have a first day before the last, and a post is established,
encircled and withdrawn in that order. The day of an event or
area statement lies within its range of days. Dates
known to the month only are called backward when every reading of them is.

Bad: ``start_on`` 2001-03-31, ``end_on`` 2001-02-20. Good: the other way round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from dashboard import records
from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import DateSpan, Record

ID = "backward-dates"

#: Record -> fields (earlier, later) and whether both may be the same day.
_ORDERED: dict[type[Record], tuple[tuple[str, str, bool], ...]] = {
    records.Series: (("first_day", "last_day", True),),
    records.DayNote: (("first_day", "last_day", True),),
    records.Recipe: (("valid_from", "valid_to", False),),
    records.Event: (("day_earliest", "day", True), ("day", "day_latest", True)),
    records.AreaStatement: (("day_earliest", "day", True), ("day", "day_latest", True)),
    records.Operation: (("start_on", "end_on", True),),
    records.InForce: (("from_day", "until_day", False),),
    records.GainTest: (("from_day", "to_day", True),),
    records.KeptGainTest: (("from_day", "to_day", True), ("to_day", "until_day", True)),
    records.UnmovedTest: (("from_day", "to_day", True), ("to_day", "until_day", True)),
    records.GainFigure: (("compare_from", "compare_to", True),),
    records.Post: (
        ("established", "encircled", True),
        ("encircled", "withdrawn", True),
        ("established", "withdrawn", True),
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """Pairs of dates of which the later one comes first."""
    for record in subject.entries:
        for first, second, same_day in _ordered(type(record)):
            earlier, later = getattr(record, first), getattr(record, second)
            if earlier is None or later is None:
                continue
            start, end = _earliest(earlier), _latest(later)
            if end < start or (end == start and not same_day):
                relation = "before" if end < start else "the same day as"
                what = f"{later} is {relation} {first} {earlier}"
                wanted = f"give a day {'not before' if same_day else 'after'} {first}"
                yield Problem(at(record, second), what, wanted, ID)


@cache
def _ordered(kind: type[Record]) -> tuple[tuple[str, str, bool], ...]:
    """Pairs of a record, those of a recipe of any kind included."""
    return next((_ORDERED[each] for each in kind.__mro__ if each in _ORDERED), ())


def _earliest(date: dt.date | DateSpan) -> dt.date:
    return date.earliest if isinstance(date, DateSpan) else date


def _latest(date: dt.date | DateSpan) -> dt.date:
    return date.latest if isinstance(date, DateSpan) else date
