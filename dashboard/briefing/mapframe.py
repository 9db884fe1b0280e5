"""One map in its frame: what of its contents lies there, and the calls that draw on it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.transforms import Affine2D
from shapely.geometry.base import BaseGeometry

from dashboard.briefing import drawing, fonts
from dashboard.briefing.canvas import DARK, Box, Page
from dashboard.briefing.geometry import Bounds, MapGeometry, clipped
from dashboard.records import Dataset
from dashboard.style import INK, SEA, Style, ViewLook, style_table

LABELS_Z = 40
_PAPER_SCALES = 10_000
"""Scales of maps on paper are whole multiples of this, so that the ratio can be quoted."""
_LARGE = 16.0
"""Ems of width from which on a map is large."""
_ONE_LINE_IN, _SEEN = 0.02, 0.1
"""Inches within which two lines are one to the eye; share of a line that makes it worth drawing."""
_ASPECTS = (0.6, 1.8)
"""Width over height of the slimmest and of the widest frame."""


class Content(NamedTuple):
    """Geometry of one class that a map shows, in its own style unless another is given."""

    key: str
    geometry: BaseGeometry
    style: Style | None = None


class Drawn(NamedTuple):
    """The style and the opacity a class is drawn in."""

    style: Style
    opacity: float


@dataclass(frozen=True, slots=True)
class Card:
    """A text on a map with what it is about, in inches of its frame from the lower left corner."""

    lines: tuple[str, ...]
    size: float
    #: West, south, east and north of the text's card.
    box: tuple[float, float, float, float]
    #: ``at``, ``tip``: where it belongs, and where its arrow ends; ``None`` without an arrow.
    at: tuple[float, float]
    tip: tuple[float, float] | None = None
    #: Radius of its circle; 0 for none.
    radius: float = 0.0
    #: The area it outlines; ``None`` for none.
    outline: BaseGeometry | None = None

    @property
    def leader(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """A line from the card to where it belongs; ``None`` where it lies on it or on its edge."""
        west, south, east, north = self.box
        near = (min(max(self.at[0], west), east), min(max(self.at[1], south), north))
        away = math.dist(near, self.at)
        if away <= self.radius + 0.02:
            return None
        share = self.radius / away
        end = tuple(a + (n - a) * share for a, n in zip(self.at, near, strict=True))
        return near, (end[0], end[1])


def framed(area: Box, bounds: Bounds, *, is_paper: bool = False) -> tuple[Box, Bounds]:
    """The largest frame in an area that has the shape of what it shows, where reading starts.

    Very slim or wide bounds are widened.
    """
    west, south, east, north = bounds
    width, height = east - west, north - south
    wide = min(max(width, height * _ASPECTS[0]), height * _ASPECTS[1])
    width, height = max(width, wide), max(height, width / _ASPECTS[1])
    x, y = (west + east) / 2, (south + north) / 2
    scale = max(width / area.width, height / area.height)
    if is_paper:
        step = _PAPER_SCALES * 0.0254
        scale = -(-scale // step) * step
    box = Box(area.x, area.y, width / scale, height / scale)
    return box, (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def overlap(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether two boxes have an area in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def outline(geometry: BaseGeometry) -> BaseGeometry:
    """A line itself; the boundary of an area."""
    return geometry.boundary if geometry.area else geometry


class MapFrame:
    """A map's place on a page and what lies in it, known before anything is drawn.

    ``drawn``: by class key, how what lies within the frame is drawn: what the legend must explain.
    ``named``: ids of the places named.
    ``taken``: boxes in inches of the frame (west, south, east, north) labels must keep off.
    ``lines``: lines of contact: a place's name stands on its side of them.
    ``strokes``: these and the lines of agreements: no name of a holder lies across them.
    ``marked``: what the author's annotations are about, in metres: nothing stands on it.
    ``cards``: these annotations, each where it has room.
    ``inset``: where its locator stands; ``None`` if on none of its corners.
    """

    def __init__(
        self,
        page: Page,
        box: Box,
        bounds: Bounds,
        geometry: MapGeometry,
        styles: Mapping[str, Style],
        look: ViewLook,
    ):
        self.page, self.box, self.bounds, self.geometry = page, box, bounds, geometry
        self.styles, self.look = styles, look
        self.drawn: dict[str, Drawn] = {}
        self.named: tuple[str, ...] = ()
        self.taken: list[Bounds] = []
        self.lines: list[BaseGeometry] = []
        self.strokes: list[BaseGeometry] = []
        self.named_lines: list[BaseGeometry] = []
        self.marked: BaseGeometry = shapely.Point()
        self.cards: list[Card] = []
        self.inset: Bounds | None = None
        self._shown: list[tuple[str, BaseGeometry, Style]] = []

    @cached_property
    def ax(self) -> Axes:
        """Axes in metres on the page."""
        ax = self.page.axes(self.box)
        west, south, east, north = self.bounds
        ax.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], facecolor=SEA)
        for spine in ax.spines.values():
            spine.set(linewidth=0.8, color=DARK, zorder=LABELS_Z + 10)
        return ax

    @property
    def is_large(self) -> bool:
        """Whether there is room for more than its land and the names on it."""
        return self.box.width > _LARGE * self.page.body / 72

    @property
    def metres_per_inch(self) -> float:
        """Metres on the ground for an inch on the page."""
        return (self.bounds[2] - self.bounds[0]) / self.box.width

    def inches(self, x: float, y: float) -> tuple[float, float]:
        """A position in metres as inches from the frame's lower left corner."""
        unit = self.metres_per_inch
        return (x - self.bounds[0]) / unit, (y - self.bounds[1]) / unit

    def metres(self, x: float, y: float) -> tuple[float, float]:
        """Inches from the frame's lower left corner as a position in metres."""
        unit = self.metres_per_inch
        return self.bounds[0] + x * unit, self.bounds[1] + y * unit

    def seen(self, geometry: BaseGeometry) -> BaseGeometry:
        """The part of a geometry in the frame."""
        return shapely.intersection(geometry, shapely.box(*self.bounds))

    def shows(self, geometry: BaseGeometry) -> bool:
        """Whether any of a geometry lies in the frame."""
        return bool(shapely.box(*self.bounds).intersects(geometry))

    def add(self, contents: Iterable[Content], hidden: Collection[str] = ()) -> None:
        """Add the part of some contents that lies in the frame and is not hidden."""
        for key, geometry, own in contents:
            if key == "contact":
                self.lines.append(geometry)
            if key in hidden or not self.shows(geometry) or self._is_covered(key, geometry):
                continue
            style, shape = own or self.styles[key], clipped(geometry, self.bounds)
            self.drawn.setdefault(key, Drawn(style, self.look.opacity(key)))
            self._shown.append((key, shape, style))
            if key.split(".")[0] in _BOLD and not style.fill:
                self.strokes += [outline(part) for part in shapely.get_parts(shape)]

    def _is_covered(self, key: str, line: BaseGeometry) -> bool:
        """Whether an earlier line of contact lies on lines that mean something else."""
        if key != "contact_a":
            return False
        seen = self.seen(line)
        under = shapely.union_all(self.strokes).buffer(_ONE_LINE_IN * self.metres_per_inch)
        return bool(seen.difference(under).length <= _SEEN * seen.length)

    def paint(self) -> None:
        """Draw what lies in the frame, each class at its height."""
        scale = self.look.stroke_scale
        for key, shape, full in self._shown:
            opacity, z = self.look.opacity(key), self.height(key)
            dash = tuple(length * scale for length in full.dash)
            style = replace(full, weight=full.weight * scale, dash=dash)
            if style.radius:
                drawing.points(self.ax, shape, style, z=z)
            elif style.fill:
                drawing.area(self.ax, shape, style, opacity=opacity, z=z)
            else:
                drawing.line(self.ax, shape, style, z=z)

    def height(self, key: str) -> float:
        """Height of a class in the order its layers are drawn in."""
        layer = _CLASS_LAYER.get(key) or key.split(".")[0]
        return 1.0 + self.look.styles.index(layer)

    # --- words on it ------------------------------------------------------------------------

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        weight: int,
        *,
        centred: bool = True,
        colour: str = INK,
        rotation: float = 0.0,
        halo: float = 2.2,
    ) -> None:
        """Set a text over a light halo with its middle, or the start of its baseline, at inches of
        the frame.

        The halo is a shape of its own: matplotlib turns a text with a path effect into outlines,
        and words in a PDF or SVG should stay words.
        """
        directed, turned = self.page.in_direction(text), Affine2D().scale(size / 72)
        turned.rotate_deg(rotation)
        if centred:
            middle = fonts.width(directed, 1, weight) / 2, fonts.MIDDLE
            x, y = np.array([x, y]) - turned.transform(middle)
        left, top, _, high = self.page.left(self.box)
        placed = turned.translate(left + x, self.page.height - top - high + y)
        letters = fonts.outline(directed, fonts.properties(directed, size, weight))
        light = PathPatch(letters, transform=placed + self.page.figure.dpi_scale_trans, fill=False)
        light.set(edgecolor=(1, 1, 1, 0.85), linewidth=halo, joinstyle="round", zorder=LABELS_Z + 1)
        self.ax.add_artist(light)
        options: dict[str, Any] = {"align": "left", "baseline": "baseline", "clip_on": True}
        options |= {"rotation": rotation, "rotation_mode": "anchor", "zorder": LABELS_Z + 2}
        at = self.metres(x, y)
        drawing.text(self.ax, at, directed, size, weight, colour=colour, **options)

    def free(self, box: Sequence[float]) -> bool:
        """Whether a box in inches lies in the frame and over no words."""
        west, south, east, north = box
        edge = 0.05
        if west < edge or south < edge:
            return False
        if east > self.box.width - edge or north > self.box.height - edge:
            return False
        for left, low, right, high in self.taken:  # asked thousands of times a map: no calls in it
            if west < right and left < east and south < high and low < north:
                return False
        return True


def paper_styles(dataset: Dataset) -> dict[str, Style]:
    """The style table, with what only paper shows: units, and the edge of what is claimed.

    A distance is a ribbon between two lines, not the strokes of the screen.
    """
    table = style_table(dataset)
    strokes = table["distance"]
    return table | {
        "study_area": Style(stroke="#6F6A5E", weight=4.0, opacity=0.3),
        "units": Style(stroke="#5A5F66", weight=0.6, opacity=0.4),
        "distance": Style(fill=strokes.stroke, fill_opacity=2 * strokes.opacity),
    }


_BOLD = ("contact", "contact_a", "agreed_line", "later_line", "agreed_area")
_CLASS_LAYER = {
    "land": "basemap",
    "coast": "topography",
    "built_up": "topography",
    "lake": "topography",
    "units": "topography",
    "study_area": "topography",
    "depth_line": "agreed_line",
    "band": "corridor",
    "band_outer": "corridor",
}
