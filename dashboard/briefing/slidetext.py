"""Words on a slide: native text boxes, mirrored where reading starts on the right."""

from __future__ import annotations

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches, Pt

from dashboard.briefing.canvas import Box, in_direction
from dashboard.style import INK
from dashboard.wording import Wording

WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a slide."""
FONT = "Arial"
"""Named in the slides: it is on every presenter's machine, and carries Arabic."""


class SlideCanvas:
    """A slide to be filled with words, measured from the side reading starts at."""

    def __init__(self, slide: Slide, words: Wording):
        self.slide, self.words = slide, words
        self.right_to_left = words.direction == "rtl"

    def text(
        self,
        box: Box,
        text: str,
        *,
        size: float,
        colour: RGBColor | None = None,
        bold: bool = False,
        name: str = "",
        align: str = "start",
    ) -> None:
        """A text box with one paragraph a line."""
        shape = self.slide.shapes.add_textbox(*(Inches(0),) * 4)
        shape.name = name or shape.name
        self.place(shape, box)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for i, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            paragraph.text = self.in_direction(line)
            self.style(paragraph, size, bold=bold, colour=colour, align=align)

    def in_direction(self, text: str) -> str:
        """The text as it must be set here: in its slide's direction whatever it begins with."""
        return in_direction(text) if self.right_to_left else text

    def left(self, box: Box) -> Box:
        """A box measured from the left edge, as the file wants it."""
        x = WIDTH - box.x - box.width if self.right_to_left else box.x
        return Box(x, box.y, box.width, box.height)

    def place(self, shape, box: Box) -> None:
        """Put a shape into a box."""
        box = self.left(box)
        shape.left, shape.top = Inches(box.x), Inches(box.y)
        shape.width, shape.height = Inches(box.width), Inches(box.height)

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
        start, end = (
            (PP_ALIGN.RIGHT, PP_ALIGN.LEFT)
            if self.right_to_left
            else (PP_ALIGN.LEFT, PP_ALIGN.RIGHT)
        )
        paragraph.alignment = start if align == "start" else end
        paragraph._p.get_or_add_pPr().set("rtl", "1" if self.right_to_left else "0")
        if not paragraph.runs:  # an empty cell is as high as its type
            etree.SubElement(paragraph._p, qn("a:endParaRPr")).set("sz", str(round(size * 100)))
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
            run.font.color.rgb = colour or RGBColor.from_string(INK[1:])
            properties = run._r.get_or_add_rPr()
            properties.set("lang", self.words.locale.tag.split("-u-")[0])
            complex_script = etree.SubElement(properties, qn("a:cs"))
            complex_script.set("typeface", FONT)
