"""Days in the columns or properties of a file, as half-open periods."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal

from pydantic import model_validator

from dashboard.records import Period, Record


class Refused(Exception):
    """Why a row or feature cannot be used."""


class PeriodColumns(Record):
    """Properties with the first and the last day of a feature.

    ``last_day``: whether the day of ``end``, or the month or year where ``date_format`` has no
    more, still counts (``inclusive``) or is the first that no longer does (``exclusive``).
    ``no_end`` are words for a period that has not ended, such as ``9999-12-31``; an empty property
    says the same.
    """

    start: str = ""
    end: str = ""
    last_day: Literal["inclusive", "exclusive"] | None = None
    date_format: str = "%Y-%m-%d"
    no_end: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _end_rule(self) -> PeriodColumns:
        if self.end and not self.last_day:
            raise ValueError("say in last_day whether the day of end is inclusive or exclusive")
        return self

    def read(self, texts: Mapping[str, str]) -> Period:
        """The period of a feature by its properties as texts; raises ``Refused``."""
        start, end = self._day(texts.get(self.start, "")), self._day(texts.get(self.end, ""))
        if end and self.last_day == "inclusive":
            end = self._after(end)
        try:
            return Period(start, end)
        except ValueError:
            raise Refused("a period ends before it begins") from None

    def _after(self, day: dt.date) -> dt.date:
        """The first day after the day, month or year that ``date_format`` writes."""
        if re.search("%[djxc]", self.date_format):
            return day + dt.timedelta(days=1)
        if re.search("%[mbB]", self.date_format):
            return (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
        return dt.date(day.year + 1, 1, 1)

    def _day(self, text: str) -> dt.date | None:
        return None if not text or text in self.no_end else read_day(text, self.date_format)


def read_day(text: str, date_format: str) -> dt.date:
    """A day written in a form of ``strptime``; raises ``Refused``."""
    try:
        return dt.datetime.strptime(text, date_format).date()
    except ValueError:
        raise Refused(f"{text!r} is no day written {date_format}") from None
