"""A picture from its spec: the context, the filled page, and what its file says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.archive import Archive
from dashboard.briefing import layouts
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.context import RenderContext, render_context
from dashboard.briefing.output import About
from dashboard.briefing.spec import BriefSpec
from dashboard.wording import Wording


@dataclass(frozen=True, slots=True)
class Picture:
    """A filled page, and the maps on it."""

    context: RenderContext
    frames: layouts.Frames


def draw(archive: Archive, words: Wording, spec: BriefSpec) -> Picture:
    """The filled page of a checked spec."""
    context = render_context(archive, words, spec)
    return Picture(context, layouts.LAYOUTS[spec.kind](context))


def about(context: RenderContext, frames: layouts.Frames) -> About:
    """What the file of a filled page says of itself."""
    named = tuple(dict.fromkeys(place for frame in frames for place in frame.named))
    alt = alt_text(context.archive, context.words, context.spec, named)
    return About(
        title=context.findings.title(),
        alt=alt,
        author=context.words.of(context.archive.dataset, "title"),
        language=context.words.language,
        produced_on=context.spec.produced_on,
        pictures={label: own or alt for label, own in context.page.pictures.items()},
    )
