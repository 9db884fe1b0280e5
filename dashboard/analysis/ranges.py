"""Ranges beside figures, in words: the same on a page, a slide and a sheet.

A range stands only where it would print another figure; where a scenario has no such figure the
text says so in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dashboard.analysis.scenarios import Spread
from dashboard.wording import Wording, number


@dataclass(frozen=True, slots=True)
class Unit:
    """How figures of one kind are written: one of them, and a range from the least to the most."""

    one: Callable[[Wording, float], str]
    span: Callable[[Wording, float, float], str]


def _unit(form: Callable[[float], str], one: str, unit: str) -> Unit:
    return Unit(
        lambda words, value: words.fill(one, n=form(value)),
        lambda words, low, high: words.fill(
            "range", low=form(low), high=form(high), unit=words[unit]
        ),
    )


def _tenths(value: float) -> str:
    return f"{value:,.1f}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


KM2 = _unit(number, "km2", "unit_km2")
KM = _unit(_tenths, "km", "unit_km")
LENGTH = _unit(_whole, "km", "unit_km")
PERCENT = _unit(_tenths, "percent", "unit_percent")
WHOLE_PERCENT = _unit(_whole, "percent", "unit_percent")
DAYS = Unit(
    Wording.days,
    lambda words, low, high: words.fill("range_days", low=_whole(low), days=words.days(high)),
)
COUNT = Unit(
    lambda _, value: _whole(value),
    lambda words, low, high: words.fill("range_count", low=_whole(low), high=_whole(high)),
)


def reach(words: Wording, found: Spread, unit: Unit) -> str:
    """From the least to the most, for a column of ranges; empty where the figure does not move."""
    if found.low is None or unit.one(words, found.low) == unit.one(words, found.high):
        return ""
    return unit.span(words, found.low, found.high)


def text(words: Wording, found: Spread | None, unit: Unit, none: str = "") -> str:
    """The range of a figure in words; empty where it does not move.

    Parameters
    ----------
    none
        Key of the words for there being no such figure, as in some scenarios.
    """
    if found is None or found.low is None:
        return ""
    span = reach(words, found, unit)
    moves = words.fill("range_beside", range=span).replace(" ", "\u00a0") if span else ""
    if found.value is None:
        # the page says that there is none; here is in which scenarios there is
        there = [name for name, value in found.by.items() if value is not None]
        return f"{moves or unit.one(words, found.low)} {when(words, there)}"
    parts = [moves] if moves else []
    if found.lacking and none:
        parts.append(f"{words[none]} {when(words, found.lacking)}")
    return words["list_semicolon"].join(parts)


def when(words: Wording, names: Iterable[str]) -> str:
    """Variants as conditions: ``when low-certainty events are left out or when …``."""
    return words["list_or"].join(words[f"when_{name}"] for name in names)


def bracketed(words: Wording, value: str, found: Spread | None, unit: Unit, none: str = "") -> str:
    """A figure in a sentence, its range in brackets after it; text."""
    told = text(words, found, unit, none)
    return words.fill("range_bracketed", value=value, range=told) if told else value
