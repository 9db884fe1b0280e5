"""A page in inches, measured from its top and from the side reading starts at, and its text.

Right-to-left pages are the mirror image of left-to-right ones: every block is placed by its
distance from the starting side, and only this module knows which side that is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable
from dataclasses import KW_ONLY, dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from dashboard.briefing import fonts
from dashboard.briefing.spec import Size
from dashboard.style import INK

DARK, SOFT, RULE, PAPER = "#333A42", "#59626C", "#C9CFD6", "#FFFFFF"
"""Second to ink: running text and frames; remarks; rules; the page."""
MAIN = "map/Figure:0"
"""Label of the axes that are the figure's own picture."""
LEADING, _TIGHT = 1.32, 0.88
"""Line height over type size; Arabic needs more than Latin. Large type needs less of it."""
_MARKS = (fonts.RIGHT_TO_LEFT, fonts.LEFT_TO_RIGHT)
_LARGE = 1.3
"""Share of the body's size from which on type is large."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: ``x`` from the starting side, ``y`` from the top, in inches."""

    x: float
    y: float
    width: float
    height: float


def in_direction(text: str, *, right_to_left: bool) -> str:
    """A text that runs in the direction of its page, even if it begins with letters of the other,
    or has none: a range of figures then reads as it does within a sentence.

    A text of letters of the other direction alone keeps it, brackets and commas included.
    """
    letters = (unicodedata.bidirectional(letter) for letter in text if letter not in _MARKS)
    strong = [direction != "L" for direction in letters if direction in ("L", "R", "AL")]
    if len(set(strong)) == 1 or next(iter(strong), False) == right_to_left:
        return text
    return (fonts.RIGHT_TO_LEFT if right_to_left else fonts.LEFT_TO_RIGHT) + text


class Page:
    """A figure to be filled with text, rules and axes.

    ``pictures``: alternative text of the axes by label; empty for the figure's own picture.
    ``measured``: cached measures: heights by a column's width, widths of dates by the size of their
    type.
    """

    def __init__(self, size: Size, *, right_to_left: bool):
        self.size, self.right_to_left = size, right_to_left
        self.width, self.height, self.body = size.width, size.height, size.body
        self.leading = LEADING * (1.1 if right_to_left else 1.0)
        fonts.properties("", size.body)
        self.figure = Figure((size.width, size.height), dpi=size.dpi, facecolor=PAPER)
        self._overlay: Axes | None = None
        self.pictures: dict[str, str] = {}
        self.measured: dict[tuple[Hashable, float], float] = {}
        self._count = 0

    def type(self, share: float = 1.0) -> float:
        """Type size in points for a share of the body's; never below what can be read."""
        return max(self.body * share, self.size.least)

    @property
    def overlay(self) -> Axes:
        """Axes over the whole page, in inches from its top left corner, for samples and bars."""
        if self._overlay is None:
            self._overlay = self.figure.add_axes((0, 0, 1, 1), zorder=5)
            self._overlay.set(xlim=(0, self.width), ylim=(self.height, 0))
            self._overlay.axis("off")
        return self._overlay

    def left(self, box: Box) -> tuple[float, float, float, float]:
        """A box as x from the left, y from the top, width, height: what ``overlay`` wants."""
        x = self.width - box.x - box.width if self.right_to_left else box.x
        return x, box.y, box.width, box.height

    def rect(self, box: Box) -> tuple[float, float, float, float]:
        """A box as matplotlib's left, bottom, width, height in shares of the figure."""
        x, y, width, height = self.left(box)
        across, up = self.width, self.height
        return x / across, 1 - (y + height) / up, width / across, height / up

    def axes(self, box: Box, alt: str = "", region: str = "margin") -> Axes:
        """Axes that fill a box: the page's own picture, or another one with its own words."""
        label = self.label(region, "Figure") if alt else MAIN
        self.pictures[label] = alt
        return self.figure.add_axes(self.rect(box), label=label)

    def label(self, region: str, role: str) -> str:
        """A new element of the page's structure, as ``tagged`` reads it.

        ``region``: one of ``tagged.REGIONS``.
        ``role``: a structure type of PDF: ``P``, ``H1``, ``Figure`` …
        """
        self._count += 1
        return f"{region}/{role}:{self._count}"

    def measure(self, what: Hashable, write: Callable[[Column], object], width: float) -> float:
        """How high something is in a column. Cached by page: each way of dividing it that is tried
        asks."""
        if (what, width) not in self.measured:
            column = Column(self, 0, 0, width, dry=True)
            write(column)
            self.measured[what, width] = column.y
        return self.measured[what, width]

    def in_direction(self, text: str) -> str:
        """The text so that it runs in the page's direction, whatever it begins with."""
        return in_direction(text, right_to_left=self.right_to_left)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        label: str,
        size: float,
        weight: int = 400,
        colour: str = INK,
        align: str = "start",
    ) -> None:
        """Set one line with its baseline at ``y``, a part of the element ``label``."""
        side = {"start": "left", "end": "right", "center": "center"}[align]
        if self.right_to_left:
            x = self.width - x
            side = {"left": "right", "right": "left"}.get(side, side)
        directed = self.in_direction(text)
        self.figure.text(
            x / self.width,
            1 - y / self.height,
            directed,
            ha=side,
            va="baseline",
            color=colour,
            fontproperties=fonts.properties(directed, size, weight),
            parse_math=False,
            label=label,
        )

    def rule(
        self, x: float, y: float, width: float, *, colour: str = RULE, weight: float = 0.7
    ) -> None:
        """A horizontal rule."""
        left, bottom, share, _ = self.rect(Box(x, y, width, 0))
        self.figure.add_artist(
            Line2D([left, left + share], [bottom, bottom], color=colour, linewidth=weight)
        )


@dataclass(slots=True)
class Column:
    """Text in a column of a page; ``y`` is where the next goes."""

    page: Page
    x: float
    y: float
    width: float
    _: KW_ONLY
    #: The part of the page it belongs to, one of ``tagged.REGIONS``.
    region: str = "margin"
    #: Whether nothing is drawn, so that a column can be measured before it is set.
    dry: bool = False
    #: Inches there are for what is written next.
    room: float = 0.0

    def size(self, share: float = 1.0) -> float:
        """Type size in points for a share of the body's."""
        return self.page.type(share)

    def step(self, share: float = 1.0) -> float:
        """Inches from line to line of type of a share of the body's size."""
        tight = _TIGHT if share >= _LARGE else 1.0
        return self.size(share) / 72 * self.page.leading * tight

    def fits(self, text: str, share: float, weight: int, most: int) -> bool:
        """Whether a text takes no more than so many lines."""
        return len(fonts.wrap(text, self.size(share), self.width * 72, weight)) <= most

    def space(self, lines: float) -> None:
        """Leave room of so many body lines."""
        self.y += lines * self.step()

    def line(
        self,
        text: str,
        *,
        share: float = 1.0,
        indent: float = 0.0,
        align: str = "start",
        advance: bool = True,
        label: str = "",
        **style: Any,
    ) -> None:
        """One line of text: a part of the element ``label``, or a paragraph of its own.

        ``style`` is the weight and colour of ``Page.text``.
        """
        size = self.size(share)
        step = self.step(share)
        if not self.dry:
            x = self.x + indent if align == "start" else self.x + self.width
            label = label or self.page.label(self.region, "P")
            y = self.y + step * 0.76
            self.page.text(x, y, text, label=label, size=size, align=align, **style)
        if advance:
            self.y += step

    def paragraph(
        self,
        text: str,
        *,
        share: float = 1.0,
        weight: int = 400,
        indent: float = 0.0,
        most: int | None = None,
        role: str = "P",
        balanced: bool = False,
        **style: Any,
    ) -> None:
        """Text broken into lines of the column's width, or into ``balanced`` ones: about as long.

        What does not fit in ``most`` lines is cut with an ellipsis.
        """
        size, room = self.size(share), (self.width - indent) * 72
        lines = fonts.wrap(text, size, room, weight)
        if balanced:
            tried = (fonts.wrap(text, size, room * n / 20, weight) for n in range(10, 20))
            lines = next((some for some in tried if len(some) == len(lines)), lines)
        if most is not None and len(lines) > most:
            lines = (*lines[: most - 1], f"{lines[most - 1]} …")
        options = {"share": share, "indent": indent, "weight": weight, **style}
        label = self.page.label(self.region, role)
        for line in lines:
            self.line(line, label=label, **options)

    def heading(self, text: str) -> None:
        """A heading over a rule's width of its own."""
        if not self.dry:
            self.page.rule(self.x, self.y, self.width)
        self.space(0.25)
        self.paragraph(text, share=0.98, weight=700, role="H2")
        self.space(0.15)
