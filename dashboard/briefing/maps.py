"""The maps of a picture: what each is headed by, and what is drawn on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dashboard.briefing import cards, fonts, furniture, labels
from dashboard.briefing.canvas import DARK, Box, Column
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import MapFrame, framed
from dashboard.briefing.spec import agreement_of, kinds_left_out
from dashboard.records import Feature

Frames = tuple[MapFrame, ...]

_FINE = frozenset({"units", "study_area", "depth_line", "band", "band_outer"})
"""Classes too fine for a page seen on a telephone, unless it is about them."""
_FINER = _FINE | {"road"}
"""Those too fine where several maps share it."""
_AGREED = ("agreed_line", "later_line", "agreed_area", "corridor")
"""Styles of layers that hold what agreements draw."""


def shape(context: RenderContext) -> float:
    """Width over height of each map's frame."""
    _, (west, south, east, north) = framed(Box(0, 0, 1, 1), context.bounds)
    return (east - west) / (north - south)


def heading(context: RenderContext, day: dt.date, column: Column) -> float:
    """Write the date over a map of several, and who holds what on it unless the page is small.

    Returns the height.
    """
    top, room = column.y, column.width * 72
    words, widest = context.words, 0.0
    for write in (words.date, words.locale.brief_date, dt.date.isoformat):
        widest = max(fonts.width(write(each), column.size(), 700) for each in context.days)
        if widest <= room:
            break
    share = next((share for share in (1.5, 1.15) if widest * share <= room), 1.0)
    column.paragraph(write(day), share=share, weight=700)
    texts = list[str]()
    if not context.size.is_small:
        shares = context.findings.shares(day)
        beside = " · ".join(shares)
        texts += [beside] if column.fits(beside, 0.85, 400, 1) else shares
    if context.spec.kind == "sequence":
        texts.append(context.findings.distance_remark(day))
    for text in filter(None, texts):
        column.paragraph(text, share=0.85, colour=DARK)
    column.space(0.2)
    return column.y - top


def draw(context: RenderContext, boxes: Sequence[Box]) -> Frames:
    """Draw each map in its box, under its date where there are several."""
    frames = list[MapFrame]()
    for box, day in zip(boxes, context.days, strict=True):
        if context.days[1:]:
            heading(context, day, Column(context.page, box.x, box.y, box.width, region="map"))
        high = box.width / shape(context)
        inside = Box(box.x, box.y + box.height - high, box.width, high)
        place, bounds = framed(inside, context.bounds, is_paper=context.size.is_paper)
        frame = MapFrame(
            context.page, place, bounds, context.geometry, context.styles, context.look
        )
        frame.hidden = _hidden(context, frame)
        agreed = _draw_layers(context, frame, day)
        if context.spec.sheet != "transparent":
            _draw_words(context, frame, day, agreed, is_first=not frames)
        frames.append(frame)
    return tuple(frames)


def _hidden(context: RenderContext, frame: MapFrame) -> frozenset[str]:
    """Classes left out: kinds of incidents nobody asked for, and what is too fine for the map."""
    left_out = {f"incident.{kind}" for kind in kinds_left_out(context.spec, context.archive)}
    if context.size.is_small and context.spec.kind != "agreement":
        left_out |= _FINER if context.days[1:] else _FINE
    elif not frame.is_large:
        left_out.add("units")
    return frozenset(left_out)


def _draw_layers(context: RenderContext, frame: MapFrame, day: dt.date) -> list[Feature] | None:
    """Draw the state of a day, with what the kind of picture adds to it.

    Returns the agreed geometries to be named; ``None`` for those of the chosen layers that hold.
    """
    kind, layers, archive = context.spec.kind, list(context.layers), context.archive
    agreed: list[Feature] | None = [] if kind in ("difference", "sequence") else None
    if kind == "agreement":
        styles = {layer.name: layer.style for layer in archive.dataset.layers}
        layers = [name for name in layers if styles[name] not in _AGREED]
        drawn_by = _versions(archive.drawn_by(agreement_of(context.spec, archive)), day)
        agreed = [feature for feature in drawn_by if styles[feature.layer] in _AGREED]
        for name in dict.fromkeys(feature.layer for feature in agreed):
            frame.add_features([f for f in agreed if f.layer == name], styles[name])
    frame.add_state(archive.as_of(day), layers)
    if kind == "difference":
        frame.add_change(context.findings.change)
    return agreed


def _versions(features: Sequence[Feature], day: dt.date) -> list[Feature]:
    """Of what each recipe draws the versions that hold on the day, or all if none does."""
    on_day = {f.properties["recipe"] for f in features if f.period.contains(day)}
    return [f for f in features if f.period.contains(day) or f.properties["recipe"] not in on_day]


def _draw_words(
    context: RenderContext,
    frame: MapFrame,
    day: dt.date,
    agreed: Sequence[Feature] | None,
    *,
    is_first: bool,
) -> None:
    """Scale and north, what the author adds, and names in the room that is left."""
    if is_first:
        if not context.is_scale_beside:
            furniture.scale_bar(frame, context.words)
        if frame.is_large and not context.size.is_small:
            furniture.north_arrow(frame, context.words)
    cards.place(frame, context.spec.annotations)
    wanted = context.findings.change.places() if context.spec.kind == "difference" else ()
    state = context.archive.as_of(day)
    labels.label_map(context, frame, state, wanted=wanted, agreed=agreed)
    if context.annotate:
        cards.draw(frame)


def own_titles(context: RenderContext) -> dict[str, str]:
    """What a difference calls its classes: lines by their dates, land by what became of it."""
    if context.spec.kind != "difference":
        return {}
    f, words, change = context.findings, context.words, context.findings.change
    own = {
        "contact": f.say("other_line", day=words.date(change.b.day)),
        "contact_a": f.say("other_line", day=words.date(change.a.day)),
    }
    for flow in f.difference.flows:
        own[f"gained.{flow.taker}.{flow.giver}"] = f.flow_title(flow.taker, flow.giver)
    return own
