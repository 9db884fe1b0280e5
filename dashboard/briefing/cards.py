"""An author's annotations on a map: cards beside what they are about, arrows, circles, outlines.

``place`` finds room, ``draw`` draws. They look like nothing that is data: dark on white cards,
which the legend says are the author's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import shapely
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from shapely.geometry.base import BaseGeometry

from dashboard.annotations import Annotation, Position, area_within, land_cells
from dashboard.briefing import drawing, fonts
from dashboard.briefing.geometry import Bounds, MapGeometry
from dashboard.briefing.mapframe import LABELS_Z, Card, MapFrame, overlap
from dashboard.errors import ChoiceError
from dashboard.style import Style

KEY = "annotation"
"""Class of the legend."""
_WIDTHS_EM = (12.0, 8.0, 5.5)
"""Widths tried for a text of several lines, in ems of its type."""
_Z, _OUTLINE_Z = LABELS_Z + 8, LABELS_Z - 0.5
_EDGE_PT, _PAD_EM = 1.1, 0.35


def place(frame: MapFrame, annotations: tuple[Annotation, ...]) -> None:
    """Find room for each annotation on a map; labels then keep off it.

    Raises ``ChoiceError`` if one lies outside the map, or there is no room near it.
    """
    outlines = [_outline(frame, each) for each in annotations]
    ends = [_ends(frame, *each) for each in zip(annotations, outlines, strict=True)]
    marks = [mark for at, tip in ends for mark in _arrow_boxes(at, tip)]
    for each, outline, (at, tip) in zip(annotations, outlines, ends, strict=True):
        radius = (each.radius_km or 0) * 1000 / frame.metres_per_inch
        card = beside(frame, each.text, at, tip, radius, marks)
        frame.cards.append(replace(card, outline=outline))
        frame.taken.append(card.box)
    frame.taken += marks


def _ends(
    frame: MapFrame, annotation: Annotation, outline: BaseGeometry | None
) -> tuple[Position, Position | None]:
    """Where an annotation belongs and where its arrow ends, in inches of the frame."""
    at = _inches(frame, annotation.at)
    if outline and not annotation.radius_km and not outline.intersects(shapely.Point(at)):
        inside = outline.representative_point()
        at = (inside.x, inside.y)
    tip = _inches(frame, annotation.to) if annotation.to else None
    for x, y in filter(None, (at, tip)):
        if not (0 <= x <= frame.box.width and 0 <= y <= frame.box.height):
            raise ChoiceError(
                f"annotation {annotation.text!r} lies outside the map; another extent is wanted",
                "annotation_outside",
                text=annotation.text,
            )
    return at, tip


def _inches(frame: MapFrame, position: Position) -> Position:
    return frame.inches(*frame.geometry.metres(*position))


def outlined(geometry: MapGeometry, annotation: Annotation) -> BaseGeometry | None:
    """The area an annotation outlines, in metres."""
    if annotation.land:
        return geometry.dissolved(land_cells(annotation.land, geometry.archive))
    if annotation.corners:
        return area_within([geometry.metres(*corner) for corner in annotation.corners])
    if annotation.radius_km:
        middle = shapely.Point(geometry.metres(*annotation.at))
        return middle.buffer(annotation.radius_km * 1000, quad_segs=32)
    return None


def marked(geometry: MapGeometry, annotations: Iterable[Annotation]) -> BaseGeometry:
    """What annotations are about, in metres: places, the ways of arrows, areas."""
    found = list[BaseGeometry]()
    for each in annotations:
        ends = [geometry.metres(*end) for end in (each.at, each.to) if end]
        found.append(shapely.LineString(ends) if ends[1:] else shapely.Point(ends))
        if area := outlined(geometry, each):
            found.append(area)
    return shapely.union_all(found)


def _outline(frame: MapFrame, annotation: Annotation) -> BaseGeometry | None:
    """What an annotation outlines, so far as it lies in the frame, in its inches."""
    area = outlined(frame.geometry, annotation)
    if area is None:
        return None
    seen = frame.seen(area)
    if seen.is_empty:
        return None
    corner, unit = frame.bounds[:2], frame.metres_per_inch
    return shapely.transform(seen, lambda metres: (metres - corner) / unit)


def beside(
    frame: MapFrame,
    text: str,
    at: Position,
    tip: Position | None = None,
    radius: float = 0.0,
    marks: Sequence[Bounds] = (),
) -> Card:
    """The nearest free place for a text to where it belongs; in more lines where it is too wide.

    Positions and the radius are in inches of the frame. It keeps off its own arrow, and off the
    marks of others where there is room for that nearby.
    """
    size = frame.page.type(0.86)
    em, own = size / 72, _arrow_boxes(at, tip)
    for (ways, rings), most in product((((*marks, *own), 3), (own, 9)), _WIDTHS_EM):
        lines = fonts.wrap(text, size, most * size, 600)
        wide = max(fonts.width(line, size, 600) for line in lines) / 72 + 2 * _PAD_EM * em
        high = len(lines) * 1.25 * em + 1.4 * _PAD_EM * em
        for x, y in _box_centres(at, wide, high, radius + 0.8 * em, em, rings):
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            if frame.free(box) and not any(overlap(box, way) for way in ways):
                return Card(tuple(lines), size, box, at, tip, radius)
    raise ChoiceError(
        f"no room on the map for annotation {text!r}; a shorter text or a larger map is wanted",
        "annotation_no_room",
        text=text,
    )


def _box_centres(
    at: Position, wide: float, high: float, gap: float, em: float, rings: int
) -> Iterator[Position]:
    """Centres to try for a box near a position, nearest first; at one distance the sides, above and
    below come before the diagonals."""
    for ring in range(rings):
        off = gap + ring * 1.1 * em
        for step in (0, 4, 2, 6, 1, 3, 5, 7):
            angle = step * math.pi / 4
            x, y = round(math.cos(angle), 3), round(math.sin(angle), 3)
            yield at[0] + x * off + _sign(x) * wide / 2, at[1] + y * off + _sign(y) * high / 2


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _arrow_boxes(at: Position, tip: Position | None) -> list[Bounds]:
    """Small boxes along an arrow: where no text may stand."""
    if tip is None:
        return [(at[0] - 0.04, at[1] - 0.04, at[0] + 0.04, at[1] + 0.04)]
    count = max(2, round(math.dist(at, tip) / 0.12))
    middles = (
        (at[0] + (tip[0] - at[0]) * i / count, at[1] + (tip[1] - at[1]) * i / count)
        for i in range(1, count + 1)  # its start is left to the name of a place
    )
    return [(x - 0.06, y - 0.06, x + 0.06, y + 0.06) for x, y in middles]


def draw(frame: MapFrame) -> None:
    """Draw annotations over all else of a map."""
    look = frame.styles[KEY]
    for card in frame.cards:
        at = frame.metres(*card.at)
        _draw_outline(frame, card, look)
        for ink, extra in ((look.casing, 2.2), (look.stroke, 0.0)):
            _draw_lines(frame, card, ink, extra)
        if card.tip is None and not card.radius:
            dot: dict[str, Any] = {
                "color": look.stroke,
                "markeredgecolor": look.casing,
                "markersize": 4,
            }
            frame.ax.plot(*at, "o", zorder=_Z, **dot)
        west, south = frame.metres(*card.box[:2])
        unit, em = frame.metres_per_inch, card.size / 72
        wide, high = (card.box[2] - card.box[0]) * unit, (card.box[3] - card.box[1]) * unit
        style = f"round,pad=0,rounding_size={0.2 * em * unit}"
        plate = FancyBboxPatch((west, south), wide, high, boxstyle=style, facecolor=look.fill)
        plate.set(edgecolor=look.stroke, linewidth=_EDGE_PT, zorder=_Z + 1)
        frame.ax.add_artist(plate)
        middle, top = (card.box[0] + card.box[2]) / 2, card.box[3] - 0.7 * _PAD_EM * em
        for n, line in enumerate(card.lines):
            at = frame.metres(middle, top - (n + 0.62) * 1.25 * em)
            words = frame.page.in_direction(line)
            drawing.text(frame.ax, at, words, card.size, 600, zorder=_Z + 2)


def _draw_outline(frame: MapFrame, card: Card, look: Style) -> None:
    """The outline of a card, but not where the frame cuts it off."""
    if card.outline is None:
        return
    edge = shapely.box(0, 0, frame.box.width, frame.box.height).boundary.buffer(0.01)
    corner, unit = frame.bounds[:2], frame.metres_per_inch
    lines = shapely.difference(card.outline.boundary, edge)
    shown = shapely.transform(lines, lambda inches: inches * unit + corner)
    drawing.line(frame.ax, shown, look, z=_OUTLINE_Z)


def _draw_lines(frame: MapFrame, card: Card, ink: str | None, extra: float) -> None:
    """Arrow and leader of a card; once wider in white, for what they lie on."""
    width = _EDGE_PT + extra
    line: dict[str, Any] = {"color": ink, "zorder": _Z, "linewidth": width}
    at = frame.metres(*card.at)
    if card.tip:
        bold = line | {"linewidth": width + 1.0, "mutation_scale": card.size * 1.1}
        tip = frame.metres(*card.tip)
        arrow = FancyArrowPatch(at, tip, arrowstyle="-|>", shrinkA=0, shrinkB=2, **bold)
        frame.ax.add_artist(arrow)
    if card.leader:
        (x0, y0), (x1, y1) = (frame.metres(*end) for end in card.leader)
        frame.ax.plot([x0, x1], [y0, y1], **line)
