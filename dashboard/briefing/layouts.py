"""How each kind of picture fills its page."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.archive import Snapshot
from dashboard.briefing import charts, linenames, placing, surrounds
from dashboard.briefing.canvas import DARK, Box
from dashboard.briefing.column import Column
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import MapFrame
from dashboard.briefing.margin import Margin
from dashboard.briefing.spec import agreement_of, dates_of

Frames = tuple[MapFrame, ...]


def situation(context: RenderContext) -> Frames:
    """One date: map, figures, legend, location."""
    area, side = placing.areas(context)
    frame = placing.map_frame(context, placing.within(area))
    draw_situation(context, frame)
    placing.beside(context, (frame,), side)
    return (frame,)


def draw_situation(context: RenderContext, frame: MapFrame) -> None:
    """The state of the as-of date on a map."""
    frame.add_state(context.findings.state, context.layers)
    surrounds.finish(context, frame, context.findings.state)


def difference(context: RenderContext) -> Frames:
    """Two dates: what passed to whom, over the later state, with the earlier line."""
    area, side = placing.areas(context)
    frame = placing.map_frame(context, placing.within(area))
    draw_difference(context, frame)
    placing.beside(context, (frame,), side, difference_legend(context))
    return (frame,)


def draw_difference(context: RenderContext, frame: MapFrame) -> None:
    """What passed to whom between the two dates, on a map of the later."""
    change = context.findings.change
    frame.add_state(change.b, context.layers)
    for party, geometry in context.geometry.changed(change).items():
        frame.add(f"gained.{party}", geometry)
    for layer in context.archive.dataset.layers:
        if layer.style == "contact" and layer.name in context.layers:
            frame.add("contact_a", context.geometry.moved_lines(change, layer.name))
    surrounds.finish(context, frame, change.b, wanted=change.places(), lines=False)


def difference_legend(context: RenderContext) -> dict[str, str]:
    """What a difference calls its classes: lines by their dates, land by what became of it."""
    f, words, change = context.findings, context.words, context.findings.change
    own = {
        "contact": f.say("other_line", day=words.date(change.b.day)),
        "contact_a": f.say("other_line", day=words.date(change.a.day)),
    }
    for ident, party in context.archive.parties.items():
        own[f"gained.{ident}"] = f.say("gained_by", party=words.of(party, "short"))
        own[f"control.{ident}"] = f.say("held_by", party=words.of(party, "name"))
    return own


def pair(context: RenderContext) -> Frames:
    """Two dated maps beside each other, one legend, the figures of both dates.

    A swipe is drawn so too: see ``docs/decisions/0009-a-swipe-on-paper-is-a-pair.md``.
    """
    area, side = placing.areas(context, share=0.75)
    frames = panels(context, area)
    placing.beside(context, frames, side)
    return frames


def panels(context: RenderContext, area: Box) -> Frames:
    """The maps of a pair, each under its date; one map where the two dates are one."""
    days = dates_of(context.spec, context.archive)
    frames = []
    for box, day in zip(placing.grid(area, len(days), 1), days, strict=True):
        state = context.archive.as_of(day)
        remark = context.findings.shares(day)
        frame = placing.panel(context, box, context.words.date(day), remark, share=1.5)
        if context.spec.kind == "agreement":
            _draw_agreement(context, frame, state)
        else:
            frame.add_state(state, context.layers)
            surrounds.finish(context, frame, state, maps=len(days))
        frames.append(frame)
    return tuple(frames)


_AGREED = ("agreed_line", "later_line", "agreed_area", "corridor")
"""Styles of layers that hold what agreements draw."""


def _draw_agreement(context: RenderContext, frame: MapFrame, state: Snapshot) -> None:
    """The ground, and over it everything one agreement draws, named at any date."""
    styles = {layer.name: layer.style for layer in context.archive.dataset.layers}
    frame.add_state(state, [name for name in context.layers if styles[name] not in _AGREED])
    agreement = agreement_of(context.spec, context.archive)
    features = [f for f in context.archive.drawn_by(agreement) if styles[f.layer] in _AGREED]
    for name in dict.fromkeys(f.layer for f in features):
        frame.add_features([f for f in features if f.layer == name], styles[name])
    for feature in features:
        linenames.label_feature(context, frame, feature)
    surrounds.finish(context, frame, state, maps=2, lines=False)


def sequence(context: RenderContext) -> Frames:
    """Small multiples: one map a date, one legend."""
    dates = context.spec.dates
    area, side = placing.areas(context, share=0.78)
    frames: list[MapFrame] = []
    boxes = placing.grid(area, *placing.shape(area, len(dates)))
    for box, day in zip(boxes, dates, strict=False):
        remark = context.findings.shares(day)
        if distances := context.findings.distance_remark(day):
            remark = f"{remark}\n{distances}"
        frame = placing.panel(context, box, context.words.date(day), remark, ticks=False)
        frame.add_state(context.archive.as_of(day), context.layers)
        surrounds.finish_small(context, frame, first=not frames)
        frames.append(frame)
    placing.beside(context, frames, side)
    return tuple(frames)


def chart(context: RenderContext) -> Frames:
    """Area over time with the agreements, and the figures of the as-of date; no map."""
    area, side = placing.areas(context, share=0.74)
    page, f = context.page, context.findings
    unit = page.body / 72
    left = 4.2 * unit
    plot = Box(
        area.x + left * (not page.right_to_left),
        area.y + 5.5 * unit,
        area.width - left,
        area.height - 7.5 * unit,
    )
    charts.flagged_chart(context, plot, context.spec.dates or (context.spec.day,))
    margin, tables = Margin(context), f.tables()
    entries, heading = list(charts.legend(context).items()), f.say("legend")
    if context.is_square:
        first, side = placing.halves(side)
        margin.fit(first, tables[:1], entries, heading)
        tables, entries, heading = tables[1:], [], ""
    room = Box(side.x, side.y, side.width, side.height - 6 * unit)
    end = margin.fit(room, tables, entries, heading)
    Column(page, side.x, end + unit, side.width).paragraph(
        context.words.of(context.archive.dataset.series, "afterwards"),
        share=0.66 if context.is_square else 0.78,
        colour=DARK,
    )
    return ()


LAYOUTS: dict[str, Callable[[RenderContext], Frames]] = {
    "situation": situation,
    "difference": difference,
    "side": pair,
    "swipe": pair,
    "agreement": pair,
    "sequence": sequence,
    "chart": chart,
}
"""What fills the page of each kind; returns its maps."""
