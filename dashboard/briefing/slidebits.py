"""Native pieces of a slide: tables of figures and samples of styles; and the file around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.table import Table
from pptx.util import Inches, Pt

from dashboard.briefing.drawing import GROUND
from dashboard.briefing.findings import Row
from dashboard.briefing.layout import Box
from dashboard.style import Style

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


def fill(table: Table, rows: Sequence[Row], *, right_to_left: bool, style: Callable) -> None:
    """Rows of label, value and note; the value bold at the far side."""
    properties = table._tbl.tblPr
    properties.set("firstRow", "0")
    properties.set("bandRow", "0")
    properties.set("rtl", "1" if right_to_left else "0")
    properties.find(qn("a:tableStyleId")).text = _NO_STYLE
    shares = (0.52, 0.29, 0.19) if any(r.note.endswith("%") for r in rows) else (0.6, 0.39, 0.01)
    width = sum(column.width for column in table.columns)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(width * share)
    for i, row in enumerate(rows):
        table.rows[i].height = Inches(0.2)
        note = row.note if row.note.endswith("%") else ""
        label = row.label if note or not row.note else f"{row.label} ({row.note})"
        for j, text in enumerate((label, row.value, note)):
            cell = table.cell(i, j)
            cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = 0
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.text = text
            style(paragraph, 10, bold=j == 1, align="start" if j == 0 else "end")


def sample(slide: Slide, box: Box, style: Style, opacity: float) -> None:
    """A legend's sample: a filled or hatched box, a line or a dot."""
    place = (Inches(box.x), Inches(box.y), Inches(box.width), Inches(box.height))
    if style.fill is None:
        middle = Inches(box.y + box.height / 2)
        line = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, place[0], middle, Inches(box.x + box.width), middle
        )
        _stroke(line.line, style)
        return
    shape = MSO_SHAPE.OVAL if style.radius else MSO_SHAPE.RECTANGLE
    if style.radius:
        side = box.height
        place = (Inches(box.x + (box.width - side) / 2), Inches(box.y), Inches(side), Inches(side))
    made = slide.shapes.add_shape(shape, *place)
    made.shadow.inherit = False
    shown = style.fill_opacity * opacity
    # white marks need a ground to be seen on, as they have on the map
    paper = RGBColor.from_string("FFFFFF" if shown else GROUND[1:])
    colour = _over(style.fill, shown, paper)
    if style.hatch in _PATTERNS and not style.radius:
        made.fill.patterned()
        made.fill.pattern = _PATTERNS[style.hatch]
        made.fill.back_color.rgb = colour
        made.fill.fore_color.rgb = _over(style.hatch_colour, style.hatch_opacity, colour)
    else:
        made.fill.solid()
        made.fill.fore_color.rgb = colour
    if style.stroke and style.stroke != style.fill:
        _stroke(made.line, style)
    else:
        made.line.color.rgb, made.line.width = RGBColor(0x80, 0x80, 0x80), Pt(0.5)


def _stroke(line, style: Style) -> None:
    line.color.rgb = RGBColor.from_string(style.stroke[1:])
    line.width = Pt(max(style.weight * 0.8, 0.75))
    if style.dash:
        line.dash_style = (
            MSO_LINE_DASH_STYLE.DASH if style.dash[0] > 3 else MSO_LINE_DASH_STYLE.ROUND_DOT
        )


def _over(colour: str, opacity: float, ground: RGBColor) -> RGBColor:
    mine = RGBColor.from_string(colour[1:])
    return RGBColor(
        *(round(a * opacity + b * (1 - opacity)) for a, b in zip(mine, ground, strict=True))
    )


def settled(data: bytes) -> bytes:
    """The same package with fixed member times, so that equal decks are equal files."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, old.read(member))
    return settled.getvalue()
