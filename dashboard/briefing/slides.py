"""Slides: the map as a picture, every word around it native and editable.

A deck of one date has one slide; a deck of several has one a date and, last, the difference
between the first and the last.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.presentation import Presentation as Deck
from pptx.util import Inches

from dashboard.archive import Archive
from dashboard.briefing import drawing, output, picture, slidebits
from dashboard.briefing.agreement_tables import AgreementTables
from dashboard.briefing.canvas import Box
from dashboard.briefing.context import render_context
from dashboard.briefing.findings import Findings
from dashboard.briefing.map_only import MapOnly, map_only
from dashboard.briefing.rows import Row, Table
from dashboard.briefing.slidetext import HEIGHT, WIDTH, SlideCanvas
from dashboard.briefing.spec import BriefSpec, Size, slides_of
from dashboard.wording import Wording

_EDGE = 0.4
_MAP = Box(_EDGE, 1.42, 7.9, 5.1)
_SIDE = Box(_EDGE + 7.9 + 0.3, 1.42, WIDTH - 2 * _EDGE - 8.2, 5.1)
_SOFT = RGBColor(0x59, 0x62, 0x6C)
_SIZES = (slidebits.TYPE, 9.5, 9, 8.5, 8, 7.5)
"""Points the figures are set in, the first that lets those fit that must."""
_HEADING, _MOST_ROWS = 1.1, 9
"""A heading over the size of its figures; rows of a table that may be cut."""


def deck(
    archive: Archive, words: Wording, spec: BriefSpec, step: Callable[[int, int], None]
) -> bytes:
    """A PowerPoint file for a spec: one slide, or one a date and their difference."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    specs = slides_of(spec)
    for number, each in enumerate(specs, 1):
        _Writer(made, archive, words, each).write(number, len(specs))
        step(number, len(specs))
    slidebits.describe(made, Findings(archive, words, spec))
    saved = io.BytesIO()
    made.save(saved)
    return slidebits.reproducible_zip(saved.getvalue())


class _Writer(SlideCanvas):
    """Fills one slide."""

    def __init__(self, made: Deck, archive: Archive, words: Wording, spec: BriefSpec):
        super().__init__(made.slides.add_slide(made.slide_layouts[5]), words)  # title only
        self.archive, self.spec = archive, spec
        self.findings = Findings(archive, words, spec)

    def write(self, number: int, total: int) -> None:
        """Title, finding, map, figures, legend, small print, notes."""
        f = self.findings
        self.title(f.title())
        shown, alt = self.place_map()
        room = _SIDE.height - 0.3 - 0.145 * len(shown.entries)
        if self.spec.kind == "agreement":
            bottom = self.figures((*f.tables(), AgreementTables(f).posts()), room, certain=2)
        else:
            # distances stand under the finding, where their brackets can be explained
            bottom = self.figures([table.without("distance") for table in f.tables()], room)
        self.finding(f.lead(), " ".join(filter(None, (f.distance_line(()), f.day_notes()))))
        self.legend(Box(_SIDE.x, bottom, _SIDE.width, _MAP.y + _MAP.height - bottom), shown)
        link = f" {f.say('link')}: {self.spec.link}" if self.spec.link else ""
        small = "\n".join(
            (
                f"{f.notice()} {f.disclaimer()}",
                f"{f.say('sources')}: {f.credits()}",
                f"{f.version()}. {f.produced()}.{link}",
            )
        )
        self.text(
            Box(_EDGE, 6.62, WIDTH - 2 * _EDGE - 0.9, 0.7),
            small,
            size=8,
            colour=_SOFT,
            name="Notes and sources",
        )
        self.text(
            Box(WIDTH - _EDGE - 0.8, 6.95, 0.8, 0.3),
            f.say("page_of", n=number, total=total),
            size=9,
            colour=_SOFT,
            name="Number",
            align="end",
        )
        notes = self.slide.notes_slide.notes_text_frame
        assert notes is not None  # the library's own template has one
        notes.text = alt

    def finding(self, lead: str, more: str) -> None:
        """The sentences under the title; ``more`` in a line of its own."""
        box, size = Box(_EDGE, 0.98, WIDTH - 2 * _EDGE, 0.4), 14 if len(lead) < 125 else 10.5
        if more:
            box = Box(box.x, 0.9, box.width, 0.5)
            size = next(s for s in (10.5, 10, 9, 8) if self._inches(lead, more, s) < 0.5 or s == 8)
        text = f"{lead}\n{more}" if more else lead
        self.text(box, text, size=size, colour=_SOFT, name="Finding")

    def _inches(self, lead: str, more: str, size: float) -> float:
        """Height of the two in type of a size."""
        wide = WIDTH - 2 * _EDGE
        return sum(slidebits.lines(text, size, wide) for text in (lead, more)) * size * 1.2 / 72

    def title(self, text: str) -> None:
        """The slide's own title, so that outlines and screen readers find it."""
        shape = self.slide.shapes.title
        assert shape is not None  # the layout of every slide has one
        self.place(shape, Box(_EDGE, 0.28, WIDTH - 2 * _EDGE, 0.7))
        frame = shape.text_frame
        frame.text = self.in_direction(text)
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        frame.margin_left = frame.margin_right = 0
        self.style(frame.paragraphs[0], 28 if len(text) < 60 else 22, bold=True)

    def place_map(self) -> tuple[MapOnly, str]:
        """The map, with its alternative text; returns what it shows, and that text."""
        size = Size("slide", _MAP.width, _MAP.height, 200, 9.5)
        context = render_context(self.archive, self.words, self.spec, size)
        shown = map_only(context)
        about = picture.about(context, shown.frames)
        image = output.encode(context.page.figure, "png", about)
        shape = self.slide.shapes.add_picture(io.BytesIO(image), Inches(0), Inches(0))
        self.place(shape, _MAP)
        shape.name = self.findings.say("alt_map").rstrip(".")
        shape._element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", about.alt)
        return shown, about.alt

    def figures(self, tables: Sequence[Table], room: float, certain: int = 1) -> float:
        """As many tables as there is room for, native; returns where they end, in inches.

        The ``certain`` first are shown whole, in smaller type where they would not fit otherwise.
        """
        tables = [table for table in tables if table.rows]
        for size in _SIZES:
            plans = [self._plan(table.rows, size) for table in tables[:certain]]
            heads = [self._head(table, size) for table in tables[:certain]]
            if sum(heads) + sum(plan.height + 0.1 for plan in plans) <= room + 0.1:
                break
        y = _SIDE.y
        for i, table in enumerate(tables):
            rows = table.rows if i < certain else table.rows[:_MOST_ROWS]
            plan, high = self._plan(rows, size), self._head(table, size)
            if i >= certain and y + high + plan.height > _SIDE.y + room:
                break
            self.text(
                Box(_SIDE.x, y, _SIDE.width, high),
                table.heading,
                size=size * _HEADING,
                bold=True,
                name="Heading",
            )
            y += high
            shape = self.slide.shapes.add_table(len(rows), len(plan.columns), *(Inches(0),) * 4)
            shape.name = table.heading
            self.place(shape, Box(_SIDE.x, y, _SIDE.width, plan.height))
            slidebits.fill(shape.table, rows, self.words, plan, self.style)
            y += plan.height + 0.1
        return y

    def _plan(self, rows: Sequence[Row], size: float) -> slidebits.Plan:
        return slidebits.plan(rows, self.words, _SIDE.width, size)

    def _head(self, table: Table, size: float) -> float:
        """Inches a table's heading takes."""
        lines = slidebits.lines(table.heading, size * _HEADING, _SIDE.width, 700)
        return (0.19 * lines + 0.06) * size / slidebits.TYPE

    def legend(self, box: Box, shown: MapOnly) -> None:
        """Native shapes in the map's colours and hatches, with their words."""
        self.text(
            Box(box.x, box.y, box.width, 0.24),
            self.findings.say("legend"),
            size=11,
            bold=True,
            name="Heading",
        )
        step = min(0.2, (box.height - 0.25) / max(len(shown.entries), 1))
        for i, (key, title) in enumerate(shown.entries.items()):
            y = box.y + 0.27 + i * step
            style, opacity = shown.drawn[key]
            slidebits.sample(
                self.slide,
                self.left(Box(box.x, y + step * 0.12, 0.32, step * 0.66)),
                style,
                opacity,
                drawing.backgrounds(shown.drawn, key),
            )
            self.text(
                Box(box.x + 0.42, y, box.width - 0.42, step),
                title,
                size=min(9.5, step * 50),
                name="Legend",
            )
