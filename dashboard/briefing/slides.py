"""Slides: the map as a picture, every word, figure and sample around it native and editable.

A deck of one date has one slide; a deck of several has a title, one slide a date, the difference
between the first and the last, and the sources.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from matplotlib.dates import date2num
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches, Pt

from dashboard import collector, store
from dashboard.archive import Archive
from dashboard.briefing import cards, charts, fonts, layouts, margin, output, titleblock
from dashboard.briefing.agreement_tables import AgreementTables
from dashboard.briefing.canvas import Box, Column
from dashboard.briefing.chartdata import AreaOverTime
from dashboard.briefing.context import RenderContext
from dashboard.briefing.findings import Findings
from dashboard.briefing.mapframe import Card, MapFrame
from dashboard.briefing.rows import Table
from dashboard.briefing.slidebits import (
    MAP,
    OPENING,
    SOFT,
    TEXT,
    SlideCanvas,
    badge,
    describe,
    draw_annotation,
    draw_sample,
    fill_as_on_map,
    fill_table,
    height_of,
    lines,
    mark_day,
    measured,
    rgb,
    set_plot_area,
    slide_size,
    template,
    without_shadow,
)
from dashboard.briefing.spec import SIZES, BriefSpec, Size, slides_of
from dashboard.errors import ChoiceError
from dashboard.quantity import Unit
from dashboard.style import ACCENT, INK, PRINT_LOOKS, style_table
from dashboard.wording import Wording, format

_EDGE, _GAP, _FOOT, _LOW = 0.4, 0.28, 0.5, 0.15
"""Inches round a slide, between its parts, of its foot at least, and under that."""
_ONE_MAP = ("situation", "difference")
_ONE, _PAIR, _CHART = 0.56, 0.67, 0.5
"""Most of the width for one map, for two, which have the head over them, and for a chart."""
_WIDE = (1.0, 0.93, 0.86, 0.79, 0.72)
_HIGH = (0.66, 0.62, 0.58, 0.54, 0.5, 0.46, 0.42)
"""Shares of that width for what stands beside its legend, and of the height for what stands over
it: the first that leaves room for it."""
_COLUMN, _ZOOMED = 2.45, 4.0
"""Least inches of a column of words where there are several; of height of a chart with zooms."""
_INDENT = 0.44
"""Inches from the edge of a legend to its words."""
_DISC, _SMALL = 0.0234, 4.5
"""Inches of a number over a chart for a point of its type; the width under which a chart has few
labels."""
_MOST_CITED = 8
"""Sources listed on the last slide of a deck."""
_DAY_0 = dt.date(1899, 12, 30)
"""The day from which the file counts days."""
_TITLES = (26, 24, 22, 20)
"""Points of a headline: the largest in which it takes one line, or two where it is narrow."""
_TITLE_ROOM = 0.96
"""Share of its box a title has: an office program's bold letters are up to 3 % wider than ours."""
_OPENING = 40
"""Points of the name of the data set on the first slide of a deck."""


def deck(
    archive: Archive, words: Wording, spec: BriefSpec, step: Callable[[int, int], None]
) -> bytes:
    """A PowerPoint file for a spec."""
    specs, findings = slides_of(spec), Findings(archive, words, spec)
    over_time = AreaOverTime(archive, words, spec.produced_on)
    size = slide_size(SIZES[spec.size])
    table = style_table(archive.dataset)
    hues = [table[f"control.{party}"].fill or INK for party in archive.parties]
    made = template(size, hues)
    if len(specs) > 1:
        _opening(made, findings, size)
    for number, each in enumerate(specs, 1):
        with collector.paused():
            _MapSlide(made, archive, words, each, over_time, size).write()
        step(number, len(specs))
    if len(specs) > 1:
        _sources(made, findings, size)
    describe(made, findings)
    saved = io.BytesIO()
    made.save(saved)
    return store.without_times(saved.getvalue())


def _added(made: Deck, layout: str) -> Slide:
    """A new slide of a layout."""
    return made.slides.add_slide(made.slide_layouts.get_by_name(layout))


def _opening(made: Deck, f: Findings, size: Size) -> None:
    """The first slide of a deck: the data set, the finding and the dates; in the notes its figures
    on each."""
    slide = _added(made, OPENING)
    canvas = SlideCanvas(slide, f.words, size)
    title, subtitle = canvas.slide.placeholders
    days = f.words.locale.span(min(f.spec.dates), max(f.spec.dates))
    name, finding, wide = f.words.of(f.archive.dataset, "title"), f.headline(), _inner(size)
    edge, wide = 2 * _EDGE, wide - 2 * _EDGE
    y, high = size.height / 4, height_of(name, _OPENING, wide, 700)
    canvas.place(title, Box(edge, y, wide, high))
    canvas.fill(title, name, size=_OPENING, bold=True)
    canvas.rule(Box(edge, y + high + 0.2, wide, 0.06), ACCENT)
    y += high + 0.5
    canvas.place(subtitle, Box(edge, y, wide, size.height - edge - y))
    dated = list(filter(None, (days, f.byline(), f.produced())))
    canvas.fill(subtitle, "\n".join((fonts.whole_words(finding), *dated)), size=20, colour=SOFT)
    first, *_ = subtitle.text_frame.paragraphs
    canvas.style(first, 26, colour=rgb(INK))
    canvas.logo(f, Box(_EDGE, _EDGE, _inner(size), 0.8))
    canvas.note(_listed(table, f.words) for table in f.tables if table.rows)


def _sources(made: Deck, f: Findings, size: Size) -> None:
    """The last slide of a deck: how the maps are made, of whose material, and the sources that most
    of it rests on, of these as many as there is room for."""
    slide = _added(made, TEXT)
    canvas = SlideCanvas(slide, f.words, size)
    title, body = canvas.slide.placeholders
    room = Box(_EDGE, 1.3, _inner(size), size.height - _EDGE - 1.3)
    canvas.place(title, Box(_EDGE, _EDGE, room.width, 0.6))
    canvas.place(body, room)
    canvas.fill(title, f.words["sources"], size=28, bold=True)
    listed = [f.say("most_cited"), *f.most_cited(_MOST_CITED)]
    points = max(size.least, 14)
    while listed and _height_of_all([*_small_print(f), *listed], points, room.width) > room.height:
        listed.pop()
    cited = listed if listed[1:] else []
    canvas.fill(body, "\n".join([*_small_print(f), *cited]), size=points)


def _height_of_all(texts: Sequence[str], points: float, width: float) -> float:
    """Inches that paragraphs take."""
    return sum(height_of(text, points, width) for text in texts)


def _below(box: Box, top: float) -> Box:
    """What of a box is below a height."""
    return replace(box, y=top, height=box.y + box.height - top)


def _inner(size: Size) -> float:
    """Inches between the edges of a slide."""
    return size.width - 2 * _EDGE


def _small_print(f: Findings) -> list[str]:
    link = [f"{f.say('link')}: {f.spec.link}"] if f.spec.link else []
    return [f.notice(), f.disclaimer(), f.credits(), f.imprint(), *link]


def _listed(table: Table, words: Wording) -> str:
    """A table in lines."""
    rows = (row.line(words) for row in table.rows)
    return "\n".join([table.heading, *rows])


class _MapSlide(SlideCanvas):
    """A slide of one spec: finding, date, map, figures, legend, chart, small print, notes."""

    def __init__(
        self,
        made: Deck,
        archive: Archive,
        words: Wording,
        spec: BriefSpec,
        over_time: AreaOverTime,
        size: Size,
    ):
        super().__init__(_added(made, MAP), words, size)
        self.archive, self.spec, self._over_time = archive, spec, over_time
        self.findings = Findings(archive, words, spec)

    def write(self) -> None:
        """Fill the slide: the map is as large as what must stand beside or below it allows."""
        whole = self._foot(dry=True)
        is_wide, is_single = whole.width > 1.2 * whole.height, self.spec.kind in _ONE_MAP
        is_over = not (is_wide and (is_single or self.spec.kind == "chart"))
        area = _below(whole, self._head(whole, dry=True)) if is_over else whole
        most = _CHART if self.spec.kind == "chart" else _ONE if is_single else _PAIR
        shares = list[tuple[float, float]]()
        if is_wide or (is_single and self._is_brief):
            shares += [(most * share, 1.0) for share in _WIDE]
        if not is_wide:
            shares += [(1.0, share) for share in _HIGH]
        for wide, high in shares:
            room = replace(area, width=wide * area.width, height=high * area.height)
            picture = self._picture(room)
            made = picture.context.size
            x, head = area.x + made.width + _GAP, whole
            side = replace(area, x=x, width=area.x + area.width - x)
            if wide == 1.0:
                side = _below(area, area.y + made.height + _GAP)
            elif not is_over:
                head, side = side, _below(side, self._head(side, dry=True))
            if self._has_room(side, picture):
                break
        self._head(head)
        picture.draw()
        self._place_picture(picture, picture.about, area)
        left_over = self._side(side, picture)
        self._foot()
        self._notes(picture.about.alt, left_over)

    @property
    def _is_brief(self) -> bool:
        """Whether there is room for little but the map, as on a square read on a telephone."""
        return self.size.is_small and self.size.width >= self.size.height

    def _foot(self, *, dry: bool = False) -> Box:
        """Write the small print, last in the order of reading; returns the box above it.

        ``dry`` only measures it.
        """
        size, f = self.size, self.findings
        text = f"{f.notice()} {f.attribution()} {f.imprint()}"
        if size.is_small:
            text = titleblock.short_print(f)
        logo = Box(_EDGE, size.height - _LOW - _FOOT, _inner(size), _FOOT)
        wide = logo.width - self.logo(f, logo, dry=dry)
        high = max(height_of(text, size.least, wide), _FOOT)
        top = size.height - _LOW - high
        if not dry:
            box = Box(_EDGE, top, wide, high)
            self.text(box, text, size=size.least, colour=SOFT, name="Notes and sources")
        return Box(_EDGE, _EDGE, _inner(size), top - 0.15 - _EDGE)

    def _picture(self, room: Box) -> layouts.Picture:
        """The map or the chart of a room, before it is drawn."""
        name, least = self.size.name if self._is_brief else "slide", self.size.least
        size = Size(name, room.width, room.height, max(self.size.dpi, 200), least + 0.5, least)
        spec = replace(self.spec, sheet="map")
        return layouts.arranged(self.archive, self.words, spec, size, annotate=False)

    def _head(self, box: Box, *, dry: bool = False) -> float:
        """The finding as the slide's title, the date under it; returns where they end.

        ``dry`` only measures it.
        """
        f, shape = self.findings, self.slide.shapes.title
        headline, dated = f.headline(), f.title()
        least, most = self.size.least, 1 if box.width > 10 else 2
        room = box.width * _TITLE_ROOM
        fits = (s for s in _TITLES if lines(headline, s, room, 700) <= most)
        size = next(fits, _TITLES[-1])
        high = height_of(headline, size, room, 700)
        if not dry:
            self.place(shape, Box(box.x, box.y, box.width, high))
            self.fill(shape, fonts.whole_words(headline), size=size, bold=True)
        y, points = box.y + high + 0.04, max(16, 1.15 * least)
        if lines(dated, points, room, 700) > 1:
            points = least
        if not self._is_brief or self.spec.kind not in titleblock.DATED:
            high = height_of(dated, points, room, 700)
            below = Box(box.x, y, box.width, high)
            if not dry:
                self.text(below, dated, size=points, bold=True, colour=rgb(ACCENT), name="Date")
            y += high
        is_explained = self.spec.kind == "agreement" and not self._is_brief
        lead = f.lead() if is_explained or self.spec.subtitle else ""
        shares = "" if self.size.is_small else f.shares_remark()
        line = "\n".join(filter(None, (lead, shares, f.distance_line(), f.remarks())))
        if line:
            high = _height_of_all(line.split("\n"), least, box.width)
            if not dry:
                self.text(Box(box.x, y, box.width, high), line, size=least, name="Finding")
        return y + (high if line else 0) + 0.12

    def _place_picture(self, picture: layouts.Picture, about: output.About, room: Box) -> None:
        """The map as a picture with its words for who cannot see it; a chart as a native one."""
        size, alt = picture.context.size, about.alt
        box = Box(room.x, room.y, size.width, size.height)
        if self.spec.kind == "chart":
            self._charts(box, alt, picture.context)
            return
        image = output.encode(picture.figures, "png", about)
        self.picture(box, image, self.findings.say("alt_map").rstrip("."), alt)
        for frame in picture.frames:
            left, top = self.left(box).x, box.y
            within = picture.context.page.left(frame.box)
            origin = (left + within[0], top + within[1] + frame.box.height)
            for card in frame.cards:
                draw_annotation(self, card, origin)
            if self.spec.kind == "difference" and (callout := self._callout(frame)):
                draw_annotation(self, callout, origin, ACCENT)

    def _callout(self, frame: MapFrame) -> Card | None:
        """The largest flow, beside the land that changed hands; ``None`` where there is no room."""
        flows = self.findings.difference.flows
        if not flows:
            return None
        changed = frame.geometry.changed(self.findings.change)
        middle = frame.seen(changed[flows[0].taker, flows[0].giver]).representative_point()
        text = format.with_error(self.words, flows[0].area)
        try:
            return cards.beside(frame, text, frame.inches(middle.x, middle.y))
        except ChoiceError:
            return None

    def _columns(self, box: Box, picture: layouts.Picture) -> list[Box]:
        """Columns of a box."""
        if self._is_brief:
            return [box]
        is_long = self.spec.kind == "chart" or len(picture.titles) > 4
        count = (
            max(int((box.width + _GAP) / (_COLUMN + _GAP)), 1)
            if is_long or box.width > box.height
            else 1
        )
        width = (box.width - _GAP * (count - 1)) / count
        return [replace(box, x=box.x + i * (width + _GAP), width=width) for i in range(count)]

    def _needed(self, columns: Sequence[Box], picture: layouts.Picture) -> layouts.Blocks:
        """What must stand beside a map: its legend, under the first figures where there are several
        columns."""
        first = self._tables[:1] if columns[1:] else []
        return [*(block for _, block in first), self._legend(picture)]

    def _has_room(self, box: Box, picture: layouts.Picture) -> bool:
        """Whether what must stand beside a map has room in a box."""
        columns, page = self._columns(box, picture), picture.context.page
        return not margin.flow(page, columns, self._needed(columns, picture), dry=True)

    def _side(self, box: Box, picture: layouts.Picture) -> list[Table]:
        """Figures, legend and chart in columns; returns the tables there was no room for."""
        columns, page, tables = self._columns(box, picture), picture.context.page, self._tables
        blocks = self._needed(columns, picture)
        if not self._is_brief:
            blocks += [block for _, block in tables if block not in blocks]
            if self.spec.kind != "chart":
                blocks.append(self._course)
        left_over = margin.flow(page, margin.balanced(page, columns, blocks), blocks)
        written = [block for block in blocks if block not in left_over]
        return [table for table, block in tables if block not in written]

    @cached_property
    def _tables(self) -> list[tuple[Table, margin.Block]]:
        """Tables with figures, each with what writes it."""
        return [
            (table, partial(self._table, table)) for table in self.findings.tables if table.rows
        ]

    def _table(self, table: Table, column: Column) -> None:
        self.heading(column, table.heading)
        made = measured(table.rows, self.words, column.width, self.size.least)
        if not column.dry:
            size = (len(table.rows), len(made.columns))
            box = Box(column.x, column.y, column.width, made.height)
            shape = self.slide.shapes.add_table(*size, *self.at(box))
            shape.name = table.heading
            fill_table(shape.table, table.rows, self.words, made, self.style)
        column.y += made.height + 0.07

    def _legend(self, picture: layouts.Picture) -> list[margin.Block]:
        """Native shapes in the map's colours and hatches, with their words: each on a line of its
        own, the heading with the first, or one after the other where there is little room."""
        context, first, least = picture.context, next(iter(picture.titles), ""), self.size.least

        def entry(key: str, title: str, column: Column) -> None:
            if key == first and not self._is_brief:
                self.heading(column, self.findings.words["legend"])
                column.y += 0.02
            indent = _INDENT if key in context.styles else 0.0
            line = least / 58
            high = line * lines(title, least, column.width - indent) + 0.02
            if not column.dry:
                if indent:
                    sign = self.left(Box(column.x, column.y + (line - 0.15) / 2, 0.34, 0.15))
                    draw_sample(self.slide, sign, context.styles, key, context.look)
                wide = min(column.width - indent, wide_as(title))
                self.text(
                    Box(column.x + indent, column.y, wide, high), title, size=least, name="Legend"
                )
            column.y += high

        def wide_as(title: str) -> float:
            return fonts.office_width(title, least) / 72 + 0.1

        parts = [(key, title, partial(entry, key, title)) for key, title in picture.titles.items()]
        if not self._is_brief:
            return [part for *_, part in parts]
        return [margin.running([(_INDENT + wide_as(title), part) for _, title, part in parts], 0.1)]

    def _course(self, column: Column) -> None:
        """The small chart of area over time, as high as there is room."""
        f, top = self.findings, column.y
        heading = f.say("course", zone=f.zone_name)
        self.heading(column, heading)
        high = (1.7 if column.dry else min(column.room, 2.4)) - (column.y - top)
        if not column.dry:
            box = Box(column.x, column.y, column.width, high)
            self._chart(box, self._inset(box), heading, self._over_time)
        column.y += high

    def _charts(self, box: Box, alt: str, context: RenderContext) -> None:
        """The slide's own chart, and under it the operations in which most land changed hands, each
        on its own axis of time."""
        unit = self.size.least / 12
        has_room = box.width > 2 * _COLUMN * unit and box.height > _ZOOMED * unit
        zooms = charts.zooms_of(context, 2) if has_room else ()
        main = replace(box, height=box.height * (0.6 if zooms else 1.0))
        letters = [charts.middle_of(operation) for operation in zooms]
        plot = self._flagged_chart(main, alt, context, letters)
        top, width = main.y + main.height + 0.1, (box.width - _GAP) / 2
        named = list(zip("AB", zooms, strict=False))
        if self.right_to_left:  # time goes to the right
            named.reverse()
        for i, (letter, operation) in enumerate(named):
            span = charts.days_of(operation)
            at = self._across(main, plot, self._span)(charts.middle_of(operation))
            disc = Box(
                at - 0.14 * unit, main.y + plot.y + plot.height - 0.4 * unit, *(0.28 * unit,) * 2
            )
            badge(self, disc, letter, ACCENT, MSO_SHAPE.OVAL)
            column = Column(context.page, box.x + i * (width + _GAP), top, width)
            name = charts.name_of(self.words, operation)
            self.heading(column, f"{letter}  {name}")
            dated = self.words.locale.span(*span, "brief")
            high = height_of(dated, self.size.least, width)
            self.text(
                Box(column.x, column.y, width, high), dated, size=self.size.least, name="Span"
            )
            place = Box(column.x, column.y + high, width, box.y + box.height - column.y - high)
            data = AreaOverTime(self.archive, self.words, self.spec.produced_on, span)
            self._chart(place, self._inset(place), f"{name}, {dated}", data)

    def _inset(self, box: Box) -> Box:
        """Where the axes of a small chart stand in its box."""
        unit = self.size.least / 12
        return Box(0.6 * unit, 0.1, box.width - 0.85 * unit, box.height - 0.45 * unit)

    def _flagged_chart(
        self, box: Box, alt: str, context: RenderContext, letters: Sequence[float] = ()
    ) -> Box:
        """A chart of the series, the agreements numbered over it, and the date, over the letter of
        an operation at one of some times; returns where its axes stand in its box."""
        least = self.size.least
        rows = 0 if self._is_brief else charts.flag_rows(context, box.width)
        disc, unit = _DISC * least, least / 12
        top = rows * disc + 0.15
        plot = Box(0.95 * unit, top, box.width - 1.15 * unit, box.height - top - 0.4 * unit)
        chart = self._chart(box, plot, alt, self._over_time)
        before, after = self.words.locale.unit("{0}", Unit.KM2).split("{0}")
        chart.value_axis.tick_labels.number_format = f'"{before}"#,##0"{after}"'
        at, bottom = self._across(box, plot, self._span), box.y + plot.y + plot.height
        flags = charts.flags(context, plot.width, self._span) if rows else []
        for number, time, row in flags:
            y = box.y + top - (row + 0.5) * disc
            mark_day(self, (at(time), y), bottom, str(number), disc)
        day, now = self.words.date(self.spec.day), at(date2num(self.spec.day))
        mark_day(self, (now, box.y + top), bottom, "", 0, charts.CURSOR)
        wide = fonts.office_width(day, least, 700) / 72 + 0.16
        start = (
            now - wide - 0.04 if now > at(0.4 * self._span[0] + 0.6 * self._span[1]) else now + 0.04
        )
        near = (start - 0.2 * unit < at(time) < start + wide + 0.2 * unit for time in letters)
        y = bottom - (0.7 if any(near) else 0.3) * unit
        badge(self, Box(start, y, wide, 0.24 * unit), day, charts.CURSOR)
        return plot

    @property
    def _span(self) -> tuple[float, float]:
        """The first and the last time of the series."""
        return date2num(self.archive.first_day), date2num(self.archive.last_day)

    def _across(self, box: Box, plot: Box, span: tuple[float, float]) -> Callable[[float], float]:
        """Where a time stands on a chart of a span, in inches from the slide's left edge."""
        (low, high), x = span, self.left(box).x + plot.x
        return lambda time: x + plot.width * (time - low) / (high - low)

    def _chart(self, box: Box, plot: Box, alt: str, data: Any) -> Any:
        """Area over time as a native chart: its figures can be read and edited.

        ``plot`` is where its axes stand in its box. Its times are labelled in words beside it.
        """
        frame: Any = self.slide.shapes.add_chart(data.KIND, *self.at(box), data)
        frame._element.xpath("./p:nvGraphicFramePr/p:cNvPr")[0].set("descr", alt)
        chart = frame.chart
        set_plot_area(chart, plot, box)
        chart.has_legend, chart.has_title = False, False  # the slide itself has them
        chart.font.size = Pt(self.size.least)
        styles, look = style_table(self.archive.dataset), PRINT_LOOKS["chart"]
        for area, party in zip(chart.plots[0].series, data.parties, strict=True):
            fill_as_on_map(area.format.fill, styles, f"control.{party or 'unknown'}", look)
            area.format.line.color.rgb = rgb(INK)
            area.format.line.width = Pt(0.75)
        scale: Any = chart.value_axis
        scale.minimum_scale, scale.maximum_scale = 0, round(data.total)
        scale.major_unit = charts.tick_step(data.total, small=box.width < _SMALL)
        scale.tick_labels.number_format = "#,##0"
        scale.tick_labels.number_format_is_linked = False
        scale.major_gridlines.format.line.color.rgb = rgb("#C9CFD6")
        axis: Any = chart.category_axis
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        axis.major_tick_mark = XL_TICK_MARK.NONE
        ends = (data.days[0], data.days[-1])
        axis.minimum_scale, axis.maximum_scale = ((day - _DAY_0).days for day in ends)
        self._label_times(box, plot, (date2num(ends[0]), date2num(ends[-1])))
        return chart

    def _label_times(self, box: Box, plot: Box, span: tuple[float, float]) -> None:
        """Years, months or days under a chart, each where it begins."""
        across, bottom, least = (
            self._across(box, plot, span),
            box.y + plot.y + plot.height,
            self.size.least,
        )
        found = charts.time_labels(*span, plot.width * 72, self.words, least)
        for time, name in zip(*found, strict=True):
            wide, x = fonts.office_width(name, least) / 72 + 0.1, across(time)
            line: Any = self.slide.shapes.add_connector(
                MSO_CONNECTOR.STRAIGHT, Inches(x), Inches(bottom), Inches(x), Inches(bottom + 0.05)
            )
            line.line.color.rgb, line.line.width, line.name = SOFT, Pt(0.75), "Time"
            without_shadow(line)
            place = self.left(Box(x - wide / 2, bottom + 0.06, wide, least / 55))
            self.text(place, name, size=least, align="center", name="Time")

    def _notes(self, alt: str, left_over: Sequence[Table]) -> None:
        """What the slide shows in words, the figures it has no room for, and the small print."""
        f = self.findings
        tables = list(left_over)
        if self.spec.kind == "agreement":
            tables.append(AgreementTables(f).posts())
        listed = (_listed(table, self.words) for table in tables)
        self.note([alt, *listed, *_small_print(f)])
