"""How a picture fills its page: head, maps in the shape of what they show, margin, foot."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from matplotlib.figure import Figure

from dashboard.archive import Archive
from dashboard.briefing import charts, maps, margin, titleblock
from dashboard.briefing.agreement_tables import AgreementTables
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.canvas import SOFT, Box, Column, Page
from dashboard.briefing.context import RenderContext, render_context
from dashboard.briefing.mapframe import Content
from dashboard.briefing.maps import Frames
from dashboard.briefing.output import About
from dashboard.briefing.rows import Table
from dashboard.briefing.spec import BriefSpec, Size
from dashboard.wording import Wording

_GAP = 0.24
_WIDE, _WIDE_ON_PAPER, _WIDE_ON_SMALL = 0.45, 0.55, 0.6
"""Share of the width of a page that a map beside its margin takes if there is land to show."""
_HIGH = 0.9
"""Share of the height it could have below which a map shows more land above and below."""
_SIDE_EM, _BELOW_LINES, _STRIP_LINES, _REST_LINES = 14.0, 9.0, 2.2, 7.0
"""The least room for a margin: ems of its width beside maps, lines of its height under one, and
under several or on a small page; and for what goes on under maps that have it beside them."""
_ROOMS = tuple(step / 10 for step in range(8, 31))
"""How many times its least room a margin may take."""
_WAYS = ("beside", "below")
"""Where a margin can stand."""
_HEADS = ("over", "beside")
"""Where a head can stand: over maps and margin, or over a margin beside maps."""
_HEAD_BESIDE, _HEAD_EM = 0.38, 17.0
"""Share of the page's width from which on a margin has the head over it, and the least width, in
ems, in which it can stand where that leaves larger maps."""
_BESIDE = 1.1
"""How much larger maps over a margin must be than beside it, where nothing stands beside them."""
_MOST_TRIES = 3
"""How often room is made for what the last maps tried show."""
_LARGER = 1.09
"""How much wider short names must make a map to be taken for long ones."""
_LEAST_MAP = 0.25
"""Share of a page's shorter side below which a map is hard to read."""
_NARROW = 3.0
"""Inches of a margin below which parties go by their short names."""

Shown = Sequence[Iterable[Content]]
"""What each map of a page shows."""


@dataclass(frozen=True, slots=True)
class Division:
    """By what a page is divided.

    Attributes
    ----------
    room
        How many times its least room the margin has.
    way
        Where the margin stands, one of ``_WAYS``; empty for what leaves the larger maps.
    head
        Where the head stands, one of ``_HEADS``; empty for over a margin that is wide.
    top, bottom
        Inches from the top of the page at which maps begin at the earliest and end at the latest.
    is_short
        Whether the legend goes by short names; that of a sequence also runs on like words, and no
        figures follow it.
    """

    room: float = 1.0
    way: str = ""
    head: str = ""
    top: float = 0.0
    bottom: float = math.inf
    is_short: bool = False

    def joined(self, other: Division) -> Division:
        """What has room for both."""
        wide = max(self, other, key=lambda each: each.room)
        top, bottom = max(self.top, other.top), min(self.bottom, other.bottom)
        return Division(
            wide.room, wide.way, wide.head, top, bottom, self.is_short or other.is_short
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a page is divided: boxes for maps, head and margin, the columns of what is free, inches
    from the top of the page at which the foot begins, whether names are short, and whether the
    legend runs on like words."""

    maps: list[Box]
    head: Box
    side: Box
    slots: list[Box]
    bottom: float
    is_short: bool
    runs: bool

    @property
    def is_margin_below(self) -> bool:
        """Whether the margin is under the maps alone."""
        return self.side.y > self.maps[-1].y


Blocks = list[margin.Block | Sequence[margin.Block]]


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside maps, in the order in which it is given room; what of it must stand; the
    words of its legend; and the tables among it with their blocks."""

    blocks: Blocks
    needed: Blocks
    entries: Mapping[str, str]
    tables: list[tuple[Table, list[margin.Block]]]

    def fits(self, context: RenderContext, sheet: Sheet) -> bool:
        """Whether what must stand has room, and can be read."""
        left_over = margin.flow(context.page, sheet.slots, self.blocks, dry=True)
        if any(block in left_over for block in self.needed):
            return False
        narrowest = min(box.width for box in sheet.slots)
        return margin.is_readable(context, self.entries, narrowest)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page with all that stands on it in its place; ``draw`` draws it.

    Attributes
    ----------
    maps
        Where each map stands with its heading, or the chart.
    titles
        Class key → words of the legend, in order.
    sheet, beside
        How the page is divided, and its margin; of a page of maps alone ``None``.
    division
        What the page was divided by.
    details
        Pages of a PDF with what there was no room for; none where all had room.
    """

    context: RenderContext
    maps: Sequence[Box]
    frames: Frames
    titles: Mapping[str, str]
    sheet: Sheet | None = None
    beside: Margin | None = None
    division: Division = Division()
    details: list[Page] = field(default_factory=list)

    @property
    def has_room(self) -> bool:
        """Whether what must stand beside its maps has room."""
        if not self.sheet or not self.beside:
            return True
        return self.beside.fits(self.context, self.sheet)

    @property
    def is_cramped(self) -> bool:
        """Whether maps are too small to tell much."""
        page = min(self.context.size.width, self.context.size.height)
        sides = [min(frame.box.width, frame.box.height) for frame in self.frames]
        return bool(sides) and min(sides) < _LEAST_MAP * page

    @property
    def figures(self) -> list[Figure]:
        """Its pages."""
        return [page.figure for page in (self.context.page, *self.details)]

    @property
    def about(self) -> About:
        """What the file of the drawn page says of itself."""
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

    def draw(self) -> Picture:
        """Draw it, once."""
        context, spec, page = self.context, self.context.spec, self.context.page
        if spec.kind == "chart":
            days = spec.dates or (spec.day,)
            charts.flagged_chart(context, _plot(context, self.maps[0]), days)
        else:
            maps.draw(context, self.maps, self.frames)
        if spec.sheet == "transparent":
            page.figure.patch.set_alpha(0)
            for frame in self.frames:
                frame.ax.patch.set_alpha(0)
        if not self.sheet or not self.beside:
            return self
        if spec.sheet == "full":
            titleblock.head(context, self.sheet.head)
            titleblock.foot(context)
        slots = margin.balanced(page, self.sheet.slots, self.beside.blocks)
        left_over = margin.flow(page, slots, self.beside.blocks)
        written = [block for block in self.beside.blocks if block not in left_over]
        tables = [table for table, block in self.beside.tables if block not in written]
        if tables and spec.format == "pdf":
            self.details.extend(_details(context, tables))
        return self


def draw(
    archive: Archive,
    words: Wording,
    spec: BriefSpec,
    size: Size | None = None,
    *,
    annotate: bool = True,
) -> Picture:
    """The drawn page of a checked spec, of its own size unless another is given."""
    return arranged(archive, words, spec, size, annotate=annotate).draw()


def arranged(
    archive: Archive,
    words: Wording,
    spec: BriefSpec,
    size: Size | None = None,
    *,
    annotate: bool = True,
    division: Division = Division(),
) -> Picture:
    """The page of a checked spec before it is drawn.

    Maps are as large as they can be, but smaller where the legend, or the first figures of one
    map, would not have a place, or where a ``division`` asks for more room round them. They do not
    become much smaller for long names.
    """
    context = render_context(archive, words, spec, size, annotate=annotate)
    shown = () if spec.kind == "chart" else [maps.contents(context, day) for day in context.days]
    if spec.sheet in ("map", "transparent"):
        return _map_only(context, shown)
    made = _arranged(context, shown, division)
    if made.has_room and not made.frames[1:]:
        return made
    context = context if made.frames[1:] else made.context
    long = _with_room(context, shown, made.frames, division)
    if context.size.is_small:  # its names are short
        return long
    short = _with_room(context, shown, made.frames, replace(division, is_short=True))
    is_larger = short.maps[0].width > _LARGER * long.maps[0].width
    return short if short.has_room and (is_larger or not long.has_room) else long


def _arranged(context: RenderContext, shown: Shown, division: Division) -> Picture:
    context = _filled(context, division)
    sheet = _sheet(context, division)
    frames = maps.frames(context, sheet.maps, shown)
    beside, titles = _margin(context, frames, sheet), _titles(context, frames, sheet)
    division = replace(division, top=sheet.maps[0].y, bottom=sheet.bottom)
    return Picture(context, sheet.maps, frames, titles, sheet, beside, division)


def _with_room(context: RenderContext, shown: Shown, frames: Frames, division: Division) -> Picture:
    """The page with a margin for what its maps show: larger maps show more, which their legend
    needs room for too."""
    made = _arranged(context, shown, _roomy(context, frames, division))
    for _ in range(_MOST_TRIES):
        if made.has_room:
            break
        made = _arranged(context, shown, _roomy(context, made.frames, division))
    return made


def _roomy(context: RenderContext, frames: Frames, division: Division) -> Division:
    """The least room of a margin, and where it and the head stand, that leave the largest maps."""

    def found(way: str, head: str) -> tuple[bool, float, Division]:
        for room in _ROOMS:
            tried = replace(division, room=room, way=way, head=head)
            filled = _filled(context, tried)
            sheet = _sheet(filled, tried)
            if fits := _margin(filled, frames, sheet).fits(filled, sheet):
                break
        area = sheet.maps[0].width ** 2 / maps.shape(filled)
        return fits, area * (_BESIDE if way == "beside" else 1.0), tried

    heads = _HEADS if frames[1:] and not context.size.is_small else ("",)
    tried = [found("below", ""), *(found("beside", head) for head in heads)]
    return max(tried, key=lambda each: each[:2])[2]


def _filled(context: RenderContext, division: Division) -> RenderContext:
    """Maps show as much of the land round them as there is room for: on a small page, and on a
    large one where a single map stands beside its margin."""
    is_one_of_several = bool(context.days[1:]) and not context.size.is_small
    if context.spec.kind == "chart" or (is_one_of_several and context.spec.sheet == "full"):
        return context
    sheet = _sheet(context, division)
    place, side = sheet.maps[0], sheet.side
    count = sum(box.y == place.y for box in sheet.maps)
    wide, high = place.width, place.width / maps.shape(context)
    if context.size.is_small and sheet.is_margin_below:
        wide = (context.inner - _GAP * (count - 1)) / count
    elif context.size.is_small:
        high = side.y + side.height - place.y
    if context.spec.sheet == "legend" and side.x > place.x and not context.size.is_small:
        # nothing but the legend stands beside: what it does not need is the maps'
        spare = max(side.width - _SIDE_EM * context.page.body / 72, 0.0)
        wide = place.width + spare / count
        high += sheet.bottom - place.y - place.height
    elif side.x > place.x and not sheet.maps[1:]:
        share = _WIDE_ON_SMALL if context.size.is_small else _WIDE
        share = _WIDE_ON_PAPER if context.size.is_paper else share
        tall = sheet.bottom - place.y
        if high < _HIGH * tall:  # the margin has taken of its width
            high = tall
        else:
            wide = max(wide, share * context.inner)
    return replace(context, bounds=context.geometry.filled(context.bounds, wide / high))


def _sheet(context: RenderContext, division: Division) -> Sheet:
    """A page divided."""
    whole, edge = context.spec.sheet == "full", context.edge
    end = titleblock.foot(context, dry=True) if whole else context.size.height - edge
    bottom = min(end, division.bottom)
    area = Box(edge, edge, context.inner, bottom - edge)
    boxes, side = _places(context, area, division)
    head, rest = area, list[Box]()
    is_narrow = side.width < _HEAD_BESIDE * context.inner
    is_over = division.head == "over" or (is_narrow and not division.head)
    if whole and (is_over or context.size.is_small or side.y > area.y):
        top = max(titleblock.head(context, area, dry=True), division.top)
        boxes, side = _places(context, Box(edge, top, area.width, bottom - top), division)
        low = max(box.y + box.height for box in boxes) + _GAP
        if side.x > edge and bottom - low > _REST_LINES * context.page.body / 72:
            under = Box(edge, low, side.x - _GAP - edge, bottom - low)
            rest = margin.columns(context.page, under)
    elif whole:
        head, top = side, titleblock.head(context, side, dry=True)
        side = Box(side.x, top, side.width, bottom - top)
    runs = _runs(context, division)
    slots = [side] if runs else [*rest, *margin.columns(context.page, side)]
    return Sheet(boxes, head, side, slots, bottom, division.is_short, runs)


def _runs(context: RenderContext, division: Division) -> bool:
    """Whether the legend runs on like words."""
    return context.size.is_small or (division.is_short and context.spec.kind == "sequence")


def _titles(context: RenderContext, frames: Frames, sheet: Sheet | None) -> dict[str, str]:
    """Class key and words of what the maps or the chart of a page show; short in a narrow margin
    or without one."""
    if context.spec.kind == "chart":
        return charts.legend(context)
    narrow = not sheet or sheet.is_short or sheet.side.width < _NARROW
    short = context.size.is_small or narrow
    return margin.legend_titles(context, frames, maps.own_titles(context), short=short)


def _margin(context: RenderContext, frames: Frames, sheet: Sheet) -> Margin:
    """What stands beside the maps of a sheet.

    What a map is read by goes before what it says, save for the first figures beside it.
    """
    whole = context.spec.sheet == "full"
    # distances stand in the head, where their brackets can be explained
    tables = [table.without("distance") for table in context.findings.tables if whole]
    tables = [table for table in tables if table.rows]
    if context.size.is_small:  # the headline has it, and the rest would be filling
        tables = [] if context.is_crowded else tables[:1]
    is_agreement = context.spec.kind == "agreement" and context.size.is_paper
    has_figures = whole and (is_agreement or not (context.days[1:] or context.size.is_small))
    figured = {row.style for table in tables[:1] for row in table.rows if row.share}
    again = figured if has_figures and len(figured) > margin.MOST_LISTED else set()
    titles = _titles(context, frames, sheet)
    keyed = {key: title for key, title in titles.items() if key not in again}
    legend = margin.legend(context, keyed, frames, runs=sheet.runs) if keyed else []
    figures = [margin.table(context, table, lead=not i) for i, table in enumerate(tables)]
    first = figures[:1] if sheet.slots[1:] and not frames[1:] else []
    last = figures[len(first) :] if context.size.is_small or not sheet.runs else []
    blocks: Blocks = [*first, legend, *last]
    needed: Blocks = [legend]
    if whole and frames and (context.size.is_small or not sheet.runs):
        blocks += [margin.locator(context, frames[0]), margin.course(context)]
    if has_figures:
        needed += figures if context.spec.kind == "chart" else figures[:1]
    return Margin(blocks, needed, keyed, list(zip(tables, figures, strict=True)))


def _map_only(context: RenderContext, shown: Shown) -> Picture:
    """A page of the shape of its maps, and nothing else on it; a chart fills it.

    A single map shows as much of the land round it as there is room for.
    """
    area = Box(0, 0, context.size.width, context.size.height)
    if not context.days[1:]:
        bounds = context.geometry.filled(context.bounds, area.width / area.height)
        context = replace(context, bounds=bounds)
    is_chart = context.spec.kind == "chart"
    boxes = [area] if is_chart else _places(context, area, Division(room=0.0))[0]
    width = max(box.x + box.width for box in boxes)
    height = max(box.y + box.height for box in boxes)
    size = replace(context.size, width=width, height=height)
    page = Page(size, right_to_left=context.page.right_to_left)
    context = replace(context, size=size, page=page)
    frames = maps.frames(context, boxes, shown)
    return Picture(context, boxes, frames, _titles(context, frames, None))


# --- where maps stand -------------------------------------------------------------------------


def _places(context: RenderContext, area: Box, division: Division) -> tuple[list[Box], Box]:
    """Where each map and its heading stand, and the margin: what gives the largest maps.

    Maps are of one extent, whose shape their frames have. The margin is beside them, or below.
    """
    days = context.days
    is_chart, unit = context.spec.kind == "chart", context.page.body / 72
    narrow = 0.6 if context.is_crowded else 0.75 if context.size.is_small else 1.0
    side_room = division.room * _SIDE_EM * unit * narrow
    lines = _STRIP_LINES if _runs(context, division) else _BELOW_LINES
    below_room = division.room * lines * unit * 1.3
    gap = _GAP * (0.6 if context.is_crowded else 1.0)
    if division.head == "beside":
        side_room = max(side_room, _HEAD_EM * unit + gap)
    dated = maps.date_width(context) if days[1:] else 0.0
    best: tuple[float, list[Box], Box] | None = None
    beside_margin = replace(area, width=area.width - side_room)
    over_margin = replace(area, height=area.height - below_room)
    tried = [beside_margin, over_margin]
    if is_chart:  # it can have any shape: that of the page
        tried = tried[:1] if context.size.width > context.size.height else tried[1:]
    elif division.way:
        tried = [tried[_WAYS.index(division.way)]]
    for within in tried:
        for count in range(1, len(days) + 1):
            shape = within.width / within.height if is_chart else maps.shape(context)
            rows, wide = math.ceil(len(days) / count), (within.width - gap * (count - 1)) / count
            width = wide
            for _ in range(3):  # a narrower map has a higher heading, and is narrower for it
                dry = Column(context.page, 0, 0, max(width, dated), dry=True)
                heading = max(maps.heading(context, day, dry) for day in days) if days[1:] else 0.0
                high = (within.height - gap * (rows - 1)) / rows - heading
                width = max(min(wide, high * shape), 0.5)
            # a margin below costs height for the head too, where a wide one beside has it over it
            is_dear = within is not tried[0] and not context.size.is_small
            if count > 1 and wide < dated:
                break
            if best and width <= best[0] * (1.12 if is_dear else 1.02):
                continue
            step_x, step_y = max(width, dated) + gap, heading + width / shape + gap
            boxes = [
                Box(area.x + i % count * step_x, area.y + i // count * step_y, width, step_y - gap)
                for i in range(len(days))
            ]
            x, y = area.x + count * step_x, area.y + rows * step_y
            beside = Box(x, area.y, area.x + area.width - x, area.height)
            below = Box(area.x, y, area.width, area.y + area.height - y)
            side = beside if within.height == area.height else below
            best = (width, boxes, side)
    assert best is not None  # there is at least one day
    return best[1], best[2]


def _plot(context: RenderContext, area: Box) -> Box:
    """The box of a chart's own axes, with room for what stands round them."""
    unit = context.page.body / 72
    left = 4.6 * unit
    width = area.width - left - unit
    rows = 0 if context.size.is_small else charts.flag_rows(context, width)
    top = (1.0 + 1.6 * rows) * unit
    start = area.x + left * (not context.page.right_to_left)
    return Box(start, area.y + top, width, area.height - top - 2.5 * unit)


def _details(context: RenderContext, tables: Sequence[Table]) -> tuple[Page, ...]:
    """Pages with what there was no room for beside the map, and all of the small print."""
    f, edge = context.findings, context.edge
    notes = [(f.say("notes"), f"{f.notice()} {f.disclaimer()}"), (f.say("sources"), f.credits())]
    notes.append((f.say("figures_of"), f"{f.version()}. {titleblock.projection(context)}"))
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
        if not pages:
            parts = [margin.table(context, each) for each in tables]
            parts += [margin.note(*each) for each in notes]
        slots = margin.balanced(page, margin.columns(page, area), parts)
        parts = margin.flow(page, slots, parts)
        pages.append(page)
    return tuple(pages)
