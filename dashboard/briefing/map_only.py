"""The picture alone, for a slide that carries the words itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dashboard.briefing import charts, layouts, legend, placing
from dashboard.briefing.canvas import Box
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import Drawn


class MapOnly(NamedTuple):
    """What a picture without words shows.

    Attributes
    ----------
    frames
        Its maps.
    entries
        Class key → words of its legend, in order.
    drawn
        Class key → how it is drawn.
    """

    frames: layouts.Frames
    entries: Mapping[str, str]
    drawn: Mapping[str, Drawn]


def map_only(context: RenderContext) -> MapOnly:
    """Fill a page with its maps or its chart and nothing else."""
    if context.spec.kind == "chart":
        return _chart(context)
    own, size = None, context.size
    if context.spec.kind in ("side", "swipe", "agreement"):
        frames = layouts.panels(context, Box(0, 0.02, size.width - 0.04, size.height - 0.06))
    else:
        room = placing.TICKS
        box = Box(room, 0.04, size.width - room - 0.04, size.height - room - 0.06)
        frames = (placing.map_frame(context, box),)
        if context.spec.kind == "difference":
            layouts.draw_difference(context, frames[0])
            own = layouts.difference_legend(context)
        else:
            layouts.draw_situation(context, frames[0])
    return MapOnly(frames, dict(legend.entries(context, frames, own)), legend.drawn(frames))


def _chart(context: RenderContext) -> MapOnly:
    unit = context.page.body / 72
    # the scale stands on the left in both directions
    start = (1 if context.page.right_to_left else 4.2) * unit
    size = context.size
    plot = Box(start, 5 * unit, size.width - 5.2 * unit, size.height - 7 * unit)
    charts.flagged_chart(context, plot, (context.spec.day,))
    entries = charts.legend(context)
    drawn = {key: Drawn(context.styles[key], context.look.opacity(key)) for key in entries}
    return MapOnly((), entries, drawn)
