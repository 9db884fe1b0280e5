"""One map in its frame: the layers of a state, from the base map up to the place names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import shapely
from matplotlib.axes import Axes
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Snapshot
from dashboard.briefing import drawing
from dashboard.briefing.ground import Bounds, Ground, by_class, clipped
from dashboard.briefing.layout import Box, Page
from dashboard.records import Feature
from dashboard.style import CONTROL_OPACITY, DRAW_ORDER, SEA, Style, class_of

LABELS_Z = 40
_PAPER_SCALES = 10_000
"""Scales of maps on paper are whole multiples of this, so that the ratio can be quoted."""


class MapFrame:
    """Axes in metres on a page, and what has been drawn on them.

    Attributes
    ----------
    drawn
        Class keys drawn within the frame with the style and opacity they were drawn in: what the
        legend must explain.
    strokes
        Factor on line widths: panels of many are drawn with finer lines.
    taken
        Boxes in inches of the frame (west, south, east, north) labels must keep off.
    """

    def __init__(
        self,
        page: Page,
        box: Box,
        ground: Ground,
        table: Mapping[str, Style],
        extent: Bounds | None,
        *,
        round_scale: bool = False,
        strokes: float = 1.0,
    ):
        self.page, self.box, self.ground, self.table = page, box, ground, table
        bounds = ground.bounds(extent, box.width / box.height)
        if round_scale:
            bounds = _rounded(bounds, box.width)
        self.bounds = bounds
        self.ax: Axes = page.axes(box)
        self.ax.set(xlim=(bounds[0], bounds[2]), ylim=(bounds[1], bounds[3]), xticks=[], yticks=[])
        self.ax.set_facecolor(SEA)
        for spine in self.ax.spines.values():
            spine.set(linewidth=0.9, color="#2B3138", zorder=LABELS_Z + 10)
        self.strokes, self.round_scale = strokes, round_scale
        self.drawn: dict[str, tuple[Style, float]] = {}
        self.taken: list[Bounds] = []
        self.named_lines: list[BaseGeometry] = []

    @property
    def metres_per_inch(self) -> float:
        """Metres on the ground for an inch on the page."""
        return (self.bounds[2] - self.bounds[0]) / self.box.width

    @property
    def scale(self) -> int:
        """The denominator of the scale at the page's size."""
        return round(self.metres_per_inch / 0.0254)

    def inches(self, x: float, y: float) -> tuple[float, float]:
        """A position in metres as inches from the frame's lower left corner."""
        unit = self.metres_per_inch
        return (x - self.bounds[0]) / unit, (y - self.bounds[1]) / unit

    def metres(self, x: float, y: float) -> tuple[float, float]:
        """Inches from the frame's lower left corner as a position in metres."""
        unit = self.metres_per_inch
        return self.bounds[0] + x * unit, self.bounds[1] + y * unit

    def shows(self, geometry: BaseGeometry) -> bool:
        """Whether any of a geometry lies in the frame."""
        return bool(shapely.box(*self.bounds).intersects(geometry))

    def add(
        self,
        key: str,
        geometry: BaseGeometry,
        *,
        z: float | None = None,
        opacity: float = 1.0,
        style: Style | None = None,
    ) -> None:
        """Draw one class of feature."""
        full = style or self.table[key]
        if not self.shows(geometry):
            return
        style = replace(
            full, weight=full.weight * self.strokes, dash=tuple(d * self.strokes for d in full.dash)
        )
        shape = clipped(geometry, self.bounds)
        z = height(key) if z is None else z
        if style.radius:
            drawing.points(self.ax, shape, style, z=z)
        elif style.fill:
            drawing.area(self.ax, shape, style, opacity=opacity, z=z)
        else:
            drawing.line(self.ax, shape, style, z=z)
        self.drawn.setdefault(key, (full, opacity))

    # --- what a state shows ---------------------------------------------------------------

    def add_state(
        self,
        state: Snapshot,
        layers: Iterable[str],
        *,
        without: Iterable[str] = (),
        opacity: float = CONTROL_OPACITY,
    ) -> None:
        """Draw the wanted layers of a state, save those of the styles in ``without``."""
        texts = [la for la in state.archive.dataset.layers if la.name in set(layers)]
        left_out = {"place", *without}
        for text in sorted(texts, key=lambda la: DRAW_ORDER.index(la.style)):
            if text.style in left_out:
                continue
            if text.style == "control":
                self.add_control(state, opacity)
                if "doubt" not in left_out:
                    self.add("doubt", self.ground.doubtful(state))
            elif text.style == "contact":
                self.add("contact", self.ground.lines(state.features(text.name)))
            else:
                self.add_features(state.features(text.name), text.style)

    def add_control(self, state: Snapshot, opacity: float = CONTROL_OPACITY) -> None:
        """Draw who held what, and the edge of what is reconstructed."""
        for party, geometry in self.ground.held(state).items():
            style = replace(self.table[f"control.{party}"], stroke=None)
            self.add(f"control.{party}", geometry, opacity=opacity, style=style)
        self.add(
            "study_area",
            self.ground.study_area().boundary,
            z=height("lake") + 0.5,
            style=STUDY_AREA,
        )

    def add_features(
        self, features: Iterable[Feature], layer_style: str, *, z: float | None = None
    ) -> None:
        """Draw features of one layer, each in its class."""
        pairs = [(class_of(f, layer_style), self.ground.of(f)) for f in features]
        for key, geometry in by_class(pairs).items():
            self.add(key, geometry, z=z)


STUDY_AREA = Style(stroke="#3C444D", weight=1.1, dash=(1, 3))
"""The edge of the study area: beyond it nothing is claimed."""

_CLASS_LAYER = {
    "land": "basemap",
    "coast": "water",
    "lake": "water",
    "depth_line": "agreed_line",
    "band": "corridor",
    "band_outer": "corridor",
}


def height(key: str) -> float:
    """Height of a class in the drawing order."""
    layer = _CLASS_LAYER.get(key) or key.split(".")[0]
    return 1.0 + DRAW_ORDER.index(layer)


def _rounded(bounds: Bounds, width: float) -> Bounds:
    """Bounds a little larger, so that the scale is a round number on a page of that width."""
    west, south, east, north = bounds
    scale = (east - west) / (width * 0.0254)
    factor = -(-scale // _PAPER_SCALES) * _PAPER_SCALES / scale
    more_x, more_y = (east - west) * (factor - 1) / 2, (north - south) * (factor - 1) / 2
    return west - more_x, south - more_y, east + more_x, north + more_y
