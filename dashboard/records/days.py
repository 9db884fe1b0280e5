"""Days as they are entered and asked about: half-open periods, and dates known less exactly."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Half-open days ``[valid_from, valid_to)``; ``None`` on either side is open.

    Raises ``ValueError`` if both ends are given and ``valid_to`` is not after ``valid_from``.

    Examples
    --------
    >>> spell = Period(dt.date(2020, 2, 5), dt.date(2020, 2, 8))
    >>> spell.contains(dt.date(2020, 2, 7)), spell.contains(dt.date(2020, 2, 8))
    (True, False)
    """

    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def __post_init__(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError(f"{self.valid_to} is not after valid_from {self.valid_from}")

    def contains(self, day: dt.date) -> bool:
        """Whether ``day`` lies in the period."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share a day."""
        return (
            self.valid_from is None or other.valid_to is None or self.valid_from < other.valid_to
        ) and (
            other.valid_from is None or self.valid_to is None or other.valid_from < self.valid_to
        )


_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _partial_days(text: str) -> tuple[dt.date, dt.date]:
    """First and last day that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` can mean."""
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date")
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.group(2, 3))
    if year == dt.MAXYEAR:
        raise ValueError("the year 9999 stands for no known date")
    first = dt.date(year, month or 1, day or 1)
    if day:
        return first, first
    after = dt.date(year + 1, 1, 1) if not month or month == 12 else dt.date(year, month + 1, 1)
    return first, after - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date as exactly as the source gives it: ``2018``, ``2018-05``, ``2018-05-16`` or an
    interval ``2017-12/2018-02`` (the notation of ISO 8601-2 level 0).

    ``earliest`` and ``latest`` are the first and last day it can mean.

    Examples
    --------
    >>> DateSpan.parse("2018-02").latest
    datetime.date(2018, 2, 28)
    """

    text: str
    earliest: dt.date
    latest: dt.date

    @classmethod
    def parse(cls, value: Any) -> DateSpan:
        """Read a date, a ``DateSpan`` or its text.

        Raises ``ValueError`` if the text is none of the four forms, names no real day or runs
        backwards.
        """
        if isinstance(value, DateSpan):
            return value
        text = value.isoformat() if isinstance(value, dt.date) else str(value)
        start, interval, end = text.partition("/")
        earliest, latest = _partial_days(start)
        if interval:
            end_first, latest = _partial_days(end)
            if end_first < earliest:
                raise ValueError(f"{text!r} runs backwards")
        return cls(text, earliest, latest)

    def __str__(self) -> str:
        return self.text
