"""A page in inches, measured from its top and from the side reading starts at.

Right-to-left pages are the mirror image of left-to-right ones: every block is placed by its
distance from the starting side, and only this module knows which side that is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from dashboard.briefing import fonts
from dashboard.briefing.spec import Size
from dashboard.style import INK

SOFT, RULE, PAPER = "#59626C", "#C9CFD6", "#FFFFFF"
MAIN = "map/Figure:0"
"""Label of the axes that are the figure's own picture."""
LEADING = 1.32
"""Line height over type size; Arabic needs more than Latin."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: ``x`` from the starting side, ``y`` from the top, in inches."""

    x: float
    y: float
    width: float
    height: float


def spoken(text: str) -> str:
    """A text for a right-to-left page: it runs from the right also if it begins with Latin.

    A line of Latin letters alone keeps its own direction, brackets and commas included.
    """
    strong = [d for d in map(unicodedata.bidirectional, text) if d in ("L", "R", "AL")]
    mixed = strong[:1] == ["L"] and len(set(strong)) > 1
    return fonts.RIGHT_TO_LEFT + text if mixed else text


class Page:
    """A figure to be filled with text, rules and axes.

    Parameters
    ----------
    size
        The page.
    right_to_left
        Whether reading starts on the right.

    Attributes
    ----------
    region
        Part of the page what is set next belongs to, as ``tagged`` reads them.
    pictures
        Alternative text of the axes by label; empty for the figure's own picture.
    """

    def __init__(self, size: Size, *, right_to_left: bool):
        self.size, self.right_to_left = size, right_to_left
        self.width, self.height, self.body = size.width, size.height, size.body
        self.leading = LEADING * (1.1 if right_to_left else 1.0)
        fonts.properties("", size.body)
        self.figure = Figure((size.width, size.height), dpi=size.dpi, facecolor=PAPER)
        self._sheet: Axes | None = None
        self.region = "margin"
        self.pictures: dict[str, str] = {}
        self._element, self._count = "", 0

    @property
    def sheet(self) -> Axes:
        """Axes over the whole page, in inches from its top left corner, for samples and bars."""
        if self._sheet is None:
            self._sheet = self.figure.add_axes((0, 0, 1, 1), zorder=5)
            self._sheet.set(xlim=(0, self.width), ylim=(self.height, 0))
            self._sheet.axis("off")
        return self._sheet

    def left(self, box: Box) -> tuple[float, float, float, float]:
        """A box as x from the left, y from the top, width, height: what ``sheet`` wants."""
        x = self.width - box.x - box.width if self.right_to_left else box.x
        return x, box.y, box.width, box.height

    def rect(self, box: Box) -> tuple[float, float, float, float]:
        """A box as matplotlib's left, bottom, width, height in shares of the figure."""
        left = self.width - box.x - box.width if self.right_to_left else box.x
        return (
            left / self.width,
            1 - (box.y + box.height) / self.height,
            box.width / self.width,
            box.height / self.height,
        )

    def axes(self, box: Box, alt: str = "") -> Axes:
        """Axes that fill a box: the figure's own picture, or another one with its own words."""
        label = f"{self.region}/Figure:{self._next()}" if alt else MAIN
        self.pictures[label] = alt
        return self.figure.add_axes(self.rect(box), label=label)

    @contextmanager
    def element(self, role: str) -> Iterator[None]:
        """Texts set within are one element of the page's structure; the outermost counts."""
        outer = self._element
        self._element = outer or f"{self.region}/{role}:{self._next()}"
        yield
        self._element = outer

    def _next(self) -> int:
        self._count += 1
        return self._count

    def spoken(self, text: str) -> str:
        """The text as it must be set here: in its page's direction whatever it begins with."""
        return spoken(text) if self.right_to_left else text

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        weight: int = 400,
        colour: str = INK,
        align: str = "start",
    ) -> float:
        """Set one line with its baseline at ``y``; returns its width in inches."""
        size = size or self.body
        side = {"start": "left", "end": "right", "center": "center"}[align]
        if self.right_to_left:
            x = self.width - x
            side = {"left": "right", "right": "left"}.get(side, side)
        said = self.spoken(text)
        label = self._element or f"{self.region}/P:{self._next()}"
        self.figure.text(
            x / self.width,
            1 - y / self.height,
            said,
            ha=side,
            va="baseline",
            color=colour,
            fontproperties=fonts.properties(said, size, weight),
            parse_math=False,
            label=label,
        )
        return fonts.width(said, size, weight) / 72

    def rule(
        self, x: float, y: float, width: float, *, colour: str = RULE, weight: float = 0.7
    ) -> None:
        """A horizontal rule."""
        left, bottom, share, _ = self.rect(Box(x, y, width, 0))
        self.figure.add_artist(
            Line2D([left, left + share], [bottom, bottom], color=colour, linewidth=weight)
        )
