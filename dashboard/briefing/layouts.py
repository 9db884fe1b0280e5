"""How a picture fills its page: head, maps in the shape of what they show, margin, foot."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal, NamedTuple

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
_WIDE, _WIDE_ON_PAPER = 0.45, 0.55
"""Share of a large page's width that a map beside its margin takes if there is land to show."""
_SIDE_EM, _BELOW_LINES, _STRIP_LINES, _REST_LINES = 14.0, 9.0, 2.2, 7.0
"""The least room for a margin: ems of its width beside maps, lines of its height under one, and
under several or on a small page; and for what goes on under maps that have it beside them."""
_ROOMS = tuple(step / 10 for step in range(7, 31))
"""How many times its least room a margin may take."""
_HEAD_EM = 17.0
"""The least width, in ems, of a margin that has the head over it."""
_BESIDE = 1.1
"""How much larger maps over a margin must be than beside it, where nothing stands beside them; not
where a place among the maps beside it is empty."""
_MOST_TRIES = 3
"""How often room is made for what the last maps tried show."""
_LARGER, _MUCH_LARGER = 1.04, 1.09
"""How much wider short names must make a map to be taken for long ones: one map, and several, which
lose their figures by them."""
_LEAST_MAP = 0.25
"""Share of a page's shorter side below which a map is hard to read."""
_NARROW = 3.0
"""Inches of a margin below which parties go by their short names."""

Way = Literal["", "below", "beside", "head beside"]
"""Where the margin stands: below maps, or beside them, without or with the head. Empty for what
leaves the larger maps."""
Blocks = list[margin.Block | Sequence[margin.Block]]
Tables = list[tuple[Table, list[margin.Block]]]
"""Tables with the blocks they are written in."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, however it is divided: made once."""

    #: What each map shows; nothing of a chart.
    maps: Sequence[Iterable[Content]]
    #: The figures that stand beside maps.
    tables: Tables


@dataclass(frozen=True, slots=True)
class Division:
    """What decides how a page is divided."""

    #: Where the margin stands.
    way: Way = ""
    #: The size of the margin, as a multiple of its least.
    room: float = 1.0
    #: ``top``, ``bottom``: inches from the top of the page at which maps begin at the earliest and
    #: end at the latest.
    top: float = 0.0
    bottom: float = math.inf
    #: Whether the legend goes by short names; that of several maps on a screen also runs on like
    #: words, and no figures follow it.
    is_short: bool = False

    def joined(self, other: Division) -> Division:
        """A division with room for what either has room for."""
        wide = max(self, other, key=lambda each: each.room)
        top, bottom = max(self.top, other.top), min(self.bottom, other.bottom)
        return Division(wide.way, wide.room, top, bottom, self.is_short or other.is_short)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a page is divided."""

    maps: list[Box]
    head: Box
    #: The margin, and all the columns that its parts can stand in.
    side: Box
    columns: list[Box]
    #: Inches from the top of the page to the foot.
    bottom: float
    #: Whether the legend goes by short names, and whether it runs on like words.
    is_short: bool
    runs: bool
    #: Whether remarks stand in the margin, not in the head.
    has_remarks: bool


class Parts(NamedTuple):
    """Which parts stand in the margin of a page that is divided in some way."""

    #: Whether the legend goes by short names, and whether it runs on like words.
    is_short: bool
    runs: bool
    #: ``has_remarks``: whether remarks stand in it; ``leads``: whether the first figures do before
    #: the legend; ``goes_on``: whether locator and course of time do.
    has_remarks: bool
    leads: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside maps, in the order in which it is given room; what of it must stand; the
    words of its legend; and the tables among it with their blocks."""

    blocks: Blocks
    needed: Blocks
    entries: Mapping[str, str]
    tables: Tables

    def fits(self, context: RenderContext, sheet: Sheet) -> bool:
        """Whether what must stand has room, and can be read."""
        narrowest = min(box.width for box in sheet.columns)
        tables = [table for table, _ in self.tables]
        if not margin.is_readable(context, self.entries, tables, narrowest):
            return False
        left_over = margin.flow(context.page, sheet.columns, self.blocks, dry=True)
        return not any(block in left_over for block in self.needed)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page with all that stands on it in its place; ``draw`` draws it."""

    context: RenderContext
    #: Where each map stands with its heading, or the chart.
    maps: Sequence[Box]
    frames: Frames
    #: Class key → words of the legend, in order.
    titles: Mapping[str, str]
    #: ``sheet``, ``beside``: how the page is divided, and its margin; ``None`` for maps alone.
    sheet: Sheet | None = None
    beside: Margin | None = None
    #: What the page was divided by.
    division: Division = Division()
    #: Pages of a PDF with what there was no room for; none where all had room.
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
                frame.ax.spines[:].set_visible(False)
        if not self.sheet or not self.beside:
            return self
        if spec.sheet == "full":
            titleblock.head(context, self.sheet.head, whole=not self.sheet.has_remarks)
            titleblock.foot(context)
        columns = margin.balanced(page, self.sheet.columns, self.beside.blocks)
        left_over = margin.flow(page, columns, self.beside.blocks)
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
    days = () if spec.kind == "chart" else context.days
    shown = Shown([maps.contents(context, day) for day in days], _tables(context))
    if spec.sheet in ("map", "transparent"):
        return _map_only(context, shown)
    if division.way and (made := _arranged(context, shown, division)).has_room:
        return made
    long = _with_room(context, shown, division)
    is_at_best = (long.division.way, long.division.room) == (_ways(context)[0], _ROOMS[0])
    if context.size.is_small or (long.has_room and is_at_best and not long.frames[1:]):
        return long  # its names are short, or need no more room
    short = _with_room(context, shown, replace(division, is_short=True))
    wanted = _MUCH_LARGER if long.frames[1:] else _LARGER
    is_larger = short.maps[0].width > wanted * long.maps[0].width
    return short if short.has_room and (is_larger or not long.has_room) else long


def _arranged(context: RenderContext, shown: Shown, division: Division) -> Picture:
    context = _filled(context, division)
    sheet = _sheet(context, division)
    frames = maps.frames(context, sheet.maps, shown.maps)
    parts = _parts(context, frames, sheet)
    titles = _titles(context, frames, short=parts.is_short)
    beside = _margin(context, frames, shown.tables, parts)
    division = replace(division, top=sheet.maps[0].y, bottom=sheet.bottom)
    return Picture(context, sheet.maps, frames, titles, sheet, beside, division)


def _with_room(context: RenderContext, shown: Shown, division: Division) -> Picture:
    """The page with a margin for what its maps show: larger maps show more, which their legend
    needs room for too."""
    first = replace(division, way=_ways(context)[0])
    frames = maps.frames(context, _sheet(context, first).maps, shown.maps)
    for _ in range(_MOST_TRIES):
        made = _arranged(context, shown, _best(context, frames, shown.tables, division))
        if made.has_room:
            break
        frames = made.frames
    return made


def _ways(context: RenderContext) -> tuple[Way, ...]:
    """Where the margin and the head of a page can stand."""
    if context.spec.kind == "chart":  # it can have any shape: that of the page
        return ("head beside",) if context.size.width > context.size.height else ("below",)
    if context.spec.sheet != "full":
        return "beside", "below"
    return ("beside", "below") if context.size.is_small else ("head beside", "beside", "below")


def _best(context: RenderContext, frames: Frames, tables: Tables, division: Division) -> Division:
    """The division with the largest maps: the room of the margin, and where it and the head
    stand."""
    best, most, margins = division, (False, 0.0), dict[Parts, Margin]()
    for way in _ways(context):
        for room in _ROOMS:
            tried = replace(division, room=room, way=way)
            filled = _filled(context, tried)
            sheet = _sheet(filled, tried)
            scale = sheet.maps[0].width / (filled.bounds[2] - filled.bounds[0])
            scale *= 1.0 if way == "below" or _has_hole(sheet.maps) else _BESIDE
            if most >= (True, scale):
                break
            parts = _parts(context, frames, sheet)
            if parts not in margins:
                margins[parts] = _margin(context, frames, tables, parts)
            fits = margins[parts].fits(context, sheet)
            if fits or room == _ROOMS[-1]:
                best, most = max((best, most), (tried, (fits, scale)), key=lambda each: each[1])
                break
    return best


def _has_hole(boxes: Sequence[Box]) -> bool:
    """Whether the last row of maps has fewer than the first."""
    return bool(len(boxes) % sum(box.y == boxes[0].y for box in boxes))


def _filled(context: RenderContext, division: Division) -> RenderContext:
    """The context with bounds grown to show as much of the land around as there is room for: on a
    small page, and on a large one where a single map stands beside its margin."""
    size, is_full = context.size, context.spec.sheet == "full"
    if context.spec.kind == "chart" or (context.days[1:] and not size.is_small and is_full):
        return context
    sheet, least = _sheet(context, division), _least(context, division)
    place, last, side = sheet.maps[0], sheet.maps[-1], sheet.side
    columns = sum(box.y == place.y for box in sheet.maps)
    if division.way == "below":
        spare = context.edge + context.inner - last.x - last.width, side.height - least
    else:
        spare = side.width - least, sheet.bottom - last.y - last.height
    wide = place.width + max(spare[0], 0.0) / columns
    high = place.width / maps.shape(context) + max(spare[1], 0.0) * columns / len(sheet.maps)
    if is_full and not size.is_small:  # the margin has more to say than it must
        share = _WIDE_ON_PAPER if size.is_paper else _WIDE
        wide = min(wide, max(share * context.inner, place.width))
    return replace(context, bounds=context.geometry.filled(context.bounds, wide / high))


def _sheet(context: RenderContext, division: Division) -> Sheet:
    """A page divided."""
    whole, edge = context.spec.sheet == "full", context.edge
    end = titleblock.foot(context, dry=True) if whole else context.size.height - edge
    bottom = min(end, division.bottom)
    head = area = Box(edge, edge, context.inner, bottom - edge)
    is_beside = whole and division.way == "head beside"
    # beside maps they take no height from them; a small page has no room there
    has_remarks = whole and division.way == "beside" and not context.size.is_small
    if whole and not is_beside:
        top = titleblock.head(context, head, whole=not has_remarks, dry=True)
        top = max(top, division.top)
        area = replace(area, y=top, height=bottom - top)
    boxes, side = _places(context, area, division)
    if is_beside:
        head, top = side, titleblock.head(context, side, dry=True)
        side = replace(side, y=top, height=bottom - top)
    runs = _runs(context, division)
    columns = [side] if runs else margin.columns(context.page, side)
    low = max(box.y + box.height for box in boxes) + _GAP
    if whole and division.way != "below" and bottom - low > _REST_LINES * context.page.body / 72:
        under = Box(edge, low, side.x - _GAP - edge, bottom - low)
        columns += [under] if runs else margin.columns(context.page, under)
    return Sheet(boxes, head, side, columns, bottom, division.is_short, runs, has_remarks)


def _runs(context: RenderContext, division: Division) -> bool:
    """Whether the legend runs on like words."""
    return context.size.is_small or (division.is_short and context.is_brief)


def _parts(context: RenderContext, frames: Frames, sheet: Sheet) -> Parts:
    """What stands in the margin of a sheet."""
    is_below = sheet.side.y > sheet.maps[-1].y
    return Parts(
        is_short=context.size.is_small or sheet.is_short or sheet.side.width < _NARROW,
        runs=sheet.runs,
        has_remarks=sheet.has_remarks and bool(titleblock.remarks_of(context)),
        leads=bool(sheet.columns[1:]) and not frames[1:],
        goes_on=context.spec.sheet == "full" and bool(frames) and not (sheet.runs and is_below),
    )


def _titles(context: RenderContext, frames: Frames, *, short: bool) -> dict[str, str]:
    """Class key and words of what the maps or the chart of a page show."""
    if context.spec.kind == "chart":
        return charts.legend(context)
    return margin.legend_titles(context, frames, maps.own_titles(context), short=short)


def _tables(context: RenderContext) -> Tables:
    """The figures that stand beside maps."""
    if context.spec.sheet != "full":
        return []
    # distances stand in the head, where their brackets can be explained
    tables = [table.without("distance") for table in context.findings.tables]
    tables = [table for table in tables if table.rows]
    if context.size.is_small:  # the headline has it, and the rest would be filling
        tables = [] if context.is_crowded else tables[:1]
    return [(table, margin.table(context, table, lead=not i)) for i, table in enumerate(tables)]


def _margin(context: RenderContext, frames: Frames, tables: Tables, parts: Parts) -> Margin:
    """What stands beside maps.

    The legend comes before the figures, except for the first figures beside a single map.
    """
    whole, kind = context.spec.sheet == "full", context.spec.kind
    is_agreement = kind == "agreement" and context.size.is_paper
    has_figures = whole and (is_agreement or not (context.days[1:] or context.size.is_small))
    again = _figured(tables[0][0]) if has_figures and tables else set()
    titles = _titles(context, frames, short=parts.is_short)
    keyed = {key: title for key, title in titles.items() if key not in again}
    legend = margin.legend(context, keyed, frames, runs=parts.runs) if keyed else []
    figures = [blocks for _, blocks in tables]
    first = figures[:1] if parts.leads else []
    last = figures[len(first) :] if context.size.is_small or not parts.runs else []
    remarks = [partial(titleblock.remarks, context)] if parts.has_remarks else []
    blocks: Blocks = [*first, legend, *remarks, *last]
    needed: Blocks = [legend, *remarks]
    if parts.goes_on:
        blocks += [margin.locator(context, frames[0]), margin.course(context)]
    if has_figures:
        needed += figures if kind == "chart" else figures[:1]
    return Margin(blocks, needed, keyed, tables)


def _figured(table: Table) -> set[str]:
    """Classes that a table's samples explain: land that changed hands, and many holders; few stand
    in the legend too, by their long names."""
    held = {row.style for row in table.rows if row.share}
    changed = {row.style for row in table.rows if not row.share}
    return changed | (held if len(held) > margin.MOST_LISTED else set())


def _map_only(context: RenderContext, shown: Shown) -> Picture:
    """A page of the shape of its maps, and nothing else on it; a chart fills it.

    A single map shows as much of the land round it as there is room for.
    """
    area = Box(0, 0, context.size.width, context.size.height)
    if not context.days[1:]:
        bounds = context.geometry.filled(context.bounds, area.width / area.height)
        context = replace(context, bounds=bounds)
    is_chart = context.spec.kind == "chart"
    boxes = [area] if is_chart else _places(context, area, Division("beside", room=0.0))[0]
    width = max(box.x + box.width for box in boxes)
    height = max(box.y + box.height for box in boxes)
    size = replace(context.size, width=width, height=height)
    page = Page(size, right_to_left=context.page.right_to_left)
    context = replace(context, size=size, page=page)
    frames = maps.frames(context, boxes, shown.maps)
    return Picture(context, boxes, frames, _titles(context, frames, short=True))


# --- where maps stand -------------------------------------------------------------------------


def _places(context: RenderContext, area: Box, division: Division) -> tuple[list[Box], Box]:
    """Where each map and its heading stand, in the rows that give the largest maps, and the margin.

    Maps are of one extent, whose shape their frames have.
    """
    days, least, gap = context.days, _least(context, division), _gap(context)
    is_below = division.way == "below"
    within = replace(area, width=area.width - least)
    if is_below:
        within = replace(area, height=area.height - least)
    is_chart = context.spec.kind == "chart"
    shape = within.width / within.height if is_chart else maps.shape(context)
    dated, best, boxes = maps.date_width(context) if days[1:] else 0.0, 0.0, list[Box]()
    for count in range(1, len(days) + 1):
        rows, wide = math.ceil(len(days) / count), (within.width - gap * (count - 1)) / count
        if count > 1 and wide < dated:
            break
        width, heading = wide, 0.0
        for _ in range(3):  # a narrower map has a higher heading, and is narrower for it
            heading = maps.heading_height(context, max(width, dated)) if days[1:] else 0.0
            high = (within.height - gap * (rows - 1)) / rows - heading
            width = max(min(wide, high * shape), 0.5)
        if width > 1.02 * best:
            x, y, best = max(width, dated) + gap, heading + width / shape + gap, width
            boxes = [
                Box(area.x + i % count * x, area.y + i // count * y, width, y - gap)
                for i in range(len(days))
            ]
    x, y = max(box.x for box in boxes), boxes[-1].y + boxes[-1].height + gap
    x += max(boxes[-1].width, dated) + gap
    if is_below:
        return boxes, replace(area, y=y, height=area.y + area.height - y)
    return boxes, replace(area, x=x, width=area.x + area.width - x)


def _gap(context: RenderContext) -> float:
    """Inches between maps."""
    return _GAP * (0.6 if context.is_crowded else 1.0)


def _least(context: RenderContext, division: Division) -> float:
    """Inches a margin has at least: of width beside maps, of height under them."""
    unit = context.page.body / 72
    if division.way == "below":
        lines = _STRIP_LINES if _runs(context, division) else _BELOW_LINES
        return division.room * lines * unit * 1.3
    narrow = 0.6 if context.is_crowded else 0.75 if context.size.is_small else 1.0
    room = division.room * _SIDE_EM * unit * narrow
    if division.way == "head beside":
        return max(room, _HEAD_EM * unit + _gap(context))
    return room


def _plot(context: RenderContext, area: Box) -> Box:
    """The box of a chart's own axes, with room for what stands round them."""
    unit = context.page.body / 72
    left = charts.room_of_areas(context) + (0 if area.x else 0.4 * unit)
    width = area.width - left - unit
    rows = 0 if context.size.is_small else charts.flag_rows(context, width)
    top = (1.0 + 1.6 * rows) * unit
    start = area.x + (unit if context.page.right_to_left else left)
    return Box(start, area.y + top, width, area.height - top - 2.5 * unit)


def _details(context: RenderContext, tables: Sequence[Table]) -> tuple[Page, ...]:
    """Pages with what there was no room for beside the map, and all of the small print."""
    f, edge = context.findings, context.edge
    notes = [(f.say("notes"), f"{f.notice()} {f.disclaimer()}"), (f.words["sources"], f.credits())]
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
        columns = margin.balanced(page, margin.columns(page, area), parts)
        parts = margin.flow(page, columns, parts)
        pages.append(page)
    return tuple(pages)
