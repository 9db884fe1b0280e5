"""Numbers, units, dates, plurals and lists of a language, from the Unicode CLDR (by Babel).

Digits are Latin in every language: figures are compared across pages and copied into tables. What
the browser writes itself it writes by ``Locale.browser``, with the same patterns.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from collections.abc import Iterable, Mapping
from typing import Literal, TypedDict

from babel import Locale as Cldr
from babel import UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    get_decimal_symbol,
    get_group_symbol,
)
from babel.units import format_unit

#: Keeps a sign on the left of its digits in a line written from right to left.
LEFT_TO_RIGHT = "\u200e"
NO_BREAK = "\u00a0"
#: A minus as wide as the plus.
MINUS = "−"
_UNITS: Mapping[str, tuple[str, Literal["short", "long"]]] = {
    "km2": ("area-square-kilometer", "short"),
    "km": ("length-kilometer", "short"),
    "m": ("length-meter", "short"),
    "days": ("duration-day", "long"),
}
SpanStyle = Literal["long", "brief", "month", "year"]
#: What a span is written by: days with their month in full or shortened, months, years.
_SPANS: Mapping[SpanStyle, str] = {
    "long": "yMMMd",
    "brief": "yMMMd",
    "month": "yMMMM",
    "year": "y",
}


class BrowserLocale(TypedDict):
    """What ``core/format.js`` needs of a language.

    ``units`` by unit and plural category; ``months`` and the order of day, month and year by
    ``long`` and ``brief``; ``month_names`` is all that a reader may call each month;
    ``grouping`` and ``decimal`` are the signs within a number.
    """

    locale: str
    decimal: str
    grouping: str
    units: dict[str, dict[str, str]]
    months: dict[str, list[str]]
    month_names: list[list[str]]
    date: dict[str, str]


@functools.lru_cache(4096)
def _decimal(locale: Cldr, size: float, decimals: int) -> str:
    """A number in the digits 0 to 9; cached, as pages write most of them several times."""
    places = "0" * decimals
    pattern = f"#,##0.{places}" if places else "#,##0"
    return format_decimal(size, pattern, locale=locale, numbering_system="latn")


@functools.lru_cache(4096)
def _plural(locale: Cldr, count: float) -> str:
    """The plural category of a number; cached too."""
    return locale.plural_form(count)


class Locale:
    """How one language writes numbers, units, dates, plurals and lists.

    ``tag``: BCP 47, as ``en-GB``.
    """

    def __init__(self, tag: str):
        self.tag = tag
        self._cldr = Cldr.parse(tag.partition("-u-")[0], sep="-")
        self._long = self._cldr.date_formats["long"].pattern
        self._brief = self._cldr.datetime_skeletons["yMMMd"].pattern

    @classmethod
    def known(cls, tag: str) -> Locale | None:
        """The locale of a tag; ``None`` if the CLDR has none."""
        try:
            return cls(tag)
        except (UnknownLocaleError, ValueError):
            return None

    @property
    def name(self) -> str:
        """The name of the language in itself."""
        return self._cldr.get_display_name() or self.tag

    # --- numbers --------------------------------------------------------------------------

    def number(self, value: float, step: float = 1.0) -> str:
        """A number, rounded to whole steps (0.1, 1, 10 …), half away from zero."""
        size = rounded(value, step)
        text = _decimal(self._cldr, size, decimals(step))
        return text if value >= 0 or not size else f"{LEFT_TO_RIGHT}{MINUS}{text}"

    def compact(self, value: float) -> str:
        """A round number in few characters: ``12M``."""
        language = Cldr(self._cldr.language, script=self._cldr.script)
        return format_compact_decimal(
            value, locale=language, fraction_digits=1, numbering_system="latn"
        )

    def signed(self, value: float, step: float = 1.0) -> str:
        """A number with its sign, plus too; 0 has none."""
        text = self.number(value, step)
        return f"{LEFT_TO_RIGHT}+{text}" if value > 0 and rounded(value, step) else text

    def unit(self, text: str, unit: str, value: float = 0.0) -> str:
        """A number already written, with its unit in the plural form of ``value``."""
        if unit == "count":
            return text
        forms = self._patterns[unit]
        pattern = forms.get(self.plural(value), forms["other"])
        return pattern.replace("{0}", text)

    def plural(self, count: float) -> str:
        """The CLDR plural category of a number: ``one``, ``two``, ``few``, ``many``, ``other`` …"""
        return _plural(self._cldr, count)

    @functools.cached_property
    def _patterns(self) -> dict[str, dict[str, str]]:
        """By unit and plural category, the number standing as ``{0}`` where it is written."""
        percent = re.sub(r"[#0,.]+", "{0}", self._cldr.percent_formats[None].pattern)
        # in a line from right to left the sign has marks that keep it on one side of its number
        sign = self._cldr.number_symbols.get("latn", {}).get("percentSign", "%")
        percent = percent.replace("%", sign)
        found = {"percent": {"other": percent}}
        for unit, (name, length) in _UNITS.items():
            found[unit] = {
                self.plural(n): format_unit(
                    n, name, length, locale=self._cldr, numbering_system="latn"
                )
                .replace(str(n), "{0}")
                .replace(" ", NO_BREAK)  # a figure and its unit stay on one line
                for n in range(150, -1, -1)
            }
        return found

    # --- dates ----------------------------------------------------------------------------

    def date(self, day: dt.date) -> str:
        """A day in full: ``5 March 2020``."""
        return _date(self._cldr, "long", day)

    def brief_date(self, day: dt.date) -> str:
        """A day with its month shortened: ``5 Mar 2020``."""
        return _date(self._cldr, self._brief, day)

    def day_of_year(self, day: dt.date) -> str:
        """A day without its year: ``5 Mar``."""
        return format_skeleton("MMMd", day, locale=self._cldr)

    def brief_month(self, day: dt.date) -> str:
        """The month of a day, shortened: ``Mar 2020``."""
        return format_skeleton("yMMM", day, locale=self._cldr)

    def span(self, first: dt.date, last: dt.date, style: SpanStyle = "long") -> str:
        """Two days, months or years, with what both have in common written once:
        ``9–10 January 2020``, ``27 Feb – 5 Mar 2020``.

        A single one where both are the same.
        """
        if first == last and style == "long":
            return self.date(first)
        skeleton = _SPANS[style]
        parts = (("y", first.year, last.year), ("M", first.month, last.month), ("d", first, last))
        field = next((letter for letter, a, b in parts if a != b and letter in skeleton), "")
        halves = (
            self._cldr.interval_formats[skeleton][field]
            if field
            else [self._cldr.datetime_skeletons[skeleton].pattern]
        )
        if style == "long":  # the CLDR has intervals of days with a short month only
            halves = [half.replace("MMM", "MMMM") for half in halves]
        days = zip(halves, (first, last), strict=False)
        text = "".join(format_date(day, half, locale=self._cldr) for half, day in days)
        # the dash has plain spaces if its parts have some, and never the thin ones of the CLDR
        return text.replace("\u2009", "" if field == "d" or style == "year" else " ")

    def _month_names(self, month: int) -> list[str]:
        """Full and short names of a month, in this region and in the language at large."""
        regions = (self._cldr, Cldr.parse(self._cldr.language))
        named = (
            cldr.months[use][width][month]
            for cldr in regions
            for use in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
        )
        return list(dict.fromkeys(named))

    # --- lists ----------------------------------------------------------------------------

    def list(self, items: Iterable[str]) -> str:
        """``a, b and c``."""
        return format_list(list(items), locale=self._cldr)

    # --- the browser ----------------------------------------------------------------------

    def browser(self) -> BrowserLocale:
        """The patterns that the browser writes by: results do not depend on the browser's own
        version of the CLDR."""
        months = self._cldr.months["format"]
        return {
            "locale": self.tag,
            "decimal": get_decimal_symbol(self._cldr, numbering_system="latn"),
            "grouping": get_group_symbol(self._cldr, numbering_system="latn"),
            "units": self._patterns,
            "months": {
                "long": [months["wide"][n] for n in range(1, 13)],
                "brief": [months["abbreviated"][n] for n in range(1, 13)],
            },
            "month_names": [self._month_names(n) for n in range(1, 13)],
            "date": {
                "long": _order(self._long),
                "brief": _order(self._brief),
            },
        }


@functools.lru_cache(maxsize=8192)
def _date(locale: Cldr, pattern: str, day: dt.date) -> str:
    """A day as a pattern has it; cached, as a page writes the same few very often."""
    return format_date(day, pattern, locale=locale)


def rounded(value: float, step: float) -> float:
    """The size of a value in whole steps, half up; the browser's ``core/format.js`` does the same
    operations, so that both round alike."""
    per = round(1 / step) if step < 1 else 1
    size = abs(value)
    if per > 1:
        return math.floor(size * per + 0.5) / per
    return math.floor(size / step + 0.5) * step


def decimals(step: float) -> int:
    """How many decimals a number in whole steps has."""
    return len(str(round(1 / step))) - 1 if step < 1 else 0


_FIELDS = {"d": "{d}", "M": "{m}", "y": "{y}"}


def _order(pattern: str) -> str:
    """A CLDR date pattern with ``{d}``, ``{m}`` and ``{y}`` as its fields; quoted text stays."""
    parts = re.findall(r"'([^']*)'|(d+|M+|y+)|([^'dMy]+)", pattern)
    return "".join(quoted or _FIELDS.get(field[:1], "") or text for quoted, field, text in parts)
