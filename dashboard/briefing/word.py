"""A briefing in words as a Word document a desk officer can edit."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from dashboard import store
from dashboard.archive import Archive
from dashboard.briefing import fonts, output
from dashboard.briefing.brief import Block, Grid, Heading, Item, Map, brief
from dashboard.briefing.canvas import RULE
from dashboard.briefing.furniture import fitted
from dashboard.briefing.layouts import draw
from dashboard.briefing.spec import BriefSpec, Size
from dashboard.style import INK
from dashboard.wording import Wording

_PAGE, _MARGIN, _FOOT = (Cm(21), Cm(29.7)), Cm(2), Cm(1.8)
_WIDTH = Length(_PAGE[0] - 2 * _MARGIN)
_MAP_CM = {"difference": 10.0, "agreement": 8.6}
"""Height of the map with its legend, of one date or two."""
_BODY, _SMALL, _TABLE = Pt(10), Pt(8), Pt(9)
_SIZES = {"Normal": _BODY, "Title": Pt(18), "Heading 2": Pt(12)}
_FONT = "Arial"
"""A typeface every office program has, with Arabic letters."""
_BULLET = Cm(0.63)
"""Indent of a list."""
_LOGO = (1.6, 0.5)
"""Inches the logo has at most."""
_CELL_PT = 12.0
"""Points of a column that its words do not have."""


def word(archive: Archive, words: Wording, spec: BriefSpec) -> bytes:
    """The document, with headings, lists and tables as such, the map with its alternative text."""
    document = _WordDocument(archive, words, spec)
    for block in brief(archive, words, spec):
        document.add(block)
    return document.saved()


class _WordDocument:
    """A document being written in the direction of its language."""

    def __init__(self, archive: Archive, words: Wording, spec: BriefSpec):
        self._archive, self._words, self._spec = archive, words, spec
        self._right_to_left = words.direction == "rtl"
        self._made = Document()
        self._last: Block | None = None
        (section,) = self._made.sections
        section.page_width, section.page_height = _PAGE
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _FOOT
        self._set_styles()
        if spec.logo:
            self._add_logo(section.header.paragraphs[0])

    def _set_styles(self) -> None:
        for name, size in _SIZES.items():
            style = self._made.styles[name]
            style.font.size, style.font.name = size, _FONT
            style.font.bold = style.font.cs_bold = name != "Normal"
            style.font.color.rgb = RGBColor.from_string(INK.removeprefix("#"))
            faces = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                faces.attrib.pop(qn(f"w:{theme}"), None)
            for script in ("ascii", "hAnsi", "cs"):
                faces.set(qn(f"w:{script}"), _FONT)
            _set_size(style.element.rPr, size)
        for rule in self._made.styles["Title"].element.pPr.findall(qn("w:pBdr")):
            rule.getparent().remove(rule)
        language = OxmlElement("w:lang")
        for script in ("val", "bidi"):
            language.set(qn(f"w:{script}"), self._words.language)
        self._made.styles["Normal"].element.rPr.append(language)
        self._made.styles["Normal"].paragraph_format.space_after = Pt(4)
        self._made.styles["Heading 2"].paragraph_format.space_before = Pt(10)
        self._made.styles["Heading 2"].paragraph_format.space_after = Pt(3)

    def add(self, block: Block) -> None:
        """Write one block after the last.

        Nothing stands between a table and a heading, which LibreOffice would leave behind alone at
        the end of the page.
        """
        if isinstance(self._last, Grid) and not isinstance(block, Heading):
            gap = self._made.add_paragraph().paragraph_format
            gap.space_after, gap.line_spacing = Pt(0), Pt(4)
        self._write_block(block)
        self._last = block

    def _write_block(self, block: Block) -> None:
        if isinstance(block, Map):
            self._add_map()
        elif isinstance(block, Grid):
            self._add_table(block)
        elif isinstance(block, Heading):
            style = "Title" if block.level == 1 else f"Heading {block.level}"
            self._write(self._made.add_paragraph(style=style), block.text)
        elif isinstance(block, Item):
            item = self._made.add_paragraph(style="List Bullet")
            item.paragraph_format.space_after = Pt(1)
            self._write(item, block.text)
        else:
            paragraph = self._made.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2) if block.small else None
            if block.small and isinstance(self._last, Item):  # small print about the entry above
                style = self._made.styles["List Bullet"].paragraph_format
                paragraph.paragraph_format.left_indent = style.left_indent or _BULLET
            self._write(paragraph, block.text, _SMALL if block.small else None)

    def _write(self, paragraph: DocxParagraph, text: str, size: Length | None = None) -> Any:
        """Words in a paragraph, each in its direction, the paragraph in the document's."""
        run = paragraph.add_run(fonts.unbroken(text))
        run.font.size = size
        properties = run._r.get_or_add_rPr()
        if size:
            _set_size(properties, size)
        if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
            properties.append(OxmlElement("w:rtl"))
        if self._right_to_left:
            about = paragraph._p.get_or_add_pPr()
            about.insert_element_before(
                OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr"
            )
        return run

    def _add_table(self, block: Grid) -> None:
        lines = (block.heads, *block.rows)
        table = self._made.add_table(len(lines), len(lines[0]))
        table.autofit = False
        _rule(table._tbl.tblPr)
        if self._right_to_left:
            table._tbl.tblPr.insert_element_before(
                OxmlElement("w:bidiVisual"), "w:tblW", "w:jc", "w:tblBorders", "w:tblLook"
            )
        widths = _columns(lines)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row, line in zip(table.rows, lines, strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, text, width in zip(row.cells, line, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].paragraph_format.space_after = Pt(1)
                run = self._write(cell.paragraphs[0], text, _TABLE)
                run.bold = run.font.cs_bold = line is block.heads or None
        # repeated where the table goes on on another page
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _add_map(self) -> None:
        spec = replace(self._spec, format="png", sheet="legend")
        # as large as it stands on the page, so that its type is as large too
        size = Size("document", _WIDTH.inches, _MAP_CM[spec.kind] / 2.54, 220, 8.5, 7.0)
        drawn = draw(self._archive, self._words, spec, size)
        picture = io.BytesIO(output.encode(drawn.figures, "png", drawn.about))
        shape = self._made.add_paragraph().add_run().add_picture(picture, width=_WIDTH)
        shape._inline.docPr.set("descr", drawn.about.alt)

    def _add_logo(self, paragraph: DocxParagraph) -> None:
        """The author's logo at the far end of the head of each page."""
        ends = {True: WD_ALIGN_PARAGRAPH.LEFT, False: WD_ALIGN_PARAGRAPH.RIGHT}
        paragraph.alignment = ends[self._right_to_left]
        size = fitted(self._spec.logo, *_LOGO)
        picture = io.BytesIO(self._spec.logo)
        shape = paragraph.add_run().add_picture(picture, width=Inches(size.width))
        shape._inline.docPr.set("descr", self._words["briefing.logo"])

    def saved(self) -> bytes:
        """The file: the same for the same document and production date."""
        about, moment = self._made.core_properties, self._spec.produced_on
        about.title = self._made.paragraphs[0].text
        about.author = about.last_modified_by = self._archive.seeds.attribution
        about.language, about.comments = self._words.language, ""
        about.created = about.modified = output.at_midnight(moment)
        made = io.BytesIO()
        self._made.save(made)
        return store.without_times(made.getvalue())


def _columns(lines: Sequence[Sequence[str]]) -> list[int]:
    """Widths of a table's columns: what their words need in one line, the widest cut to fit."""
    needed = [
        max(fonts.office_width(text, _TABLE.pt, 700) for text in column) + _CELL_PT
        for column in zip(*lines, strict=True)
    ]
    room, left, widths = _WIDTH / Pt(1), len(needed), [0.0] * len(needed)
    for at in sorted(range(len(needed)), key=needed.__getitem__):
        widths[at] = min(needed[at], room / left)
        room, left = room - widths[at], left - 1
    return [round(width * Pt(1)) for width in widths]


def _rule(properties: Any) -> None:
    """Thin rules between the rows of a table."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", RULE.removeprefix("#"))):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    properties.insert_element_before(borders, "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _set_size(properties: Any, size: Length) -> None:
    """The size of letters of right-to-left scripts beside that of all others, in half points."""
    found = properties.find(qn("w:szCs"))
    if found is None:
        found = OxmlElement("w:szCs")
        properties.find(qn("w:sz")).addnext(found)
    found.set(qn("w:val"), str(round(size.pt * 2)))
