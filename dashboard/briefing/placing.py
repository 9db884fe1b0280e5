"""Where things stand on a page: maps, panels, margin, locator and the small chart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dashboard.briefing import charts, furniture, legend
from dashboard.briefing.canvas import DARK, Box
from dashboard.briefing.column import Column
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import MapFrame
from dashboard.briefing.margin import Margin
from dashboard.briefing.spec import dates_of
from dashboard.briefing.titleblock import foot, head

_GAP = 0.3
_LEAST_SCALE = 0.7
"""Scale of type in a margin below which it is hard to read."""
TICKS = 0.2
"""Room for degrees along a frame."""


def areas(context: RenderContext, share: float = 0.665) -> tuple[Box, Box]:
    """Write head and foot; returns the room between them for maps and for the margin.

    The margin stands below the maps on a square, beside them on other pages.
    """
    edge, inner = context.edge, context.inner
    top, bottom = head(context), foot(context)
    if context.is_square:
        high = _map_height(context, bottom - top)
        return (
            Box(edge, top, inner, high),
            Box(edge, top + high + 0.08, inner, bottom - top - high - 0.08),
        )
    width = inner * share
    side = edge + width + _GAP
    return (
        Box(edge, top, width, bottom - top),
        Box(side, top, context.size.width - edge - side, bottom - top),
    )


def _map_height(context: RenderContext, room: float) -> float:
    """Height of the maps of a square: less where the figures below would be too small to read."""
    margin, width = Margin(context), (context.inner - _GAP) / 2
    needed = margin.height(width, _LEAST_SCALE, context.tables)
    return min(room * 0.68, room - needed - 0.08)


def halves(box: Box) -> tuple[Box, Box]:
    """Two columns of a box, the first where reading starts."""
    width = (box.width - _GAP) / 2
    return (
        Box(box.x, box.y, width, box.height),
        Box(box.x + width + _GAP, box.y, width, box.height),
    )


def within(area: Box) -> Box:
    """The box of a frame that leaves room for its degrees."""
    return Box(area.x + TICKS, area.y, area.width - TICKS, area.height - TICKS)


def shape(area: Box, count: int) -> tuple[int, int]:
    """Columns and rows that give the largest near-square panels."""

    def side(columns: int) -> float:
        return min(area.width / columns, area.height / math.ceil(count / columns))

    columns = max(range(1, count + 1), key=lambda n: (side(n), -n))
    return columns, math.ceil(count / columns)


def grid(area: Box, columns: int, rows: int) -> list[Box]:
    """Boxes of equal panels, row by row from where reading starts."""
    gap = 0.16
    width = (area.width - gap * (columns - 1)) / columns
    height = (area.height - gap * (rows - 1)) / rows
    return [
        Box(area.x + c * (width + gap), area.y + r * (height + gap), width, height)
        for r in range(rows)
        for c in range(columns)
    ]


def map_frame(context: RenderContext, box: Box) -> MapFrame:
    """An empty map in a box, at a round scale on paper."""
    return MapFrame(
        context.page,
        box,
        context.geometry,
        context.styles,
        context.look,
        context.spec.extent,
        round_scale=context.size.name in ("a3", "a4"),
    )


def panel(
    context: RenderContext,
    box: Box,
    title: str,
    remark: str = "",
    *,
    ticks: bool = True,
    share: float = 1.15,
) -> MapFrame:
    """An empty map under its date, which is set at ``share`` of the body's size."""
    room = TICKS if ticks else 0.0
    column = Column(context.page, box.x + room, box.y, box.width, region="map")
    column.line(title, share=share, weight=700)
    if remark:
        column.paragraph(remark, share=0.78, colour=DARK)
    column.space(0.15)
    used = column.y - box.y
    inside = Box(box.x + room, box.y + used, box.width - room, box.height - used - room)
    return map_frame(context, inside)


def beside(
    context: RenderContext,
    frames: Sequence[MapFrame],
    side: Box,
    own: Mapping[str, str] | None = None,
) -> None:
    """Figures and legend, with the locator, the scale and the course of time under them.

    ``own`` is as ``legend.entries`` takes it.
    """
    entries = legend.entries(context, frames, own)
    margin = Margin(context, legend.drawn(frames))
    heading = context.findings.say("legend")
    if context.is_square:
        left, right = halves(side)
        if context.tables:
            margin.fit(left, context.tables, (), "")
        else:
            _course(context, Box(left.x, left.y + 0.15, left.width, left.height - 0.15))
        width = 1.25
        place = Box(right.x + right.width - width, right.y + 0.1, width, 1.1)
        room = Box(right.x, right.y, right.width - width - 0.12, right.height)
        margin.fit(room, (), entries, heading)
        furniture.locator(context.page, place, frames[0], context.archive, context.words)
        return
    unit = context.page.body / 10
    high = 1.3 * unit
    place = Box(side.x, side.y + side.height - high, 1.5 * unit, high)
    room = Box(side.x, side.y, side.width, side.height - high - 0.2)
    end = margin.fit(room, context.tables, entries, heading)
    furniture.locator(context.page, place, frames[0], context.archive, context.words)
    rest = side.width - place.width
    if rest > 2.2 * unit:
        _course(context, Box(side.x + place.width + 0.2, place.y, rest - 0.2, high))
    elif place.y - end > 1.9 * unit:
        _course(context, Box(side.x, place.y - 1.7 * unit, side.width, 1.4 * unit))


def _course(context: RenderContext, box: Box) -> None:
    """The small chart of area over time, with the dates of the picture marked."""
    unit, spec = context.page.body / 72, context.spec
    days = spec.dates or dates_of(spec, context.archive)
    title = context.findings.say("course", zone=context.findings.zone_name)
    Column(context.page, box.x, box.y - 0.3 * unit, box.width).line(title, share=0.72, weight=600)
    start = 3.1 * unit
    plot = Box(
        box.x + start * (not context.page.right_to_left),
        box.y + 1.6 * unit,
        box.width - start,
        box.height - 2.9 * unit,
    )
    charts.area_chart(context, plot, days, alt=title, small=True)
