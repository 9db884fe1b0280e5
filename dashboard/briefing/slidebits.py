"""Native pieces of a slide: tables of figures and samples of styles; and the file around them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.dml.line import LineFormat
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.table import Table
from pptx.util import Inches, Pt

from dashboard.briefing import fonts
from dashboard.briefing.canvas import Box
from dashboard.briefing.findings import Findings
from dashboard.briefing.rows import Row
from dashboard.style import INK, Style
from dashboard.wording import Wording

TYPE = 10
"""Points of the figures on a slide, where there is room for them."""
_PATTERNS = {
    "diagonal": MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    "back_diagonal": MSO_PATTERN_TYPE.WIDE_DOWNWARD_DIAGONAL,
    "cross": MSO_PATTERN_TYPE.DIAGONAL_CROSS,
    "horizontal": MSO_PATTERN_TYPE.HORIZONTAL,
    "vertical": MSO_PATTERN_TYPE.VERTICAL,
    "dots": MSO_PATTERN_TYPE.PERCENT_10,
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a member of a zip file can carry."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's "no style, no grid"."""


@dataclass(frozen=True, slots=True)
class Plan:
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


def cells(row: Row, words: Wording) -> tuple[str, str, str]:
    """Label, value and share of a row; a remark or a number on the chart goes with the label."""
    label, value, share = row.text(words)
    label = f"{label} ({row.note})" if row.note else label
    return (f"{row.mark}. {label}" if row.mark else label), value, share


def lines(text: str, size: float, width: float, weight: int = 400) -> int:
    """Lines a text takes in a box, measured with room to spare.

    The presenter's own typeface sets the words; its Arabic can be a fifth wider than ours.
    """
    return len(fonts.wrap(text, size, width * 72 / _wider(text), weight))


def _wider(text: str) -> float:
    return 1.25 if any(bidirectional(c) == "AL" for c in text) else 1.05


def plan(rows: Sequence[Row], words: Wording, width: float, size: float = TYPE) -> Plan:
    """Columns as wide as their figures need, and rows as high as their labels do."""
    texts = [cells(row, words) for row in rows]
    needed = max(fonts.width(v, size, 700) * _wider(v) for _, v, _ in texts) / 72 + 0.1
    shares = 0.062 * size if any(share for *_, share in texts) else 0.0
    label = max(width - needed - shares, 0.4 * width)
    high = [
        max(lines(name, size, label), lines(value, size, width - label - shares + 0.02, 700))
        for name, value, _ in texts
    ]
    columns = (label, width - label - shares, *([shares] if shares else []))
    step = 0.0165 * size
    return Plan(columns, tuple(0.0035 * size + step * n for n in high), size)


def fill(
    table: Table, rows: Sequence[Row], words: Wording, plan: Plan, style: Callable[..., None]
) -> None:
    """Rows of label, value and share; the value bold at the far side.

    Columns of a right-to-left table stand in the order they are seen: not every program that
    shows slides mirrors a table.
    """
    properties: Any = table._tbl.tblPr
    properties.set("firstRow", "0")
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = _NO_STYLE
    count = len(plan.columns)
    order = list(range(count))[::-1] if words.direction == "rtl" else list(range(count))
    for place, j in enumerate(order):
        table.columns[place].width = Inches(plan.columns[j])
    for i, row in enumerate(rows):
        table.rows[i].height = Inches(plan.heights[i])
        for place, j in enumerate(order):
            cell = table.cell(i, place)
            cell.margin_left = cell.margin_right = Inches(0)
            cell.margin_top = cell.margin_bottom = Inches(0)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.text = cells(row, words)[j]
            style(paragraph, plan.size, bold=j == 1, align="start" if j == 0 else "end")


def sample(
    slide: Slide,
    box: Box,
    style: Style,
    opacity: float,
    backgrounds: Sequence[tuple[Style, float]] = (),
) -> None:
    """A legend's sample, side by side on each of its backgrounds where it is a wash over others."""
    parts = max(len(backgrounds), 1)
    for i in range(parts):
        part = Box(box.x + box.width * i / parts, box.y, box.width / parts, box.height)
        colour = RGBColor(0xFF, 0xFF, 0xFF)
        if backgrounds:
            below, below_opacity = backgrounds[i]
            colour = _over(below.fill, below.fill_opacity * below_opacity, colour)
        _sample(slide, part, style, opacity, colour)


def _sample(slide: Slide, box: Box, style: Style, opacity: float, below: RGBColor) -> None:
    place = (Inches(box.x), Inches(box.y), Inches(box.width), Inches(box.height))
    if style.fill is None:
        middle = Inches(box.y + box.height / 2)
        line = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, place[0], middle, Inches(box.x + box.width), middle
        )
        etree.SubElement(line._element.spPr, qn("a:effectLst"))  # no shadow
        _stroke(line.line, style)
        return
    shape = MSO_SHAPE.OVAL if style.radius else MSO_SHAPE.RECTANGLE
    if style.radius:
        side = box.height
        place = (Inches(box.x + (box.width - side) / 2), Inches(box.y), Inches(side), Inches(side))
    made = slide.shapes.add_shape(shape, *place)
    made.shadow.inherit = False
    colour = _over(style.fill, style.fill_opacity * opacity, below)
    if style.hatch in _PATTERNS and not style.radius:
        made.fill.patterned()
        made.fill.pattern = _PATTERNS[style.hatch]
        made.fill.back_color.rgb = colour
        made.fill.fore_color.rgb = _over(style.hatch_colour, style.hatch_opacity * opacity, colour)
    else:
        made.fill.solid()
        made.fill.fore_color.rgb = colour
    if style.stroke and style.stroke != style.fill:
        _stroke(made.line, style)
    else:
        made.line.color.rgb, made.line.width = RGBColor(0x80, 0x80, 0x80), Pt(0.5)


def _rgb(colour: str | None) -> RGBColor:
    return RGBColor.from_string((colour or INK)[1:])


def _stroke(line: LineFormat, style: Style) -> None:
    line.color.rgb = _rgb(style.stroke)
    line.width = Pt(max(style.weight * 0.8, 0.75))
    if style.dash:
        line.dash_style = (
            MSO_LINE_DASH_STYLE.DASH if style.dash[0] > 3 else MSO_LINE_DASH_STYLE.ROUND_DOT
        )


def _over(colour: str | None, opacity: float, below: RGBColor) -> RGBColor:
    mine = _rgb(colour)
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


def reproducible_zip(data: bytes) -> bytes:
    """The same package with fixed member times, so that equal decks are equal files."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, old.read(member))
    return made.getvalue()
