"""Files that are the same for the same figure and date: pictures and pages."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dashboard.briefing import fonts

_Mathematics = bool | Literal["TeX"]

CREATOR = "conflict-map-dashboard"
_SCREEN_PX = 960
"""Width of a page that is only looked at."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: read by programs, screen readers and search engines.

    ``pictures`` is the alternative text of each picture on the page, by its label; ``alt`` that of
    the whole; ``version`` says which data it shows.
    """

    title: str
    alt: str
    author: str
    version: str
    language: str
    produced_on: dt.date
    pictures: Mapping[str, str]

    @property
    def moment(self) -> dt.datetime:
        """The production date as a moment: files store one, and must not store the clock's."""
        return at_midnight(self.produced_on)


def at_midnight(day: dt.date) -> dt.datetime:
    """The moment a day begins."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def encode(figures: Sequence[Figure], kind: str, about: About) -> bytes:
    """Pages as a PDF; the first of them as a PNG or SVG file."""
    if kind == "pdf":
        return _pdf(figures, about)
    return {"png": _png, "svg": _svg}[kind](figures[0], about)


def raster(figure: Figure, width_px: int = 0) -> Image.Image:
    """A page as an image, of a width where one is given, else in its own resolution; opaque unless
    its paper is not."""
    if width_px:
        figure.set_dpi(width_px / figure.get_figwidth())
    canvas = _Canvas(figure)
    canvas.draw()
    image = Image.fromarray(np.asarray(canvas.buffer_rgba()))
    *_, opacity = to_rgba(figure.get_facecolor())
    return image.convert("RGB") if opacity == 1 else image


class _Canvas(FigureCanvasAgg):
    """Draws with ``_Renderer``."""

    @cached_property
    def _renderer_of_page(self) -> _Renderer:
        return _Renderer(*self.get_width_height(physical=True), self.figure.dpi)

    def get_renderer(self) -> RendererAgg:
        """What a page is drawn with, in the resolution it has when it is first asked for."""
        return self._renderer_of_page


class _Renderer(RendererAgg):
    """Draws a text as one shape, not letter by letter, which takes a third of the time of a page;
    there is no mathematics in it."""

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: _Mathematics = False,
        mtext: Text | None = None,
    ) -> None:
        """Draw a text from where it starts on its baseline."""
        size = self.points_to_pixels(prop.get_size_in_points())
        placed = Affine2D().scale(size).rotate_deg(angle).translate(x, self.height - y)
        gc.set_linewidth(0)
        self.draw_path(gc, fonts.outline(s, prop), placed, gc.get_rgb())

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: _Mathematics
    ) -> tuple[float, float, float]:
        """The extent of a text in pixels."""
        size = self.points_to_pixels(prop.get_size_in_points())
        wide, high, low = fonts.extent(s, prop)
        return wide * size, high * size, low * size


def small_webp(figure: Figure) -> bytes:
    """A page as a WebP for a screen, without what a file says of itself: a third of a PNG, made as
    quickly."""
    made = io.BytesIO()
    raster(figure, _SCREEN_PX).save(made, "WEBP", quality=85, method=2)
    return made.getvalue()


def _png(figure: Figure, about: About) -> bytes:
    made, words = io.BytesIO(), PngInfo()
    words.add_text("Title", about.title)
    words.add_text("Description", about.alt)
    words.add_text("Author", about.author)
    words.add_text("Source", about.version)
    words.add_text("Software", CREATOR)
    words.add_text("Creation Time", about.produced_on.isoformat())
    dpi = (figure.dpi, figure.dpi)
    raster(figure).save(made, "PNG", compress_level=2, pnginfo=words, dpi=dpi)
    return made.getvalue()


def _pdf(figures: Sequence[Figure], about: About) -> bytes:
    from dashboard.briefing import tagged  # its libraries take longer to load than a page to draw

    words = {
        "Title": about.title,
        "Subject": about.alt,
        "Author": about.author,
        "Keywords": about.version,
        "Creator": CREATOR,
        "Producer": CREATOR,
        "CreationDate": about.moment,
        "ModDate": about.moment,
    }
    return tagged.pdf(figures, words, language=about.language, pictures=about.pictures)


def _svg(figure: Figure, about: About) -> bytes:
    made = io.BytesIO()
    words = {
        "Title": about.title,
        "Description": about.alt,
        "Creator": about.author,
        "Source": about.version,
        "Date": about.produced_on.isoformat(),
        "Language": about.language,
    }
    figure.savefig(made, format="svg", metadata=words)
    text = made.getvalue().decode("utf-8")
    # the reader's machine need not have the typeface: the glyphs used travel inside the file.
    # unicode-bidi lets each text find its own direction, as it did when it was laid out
    texts = [
        (int((re.search(r"font-weight: (\d+)", style) or [400, 400])[1]), html.unescape(shown))
        for style, shown in re.findall(r"<text([^>]*)>([^<]*)</text>", text)
    ]
    style = f"<style>text{{unicode-bidi:plaintext}}\n{fonts.face_css(texts)}</style>"
    return text.replace("<defs>", f"<defs>{style}", 1).encode("utf-8")
