"""Names along lines: set beside or on their path, and road numbers on their road."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import product
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import FancyBboxPatch
from shapely.geometry.base import BaseGeometry

from dashboard.briefing import drawing, fonts
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import LABELS_Z, MapFrame
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature
from dashboard.style import INK, class_of
from dashboard.wording import format

_TRIES = {
    False: ((1.0, 0.965, (0.0,)),),
    True: (
        (1.0, 0.9, (0.9, -0.9, 1.3, -1.3, 1.8, -1.8)),
        (0.9, 0.8, (0.9, -0.9, 1.3, -1.3, 1.7, -1.7)),
    ),
}
"""Ways to set a label on a line, or beside one: share of its type, how straight the stretch must be
(how far apart its ends, as a share of its length), and how many lines of type it stands off."""


_APART_M = 2500
"""A line's name stands where no other named line runs within this many metres."""


def label_feature(context: RenderContext, frame: MapFrame, feature: Feature) -> None:
    """One agreed geometry by name, along its line or its outline."""
    p = feature.properties
    geometry = frame.geometry.of(feature)
    if p.get("kind") == "depth_band":
        if "Polygon" not in geometry.geom_type and "depth_line" in frame.drawn:
            text = format.exact(context.words, Quantity(p["depth_km"], Unit.KM))
            place_line_label(
                frame, geometry, text, colour=context.styles["depth_line"].stroke or INK, share=0.74
            )
        return
    style = class_of(feature, context.archive.layer_styles[feature.layer])
    outline = geometry.boundary if "Polygon" in geometry.geom_type else geometry
    for other in frame.named_lines:
        # where two lines run together the name would be read of both
        outline = outline.difference(other)
    frame.named_lines.append(
        geometry.buffer(_APART_M) if outline is geometry else outline.buffer(_APART_M)
    )
    title = context.words.of_properties(p, "title")
    place_line_label(
        frame, outline, title, colour=context.styles[style].stroke or INK, share=0.78, beside=True
    )


def place_line_label(
    frame: MapFrame,
    geometry: BaseGeometry,
    text: str,
    *,
    colour: str,
    share: float = 0.82,
    beside: bool = False,
) -> None:
    """Set a text along the straightest free stretch of a line, if it has one.

    ``beside`` puts it next to the line instead of on it, clear of its wiggles and, if it can, of
    other lines that mean something; where the line is too crooked for that, in smaller type and
    further off.
    """
    smooth = shapely.simplify(geometry, frame.metres_per_inch * (0.1 if beside else 0.02))
    ways = ([geometry, *frame.strokes], [geometry]) if beside else ([],)
    for clear, tried in product(map(shapely.union_all, ways), _TRIES[beside]):
        shapely.prepare(clear)
        smaller, straight, lifts = tried
        size = frame.page.type(share * smaller)
        if best := _best(frame, smooth, clear, text, size, straight, lifts):
            x, y, angle = best
            turn = math.degrees(angle)
            frame.write(text, x, y, size, 600, colour=colour, rotation=turn, halo=2.6)
            frame.taken.append(_turned(x, y, *_room(text, size), angle))
            return


def _room(text: str, size: float) -> tuple[float, float]:
    """Inches along and across a line that a text takes."""
    return fonts.width(text, size, 600) / 72 * 1.06, size / 72 * 1.4


def _best(
    frame: MapFrame,
    smooth: BaseGeometry,
    clear: BaseGeometry,
    text: str,
    size: float,
    straight: float,
    lifts: Iterable[float],
) -> tuple[float, float, float] | None:
    """Middle and angle of the best free place, the straightest near the middle of the map, that
    keeps clear of some lines."""
    room, high = _room(text, size)
    best: tuple[float, float, float, float] | None = None
    for x, y, angle, found in _stretches(frame, smooth, room, straight):
        for lift in lifts:
            at = x - lift * high * math.sin(angle), y + lift * high * math.cos(angle)
            if not frame.free(_turned(*at, room, high, angle)):
                continue
            centred = math.hypot(at[0] - frame.box.width / 2, at[1] - frame.box.height / 2)
            score = found - 0.1 * centred / frame.box.width - 0.02 * abs(angle) - 0.02 * abs(lift)
            if best is not None and score <= best[0]:
                continue
            if clear.intersects(_strip(frame, *at, room, high, angle)):
                continue
            best = (score, *at, angle)
    return best[1:] if best else None


def shields(frame: MapFrame, geometry: BaseGeometry, text: str, colour: str) -> None:
    """Road numbers on their road, one for each long piece in the frame."""
    size = frame.page.type(0.72)
    room, high = (fonts.width(text, size, 700) + 0.5 * size) / 72, size / 72 * 1.25
    for piece in shapely.get_parts(shapely.line_merge(frame.seen(geometry))):
        count = max(1, int(piece.length / frame.metres_per_inch / 4.0))
        for i in range(count):
            for shift in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9):
                at = piece.interpolate((i + shift) / count, normalized=True)
                x, y = frame.inches(at.x, at.y)
                box = (x - room / 2, y - high / 2, x + room / 2, y + high / 2)
                if frame.free(box):
                    plate = FancyBboxPatch(
                        frame.metres(box[0], box[1]),
                        room * frame.metres_per_inch,
                        high * frame.metres_per_inch,
                        boxstyle=f"round,pad=0,rounding_size={0.15 * high * frame.metres_per_inch}",
                        facecolor=colour,
                        edgecolor="white",
                        linewidth=0.7,
                        zorder=LABELS_Z + 2,
                    )
                    frame.ax.add_artist(plate)
                    middle = frame.metres(x, y - fonts.MIDDLE * size / 72)
                    white: dict[str, Any] = {"colour": "white", "zorder": LABELS_Z + 3}
                    drawing.text(frame.ax, middle, text, size, 700, baseline="baseline", **white)
                    frame.taken.append(box)
                    break


def _stretches(
    frame: MapFrame, geometry: BaseGeometry, room: float, straight: float
) -> Iterable[tuple[float, float, float, float]]:
    """Stretches a text of ``room`` inches fits on: middle, angle and straightness of each."""
    merged, unit = shapely.line_merge(frame.seen(geometry)), frame.metres_per_inch
    for line in shapely.get_parts(merged):
        length = line.length / unit
        if line.geom_type != "LineString" or length < room:
            continue
        starts = np.arange(0, length - room, 0.08)
        first, middle, last = (
            shapely.get_coordinates(shapely.line_interpolate_point(line, (starts + at) * unit))
            for at in (0, room / 2, room)
        )
        (dx, dy), centre = (last - first).T, (first + 2 * middle + last) / 4
        angle = np.arctan2(dy, dx)
        angle -= np.where(np.abs(angle) > math.pi / 2, np.copysign(math.pi, angle), 0)  # upright
        straightness = np.hypot(dx, dy) / unit / room
        for at in np.flatnonzero(straightness >= straight):
            x, y = frame.inches(*centre[at])
            yield x, y, float(angle[at]), float(straightness[at])


def _strip(
    frame: MapFrame, x: float, y: float, width: float, height: float, angle: float
) -> BaseGeometry:
    """The turned box of a text, in metres."""
    along_it = np.array([math.cos(angle), math.sin(angle)]) * width / 2
    across = np.array([-math.sin(angle), math.cos(angle)]) * height * 0.42
    corners = [
        np.array([x, y]) + sx * along_it + sy * across
        for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    return shapely.Polygon([frame.metres(*corner) for corner in corners])


def _turned(x: float, y: float, width: float, height: float, angle: float) -> tuple:
    """The upright box around a turned one."""
    w = (abs(width * math.cos(angle)) + abs(height * math.sin(angle))) / 2
    h = (abs(width * math.sin(angle)) + abs(height * math.cos(angle))) / 2
    return x - w, y - h, x + w, y + h
