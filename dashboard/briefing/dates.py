"""Dates of a set: a written list, or filled from what lies between two days."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable

from dashboard.archive import Archive
from dashboard.errors import ChoiceError

FILLED_FROM = ("agreements", "operations")
"""What a set can be filled from, beside steps of a number of days."""


def read_day(text: str, archive: Archive, where: str) -> dt.date:
    """A date, or the day an agreement was signed or an operation began.

    Raises ``ChoiceError`` if it is none; begins with ``where`` it was written.
    """
    if text in archive.agreements:
        return archive.agreements[text].flag_day
    if text in archive.operations:
        return archive.operations[text].start_on
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        near = difflib.get_close_matches(text, (*archive.agreements, *archive.operations), 1)
        meant = f" (meant: {near[0]}?)" if near else ""
        raise ChoiceError(
            f"{where}: {text!r} is no date{meant}; YYYY-MM-DD, or the id of an agreement or "
            "operation, is wanted",
            "briefing_no_date",
            *near,
            text=text,
            example=archive.last_day.isoformat(),
        ) from err


def read_days(text: str, archive: Archive, where: str) -> tuple[dt.date, ...]:
    """A list in the order written, parted by commas, spaces or lines; ``#`` starts a remark.

    Raises ``ChoiceError`` if something in it is no date of the series, or there is none.
    """
    days = [
        read_day(each, archive, f"{where}:{number}")
        for number, line in enumerate(text.splitlines(), 1)
        for each in re.split(r"[\s,;،؛]+", line.split("#")[0])
        if each
    ]
    if not days:
        raise ChoiceError(f"{where}: no dates; one a line is wanted", "briefing_no_dates")
    for day in days:
        archive.as_of(day)
    return tuple(days)


def fill(archive: Archive, way: str | int, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Both ends of a span and the days in it that ``way`` names, in time order.

    ``way``: one of ``FILLED_FROM``: days agreements were signed, or operations began and ended; or
    a number of days, for a step of so many from the first day on.

    Raises ``ChoiceError`` if there is no such way.
    """
    if isinstance(way, int) and way > 0:
        between = [first + dt.timedelta(days=n) for n in range(0, (last - first).days, way)]
    elif way == "agreements":
        between = [agreement.flag_day for agreement in archive.agreements.values()]
    elif way == "operations":
        ends = ((each.start_on, each.end_on) for each in archive.operations.values())
        between = [day for pair in ends for day in pair if day]
    else:
        wanted = ", ".join(FILLED_FROM)
        raise ChoiceError(f"no dates from {way!r}; {wanted} or a number of days is wanted")
    return tuple(sorted({first, last, *(day for day in between if first < day < last)}))


def distinct(archive: Archive, days: Iterable[dt.date]) -> tuple[dt.date, ...]:
    """The days of a list without those whose state is that of the day before them in it."""
    kept: list[dt.date] = []
    for day in days:
        if not kept or (archive.as_of(kept[-1]).controller != archive.as_of(day).controller).any():
            kept.append(day)
    return tuple(kept)


def spread(days: tuple[dt.date, ...], most: int) -> tuple[dt.date, ...]:
    """At most so many of some days: the ends, and others evenly between."""
    if len(days) <= most:
        return days
    return tuple(days[round(i * (len(days) - 1) / (most - 1))] for i in range(most))
