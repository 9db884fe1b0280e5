"""Figures as HTML: numbers with units, shares as bars, tables that turn into cards on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from dashboard.archive import Archive, per_archive
from dashboard.style import Style, style_table
from dashboard.wording import ENTERED_IN, LEFT_TO_RIGHT, Wording, number


def block(words: Wording, html: str, kind: str = "page") -> str:
    """Text of a page in the look of a record, marked with the language it is written in."""
    return f'<div class="rec {kind}" lang="{words.language}">{html}</div>'


def said(text: str) -> str:
    """Text of the data, whose direction need not be that of the page; HTML."""
    return f"<bdi>{escape(text)}</bdi>" if text else ""


def prose(words: Wording, text: str) -> str:
    """A record's text in the page's language; marked as what it is where untranslated. HTML."""
    told = words.text(text)
    other = words.language != ENTERED_IN and text not in words.texts
    spoken = f' lang="{ENTERED_IN}"' if other else ""
    return f"<bdi{spoken}>{escape(told)}</bdi>" if text else ""


def signed(value: float) -> str:
    """A figure that is a change, with its sign."""
    return f"{LEFT_TO_RIGHT}+{number(value)}" if value > 0 else number(value)


def km2(words: Wording, value: float) -> str:
    """An area with its unit."""
    return words.fill("km2", n=number(value))


def km(words: Wording, value: float) -> str:
    """A distance with its unit; says so where it is not known."""
    return words["unknown"] if value != value else words.fill("km", n=f"{value:,.1f}")


def percent(words: Wording, value: float, decimals: int = 1) -> str:
    """A share."""
    return words.fill("percent", n=f"{value:.{decimals}f}")


def days(words: Wording, count: float) -> str:
    """A number of days in words."""
    return words.days(count)


def party(archive: Archive, words: Wording, ident: str) -> str:
    """Short name of a party."""
    return words.of(archive.parties[ident], "short") if ident in archive.parties else ident


@per_archive
def _styles(archive: Archive) -> Mapping[str, Style]:
    return style_table(archive.dataset)


_HATCH_ANGLES = {
    "diagonal": (135,), "back_diagonal": (45,), "cross": (135, 45), "horizontal": (0,),
    "vertical": (90,),
}  # fmt: skip


def fill(archive: Archive, style: str) -> str:
    """Colour and hatch of a class of the style table, as on the map; a CSS background."""
    look = _styles(archive)[style]
    ink = f"{look.hatch_colour}{round(255 * look.hatch_opacity):02x}"
    tiles = [
        f"repeating-linear-gradient({angle}deg, {ink} 0 1.2px, transparent 1.2px 5.6px)"
        for angle in _HATCH_ANGLES.get(look.hatch, ())
    ]
    if look.hatch == "dots":
        tiles = [f"radial-gradient({ink} 1.1px, transparent 1.3px) 0 0 / 6px 6px"]
    return f"background:{','.join([*tiles, look.fill])}"


def holder_fill(archive: Archive, ident: str | None) -> str:
    """Background for land a party holds; that of unknown control for anybody else."""
    return fill(archive, f"control.{ident if ident in archive.parties else 'unknown'}")


def swatch(archive: Archive, ident: str | None, style: str = "") -> str:
    """A small square in the colour and hatch of a party, or of another class of the table."""
    look = fill(archive, style) if style else holder_fill(archive, ident)
    return f'<span class="swatch" style="{look}"></span>'


def holder(archive: Archive, words: Wording, ident: str) -> str:
    """A party with its swatch, kept together; HTML."""
    name = escape(party(archive, words, ident))
    return f'<span class="holder">{swatch(archive, ident)} {name}</span>'


def flows(archive: Archive, words: Wording, passed: Mapping[tuple[str, str], float]) -> str:
    """Land by direction, largest first: ``Government took 12 km² from …``; HTML."""
    rows = sorted(passed.items(), key=lambda flow: -flow[1])
    parts = [flow(archive, words, pair, number(size)) for pair, size in rows]
    return escape(words["list_semicolon"].join(parts) or words["nothing_passed"])


def flow(archive: Archive, words: Wording, pair: tuple[str, str], n: str) -> str:
    """Land that passed from the first of a pair of parties to the second; text."""
    was, to = pair
    return words.fill(
        "flow",
        to=party(archive, words, to),
        was=party(archive, words, was),
        size=words.fill("km2", n=n),
    )


def bar(archive: Archive, words: Wording, held: Mapping[str, float], unknown: float = 0.0) -> str:
    """Shares of an area as one bar, told in words to who cannot see it; HTML."""
    whole = sum(held.values()) + unknown
    if not whole:
        return ""
    pieces = [(p, party(archive, words, p), v) for p, v in held.items() if v > 0.05]
    if unknown > 0.05:
        pieces.append((None, words["unknown_controller"], unknown))
    told = words["list_comma"].join(
        f"{name} {percent(words, 100 * size / whole, 0)}" for _, name, size in pieces
    )
    inner = "".join(
        f'<span style="width:{100 * size / whole:.2f}%;{holder_fill(archive, ident)}"></span>'
        for ident, _, size in pieces
    )
    return f'<div class="sharebar" role="img" aria-label="{escape(told, quote=True)}">{inner}</div>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str) -> str:
    """A table of HTML cells, the first of a row its head; on a phone each row is a card.

    ``caption`` is for who hears the page: a heading above says the same to who sees it.
    """
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = "".join(_row(head, row) for row in rows)
    return (
        f'<table class="cards"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(head: Sequence[str], row: Sequence[str]) -> str:
    cells = []
    for i, (label, cell) in enumerate(zip(head, row, strict=True)):
        tag, scope = ("td", "") if i else ("th", ' scope="row"')
        cells.append(
            f'<{tag}{scope} data-label="{escape(label, quote=True)}"><div>{cell}</div></{tag}>'
        )
    return f"<tr>{''.join(cells)}</tr>"


def day_range(words: Wording, start: dt.date | None, end: dt.date | None) -> str:
    """``5 March 2020 – 26 November 2024``, one day once, either side left out where unknown."""
    return " – ".join(words.date(day) for day in dict.fromkeys((start, end)) if day)
