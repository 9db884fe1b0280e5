"""Ranges beside figures, in words, and how they are made.

A range stands only where it would print another figure; where a variant has no such figure the
text says so in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from dashboard.analysis.sensitivity import Spread, moved_count
from dashboard.archive import Archive
from dashboard.ui import figures
from dashboard.ui.figures import prose
from dashboard.wording import Wording


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


KM2 = _unit(figures.number, "km2", "unit_km2")
KM = _unit(_tenths, "km", "unit_km")
LENGTH = _unit(_whole, "km", "unit_km")
PERCENT = _unit(_tenths, "percent", "unit_percent")
WHOLE_PERCENT = _unit(_whole, "percent", "unit_percent")
DAYS = Unit(
    figures.days,
    lambda words, low, high: words.fill(
        "range_days", low=_whole(low), days=figures.days(words, high)
    ),
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
        Key of the words for there being no such figure, as in some variants.
    """
    if found is None or found.low is None:
        return ""
    span = reach(words, found, unit)
    moves = words.fill("range_beside", range=span).replace(" ", "\u00a0") if span else ""
    if found.value is None:
        # the page says that there is none; here is in which variants there is
        there = [name for name, value in found.by.items() if value is not None]
        return f"{moves or unit.one(words, found.low)} {when(words, there)}"
    parts = [moves] if moves else []
    if found.lacking and none:
        parts.append(f"{words[none]} {when(words, found.lacking)}")
    return words["list_semicolon"].join(parts)


def when(words: Wording, names: Iterable[str]) -> str:
    """Variants as conditions: ``when low-certainty events are left out or when …``."""
    return words["list_or"].join(words[f"when_{name}"] for name in names)


def beside(words: Wording, found: Spread | None, unit: Unit, none: str = "") -> str:
    """The range as quiet words in brackets after a figure on its line; HTML."""
    told = text(words, found, unit, none)
    return f' <span class="range">({escape(told)})</span>' if told else ""


def under(words: Wording, found: Spread | None, unit: Unit, none: str = "") -> str:
    """The range as a quiet line of its own under a figure; HTML."""
    told = text(words, found, unit, none)
    return f'<div class="range">{escape(told)}</div>' if told else ""


def bracketed(words: Wording, value: str, found: Spread | None, unit: Unit, none: str = "") -> str:
    """A figure in a sentence, its range in brackets after it; text."""
    told = text(words, found, unit, none)
    return words.fill("range_bracketed", value=value, range=told) if told else value


def flows(archive: Archive, words: Wording, passed: Mapping[tuple[str, str], Spread]) -> str:
    """As ``figures.flows``, each direction with its range; HTML."""
    rows = sorted(passed.items(), key=lambda each: -each[1].value)
    parts = [
        escape(figures.flow(archive, words, pair, figures.number(size.value)))
        + beside(words, size, KM2)
        for pair, size in rows
        if size.value or text(words, size, KM2)
    ]
    return words["list_semicolon"].join(parts) or escape(words["nothing_passed"])


def how(archive: Archive, words: Wording, *more: str) -> str:
    """How the ranges are made, folded; ``more`` are keys of what else to say. HTML."""
    counts = {name: f"{count:,}" for name, count in moved_count(archive).items()}
    told = " ".join([words.fill("range_how", **counts), *(words[key] for key in more)])
    notes = (reading.note for reading in archive.dataset.day_readings if reading.note)
    readings = "".join(f"<li>{prose(words, note)}</li>" for note in notes)
    return (
        f'<details class="how"><summary>{escape(words["range_how_title"])}</summary>'
        f"<p>{escape(told)}</p><ul>{readings}</ul></details>"
    )
