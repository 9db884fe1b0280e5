"""Where things stand on a page: maps, panels, margin, locator and the small chart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dashboard.archive import Snapshot
from dashboard.briefing import charts, furniture
from dashboard.briefing.column import Column
from dashboard.briefing.figure import Sheet
from dashboard.briefing.layout import Box
from dashboard.briefing.mapframe import MapFrame
from dashboard.briefing.margin import Margin

_GAP = 0.3
_LEAST_SCALE = 0.7
"""Scale of type in a margin below which it is hard to read."""
TICKS = 0.2
"""Room for degrees along a frame."""


def areas(sheet: Sheet, share: float = 0.665) -> tuple[Box, Box]:
    """Room for maps and for the margin, between head and foot; below each other on a square."""
    top, bottom = sheet.head(), sheet.foot()
    if sheet.is_square:
        high = _map_height(sheet, bottom - top)
        return (
            Box(sheet.edge, top, sheet.inner, high),
            Box(sheet.edge, top + high + 0.08, sheet.inner, bottom - top - high - 0.08),
        )
    width = sheet.inner * share
    side = sheet.edge + width + _GAP
    return (
        Box(sheet.edge, top, width, bottom - top),
        Box(side, top, sheet.size.width - sheet.edge - side, bottom - top),
    )


def _map_height(sheet: Sheet, room: float) -> float:
    """Height of the maps of a square: less where the figures below would be too small to read."""
    margin, width = Margin(sheet.page, sheet.table, {}), (sheet.inner - _GAP) / 2
    needed = margin.height(width, _LEAST_SCALE, sheet.printed)
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


def panel(
    sheet: Sheet,
    box: Box,
    title: str,
    remark: str = "",
    *,
    ticks: bool = True,
    strokes: float = 1.0,
    share: float = 1.15,
) -> MapFrame:
    """A frame under its date, which is set at ``share`` of the body's size."""
    sheet.page.region = "map"
    column = Column(sheet.page, box.x + (TICKS if ticks else 0), box.y, box.width)
    column.line(title, share=share, weight=700)
    if remark:
        column.paragraph(remark, share=0.78, colour="#3C444D")
    column.space(0.15)
    sheet.page.region = "margin"
    used = column.y - box.y
    room = TICKS if ticks else 0.0
    inside = Box(box.x + room, box.y + used, box.width - room, box.height - used - room)
    return sheet.frame(inside, strokes=strokes)


def shares(sheet: Sheet, state: Snapshot) -> str:
    """Who holds which share of the headline zone, in one line."""
    zone = sheet.findings.zone
    total = state.area_km2(zone)
    return " · ".join(
        sheet.findings.say(
            "lead_holder", party=sheet.findings.short(p), share=f"{100 * a / total:.0f}"
        )
        for p, a in sorted(state.area_by_party(zone).items(), key=lambda pair: -pair[1])
        if a / total >= 0.005
    )


def beside(
    sheet: Sheet, frames: Sequence[MapFrame], side: Box, extra: Mapping[str, str] | None = None
) -> None:
    """Figures and legend, with the locator, the scale and the course of time under them."""
    entries = sheet.legend(frames, extra)
    margin = Margin(
        sheet.page, sheet.table, {k: v for f in reversed(frames) for k, v in f.drawn.items()}
    )
    tables, heading = sheet.printed, sheet.findings.say("legend")
    if sheet.is_square:
        left, right = halves(side)
        if tables:
            margin.fit(left, tables, (), "")
        else:
            _course(sheet, Box(left.x, left.y + 0.15, left.width, left.height - 0.15))
        width = 1.25
        place = Box(right.x + right.width - width, right.y + 0.1, width, 1.1)
        legend = Box(right.x, right.y, right.width - width - 0.12, right.height)
        margin.fit(legend, (), entries, heading)
        furniture.locator(sheet.page, place, frames[0], sheet.archive, sheet.wording)
        return
    unit = sheet.page.body / 10
    high = 1.3 * unit
    place = Box(side.x, side.y + side.height - high, 1.5 * unit, high)
    room = Box(side.x, side.y, side.width, side.height - high - 0.2)
    end = margin.fit(room, tables, entries, heading)
    furniture.locator(sheet.page, place, frames[0], sheet.archive, sheet.wording)
    if side.width - place.width > 2.2 * unit:
        _course(
            sheet, Box(side.x + place.width + 0.2, place.y, side.width - place.width - 0.2, high)
        )
    elif place.y - end > 1.9 * unit:
        _course(sheet, Box(side.x, place.y - 1.7 * unit, side.width, 1.4 * unit))


def _course(sheet: Sheet, box: Box) -> None:
    """The small chart of area over time, with the dates of the figure marked."""
    unit = sheet.page.body / 72
    spec = sheet.spec
    days = spec.dates or tuple(d for d in (sheet.earlier_day, spec.day) if d)
    title = Column(sheet.page, box.x, box.y - 0.3 * unit, box.width)
    told = sheet.findings.say("course", zone=sheet.findings.zone_name)
    title.line(told, share=0.72, weight=600)
    start = 3.1 * unit
    plot = Box(
        box.x + start * (not sheet.page.right_to_left),
        box.y + 1.6 * unit,
        box.width - start,
        box.height - 2.9 * unit,
    )
    charts.area_chart(sheet.page, plot, sheet.archive, sheet.wording, days, alt=told, small=True)
