"""Ranges beside figures on a page, and how they are made."""

from __future__ import annotations

from html import escape

from dashboard.analysis.ranges import (
    COUNT,
    DAYS,
    KM,
    KM2,
    LENGTH,
    PERCENT,
    WHOLE_PERCENT,
    Unit,
    bracketed,
    reach,
    text,
    when,
)
from dashboard.analysis.scenarios import Spread, moved_count
from dashboard.archive import Archive
from dashboard.ui.figures import prose
from dashboard.wording import Wording

__all__ = [
    "COUNT",
    "DAYS",
    "KM",
    "KM2",
    "LENGTH",
    "PERCENT",
    "WHOLE_PERCENT",
    "Unit",
    "beside",
    "bracketed",
    "how",
    "reach",
    "text",
    "under",
    "when",
]


def beside(words: Wording, found: Spread | None, unit: Unit, none: str = "") -> str:
    """The range as quiet words in brackets after a figure on its line; HTML."""
    told = text(words, found, unit, none)
    return f' <span class="range">({escape(told)})</span>' if told else ""


def under(words: Wording, found: Spread | None, unit: Unit, none: str = "") -> str:
    """The range as a quiet line of its own under a figure; HTML."""
    told = text(words, found, unit, none)
    return f'<div class="range">{escape(told)}</div>' if told else ""


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
