"""The maps of a picture: what each shows, where, and what it is headed by."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Snapshot
from dashboard.briefing import cards, fonts, furniture, labels, relief
from dashboard.briefing.canvas import DARK, Box, Column
from dashboard.briefing.context import RenderContext
from dashboard.briefing.geometry import MapGeometry
from dashboard.briefing.mapframe import Content, Drawn, MapFrame, framed
from dashboard.briefing.spec import agreement_of, kinds_left_out
from dashboard.records import Feature
from dashboard.style import class_of

Frames = tuple[MapFrame, ...]
_Write = Callable[[dt.date], str]

_BACKGROUND = frozenset({"units", "study_area"})
"""Classes too fine for one of several maps on a screen."""
_FINE = _BACKGROUND | {"built_up", "depth_line", "band", "band_outer"}
"""Those too fine for a page seen on a telephone, unless it is about them."""
_FINER = _FINE | {"road"}
"""Those too fine where several maps share it."""
_FINEST = _FINER | {"agreed_line", "later_line"}
"""Those too fine where more than two do."""
_AGREED = ("agreed_line", "later_line", "corridor", "agreed_area")
"""Styles of layers that hold what agreements draw, in the order in which they are named."""


def shape(context: RenderContext) -> float:
    """Width over height of each map's frame."""
    _, (west, south, east, north) = framed(Box(0, 0, 1, 1), context.bounds)
    return (east - west) / (north - south)


def heading_height(context: RenderContext, width: float) -> float:
    """Inches that the highest heading over several maps takes in a column."""
    heights = (
        context.page.measure((_heading, day), partial(_heading, context, day), width)
        for day in context.days
    )
    return max(heights)


def _heading(context: RenderContext, day: dt.date, column: Column) -> None:
    """Write the date over a map of several, and who holds what on it unless the page is small."""
    room = column.width * 72
    sizes = product((context.words.date, *_brief(context)), (1.5, 1.15, 1.0))
    fits = (each for each in sizes if _widest(context, *each) <= room)
    write, share = next(fits, (dt.date.isoformat, 1.0))
    column.paragraph(write(day), share=share, weight=700)
    texts = list[str]()
    if not context.size.is_small:
        texts += _headed_shares(context, day, column)
    if context.spec.kind == "sequence":
        texts.append(context.findings.distance_remark(day))
    for text in filter(None, texts):
        column.paragraph(text, share=0.85, colour=DARK)
    column.space(0.2)


def date_width(context: RenderContext) -> float:
    """Inches that the dates over several maps take at least."""
    return min(_widest(context, write) for write in _brief(context)) / 72


def _brief(context: RenderContext) -> tuple[_Write, _Write]:
    return context.words.locale.brief_date, dt.date.isoformat


def _widest(context: RenderContext, write: _Write, share: float = 1.0) -> float:
    """Points of the widest of the dates over maps."""
    page, asked = context.page, (write, share)
    if asked not in page.measured:
        size = page.type(share)
        page.measured[asked] = max(fonts.width(write(day), size, 700) for day in context.days)
    return page.measured[asked]


def _headed_shares(context: RenderContext, day: dt.date, column: Column) -> list[str]:
    """Who holds what on a day, in a line.

    If they have no room in one over every map: of a sequence the party that its headline is about;
    of two maps the largest, and in a second line as many others as have room and how many more.
    """
    findings = context.findings

    def fits(text: str) -> bool:
        return fonts.width(text, column.size(0.85)) <= column.width * 72

    if all(fits(" · ".join(findings.shares(each))) for each in context.days):
        return [" · ".join(findings.shares(day))]
    if context.spec.kind == "sequence":
        return [findings.mover_shares[day]] if findings.mover_shares else []
    first, *others = findings.shares(day) or [""]
    for count in range(len(others), -1, -1):
        left = len(others) - count
        more = [findings.counted("more_holders", left)] if left else []
        rest = " · ".join([*others[:count], *more])
        if fits(rest):
            break
    return [first, rest]


def contents(context: RenderContext, day: dt.date) -> list[Content]:
    """What the map of a day shows of the chosen layers, from the base map upwards, with what the
    kind of picture adds to it; wherever it lies."""
    archive, geometry, look = context.archive, context.geometry, context.look
    state, is_agreement = archive.as_of(day), context.spec.kind == "agreement"
    found = list[Content]()
    if is_agreement:
        styles, agreed = archive.layer_styles, agreed_features(context, day)
        for name in dict.fromkeys(feature.layer for feature in agreed):
            mine = (feature for feature in agreed if feature.layer == name)
            found += _classes(geometry, mine, styles[name])
    for layer in archive.dataset.layers:
        style = layer.style
        if layer.name not in context.layers or style not in look.styles:
            continue
        features = state.features(layer.name)
        if is_agreement and style in _AGREED:
            continue
        if style == "control":
            found += _control(context, state)
        elif style == "contact":
            found.append(Content("contact", geometry.lines(features)))
        elif style == "distance":
            found.append(Content("distance", geometry.ribbon(features)))
        elif style not in ("place", "relief"):  # drawn with the names, and as a picture
            is_cut = style == "basemap" and context.spec.sheet == "transparent"
            found += _classes(geometry, features, style, is_cut=is_cut)
    if context.spec.kind == "difference":
        change = context.findings.change
        for (taker, giver), land in geometry.changed(change).items():
            found.append(Content(f"gained.{taker}.{giver}", land))
        for layer in archive.dataset.layers:
            if layer.style == "contact":
                found.append(Content("contact_a", geometry.moved_lines(change, layer.name)))
    return found


def _control(context: RenderContext, state: Snapshot) -> Iterator[Content]:
    """Who held what, how firmly it is known, units, and where knowledge ends."""
    geometry = context.geometry
    for party, land in geometry.held(state).items():
        # without the stroke that closes the seams between cells on screen: here there are none
        key = f"control.{party}"
        yield Content(key, land, replace(context.styles[key], stroke=None))
    if "low_certainty" in context.look.styles:
        yield Content("low_certainty", geometry.low_certainty(state))
    yield Content("units", geometry.unit_lines)
    yield Content("study_area", geometry.study_area.boundary)


def _classes(
    geometry: MapGeometry, features: Iterable[Feature], layer_style: str, *, is_cut: bool = False
) -> Iterator[Content]:
    """Features of one layer, those of a class as one; if ``is_cut``, what of them lies in the study
    area."""
    found = defaultdict[str, list[BaseGeometry]](list)
    for feature in features:
        shape = geometry.of(feature)
        if is_cut:
            shape = shapely.intersection(shape, geometry.study_area)
        found[class_of(feature, layer_style)].append(shape)
    for key, members in found.items():
        yield Content(key, shapely.geometrycollections(members))


def agreed_features(context: RenderContext, day: dt.date) -> list[Feature]:
    """The agreed geometries that are named on the map of a day, lines before areas."""
    archive, kind = context.archive, context.spec.kind
    if kind in ("difference", "sequence"):
        return []
    if kind == "agreement":
        drawn = archive.drawn_by(agreement_of(context.spec, archive))
        on_day = {f.properties["recipe"] for f in drawn if f.period.contains(day)}
        # the versions that hold on the day, or all of a recipe if none does
        return [
            feature
            for feature in drawn
            if archive.layer_styles[feature.layer] in _AGREED
            and (feature.period.contains(day) or feature.properties["recipe"] not in on_day)
        ]
    return [
        feature
        for style in _AGREED
        for layer in archive.dataset.layers
        if layer.style == style and layer.name in context.layers
        for feature in archive.as_of(day).features(layer.name)
    ]


def frames(
    context: RenderContext, boxes: Sequence[Box], shown: Sequence[Iterable[Content]]
) -> Frames:
    """Each map in its box, below its heading, with its contents; a chart has none."""
    made = list[MapFrame]()
    for box, each in zip(boxes[: len(shown)], shown, strict=True):
        high = box.width / shape(context)
        inside = replace(box, y=box.y + box.height - high, height=high)
        place, bounds = framed(inside, context.bounds, is_paper=context.size.is_paper)
        frame = MapFrame(
            context.page, place, bounds, context.geometry, context.styles, context.look
        )
        frame.add(each, _hidden(context, frame))
        if context.spec.annotations:
            frame.drawn[cards.KEY] = Drawn(context.styles[cards.KEY], 1.0)
            frame.marked = cards.marked(context.geometry, context.spec.annotations)
        if not context.days[1:] and context.spec.sheet != "transparent":
            frame.inset = furniture.inset(frame, context.archive)
        made.append(frame)
    return tuple(made)


def _hidden(context: RenderContext, frame: MapFrame) -> frozenset[str]:
    """Classes left out: kinds of incidents nobody asked for, and what is too fine for the map."""
    left_out = {f"incident.{kind}" for kind in kinds_left_out(context.spec, context.archive)}
    is_small, is_about_lines = context.size.is_small, context.spec.kind == "agreement"
    if context.is_brief or not frame.is_large:
        left_out |= _BACKGROUND
    if is_small and not is_about_lines:
        left_out |= (_FINE, _FINER, _FINEST)[min(len(context.days), 3) - 1]
    elif not frame.is_large and not is_about_lines:
        left_out |= _FINE
    return frozenset(left_out)


def draw(context: RenderContext, boxes: Sequence[Box], made: Frames) -> None:
    """Draw the maps of a page: each under its date where there are several, with its scale, its
    arrow to the north, what the author adds, and names in the room that is left."""
    for box, frame, day in zip(boxes, made, context.days, strict=True):
        if context.days[1:]:
            wide = max(box.width, date_width(context))
            _heading(context, day, Column(context.page, box.x, box.y, wide, region="map"))
        relief.draw(context, frame)
        frame.paint()
        if context.spec.sheet == "transparent":
            continue
        if frame.inset:
            furniture.draw_inset(frame, frame.inset, context.archive, context.words)
        if frame is made[0]:
            if not context.is_scale_beside:
                furniture.scale_bar(frame, context.words)
            if frame.is_large and not context.size.is_small:
                furniture.north_arrow(frame, context.words)
        cards.place(frame, context.spec.annotations)
        wanted = context.findings.change.places() if context.spec.kind == "difference" else ()
        state, agreed = context.archive.as_of(day), agreed_features(context, day)
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
