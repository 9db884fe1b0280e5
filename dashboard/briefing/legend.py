"""What the legend of a picture says: an entry for each class its maps show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import Drawn, MapFrame
from dashboard.legend import legend_entries


def entries(
    context: RenderContext, frames: Sequence[MapFrame], own: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    """Class key and words, in the reading order of the legend on screen.

    Parameters
    ----------
    own
        What a kind of picture calls a class otherwise than the screen does.
    """
    archive, shown = context.archive, drawn(frames)
    reference = archive.agreements[archive.dataset.reference_agreement]
    listed = legend_entries(archive.dataset, reference, context.words)
    titles = {entry.key: entry.title for entry in listed}
    titles |= {"study_area": context.words["briefing.study_area"], **(own or {})}
    return [(key, title) for key, title in titles.items() if key in shown]


def drawn(frames: Sequence[MapFrame]) -> Mapping[str, Drawn]:
    """How each class is drawn: as on the first map that shows it."""
    return {key: look for frame in reversed(frames) for key, look in frame.drawn.items()}
