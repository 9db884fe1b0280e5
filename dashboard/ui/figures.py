"""Figures as HTML: numbers with units, shares as bars, tables that turn into cards on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from dashboard.archive import Archive
from dashboard.style import GAIN_LOSS
from dashboard.wording import Wording


def number(value: float) -> str:
    """A figure as precisely as it is worth: one decimal below ten."""
    text = f"{value:,.0f}" if abs(value) >= 9.95 or value == 0 else f"{value:,.1f}"
    return text.replace("-", "−")  # a minus sign, as wide as the plus


def km2(words: Wording, value: float) -> str:
    """An area with its unit."""
    return words.fill("km2", n=number(value))


def days(words: Wording, count: float) -> str:
    """A number of days in words."""
    return words["days_one"] if count == 1 else words.fill("days_n", n=f"{count:,.0f}")


def span(words: Wording, low: float, high: float, unit: str) -> str:
    """A range in words; empty where the figure does not move."""
    if number(low) == number(high):
        return ""
    return words.fill("range", low=number(low), high=number(high), unit=unit)


def party(archive: Archive, words: Wording, ident: str) -> str:
    """Short name of a party."""
    return words.of(archive.parties[ident], "short") if ident in archive.parties else ident


def swatch(archive: Archive, ident: str) -> str:
    """A small square in the colour of a party."""
    colour = archive.parties[ident].colour if ident in archive.parties else "#FFFFFF"
    return f'<span class="swatch" style="background:{colour}"></span>'


def flows(archive: Archive, words: Wording, passed: Mapping[tuple[str, str], float]) -> str:
    """Land by direction, largest first: ``Government took 12 km² from …``; HTML."""
    rows = sorted(passed.items(), key=lambda flow: -flow[1])
    parts = [
        words.fill(
            "flow", to=party(archive, words, to), was=party(archive, words, was), n=number(size)
        )
        for (was, to), size in rows
    ]
    return "; ".join(escape(part) for part in parts) or escape(words["nothing_passed"])


def bar(archive: Archive, words: Wording, held: Mapping[str, float], unknown: float = 0.0) -> str:
    """Shares of an area as one bar, told in words to who cannot see it; HTML."""
    whole = sum(held.values()) + unknown
    if not whole:
        return ""
    pieces = [
        (archive.parties[p].colour, party(archive, words, p), v)
        for p, v in held.items()
        if v > 0.05
    ]
    if unknown > 0.05:
        pieces.append(("#FFFFFF", words["unknown_controller"], unknown))
    told = ", ".join(f"{name} {100 * value / whole:.0f} %" for _, name, value in pieces)
    inner = "".join(
        f'<span style="width:{100 * value / whole:.2f}%;background:{colour}"></span>'
        for colour, _, value in pieces
    )
    return f'<div class="sharebar" role="img" aria-label="{escape(told, quote=True)}">{inner}</div>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> str:
    """A table of HTML cells; on a narrow screen each row is a card with the heads as labels."""
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{escape(h, quote=True)}"><div>{cell}</div></td>'
            for h, cell in zip(head, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<table class="cards">{title}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def direction_colours(archive: Archive) -> dict[str, str]:
    """Fill for land a party took, as on the map."""
    return {p: GAIN_LOSS[i % len(GAIN_LOSS)] for i, p in enumerate(archive.parties)}


def day_range(words: Wording, start: dt.date | None, end: dt.date | None) -> str:
    """``5 March 2020 – 26 November 2024``, either side left out where unknown."""
    return " – ".join(words.date(day) for day in (start, end) if day)
