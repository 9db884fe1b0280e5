"""Briefings: pictures, slides, pages and data files of what is on screen.

``make`` is the whole interface: a frozen ``BriefSpec`` in, a file and its alternative text out. It
reads no clock, no network and no browser, keeps no state between calls and may run in any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from dashboard.archive import Archive, per_archive
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import (
    ANIMATIONS,
    DATA,
    FORMATS,
    FORMATS_OF,
    GEODATA,
    HOLD_S,
    KINDS,
    MOST_DATES,
    PICTURES,
    SHEETS,
    SIZES,
    TEXTS,
    TWO_DATES,
    BriefSpec,
    check,
    dates_of,
    file_name,
    formats_here,
    is_sized,
    slides_of,
)
from dashboard.errors import ChoiceError, shown
from dashboard.wording import Wording, of_seeds

Step = Callable[[int, int], None]

MEDIA = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown",
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "kml": "application/vnd.google-earth.kml+xml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media type of each format."""


class Preview(NamedTuple):
    """A WebP with its alternative text, or a text; empty for a data file.

    ``note`` says which part of the file is shown, if not all of it, or that another size would be
    easier to read.
    """

    picture: bytes = b""
    alt: str = ""
    text: str = ""
    note: str = ""


class Made(NamedTuple):
    """A file, and the alternative text of what it shows; a picture file contains the same text."""

    data: bytes
    alt: str


def make(archive: Archive, words: Wording, spec: BriefSpec, step: Step | None = None) -> Made:
    """The file a spec asks for.

    Raises ``ChoiceError`` if the spec asks for something the data set or the briefing does not
    have.

    ``words``: words of ``spec.language``.
    ``step``: called after each picture of a file of several with how many are drawn, of how many.
    """
    check(spec, archive)
    _require_letters(archive, words, spec)
    if spec.format in PICTURES:
        return _picture(archive, words, spec)
    data = _other(archive, words, spec, step or (lambda done, total: None))
    return Made(data, alt_text(archive, words, spec))


def render(archive: Archive, words: Wording, spec: BriefSpec, step: Step | None = None) -> bytes:
    """The file of ``make`` alone."""
    return make(archive, words, spec, step).data


def preview(archive: Archive, spec: BriefSpec) -> Preview:
    """What a spec will give, small and quickly: drawn by the code that draws the file, once for all
    files that show the same.

    Raises ``ChoiceError`` if the spec asks for something the data set or the briefing does not
    have.
    """
    check(spec, archive)
    words = of_seeds(archive.seeds, spec.language)
    _require_letters(archive, words, spec)
    if spec.format in TEXTS:
        return Preview(text=render(archive, words, replace(spec, format="md")).decode("utf-8"))
    shown, note = _shown(archive, words, spec)
    if shown is None:
        return Preview(note=note)
    seen = _seen(archive, shown)
    return seen._replace(note=note or seen.note)


def _require_letters(archive: Archive, words: Wording, spec: BriefSpec) -> None:
    """Refuse a picture whose title, parties or briefer's own words would be drawn as boxes."""
    if spec.format not in (*PICTURES, *ANIMATIONS):
        return
    from dashboard.briefing import fonts

    parties = (words.of(party, "name") for party in archive.parties.values())
    marked = (annotation.text for annotation in spec.annotations)
    own = (spec.headline, spec.subtitle, spec.note, spec.credit, *marked)
    for text in filter(None, (words.of(archive.dataset, "title"), *parties, *own)):
        if letters := fonts.missing(text):
            wanted = "slides, pages, documents and data have them as text"
            what = f"the fonts of pictures lack {shown(letters)}, of {shown(text)}; {wanted}"
            raise ChoiceError(what, "briefing_no_letters", letters=letters, text=text)


@per_archive
def _seen(archive: Archive, spec: BriefSpec) -> Preview:
    """A picture as a preview, which says if another size would be easier to read."""
    from dashboard.briefing import output
    from dashboard.briefing.layouts import draw

    words = of_seeds(archive.seeds, spec.language)
    drawn = draw(archive, words, spec)
    note = words["briefing.preview_cramped"] if drawn.is_cramped else ""
    picture = output.small_webp(drawn.context.page.figure)
    return Preview(picture, alt_text(archive, words, spec), note=note)


def _shown(archive: Archive, words: Wording, spec: BriefSpec) -> tuple[BriefSpec | None, str]:
    """The picture that previews a file, and a note on which part of the file it is; no picture of
    data."""
    picture = replace(spec, format="png", hold_s=HOLD_S)
    if spec.format in PICTURES:
        return picture, ""
    if spec.format in ANIMATIONS:
        days = dates_of(spec, archive)
        note = words.counted("briefing.preview_frames", len(days))
        return replace(picture, kind="situation", day=days[-1], since=None, dates=()), note
    if spec.format == "pptx":
        slides = slides_of(picture)
        return slides[0], words.counted("briefing.preview_slides", len(slides))
    if spec.format == "html":
        return replace(picture, sheet="map"), words["briefing.preview_page"]
    return None, words["briefing.preview_data"]


def headline(archive: Archive, words: Wording, spec: BriefSpec) -> str:
    """The headline of a briefing: its finding, unless the spec has another."""
    return Findings(archive, words, spec).headline()


def _picture(archive: Archive, words: Wording, spec: BriefSpec) -> Made:
    from dashboard.briefing import output
    from dashboard.briefing.layouts import draw

    drawn = draw(archive, words, spec)
    about = drawn.about
    return Made(output.encode(drawn.figures, spec.format, about), about.alt)


def _other(archive: Archive, words: Wording, spec: BriefSpec, step: Step) -> bytes:
    """A file that is no picture. Its library is imported when it is first asked for."""
    if spec.format == "pptx":
        from dashboard.briefing.slides import deck

        return deck(archive, words, spec, step)
    if spec.format in ANIMATIONS:
        from dashboard.briefing.animation import animation

        return animation(archive, words, spec, step)
    if spec.format == "html":
        from dashboard.briefing.page import page

        return page(archive, words, spec)
    if spec.format == "docx":
        from dashboard.briefing.word import word

        return word(archive, words, spec)
    if spec.format == "md":
        from dashboard.briefing.markdown import markdown

        return markdown(archive, words, spec)
    from dashboard.briefing.gis import WRITERS

    return WRITERS[spec.format](archive, words, spec)
