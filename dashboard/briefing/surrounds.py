"""What stands on and round a map: furniture first, then names, the least movable first."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.archive import Snapshot
from dashboard.briefing import furniture, labels, landnames, linenames
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import MapFrame

_NAMES_PER_INCH2 = 0.62
"""Place names tried for a square inch of map at a body of ten points."""


def finish(
    context: RenderContext,
    frame: MapFrame,
    state: Snapshot,
    *,
    wanted: Iterable[str] = (),
    maps: int = 1,
    lines: bool = True,
) -> None:
    """Add scale, north, degrees and names to a drawn map.

    Parameters
    ----------
    wanted
        Ids of places to be named before others of their rank.
    maps
        How many maps share the page.
    lines
        Whether agreed lines are named, not only roads.
    """
    archive, words = context.archive, context.words
    furniture.scale_bar(frame, words)
    furniture.north_arrow(frame, words)
    furniture.ticks(frame, words)
    # a line's name has many places to stand, a city's one: none may cost the map a city
    kept = labels.reserved(frame, archive, words)
    frame.taken += kept
    linenames.label_lines(context, frame, state, roads_only=not lines)
    frame.taken = [box for box in frame.taken if box not in kept]
    shown = {layer.style for layer in archive.dataset.layers if layer.name in context.layers}
    if "place" in shown:
        dots = "group" not in shown  # a place's dot would fill an open mark of its group
        area = context.size.width * context.size.height * 0.5 * (10 / context.page.body) ** 2
        most = round(area * _NAMES_PER_INCH2) // maps
        frame.named += labels.places(frame, archive, words, most=most, wanted=wanted, dots=dots)
    landnames.countries(frame, archive, words)


def finish_small(context: RenderContext, frame: MapFrame, *, first: bool) -> None:
    """The least a panel of many needs: scale and north on the first, the largest names."""
    if first:
        furniture.scale_bar(frame, context.words)
        furniture.north_arrow(frame, context.words)
    area = frame.box.width * frame.box.height * (10 / context.page.body) ** 2
    most = max(4, round(area))
    labels.places(frame, context.archive, context.words, most=most, scale=0.74)
