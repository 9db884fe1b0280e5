"""A briefing in words as a Word document: two pages a desk officer can edit."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from dashboard.archive import Archive
from dashboard.briefing import output
from dashboard.briefing.brief import Block, Grid, Heading, Item, Map, brief
from dashboard.briefing.fonts import unbroken
from dashboard.briefing.layouts import draw
from dashboard.briefing.spec import BriefSpec
from dashboard.style import INK
from dashboard.wording import Wording

_WIDTH, _MARGIN, _MAP_HEIGHT = Cm(17), Cm(2), Cm(8.5)
_BODY, _SMALL, _TABLE = Pt(10), Pt(8), Pt(9)
_FONT = "Arial"
"""A typeface every office program has, with Arabic letters."""


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
        (section,) = self._made.sections
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = Cm(1.8)
        self._set_styles()

    def _set_styles(self) -> None:
        for name, size in (("Normal", _BODY), ("Title", Pt(17)), ("Heading 2", Pt(11.5))):
            style = self._made.styles[name]
            style.font.size, style.font.name = size, _FONT
            style.font.color.rgb = RGBColor.from_string(INK.removeprefix("#"))
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            for script in ("ascii", "hAnsi", "cs"):
                fonts.set(qn(f"w:{script}"), _FONT)
            _set_size(style.element.rPr, size)
        language = OxmlElement("w:lang")
        for script in ("val", "bidi"):
            language.set(qn(f"w:{script}"), self._words.language)
        self._made.styles["Normal"].element.rPr.append(language)
        self._made.styles["Normal"].paragraph_format.space_after = Pt(4)
        self._made.styles["Heading 2"].paragraph_format.space_before = Pt(8)

    def add(self, block: Block) -> None:
        """Write one block after the last."""
        if isinstance(block, Map):
            self._add_map()
        elif isinstance(block, Grid):
            self._add_table(block)
        elif isinstance(block, Heading):
            style = "Title" if block.level == 1 else f"Heading {block.level}"
            self._write(self._made.add_paragraph(style=style), block.text)
        elif isinstance(block, Item):
            self._write(self._made.add_paragraph(style="List Bullet"), block.text)
        else:
            size = _SMALL if block.small else None
            self._write(self._made.add_paragraph(), block.text, size)

    def _write(self, paragraph: DocxParagraph, text: str, size: Length | None = None) -> Any:
        """Words in a paragraph, each in its direction, the paragraph in the document's."""
        run = paragraph.add_run(unbroken(text))
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
        lines = (block.heads, *block.rows) if block.heads else block.rows
        table = self._made.add_table(len(lines), len(lines[0]), "Table Grid")
        if self._right_to_left:
            table._tbl.tblPr.insert_element_before(
                OxmlElement("w:bidiVisual"), "w:tblW", "w:jc", "w:tblLook"
            )
        for row, line in zip(table.rows, lines, strict=True):
            for cell, text in zip(row.cells, line, strict=True):
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
                run = self._write(cell.paragraphs[0], text, _TABLE)
                run.bold = line is block.heads or None
        if block.heads:  # repeated where the table goes on on another page
            head = OxmlElement("w:tblHeader")
            table.rows[0]._tr.get_or_add_trPr().append(head)
        self._made.add_paragraph().paragraph_format.space_after = Pt(0)

    def _add_map(self) -> None:
        spec = replace(self._spec, format="png", size="1080p", sheet="legend")
        drawn = draw(self._archive, self._words, spec)
        picture = io.BytesIO(output.encode(drawn.figures, "png", drawn.about))
        paragraph = self._made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(picture, height=_MAP_HEIGHT)
        if shape.width > _WIDTH:
            shape.height, shape.width = round(shape.height * _WIDTH / shape.width), _WIDTH
        shape._inline.docPr.set("descr", drawn.about.alt)

    def saved(self) -> bytes:
        """The file: the same for the same document and production date."""
        about, moment = self._made.core_properties, self._spec.produced_on
        about.title = self._made.paragraphs[0].text
        about.author = about.last_modified_by = self._archive.dataset.attribution
        about.language, about.comments = self._words.language, ""
        about.created = about.modified = output.at_midnight(moment)
        made = io.BytesIO()
        self._made.save(made)
        return output.reproducible_zip(made.getvalue())


def _set_size(properties: Any, size: Length) -> None:
    """The size of letters of right-to-left scripts beside that of all others, in half points."""
    found = properties.find(qn("w:szCs"))
    if found is None:
        found = OxmlElement("w:szCs")
        properties.find(qn("w:sz")).addnext(found)
    found.set(qn("w:val"), str(round(size.pt * 2)))
