"""One map in its frame: the layers of a state, from the base map up to the place names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import shapely
from matplotlib.axes import Axes
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Snapshot
from dashboard.briefing import drawing
from dashboard.briefing.canvas import DARK, Box, Page
from dashboard.briefing.geometry import Bounds, MapGeometry, by_class, clipped
from dashboard.records import Feature
from dashboard.style import SEA, Style, ViewLook, class_of

LABELS_Z = 40
_PAPER_SCALES = 10_000
"""Scales of maps on paper are whole multiples of this, so that the ratio can be quoted."""


class Drawn(NamedTuple):
    """The style and the opacity a class was drawn in."""

    style: Style
    opacity: float


class MapFrame:
    """Axes in metres on a page, and what has been drawn on them.

    Attributes
    ----------
    drawn
        By class key, how what lies within the frame was drawn: what the legend must explain.
    named
        Ids of the places named.
    taken
        Boxes in inches of the frame (west, south, east, north) labels must keep off.
    """

    def __init__(
        self,
        page: Page,
        box: Box,
        geometry: MapGeometry,
        styles: Mapping[str, Style],
        look: ViewLook,
        extent: Bounds | None,
        *,
        round_scale: bool = False,
    ):
        self.page, self.box, self.geometry = page, box, geometry
        self.styles, self.look, self.round_scale = styles, look, round_scale
        bounds = geometry.bounds(extent, box.width / box.height)
        if round_scale:
            bounds = _rounded(bounds, box.width)
        self.bounds = bounds
        self.ax: Axes = page.axes(box)
        self.ax.set(xlim=(bounds[0], bounds[2]), ylim=(bounds[1], bounds[3]), xticks=[], yticks=[])
        self.ax.set_facecolor(SEA)
        for spine in self.ax.spines.values():
            spine.set(linewidth=0.9, color=DARK, zorder=LABELS_Z + 10)
        self.drawn: dict[str, Drawn] = {}
        self.named: tuple[str, ...] = ()
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

    def add(self, key: str, geometry: BaseGeometry, *, style: Style | None = None) -> None:
        """Draw one class of feature at its height, in its own style unless another is given."""
        full = style or self.styles[key]
        if not self.shows(geometry):
            return
        scale = self.look.stroke_scale
        style = replace(full, weight=full.weight * scale, dash=tuple(d * scale for d in full.dash))
        opacity, shape, z = (
            self.look.opacity(key),
            clipped(geometry, self.bounds),
            self._height(key),
        )
        if style.radius:
            drawing.points(self.ax, shape, style, z=z)
        elif style.fill:
            drawing.area(self.ax, shape, style, opacity=opacity, z=z)
        else:
            drawing.line(self.ax, shape, style, z=z)
        self.drawn.setdefault(key, Drawn(full, opacity))

    def _height(self, key: str) -> float:
        """Height of a class in the order its layers are drawn in."""
        layer = _CLASS_LAYER.get(key) or key.split(".")[0]
        return 1.0 + self.look.styles.index(layer)

    # --- what a state shows ---------------------------------------------------------------

    def add_state(self, state: Snapshot, layers: Iterable[str]) -> None:
        """Draw the chosen layers of a state, save those the look hides."""
        chosen = set(layers)
        for layer in state.archive.dataset.layers:
            if layer.name not in chosen or layer.style not in self.look.styles:
                continue
            if layer.style == "control":
                self.add_control(state)
            elif layer.style == "contact":
                self.add("contact", self.geometry.lines(state.features(layer.name)))
            elif layer.style != "place":  # places are drawn with their names
                self.add_features(state.features(layer.name), layer.style)

    def add_control(self, state: Snapshot) -> None:
        """Draw who held what, how firmly it is known, and the edge of what is reconstructed."""
        for party, geometry in self.geometry.held(state).items():
            # without the stroke that closes the seams between cells on screen: here there are none
            style = replace(self.styles[f"control.{party}"], stroke=None)
            self.add(f"control.{party}", geometry, style=style)
        if "low_certainty" in self.look.styles:
            self.add("low_certainty", self.geometry.low_certainty(state))
        self.add("study_area", self.geometry.study_area().boundary, style=STUDY_AREA)

    def add_features(self, features: Iterable[Feature], layer_style: str) -> None:
        """Draw features of one layer, each in its class."""
        pairs = [(class_of(f, layer_style), self.geometry.of(f)) for f in features]
        for key, geometry in by_class(pairs).items():
            self.add(key, geometry)


STUDY_AREA = Style(stroke=DARK, weight=1.1, dash=(1, 3))
"""The edge of the study area: beyond it nothing is claimed."""

_CLASS_LAYER = {
    "land": "basemap",
    "coast": "water",
    "lake": "water",
    "study_area": "water",
    "depth_line": "agreed_line",
    "band": "corridor",
    "band_outer": "corridor",
}


def _rounded(bounds: Bounds, width: float) -> Bounds:
    """Bounds a little larger, so that the scale is a round number on a page of that width."""
    west, south, east, north = bounds
    scale = (east - west) / (width * 0.0254)
    factor = -(-scale // _PAPER_SCALES) * _PAPER_SCALES / scale
    more_x, more_y = (east - west) * (factor - 1) / 2, (north - south) * (factor - 1) / 2
    return west - more_x, south - more_y, east + more_x, north + more_y
