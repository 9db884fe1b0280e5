"""The picture alone, for a slide that carries the words itself."""

from __future__ import annotations

from dashboard.briefing import charts, kinds, pairs, placing
from dashboard.briefing.figure import Sheet
from dashboard.briefing.findings import flagged
from dashboard.briefing.layout import Box
from dashboard.briefing.mapframe import MapFrame
from dashboard.style import CONTROL_OPACITY


def bare(sheet: Sheet) -> dict[str, str]:
    """Fill a sheet with its maps or its chart and nothing else; returns the legend's words."""
    if sheet.spec.kind == "chart":
        return _chart(sheet)
    extra: dict[str, str] = {}
    frames: list[MapFrame]
    if sheet.spec.kind in ("side", "swipe", "agreement"):
        frames = pairs.panels(
            sheet, Box(0, 0.02, sheet.size.width - 0.04, sheet.size.height - 0.06)
        )
    else:
        room = placing.TICKS
        box = Box(room, 0.04, sheet.size.width - room - 0.04, sheet.size.height - room - 0.06)
        frames = [sheet.frame(box)]
        if sheet.spec.kind == "difference":
            extra = kinds.draw_difference(sheet, frames[0])
        else:
            frames[0].add_state(sheet.findings.state, sheet.layers)
            sheet.finish(frames[0])
    sheet.drawn = {key: style for frame in reversed(frames) for key, style in frame.drawn.items()}
    return dict(sheet.legend(frames, extra))


def _chart(sheet: Sheet) -> dict[str, str]:
    unit = sheet.page.body / 72
    start = (1 if sheet.page.right_to_left else 4.2) * unit  # the scale stands on the left in both
    plot = Box(start, 5 * unit, sheet.size.width - 5.2 * unit, sheet.size.height - 7 * unit)
    ax = charts.area_chart(sheet.page, plot, sheet.archive, sheet.wording, (sheet.spec.day,))
    charts.flag(ax, flagged(sheet.archive), sheet.page.body)
    held = sheet.archive.area_series(sheet.findings.zone)
    sheet.drawn = {f"control.{p}": (sheet.table[f"control.{p}"], CONTROL_OPACITY) for p in held}
    return {f"control.{p}": sheet.wording.of(sheet.archive.parties[p], "name") for p in held}
