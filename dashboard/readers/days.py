"""Days in the columns, properties or names of files, as people write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from dashboard.readers.mapping import Columns
from dashboard.readers.task import Refused
from dashboard.records import Period, Record

_DIGITS = {"%Y": r"\d{4}", "%m": r"\d{2}", "%d": r"\d{2}", "%y": r"\d{2}", "%j": r"\d{3}"}


def _says(*parts: str) -> Callable[[str], str]:
    def check(form: str) -> str:
        day = dt.date(2001, 12, 31)
        try:
            read = dt.datetime.strptime(day.strftime(form), form)
        except ValueError:
            read = dt.datetime.min
        if any(getattr(read, part) != getattr(day, part) for part in parts):
            example = "%d/%m/%Y for 31/12/2001, %d %B %Y for 31 December 2001"
            raise ValueError(f"does not say {', '.join(parts)}; write it as {example}")
        return form

    return check


#: How a day is written, in the directives of ``strptime``.
DayFormat = Annotated[str, AfterValidator(_says("year", "month", "day"))]


def read_day(text: str, date_format: str) -> dt.date:
    """A day written in a form of ``strptime``; raises ``Refused``."""
    try:
        return dt.datetime.strptime(text, date_format).date()
    except ValueError:
        raise Refused(f"{{value}} is no day written {date_format}", text) from None


def day_in_name(name: str, date_format: str) -> dt.date:
    """The day that stands in a file's name; raises ``Refused``."""
    form = "".join(_DIGITS.get(part, re.escape(part)) for part in re.split(r"(%\w)", date_format))
    found = re.search(rf"(?<!\d){form}(?!\d)", name)
    if not found:
        raise Refused(f"there is no day in the file's name written {date_format}")
    return read_day(found[0], date_format)


def joined(texts: Mapping[str, str], columns: Sequence[str]) -> str:
    """The day in a column, or in one each for year, month and day: ``2001-03-01``; ``2001`` if the
    others are empty."""
    parts = [texts.get(name, "") for name in columns]
    return parts[0] if len(parts) == 1 else "-".join(part.zfill(2) for part in parts if part)


class PeriodColumns(Record):
    """Properties with the first and the last day of a feature, or with year, month and day of each.

    ``last_day``: whether the day of ``end``, or the month or year where ``date_format`` has no
    more, still counts (``inclusive``) or is the first that no longer does (``exclusive``).
    ``no_end`` are words for a period that has not ended, such as ``9999-12-31``; an empty property
    says the same.
    """

    start: Columns = ()
    end: Columns = ()
    last_day: Literal["inclusive", "exclusive"] | None = None
    date_format: Annotated[str, AfterValidator(_says("year"))] = "%Y-%m-%d"
    no_end: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _end_rule(self) -> PeriodColumns:
        if self.end and not self.last_day:
            raise ValueError(
                "last_day is missing; say whether the day of end is inclusive or exclusive"
            )
        return self

    def read(self, texts: Mapping[str, str]) -> Period:
        """The period of a feature by its properties as texts; raises ``Refused``."""
        start, end = self._day(joined(texts, self.start)), self._day(joined(texts, self.end))
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
