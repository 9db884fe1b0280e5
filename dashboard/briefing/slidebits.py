"""Native pieces of a slide, words, tables, samples of styles, and the file around them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
from lxml import etree
from pptx import Presentation as new_deck
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.dml.line import LineFormat
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.table import Table
from pptx.util import Inches, Length, Pt

from dashboard.briefing import fonts
from dashboard.briefing.canvas import Box, Column, in_direction
from dashboard.briefing.findings import Findings
from dashboard.briefing.furniture import fitted
from dashboard.briefing.mapframe import Card
from dashboard.briefing.rows import Row
from dashboard.briefing.spec import Size
from dashboard.style import ACCENT, INK, Style, ViewLook
from dashboard.wording import Wording

LEAST = 12
"""Points of the smallest type on a slide, which is that of most of it: what can be read across a
room."""
_FINE_IN = 0.01
"""Inches by which an outline on a slide may be off: fewer corners are easier to edit."""
SOFT = RGBColor(0x59, 0x62, 0x6C)
FONT = "Arial"
"""The theme's typeface: near the picture's, on every presenter's machine, and with Arabic
(docs/decisions/0030)."""
_SERIF = "Times New Roman"
"""What the library's theme has for scripts of its own."""
OPENING, MAP, TEXT = "Opening", "Map", "Sources"
LAYOUTS = {"Title Slide": OPENING, "Title Only": MAP, "Title and Content": TEXT}
"""The library's layouts that a deck has, by what it calls them."""
_PATTERNS = {
    "diagonal": MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    "back_diagonal": MSO_PATTERN_TYPE.WIDE_DOWNWARD_DIAGONAL,
    "cross": MSO_PATTERN_TYPE.DIAGONAL_CROSS,
    "horizontal": MSO_PATTERN_TYPE.HORIZONTAL,
    "vertical": MSO_PATTERN_TYPE.VERTICAL,
    "dots": MSO_PATTERN_TYPE.PERCENT_10,
}
_BREAK = "\v"
"""A line break within a paragraph."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's "no style, no grid"."""


def slide_size(size: Size) -> Size:
    """A size as one of slides: its type is read from afar, on paper's too."""
    return replace(size, least=max(size.least, LEAST))


def template(size: Size, hues: Sequence[str]) -> Presentation:
    """An empty deck of a size, with three layouts, one typeface, and colours by which what a
    presenter adds goes with the maps."""
    made = new_deck()
    was: Any = (made.slide_width, made.slide_height)
    made.slide_width, made.slide_height = Inches(size.width), Inches(size.height)
    across, down = made.slide_width / was[0], made.slide_height / was[1]
    master, layouts = made.slide_masters[0], made.slide_layouts
    for layout in list(layouts):
        if layout.name in LAYOUTS:
            layout._element.cSld.set("name", LAYOUTS[layout.name])
        else:
            layouts.remove(layout)
    for sheet in (master, *layouts):
        for shape in sheet.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is None:  # it takes its place from the master
                continue
            shape.left, shape.width = round(shape.left * across), round(shape.width * across)
            shape.top, shape.height = round(shape.top * down), round(shape.height * down)
    _set_theme(master.part.part_related_by(RELATIONSHIP_TYPE.THEME), hues)
    return made


def _set_theme(part: Any, hues: Sequence[str]) -> None:
    """One typeface for all scripts, ink for text, and hues for what is added."""
    theme = etree.fromstring(part.blob)
    for face in theme.iterfind(".//{*}fontScheme/*/*"):
        if etree.QName(face).localname in ("latin", "cs") or face.get("typeface") == _SERIF:
            face.set("typeface", FONT)
    colours = {"dk1": INK, "dk2": INK, "hlink": ACCENT, "folHlink": ACCENT}
    colours |= {f"accent{i}": hue for i, hue in enumerate((ACCENT, *hues)[:6], 1)}
    for name, colour in colours.items():
        place = theme.find(f".//{{*}}clrScheme/{{*}}{name}")
        place[:] = [etree.Element(qn("a:srgbClr"), val=colour[1:])]
    part._blob = etree.tostring(theme, xml_declaration=True, standalone=True)


class SlideCanvas:
    """A slide to be filled with words, measured from the side reading starts at."""

    def __init__(self, slide: Slide, words: Wording, size: Size):
        self.slide, self.words, self.size = slide, words, size
        self.right_to_left = words.direction == "rtl"

    def text(self, box: Box, text: str, *, size: float, name: str = "", **style: Any) -> None:
        """A text box with one paragraph a line; ``style`` as for a paragraph."""
        shape = self.slide.shapes.add_textbox(*self.at(box))
        shape.name = name or shape.name
        self.fill(shape, text, size=size, **style)

    def heading(self, column: Column, text: str) -> None:
        """A heading of a column."""
        size = self.size.least + 1
        high = height_of(text, size, column.width, 700)
        if not column.dry:
            box = Box(column.x, column.y, column.width, high)
            self.text(box, text, size=size, bold=True, name="Heading")
        column.y += high

    def rule(self, box: Box, ink: str) -> None:
        """A bar of one colour."""
        shape: Any = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self.at(box))
        shape.name = "Rule"
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(ink)
        shape.line.fill.background()
        without_shadow(shape)

    def picture(self, box: Box, data: bytes, name: str, alt: str) -> None:
        """A picture with its alternative text."""
        shape: Any = self.slide.shapes.add_picture(io.BytesIO(data), *self.at(box))
        shape.name = name
        shape._element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", alt)

    def fill(self, shape: Any, text: str, *, size: float, **style: Any) -> None:
        """Set the words of a shape, a paragraph a line."""
        frame = shape.text_frame
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for i, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            paragraph.text = self.in_direction(fonts.unbroken(line))
            self.style(paragraph, size, **style)

    def note(self, parts: Iterable[str]) -> None:
        """Set the presenter's notes, paragraphs apart."""
        notes = self.slide.notes_slide.notes_text_frame
        assert notes is not None  # the library's own template has one
        notes.text = "\n\n".join(parts)

    def logo(self, findings: Findings, room: Box, *, dry: bool = False) -> float:
        """The author's logo at the far end of a box; returns the width it takes of that.

        ``dry`` only measures it.
        """
        data = findings.spec.logo
        if not data:
            return 0.0
        size, words = fitted(data, 3 * room.height, room.height), findings.say("logo")
        place = replace(size, x=room.x + room.width - size.width, y=room.y)
        if not dry:
            self.picture(place, data, words, words)
        return size.width + 0.2

    def in_direction(self, text: str) -> str:
        """The text so that it runs in the slide's direction, whatever it begins with."""
        return in_direction(text, right_to_left=self.right_to_left)

    def left(self, box: Box) -> Box:
        """A box measured from the left edge, as the file wants it."""
        x = self.size.width - box.x - box.width if self.right_to_left else box.x
        return Box(x, box.y, box.width, box.height)

    def at(self, box: Box) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height of a shape in a box."""
        box = self.left(box)
        return Inches(box.x), Inches(box.y), Inches(box.width), Inches(box.height)

    def place(self, shape: Any, box: Box) -> None:
        """Put a shape of the layout into a box."""
        shape.left, shape.top, shape.width, shape.height = self.at(box)

    def style(
        self,
        paragraph,
        size: float,
        *,
        bold: bool = False,
        colour: RGBColor | None = None,
        align: str = "start",
    ) -> None:
        """Set a paragraph in the slide's typeface, direction and language."""
        # alignment in a slide names a side of the box, whatever the direction of writing
        sides = {"start": PP_ALIGN.LEFT, "end": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
        if self.right_to_left:
            sides |= {"start": PP_ALIGN.RIGHT, "end": PP_ALIGN.LEFT}
        paragraph.alignment = sides[align]
        paragraph._p.get_or_add_pPr().set("rtl", "1" if self.right_to_left else "0")
        if not paragraph.runs:  # an empty cell is as high as its type
            etree.SubElement(paragraph._p, qn("a:endParaRPr")).set("sz", str(round(size * 100)))
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = colour or rgb(INK)
            properties = run._r.get_or_add_rPr()
            properties.set("lang", self.words.locale.tag.split("-u-")[0])


@dataclass(frozen=True, slots=True)
class TableSizes:
    """Measures of one table of figures, in inches: its columns, and the height of each row.

    ``size`` is that of its type in points.
    """

    columns: tuple[float, ...]
    heights: tuple[float, ...]
    size: float

    @property
    def height(self) -> float:
        """The whole table's."""
        return sum(self.heights)


def cells(row: Row, words: Wording, *, folded: bool = False) -> tuple[str, str, str]:
    """Label, value and share of a row. A remark, or the number it has on the chart, is part of the
    label.

    ``folded``: for a narrow table: the share stands in a line of its own under the label.
    """
    label, value, share = row.text(words)
    label = f"{label} ({row.note})" if row.note else label
    label = f"{row.mark}. {label}" if row.mark else label
    return (
        (_BREAK.join(filter(None, (label, share))), value, "") if folded else (label, value, share)
    )


def lines(text: str, size: float, width: float, weight: int = 400) -> int:
    """Lines a text takes in a box, measured with room to spare.

    The presenter's own typeface sets the words; its Arabic can be a fifth wider than ours.
    """
    room = width * 72 / fonts.office_share(text)
    return sum(len(fonts.wrap(part, size, room, weight)) for part in text.split(_BREAK))


def height_of(text: str, size: float, width: float, weight: int = 400) -> float:
    """Inches a text takes in a box."""
    return lines(text, size, width, weight) * size * 1.2 / 72 + 0.04


def measured(rows: Sequence[Row], words: Wording, width: float, size: float) -> TableSizes:
    """Columns as wide as their figures and the words of their labels need, and rows as high as
    their labels do."""
    texts = [cells(row, words) for row in rows]
    needed = max(fonts.office_width(value, size, 700) for _, value, _ in texts) / 72 + 0.1
    shares = max(fonts.office_width(share, size) for *_, share in texts) / 72
    shares += 0.1 if shares else 0.0
    parts = (each for name, *_ in texts for each in name.replace("-", "- ").split())
    longest = max(fonts.office_width(each, size) for each in parts)
    if shares and needed + shares + longest / 72 + 0.05 > width:
        texts, shares = [cells(row, words, folded=True) for row in rows], 0.0
    label = max(width - needed - shares, min(longest / 72 + 0.05, 0.4 * width))
    high = [
        max(lines(name, size, label), lines(value, size, width - label - shares + 0.02, 700))
        for name, value, _ in texts
    ]
    columns = (label, width - label - shares, *([shares] if shares else []))
    step = 0.0165 * size
    return TableSizes(columns, tuple(0.0035 * size + step * n for n in high), size)


def fill_table(
    table: Table, rows: Sequence[Row], words: Wording, sizes: TableSizes, style: Callable[..., None]
) -> None:
    """Rows of label, value and share; the value bold at the far side.

    Columns of a right-to-left table stand in the order they are seen: not every program that
    shows slides mirrors a table.
    """
    properties: Any = table._tbl.tblPr
    properties.set("firstRow", "0")
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = _NO_STYLE
    count = len(sizes.columns)
    order = list(range(count))[::-1] if words.direction == "rtl" else list(range(count))
    for place, j in enumerate(order):
        table.columns[place].width = Inches(sizes.columns[j])
    for i, row in enumerate(rows):
        table.rows[i].height = Inches(sizes.heights[i])
        for place, j in enumerate(order):
            cell = table.cell(i, place)
            cell.margin_left = cell.margin_right = Inches(0)
            cell.margin_top = cell.margin_bottom = Inches(0)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.text = fonts.unbroken(cells(row, words, folded=count == 2)[j])
            style(paragraph, sizes.size, bold=j == 1, align="start" if j == 0 else "end")


def draw_sample(
    slide: Slide, box: Box, styles: Mapping[str, Style], key: str, look: ViewLook
) -> None:
    """A legend's sample of a class as it is seen on the map: over land and what it lies on."""
    style = styles[key]
    place = (Inches(box.x), Inches(box.y), Inches(box.width), Inches(box.height))
    if style.inside:
        width = _line_points(style) / 72
        corner = Inches(box.x + width / 2), Inches(box.y + width / 2)
        place = (*corner, Inches(box.width - width), Inches(box.height - width))
    elif style.fill is None:
        middle = Inches(box.y + box.height / 2)
        line = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, place[0], middle, Inches(box.x + box.width), middle
        )
        without_shadow(line)
        _stroke(line.line, style)
        return
    shape = MSO_SHAPE.OVAL if style.radius else MSO_SHAPE.RECTANGLE
    if style.radius:
        side = box.height
        place = (Inches(box.x + (box.width - side) / 2), Inches(box.y), Inches(side), Inches(side))
    made = slide.shapes.add_shape(shape, *place)
    without_shadow(made)
    if style.inside:
        made.fill.background()
    elif style.radius:
        made.fill.solid()
        made.fill.fore_color.rgb = rgb(style.fill)
    else:
        fill_as_on_map(made.fill, styles, key, look)
    if style.stroke and style.stroke != style.fill:
        _stroke(made.line, style)
    else:
        made.line.color.rgb, made.line.width = RGBColor(0x80, 0x80, 0x80), Pt(0.5)


def fill_as_on_map(
    filled: FillFormat, styles: Mapping[str, Style], key: str, look: ViewLook
) -> None:
    """Fill a shape as a class is seen on the map: over land and what it lies on, with its hatch."""
    colour, parts = rgb(styles["land"].fill), (*styles[key].over, key)
    for part in parts:
        below = styles[part]
        colour = blended(below.fill, below.fill_opacity * look.opacity(part), colour)
    hatched = next((part for part in parts[::-1] if styles[part].hatch in _PATTERNS), None)
    if not hatched:
        filled.solid()
        filled.fore_color.rgb = colour
        return
    ink = styles[hatched]
    filled.patterned()
    filled.pattern = _PATTERNS[ink.hatch]
    filled.back_color.rgb = colour
    opacity = ink.hatch_opacity * look.opacity(hatched)
    filled.fore_color.rgb = blended(ink.hatch_colour, opacity, colour)


def draw_annotation(
    canvas: SlideCanvas, card: Card, origin: tuple[float, float], ink: str = INK
) -> None:
    """An annotation as shapes that can be edited: outline, arrow, leader, and the text on its card.

    ``origin`` is the lower left corner of its map, in inches of the slide.
    """
    shapes = canvas.slide.shapes

    def inches(x: float, y: float) -> tuple[Length, Length]:
        return Inches(origin[0] + x), Inches(origin[1] - y)

    def drawn(shape: Any, width: float) -> Any:
        """A shape with an outline alone."""
        shape.line.color.rgb, shape.line.width = rgb(ink), Pt(width)
        without_shadow(shape)
        shape.name = "Annotation"
        return shape

    def round_shape(radius: float) -> Any:
        corner = inches(card.at[0] - radius, card.at[1] + radius)
        shape = shapes.add_shape(MSO_SHAPE.OVAL, *corner, *(Inches(2 * radius),) * 2)
        return drawn(shape, 1.6)

    outline = None
    if card.radius:
        outline = round_shape(card.radius)
    elif card.outline is not None:
        rings = shapely.get_parts(card.outline.simplify(_FINE_IN).boundary)
        lines = [[inches(*at) for at in ring.coords] for ring in rings]
        outline = drawn(_freeform(shapes, lines), 1.6)
    if outline:
        outline.fill.background()
        outline.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT
    if not card.radius and not card.tip:
        dot = round_shape(0.03)
        dot.fill.solid()
        dot.fill.fore_color.rgb = rgb(ink)
    for ends, width in ((card.leader, 1.1), (card.tip and (card.at, card.tip), 2.1)):
        if ends:
            corners = (*inches(*ends[0]), *inches(*ends[1]))
            line = drawn(shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *corners), width)
            if ends[1] == card.tip:
                etree.SubElement(line.line._get_or_add_ln(), qn("a:tailEnd"), type="triangle")
    west, south, east, north = card.box
    size = (Inches(east - west), Inches(north - south))
    box = drawn(shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *inches(west, north), *size), 1.1)
    box.fill.solid()
    box.fill.fore_color.rgb = rgb("#FFFFFF")
    canvas.fill(
        box,
        "\n".join(card.lines),
        size=max(card.size, canvas.size.least),
        bold=True,
        align="center",
    )
    box.text_frame.word_wrap = False  # the presenter's typeface is a little wider


def _freeform(shapes: Any, rings: Sequence[Sequence[tuple[Length, Length]]]) -> Any:
    """A shape of closed rings."""
    made = shapes.build_freeform(*rings[0][0], scale=1.0)
    for ring in rings:
        made.move_to(*ring[0])
        made.add_line_segments(ring[1:], close=True)
    return made.convert_to_shape()


def set_plot_area(chart: Any, plot: Box, box: Box) -> None:
    """Fix where the axes of a chart stand in its box, in inches from its corner."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for layout in area.findall(qn("c:layout")):
        area.remove(layout)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    across = (plot.x / box.width, plot.y / box.height)
    size = (plot.width / box.width, plot.height / box.height)
    values = ("inner", "edge", "edge", *map(str, (*across, *size)))
    names = ("layoutTarget", "xMode", "yMode", "x", "y", "w", "h")
    for name, value in zip(names, values, strict=True):
        etree.SubElement(manual, qn(f"c:{name}"), val=value)
    area.insert(0, layout)


def mark_day(
    canvas: SlideCanvas,
    head: tuple[float, float],
    bottom: float,
    text: str,
    high: float,
    ink: str = ACCENT,
) -> None:
    """A line of a day on a chart from its head down, in inches from the slide's left edge and top,
    with a number on its head where it has one."""
    shapes, (x, y) = canvas.slide.shapes, head
    line: Any = shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Inches(x), Inches(y), Inches(x), Inches(bottom)
    )
    line.line.color.rgb, line.line.width, line.name = rgb(ink), Pt(1 if text else 2), "Day"
    without_shadow(line)
    if text:
        disc = Box(x - high / 2, y - high / 2, high, high)
        badge(canvas, disc, text, ink, MSO_SHAPE.OVAL)


def badge(
    canvas: SlideCanvas,
    box: Box,
    text: str,
    ink: str,
    kind: MSO_SHAPE = MSO_SHAPE.ROUNDED_RECTANGLE,
) -> None:
    """Words in white on a filled shape, whose box is measured from the slide's left edge."""
    place = map(Inches, (box.x, box.y, box.width, box.height))
    shape: Any = canvas.slide.shapes.add_shape(kind, *place)
    shape.fill.solid()
    shape.fill.fore_color.rgb, shape.line.color.rgb = rgb(ink), rgb("#FFFFFF")
    shape.name = "Day"
    without_shadow(shape)
    canvas.fill(
        shape, text, size=canvas.size.least, bold=True, colour=rgb("#FFFFFF"), align="center"
    )
    shape.text_frame.word_wrap = False


def without_shadow(shape: Any) -> None:
    """Take away the shadow the theme gives to shapes."""
    shape._element.find(f".//{qn('a:effectRef')}").set("idx", "0")


def rgb(colour: str | None) -> RGBColor:
    """A colour of the style table as a slide takes it."""
    return RGBColor.from_string((colour or INK)[1:])


def _stroke(line: LineFormat, style: Style) -> None:
    line.color.rgb = blended(style.stroke, style.opacity, rgb("#FFFFFF"))
    line.width = Pt(_line_points(style))
    if style.dash:
        line.dash_style = (
            MSO_LINE_DASH_STYLE.DASH if style.dash[0] > 3 else MSO_LINE_DASH_STYLE.ROUND_DOT
        )


def _line_points(style: Style) -> float:
    return max(style.weight * 0.8, 0.75)


def blended(colour: str | None, opacity: float, below: RGBColor) -> RGBColor:
    """A colour as it is seen over another."""
    mine = rgb(colour)
    return RGBColor(
        *(round(a * opacity + b * (1 - opacity)) for a, b in zip(mine, below, strict=True))
    )


def describe(deck: Presentation, findings: Findings) -> None:
    """What the file says of itself, with the production date for every date."""
    moment = dt.datetime.combine(findings.spec.produced_on, dt.time())
    about = deck.core_properties
    about.title = findings.title()
    about.author = findings.words.of(findings.archive.dataset, "title")
    about.last_modified_by = about.author
    about.created = about.modified = about.last_printed = moment
    about.language, about.revision = findings.words.language, 1
    about.comments = findings.version()
