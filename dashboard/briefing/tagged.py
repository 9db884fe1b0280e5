"""PDF whose parts are marked: headings, paragraphs and figures with their alternative text.

matplotlib draws the page. The label of an artist (``canvas.Page``) says which element it belongs
to; while the page is drawn each marks its part of the content, and pikepdf then puts the parts into
a structure tree. Whatever has no label is an artifact: rules, frames, samples.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pikepdf
from fontTools import subset
from matplotlib import _text_helpers
from matplotlib.backends import _backend_pdf_ps, backend_pdf
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_pdf import PdfFile, RendererPdf, Verbatim
from matplotlib.figure import Figure
from pikepdf import Array, Dictionary, Name

REGIONS = ("head", "map", "margin", "foot")
"""The parts of a page in the order they are read, whatever order they are drawn in."""
_POINTS = 72


def _glyphs_subset(fontfile: Any, glyphs: set[int]) -> Any:
    """A font cut down to some glyphs, as matplotlib embeds it.

    Without the tables that shape text, which has been shaped: to read and prune them takes longer
    than to draw the page.
    """
    options = subset.Options(glyph_names=True, recommended_glyphs=True, name_IDs=["*"])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "FFTM", "meta"]
    options.font_number = fontfile.face_index
    font = subset.load_font(fontfile, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(gids=glyphs)
    subsetter.subset(font)
    return _backend_pdf_ps.SubsetResults(font, subsetter.glyph_index_map)._as_cm()


_backend_pdf_ps.get_glyphs_subset = _glyphs_subset


def _layout(text: str, font: Any, **options: Any) -> Iterator[SimpleNamespace]:
    """The glyphs of a text, each where it is to stand less the kern before it.

    matplotlib adds the kern of a glyph to its place where it takes up another subset of the font,
    though the place has it already: signs of a number in Arabic, between marks without a shape,
    would stand on its digits.
    """
    for glyph in _text_helpers.layout(text, font, **options):
        found = {name: getattr(glyph, name) for name in _GLYPH}
        yield SimpleNamespace(**found | {"x": glyph.x - glyph.prev_kern})


_GLYPH = ("ft_object", "char", "glyph_index", "y", "prev_kern")
_backend: Any = backend_pdf
_backend._text_helpers = SimpleNamespace(layout=_layout)


class _Marking(RendererPdf):
    """Draws as its parent does, and notes which element each piece of content belongs to."""

    def __init__(self, file: PdfFile, image_dpi: float, height: float, width: float):
        super().__init__(file, image_dpi, height, width)
        self.marks: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str | None] = []
        self._write("/Artifact BMC")

    def open_group(self, s: str, gid: str | None = None) -> None:
        """An artist begins; one that has an element ends what was there before."""
        self._open.append(gid)
        if gid:
            tag = gid.split("/")[1].split(":")[0]
            self._write(f"EMC /{tag} <</MCID {len(self.marks)}>> BDC")
            self.marks.append(gid)

    def close_group(self, s: str) -> None:
        """An artist ends."""
        if self._open.pop():
            self._write("EMC /Artifact BMC")

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
        """Text, whose characters are kept: shaped glyphs do not give them back."""
        if any(self._open):
            kept = "".join(c for c in s if unicodedata.category(c) != "Cf")
            self.texts.setdefault(self.marks[-1], []).append(kept)
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)

    def finalize(self) -> None:
        """The page ends."""
        super().finalize()
        self._write("EMC")

    def _write(self, operators: str) -> None:
        self.file.output(Verbatim(operators.encode("ascii")))


def pdf(
    figures: Sequence[Figure],
    words: Mapping[str, object],
    *,
    language: str,
    pictures: Mapping[str, str],
) -> bytes:
    """Figures as the pages of a tagged PDF.

    ``figures``: pages whose texts and pictures carry their elements as labels.
    ``words``: the document's information, as matplotlib takes it.
    ``pictures``: alternative text by label.
    """
    data, markings = _drawn(figures, words)
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        boxes = [_boxes(figure) for figure in figures]
        build_structure_tree(document, markings, boxes, pictures)
        root = document.Root
        root.Lang = pikepdf.String(language)
        root.MarkInfo = Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        document.save(made, deterministic_id=True, min_version="1.7")
    return made.getvalue()


def _drawn(figures: Sequence[Figure], words: Mapping[str, object]) -> tuple[bytes, list[_Marking]]:
    """The pages as matplotlib writes them, and what was marked on each."""
    made = io.BytesIO()
    file = PdfFile(made, metadata=dict(words))
    try:
        markings = [_page(file, figure) for figure in figures]
        file.finalize()
    finally:
        file.close()
    return made.getvalue(), markings


def _page(file: PdfFile, figure: Figure) -> _Marking:
    """Draw a figure as the file's next page."""
    dpi, (width, height) = figure.dpi, figure.get_size_inches()
    for artist in (*figure.texts, *figure.axes):
        artist.set_gid(str(artist.get_label()) or None)
    try:
        figure.dpi = _POINTS
        file.newPage(width, height)
        marking = _Marking(file, dpi, height, width)
        renderer: Any = MixedModeRenderer(figure, width, height, dpi, marking)
        figure.draw(renderer)
        renderer.finalize()
    finally:
        figure.dpi = dpi
    return marking


def _boxes(figure: Figure) -> dict[str, list[float]]:
    """Where each labelled picture stands on the page, in points."""
    found: dict[str, list[float]] = {}
    width, height = (side * _POINTS for side in figure.get_size_inches())
    for ax in figure.axes:
        if label := str(ax.get_label()):
            low, high = ax.get_position().min, ax.get_position().max
            box = [low[0] * width, low[1] * height, high[0] * width, high[1] * height]
            old = found.get(label, box)
            ends = [*map(min, old[:2], box[:2]), *map(max, old[2:], box[2:])]
            found[label] = [round(float(end), 2) for end in ends]
    return found


def _shaped(text: str) -> bool:
    """Whether a text is of a script whose letters change their form and run right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def build_structure_tree(
    document: pikepdf.Pdf,
    markings: Sequence[_Marking],
    boxes: Sequence[Mapping[str, list[float]]],
    pictures: Mapping[str, str],
) -> None:
    """Build the structure tree over the marked content of the pages."""
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    top = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    kids, parents = list[Any](), list[Any]()
    for number, marking in enumerate(markings):
        page = document.pages[number].obj
        elements = _elements(document, top, page, marking, boxes[number], pictures)
        for mark, label in enumerate(marking.marks):
            elements[label].K.append(mark)
        kids += elements.values()
        marked = Array([elements[label] for label in marking.marks])
        parents += [number, document.make_indirect(marked)]
        page.StructParents = number
        page.Tabs = Name.S
    top.K = Array(kids)
    root.K = Array([top])
    root.ParentTree = document.make_indirect(Dictionary(Nums=Array(parents)))
    root.ParentTreeNextKey = len(markings)
    document.Root.StructTreeRoot = root


def _elements(
    document: pikepdf.Pdf,
    top: Dictionary,
    page: Dictionary,
    marking: _Marking,
    boxes: Mapping[str, list[float]],
    pictures: Mapping[str, str],
) -> dict[str, Any]:
    """The elements of one page by their labels, in the order they are read."""
    elements: dict[str, Any] = {}
    labels = dict.fromkeys(marking.marks)
    for label in sorted(labels, key=lambda m: REGIONS.index(m.split("/")[0])):
        tag = label.split("/")[1].split(":")[0]
        element = Dictionary(Type=Name.StructElem, S=Name("/" + tag), P=top, Pg=page, K=Array())
        if tag == "Figure":
            element.Alt = pikepdf.String(pictures[label])
            element.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(boxes[label]))
        elif _shaped(text := " ".join(marking.texts.get(label, ()))):
            element.ActualText = pikepdf.String(text)
        elements[label] = document.make_indirect(element)
    return elements
