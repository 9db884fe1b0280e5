"""The typeface of every briefing: one open family that carries Latin and Arabic.

It comes from an installed package, so that a figure looks alike on every machine. Characters it
lacks (transliteration with dots and macrons) fall back to the face matplotlib ships.
"""

from __future__ import annotations

import base64
import functools
import io
import logging
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import partial

import fontpkg
import matplotlib
import numpy as np
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from dashboard.wording.cldr import NO_BREAK

FAMILY, FALLBACK = "IBM Plex Sans Arabic", "DejaVu Sans"
_FALLBACK_FILE = matplotlib.get_data_path() + "/fonts/ttf/DejaVuSans.ttf"
WEIGHTS = (400, 600, 700)
RIGHT_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"
"""Marks without shape: one makes a text that begins with Latin letters run right to left, the
other keeps a sign before its number."""

MIDDLE = 0.335
"""How far above its baseline the middle of a line is, in sizes of its type."""

NO_BREAK_HYPHEN = "\u2011"
_NUMBER = r"(?<![\w.,/-])(?!\d{4}\b)\d[\d.,]*(?![\w%.,:/-])"
_DATED = r"(?:[^\W\d]+ ){1,2}(?=\d{4}\b)"
_FIGURE = re.compile(rf"{_NUMBER}(?: ± \d[\d.,]*)? (?:{_DATED}|(?=\w))|± (?=\d)")


@functools.cache
def _ready() -> None:
    """Make the family known to matplotlib and fix what would vary between runs.

    These are matplotlib's settings for the whole process; nothing else in it draws figures.
    """
    for weight in WEIGHTS:
        fontManager.addfont(path(weight))
    # a weight the fallback lacks is replaced by its nearest, which is what we want
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    matplotlib.rcParams.update(
        {
            "text.hinting": "none",  # hinted advances would differ between PNG, PDF and halos
            "pdf.fonttype": 42,  # TrueType, subset: text stays text
            "svg.fonttype": "none",
            "svg.hashsalt": "briefing",
            "path.simplify": False,
        }
    )


def path(weight: int = 400) -> str:
    """File of the family's font of a weight."""
    return str(fontpkg.path(FAMILY, weight=weight))


@functools.cache
def _covered() -> frozenset[int]:
    return frozenset(FT2Font(path()).get_charmap()) | {ord(RIGHT_TO_LEFT), ord(LEFT_TO_RIGHT)}


@functools.cache
def _drawable() -> frozenset[int]:
    return _covered() | frozenset(FT2Font(_FALLBACK_FILE).get_charmap())


def missing(text: str) -> str:
    """The characters of a text that neither font has, each once: they would be drawn as boxes."""
    seen = (c for c in text if unicodedata.category(c)[0] not in "CZ")
    return "".join(dict.fromkeys(c for c in seen if ord(c) not in _drawable()))


@functools.lru_cache(maxsize=1024)
def _properties(families: tuple[str, ...], size: float, weight: int) -> FontProperties:
    _ready()
    return FontProperties(family=list(families), size=size, weight=weight)


def properties(text: str, size: float, weight: int = 400) -> FontProperties:
    """The font for one text: the family, with the fallback only where the text needs it."""
    whole = all(ord(character) in _covered() for character in text)
    return _properties((FAMILY,) if whole else (FAMILY, FALLBACK), round(size, 2), weight)


def width(text: str, size: float, weight: int = 400) -> float:
    """Width of a text in points, as it will be set."""
    return size * _ems(text, weight)


@functools.lru_cache(maxsize=20_000)
def _ems(text: str, weight: int) -> float:
    """Width of a text in sizes of its type; East Asian letters, which are not in the font and stand
    in documents only, are as wide as their size."""
    if wide := [c for c in text if unicodedata.east_asian_width(c) in ("W", "F")]:
        return len(wide) + _ems("".join(c for c in text if c not in wide), weight)
    if not text.strip():
        return 0.25 * len(text)
    return extent(text, properties(text, 1, weight))[0]


def extent(text: str, font: FontProperties) -> tuple[float, float, float]:
    """Width, height and descent of a text, in sizes of its type."""
    return _extent(text, tuple(font.get_family()), font.get_weight())


@functools.lru_cache(maxsize=20_000)
def _extent(text: str, families: tuple[str, ...], weight: int) -> tuple[float, float, float]:
    font = _properties(families, 100, weight)
    wide, high, low = text_to_path.get_text_width_height_descent(text, font, False)
    return float(wide) / 100, float(high) / 100, float(low) / 100


def outline(text: str, font: FontProperties) -> Path:
    """The letters of a text, in sizes of its type, from where it starts on its baseline."""
    return _outline(text, tuple(font.get_family()), font.get_weight())


@functools.lru_cache(maxsize=2000)
def _outline(text: str, families: tuple[str, ...], weight: int) -> Path:
    vertices, codes = text_to_path.get_text_path(_properties(families, 100, weight), text)
    return Path(np.reshape(vertices, (-1, 2)) / 100, codes)


def office_share(text: str) -> float:
    """How much wider a text can be in an office program's own typeface, as its Arabic is."""
    return 1.25 if any(unicodedata.bidirectional(letter) == "AL" for letter in text) else 1.0


def office_width(text: str, size: float, weight: int = 400) -> float:
    """Width of a text in points in a document or on a slide, with room to spare."""
    return width(text, size, weight) * office_share(text)


def unbroken(text: str) -> str:
    """A text in which no line can end between a figure and its unit or error, or within a date.

    A number keeps with the word after it, but for a year, which is written without separators.
    """
    return _FIGURE.sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def whole_words(text: str) -> str:
    """A title in which no line can end at a hyphen."""
    return re.sub(r"(?<=\w)-(?=\w)", NO_BREAK_HYPHEN, text)


@functools.lru_cache(maxsize=20_000)
def wrap(text: str, size: float, room: float, weight: int = 400) -> tuple[str, ...]:
    """Lines of a text no wider than ``room`` points; a word that is wider is broken.

    Spaces that do not break, as within a range or a figure, keep their words together.
    """
    text = unbroken(text)
    lines: list[str] = []
    space = width("n n", size, weight) - 2 * width("n", size, weight)
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0.0
        for word in filter(None, re.split(r"[ \t]+", paragraph)):
            *broken, rest = _pieces(word, size, room, weight)
            needed = width(rest, size, weight)
            begins = bool(line and broken) and used + space + width(broken[0], size, weight) <= room
            if begins:
                line.append(broken.pop(0))
            if line and (begins or broken or used + space + needed > room):
                lines.append(" ".join(line))
                line, used = [], 0.0
            lines += broken
            used += needed + (space if line else 0)
            line.append(rest)
        lines.append(" ".join(line))
    return tuple(line.replace(NO_BREAK, " ").strip() for line in lines)


def _upto(word: str, size: float, weight: int, n: int) -> float:
    return width(word[:n], size, weight)


def _pieces(word: str, size: float, room: float, weight: int) -> list[str]:
    """A word in parts that fit: if it can it breaks after a hyphen or a space that does not break,
    an address before its marks."""
    pieces = []
    while len(word) > 1 and width(word, size, weight) > room:
        fits = bisect_right(range(1, len(word)), room, key=partial(_upto, word, size, weight)) or 1
        marks = [n for n in range(fits, max(8, fits // 3), -1) if word[n] in "/?&#"]
        marks = marks or [n for n in range(fits, 0, -1) if word[n - 1] in f"-{NO_BREAK}"]
        cut = marks[0] if marks else fits
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def face_css(texts: Iterable[tuple[int, str]]) -> str:
    """``@font-face`` rules with the family cut down to the characters of texts by weight."""
    needed: dict[int, set[str]] = {}
    for weight, text in texts:
        needed.setdefault(weight, set()).update(text)
    return "\n".join(_face("".join(sorted(needed[w])), w) for w in sorted(needed))


def _face(characters: str, weight: int) -> str:
    from fontTools import subset  # takes as long to load as a page to draw

    options = subset.Options()
    options.flavor = "woff"
    options.layout_features = ["*"]
    options.recalc_timestamp = False
    options.name_IDs = ["*"]  # finding those in use takes longer than all the rest
    options.drop_tables += ["meta"]  # language tags of the whole font; cannot be cut down
    font = subset.load_font(path(weight), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    made = io.BytesIO()
    subset.save_font(font, made, options)
    font.close()
    data = base64.b64encode(made.getvalue()).decode("ascii")
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{data}) format('woff')}}"
    )
