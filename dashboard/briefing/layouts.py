"""How a picture fills its page: head, maps in the shape of what they show, margin, foot."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.figure import Figure

from dashboard.archive import Archive, Snapshot
from dashboard.briefing import cards, charts, fonts, furniture, labels, margin
from dashboard.briefing.agreement_tables import AgreementTables
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.canvas import DARK, SOFT, Box, Column, Page
from dashboard.briefing.context import RenderContext, render_context
from dashboard.briefing.mapframe import MapFrame, framed
from dashboard.briefing.output import About
from dashboard.briefing.rows import Table
from dashboard.briefing.spec import BriefSpec, Size, agreement_of, dates_of
from dashboard.style import ACCENT
from dashboard.wording import Wording

Frames = tuple[MapFrame, ...]

_GAP = 0.24
_SIDE_EM, _BELOW_LINES, _SMALL_BELOW_LINES, _REST_LINES = 14.0, 9.0, 3.5, 7.0
"""The least room for a margin: ems of its width beside maps, lines of its height under them, also
on a small page; and for what goes on under maps that have it beside them."""
_ROOMS = tuple(step / 10 for step in range(11, 31))
"""How many times its least room a margin may take."""
_HEAD_BESIDE = 0.42
"""Share of the page's width from which on a margin has the head over it."""
_LARGE = 14.0
"""Ems of width from which on a map has an arrow to the north."""
_FINE = frozenset({"units", "study_area", "depth_line", "band", "band_outer"})
"""Classes too fine for a page seen on a telephone, unless it is about them."""
_AGREED = ("agreed_line", "later_line", "agreed_area", "corridor")
"""Styles of layers that hold what agreements draw."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A filled page, and the maps on it.

    Attributes
    ----------
    titles
        Class key → words of the legend, in order.
    details
        Pages with what there was no room for; none where all had room.
    """

    context: RenderContext
    frames: Frames
    titles: Mapping[str, str]
    details: tuple[Page, ...] = ()

    @property
    def figures(self) -> list[Figure]:
        """Its pages."""
        return [page.figure for page in (self.context.page, *self.details)]

    @property
    def about(self) -> About:
        """What the file of the page says of itself."""
        context = self.context
        named = tuple(dict.fromkeys(place for frame in self.frames for place in frame.named))
        alt = alt_text(context.archive, context.words, context.spec, named)
        return About(
            title=context.findings.title(),
            alt=alt,
            author=context.words.of(context.archive.dataset, "title"),
            version=context.findings.version(),
            language=context.words.language,
            produced_on=context.spec.produced_on,
            pictures={label: own or alt for label, own in context.page.pictures.items()},
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a page is divided: boxes for maps, head and margin, and the columns of what is free."""

    maps: list[Box]
    head: Box
    side: Box
    slots: list[Box]


Blocks = list[margin.Block | Sequence[margin.Block]]


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside maps, in the order in which it is given room; what of it must stand, the
    titles of its legend, and the tables among it with their blocks."""

    titles: Mapping[str, str]
    blocks: Blocks
    needed: Blocks
    tables: list[tuple[Table, margin.Block]]

    def fits(self, page: Page, sheet: Sheet) -> bool:
        """Whether what must stand has room."""
        left_over = margin.flow(page, sheet.slots, self.blocks, dry=True)
        return not any(block in left_over for block in self.needed)


def draw(archive: Archive, words: Wording, spec: BriefSpec, size: Size | None = None) -> Picture:
    """The filled page of a checked spec, of its own size unless another is given.

    Maps are as large as they can be, but smaller where the legend, or the first figures of one
    map, would not have a place.
    """
    context = render_context(archive, words, spec, size)
    if spec.sheet in ("map", "transparent"):
        return _map_only(context)
    sheet = _sheet(context, 1.0)
    frames = _drawn(context, sheet)
    beside = _margin(context, frames, sheet)
    if not beside.fits(context.page, sheet):
        for room in _ROOMS:
            sheet = _sheet(context, room)
            if _margin(context, frames, sheet).fits(context.page, sheet):
                break
        page = Page(context.size, right_to_left=context.page.right_to_left)
        context = replace(context, page=page)
        frames = _drawn(context, sheet)
        beside = _margin(context, frames, sheet)
    if spec.sheet == "full":
        _head(context, sheet.head)
        _foot(context)
    left_over = margin.flow(context.page, sheet.slots, beside.blocks)
    details = [table for table, block in beside.tables if block in left_over]
    pages = _details(context, details) if details else ()
    return Picture(context, frames, beside.titles, pages)


def _sheet(context: RenderContext, room: float) -> Sheet:
    """A page divided; ``room`` is that of the margin over its least."""
    whole, edge = context.spec.sheet == "full", context.edge
    bottom = _foot(context, dry=True) if whole else context.size.height - edge
    area = Box(edge, edge, context.inner, bottom - edge)
    boxes, side = _places(context, area, room)
    head, rest = area, list[Box]()
    if whole and (side.width < _HEAD_BESIDE * context.inner or side.y > area.y):
        top = _head(context, area, dry=True)
        boxes, side = _places(context, Box(edge, top, area.width, bottom - top), room)
        low = max(box.y + box.height for box in boxes) + _GAP
        if side.x > edge and bottom - low > _REST_LINES * context.page.body / 72:
            rest = _below(context, Box(edge, low, side.x - _GAP - edge, bottom - low))
    elif whole:
        head, top = side, _head(context, side, dry=True)
        side = Box(side.x, top, side.width, bottom - top)
    columns = margin.columns(context.page, side)
    if context.spec.kind == "sequence" and side.y > head.y and columns[1:]:
        first, second, *_ = columns
        rest = _below(context, replace(second, width=side.x + side.width - second.x))
        columns = [first]
    slots = [*columns, *rest]
    return Sheet(boxes, head, side, slots)


def _below(context: RenderContext, box: Box) -> list[Box]:
    """Columns under maps whose margin is beside them: those of a sequence have its course there."""
    if context.spec.kind != "sequence":
        return margin.columns(context.page, box)
    narrow = min(1.25 * box.height, 0.3 * box.width)
    wide = box.width - narrow - _GAP
    return [replace(box, width=wide), Box(box.x + wide + _GAP, box.y, narrow, box.height)]


def _drawn(context: RenderContext, sheet: Sheet) -> Frames:
    """Draw the maps of a page, or its chart, which is no map."""
    if context.spec.kind == "chart":
        days = context.spec.dates or (context.spec.day,)
        charts.flagged_chart(context, _plot(context, sheet.maps[0]), days)
        return ()
    return _maps(context, sheet.maps)


def _legend_titles(context: RenderContext, frames: Frames, *, short: bool) -> dict[str, str]:
    """Class key and words of what the maps or the chart of a page show."""
    if context.spec.kind == "chart":
        return charts.legend(context)
    return margin.legend_titles(context, frames, _own_titles(context), short=short)


def _margin(context: RenderContext, frames: Frames, sheet: Sheet) -> Margin:
    """What stands beside the maps of a sheet.

    What a map is read by goes before what it says, save for the first figures beside it.
    """
    whole = context.spec.sheet == "full"
    # distances stand in the head, where their brackets can be explained
    tables = [table.without("distance") for table in context.findings.tables() if whole]
    tables = [table for table in tables if table.rows]
    short = context.is_small or sheet.side.width < 3
    titles = _legend_titles(context, frames, short=short)
    legend = margin.legend(context, titles)
    figures = [margin.table(context, table, lead=not i) for i, table in enumerate(tables)]
    first = figures[:1] if sheet.slots[1:] else []
    blocks: Blocks = [*first, legend, *figures[len(first) :]]
    needed: Blocks = [legend]
    if whole:
        if frames:
            high = sheet.slots[-1].height if len(frames) > 2 else 0.0
            blocks += [margin.course(context, high), margin.locator(context, frames[0])]
        if not _days(context)[1:] and not context.is_small:
            needed += figures if context.spec.kind == "chart" else figures[:1]
    return Margin(titles, blocks, needed, list(zip(tables, figures, strict=True)))


def _map_only(context: RenderContext) -> Picture:
    """A page of the shape of its maps, and nothing else on it; a chart fills it."""
    area = Box(0, 0, context.size.width, context.size.height)
    if context.spec.kind == "chart":
        days = context.spec.dates or (context.spec.day,)
        charts.flagged_chart(context, _plot(context, area), days)
        return Picture(context, (), _legend_titles(context, (), short=True))
    boxes, _ = _places(context, area, 0.0)
    width = max(box.x + box.width for box in boxes)
    height = max(box.y + box.height for box in boxes)
    size = replace(context.size, width=width, height=height)
    page = Page(size, right_to_left=context.page.right_to_left)
    context = replace(context, size=size, page=page)
    frames = _maps(context, boxes)
    if context.spec.sheet == "transparent":
        page.figure.patch.set_alpha(0)
        for frame in frames:
            frame.ax.patch.set_alpha(0)
    return Picture(context, frames, _legend_titles(context, frames, short=True))


# --- where maps stand -------------------------------------------------------------------------


def _places(context: RenderContext, area: Box, room: float) -> tuple[list[Box], Box]:
    """Where each map and its heading stand, and the margin: what gives the largest maps.

    Maps are of one extent, whose shape their frames have. The margin is beside them, or below.
    """
    days = _days(context)
    is_chart, unit = context.spec.kind == "chart", context.page.body / 72
    side_room = room * _SIDE_EM * unit * (0.75 if context.is_small else 1.0)
    below_room = room * (_SMALL_BELOW_LINES if context.is_small else _BELOW_LINES) * unit * 1.3
    best: tuple[float, list[Box], Box] | None = None
    beside_margin = replace(area, width=area.width - side_room)
    over_margin = replace(area, height=area.height - below_room)
    tried = [beside_margin, over_margin]
    if is_chart:  # it can have any shape: that of the page
        tried = tried[:1] if context.size.width > context.size.height else tried[1:]
    for within in tried:
        for count in range(1, len(days) + 1):
            shape = within.width / within.height if is_chart else _shape(context)
            rows, wide = math.ceil(len(days) / count), (within.width - _GAP * (count - 1)) / count
            width = wide
            for _ in range(3):  # a narrower map has a higher heading, and is narrower for it
                dry = Column(context.page, 0, 0, width, dry=True)
                heading = max(_heading(context, day, dry) for day in days) if days[1:] else 0.0
                high = (within.height - _GAP * (rows - 1)) / rows - heading
                width = max(min(wide, high * shape), 0.5)
            if best and width <= best[0] * 1.02:
                continue
            step_x, step_y = width + _GAP, heading + width / shape + _GAP
            boxes = [
                Box(area.x + i % count * step_x, area.y + i // count * step_y, width, step_y - _GAP)
                for i in range(len(days))
            ]
            x, y = area.x + count * step_x, area.y + rows * step_y
            beside = Box(x, area.y, area.x + area.width - x, area.height)
            below = Box(area.x, y, area.width, area.y + area.height - y)
            side = beside if within.height == area.height else below
            best = (width, boxes, side)
    assert best is not None  # there is at least one day
    return best[1], best[2]


def _shape(context: RenderContext) -> float:
    """Width over height of a map's frame."""
    _, (west, south, east, north) = framed(Box(0, 0, 1, 1), context.bounds)
    return (east - west) / (north - south)


def _days(context: RenderContext) -> tuple[dt.date, ...]:
    """The dates that have a map each."""
    if context.spec.kind in ("situation", "difference", "chart"):
        return (context.spec.day,)
    return dates_of(context.spec, context.archive)


def _heading(context: RenderContext, day: dt.date, column: Column) -> float:
    """Write the date over a map of several, and who holds what on it unless the page is small.

    Returns the height.
    """
    top, dates = column.y, [context.words.date(each) for each in _days(context)]
    room = column.width * 72
    wide = (
        s for s in (1.5, 1.15) if all(fonts.width(d, column.size(s), 700) <= room for d in dates)
    )
    column.paragraph(context.words.date(day), share=next(wide, 1.0), weight=700)
    if not context.is_small:
        column.paragraph(context.findings.shares(day), share=0.85, colour=DARK)
    if context.spec.kind == "sequence" and (text := context.findings.distance_remark(day)):
        column.paragraph(text, share=0.85, colour=DARK)
    column.space(0.2)
    return column.y - top


def _maps(context: RenderContext, boxes: list[Box]) -> Frames:
    """Draw each map in its box, under its date where there are several."""
    days, frames = _days(context), list[MapFrame]()
    wanted = context.findings.change.places() if context.spec.kind == "difference" else ()
    for box, day in zip(boxes, days, strict=True):
        column = Column(context.page, box.x, box.y, box.width, region="map")
        if days[1:]:
            _heading(context, day, column)
        high = box.width / _shape(context)
        inside = Box(box.x, box.y + box.height - high, box.width, high)
        place, bounds = framed(inside, context.bounds, is_paper=context.size.is_paper)
        frame = MapFrame(
            context.page, place, bounds, context.geometry, context.styles, context.look
        )
        if context.is_small and context.spec.kind != "agreement":
            frame.hidden = _FINE
        _draw_state(context, frame, context.archive.as_of(day), wanted, first=not frames)
        frames.append(frame)
    return tuple(frames)


def _draw_state(
    context: RenderContext,
    frame: MapFrame,
    state: Snapshot,
    wanted: tuple[str, ...],
    *,
    first: bool,
) -> None:
    """The state of a day, with what the kind of picture adds to it."""
    kind, layers, agreed = context.spec.kind, list(context.layers), None
    if kind == "agreement":
        styles = {layer.name: layer.style for layer in context.archive.dataset.layers}
        layers = [name for name in layers if styles[name] not in _AGREED]
        drawn_by = context.archive.drawn_by(agreement_of(context.spec, context.archive))
        agreed = [f for f in drawn_by if styles[f.layer] in _AGREED]
        for name in dict.fromkeys(f.layer for f in agreed):
            frame.add_features([f for f in agreed if f.layer == name], styles[name])
    frame.add_state(state, layers)
    if kind == "difference":
        frame.add_change(context.findings.change)
    if kind in ("difference", "sequence"):
        agreed = []
    if context.spec.sheet != "transparent":
        if first:
            furniture.scale_bar(frame, context.words)
            if frame.box.width > _LARGE * context.page.body / 72:
                furniture.north_arrow(frame, context.words)
        own = cards.place(frame, context.spec.annotations)
        labels.label_map(context, frame, state, wanted=wanted, agreed=agreed)
        cards.draw(frame, own)


def _own_titles(context: RenderContext) -> dict[str, str]:
    """What a difference calls its classes: lines by their dates, land by what became of it."""
    if context.spec.kind != "difference":
        return {}
    f, words, change = context.findings, context.words, context.findings.change
    own = {
        "contact": f.say("other_line", day=words.date(change.b.day)),
        "contact_a": f.say("other_line", day=words.date(change.a.day)),
    }
    for flow in context.findings.difference.flows:
        pair = {"giver": f.short(flow.giver), "taker": f.short(flow.taker)}
        own[f"gained.{flow.taker}.{flow.giver}"] = f.say("taken_from", **pair)
    return own


def _plot(context: RenderContext, area: Box) -> Box:
    """The box of a chart's own axes, with room for what stands round them."""
    unit = context.page.body / 72
    left = 4.6 * unit
    width = area.width - left - unit
    rows = 0 if context.is_small else charts.flag_rows(context, width)
    top = (1.0 + 1.6 * rows) * unit
    start = area.x + left * (not context.page.right_to_left)
    return Box(start, area.y + top, width, area.height - top - 2.5 * unit)


# --- head and foot ----------------------------------------------------------------------------


def _head(context: RenderContext, box: Box, *, dry: bool = False) -> float:
    """Write the finding, and what is shown with its date, at the top of a box; returns its end.

    ``dry`` only measures it.
    """
    f, page = context.findings, context.page
    column = Column(page, box.x, box.y - 0.06, box.width, region="head", dry=dry)
    title = context.words.of(context.archive.dataset, "title")
    column.paragraph(title, share=0.9, weight=600, colour=SOFT, most=1)
    headline, narrow = f.headline(), box.width < 0.99 * context.inner or context.is_small
    sizes = (2.2, 2.0, 1.8, 1.65, 1.5)
    room, most = box.width * 72, 2 if narrow else 1
    fits = (s for s in sizes if len(fonts.wrap(headline, page.type(s), room, 700)) <= most)
    column.paragraph(headline, share=next(fits, 1.4), weight=700, role="H1")
    column.space(0.1)
    column.paragraph(f.title(), share=1.3, weight=600, colour=ACCENT, most=2)
    lead = (
        f.lead()
        if (context.size.is_paper or f.spec.subtitle) and f.lead().rstrip(".") != headline
        else ""
    )
    for text in filter(None, (lead, f.distance_line(()), f.remarks())):
        column.paragraph(text, share=0.95, colour=DARK)
    column.space(0.5)
    return column.y


def _foot(context: RenderContext, *, dry: bool = False) -> float:
    """Write the small print, with the code of the address and the logo; returns where maps end.

    ``dry`` only measures it.
    """
    page, f, link = context.page, context.findings, context.spec.link
    text = _small_print(context, whole=context.size.is_paper)
    unit = page.body / 72
    side = 5.0 * unit if link else 0.0
    logo = furniture.fitted(context.spec.logo, 9 * unit, 3 * unit) if context.spec.logo else None
    taken = [wide for wide in (side, logo.width if logo else 0.0) if wide]
    width = context.inner - sum(taken) - _GAP * len(taken)
    if link:
        text += f" {f.say('link')}: {link}"
    column = Column(page, 0, 0, width, dry=True)
    column.paragraph(text, share=0.7)
    high = max(column.y + 0.08, side, logo.height + 0.1 if logo else 0.0)
    top = context.size.height - context.edge * 0.7 - high
    if dry:
        return top - 0.12
    page.rule(context.edge, top, context.inner)
    Column(page, context.edge, top + 0.08, width, region="foot").paragraph(
        text, share=0.7, colour=DARK
    )
    end = context.edge + context.inner
    if link:
        furniture.qr(page, Box(end - side, top + 0.06, side, side), link)
        end -= side + _GAP
    if logo:
        place = Box(end - logo.width, top + 0.1, logo.width, logo.height)
        furniture.logo(page, place, context.spec.logo, f.say("logo"))
    return top - 0.12


def _small_print(context: RenderContext, *, whole: bool) -> str:
    """How the map is made, whose material is in it, and which version of the data it shows."""
    f = context.findings
    tail = f"{f.version()}. {f.produced()}."
    if context.is_small:
        produced = context.words.date(context.spec.produced_on)
        return f"{context.words['reconstruction']} {f.attribution(short=True)} {produced}."
    if not whole:
        return f"{f.notice()} {f.credits()} {tail}"
    return f"{f.notice()} {f.disclaimer()} {f.credits()} {tail} {_projection(context)}"


def _projection(context: RenderContext) -> str:
    crs = context.geometry.crs
    return context.findings.say("projection", name=crs.name, code=crs.to_epsg())


def _details(context: RenderContext, tables: Sequence[Table]) -> tuple[Page, ...]:
    """Pages with what there was no room for beside the map, and all of the small print."""
    f, edge = context.findings, context.edge
    notes = [(f.say("notes"), f"{f.notice()} {f.disclaimer()}"), (f.say("sources"), f.credits())]
    notes.append((f.say("figures_of"), f"{f.version()}. {_projection(context)}"))
    if context.spec.kind == "agreement" and (posts := AgreementTables(f).posts_sentence()):
        notes.insert(0, (context.words["posts_encircled"], posts))
    parts, pages = list[Any](), list[Page]()
    while parts or not pages:
        page = Page(context.size, right_to_left=context.page.right_to_left)
        column = Column(page, edge, edge * 0.8, context.inner, region="head")
        column.paragraph(f.title(), share=1.6, weight=700, role="H1")
        column.paragraph(f.say("details"), share=1.1, colour=SOFT)
        column.space(0.5)
        area = Box(edge, column.y, context.inner, context.size.height - column.y - edge)
        slots = margin.columns(page, area)
        if not pages:
            parts = [part for each in tables for part in margin.parts(context, each, slots)]
            parts += [margin.note(*each) for each in notes]
        parts = margin.flow(page, slots, parts)
        pages.append(page)
    return tuple(pages)
