"""Pictures, opened with independent readers: what a reader of the file would check."""

from __future__ import annotations

import datetime as dt
import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from xml.etree import ElementTree as ET

import pypdf
import pytest
from briefs import DAY, EARLIER, PRODUCED, archive_of, spec_of
from PIL import Image

from dashboard import wording
from dashboard.briefing import KINDS, SIZES, alt_text, render
from dashboard.briefing.findings import Findings, line_km
from dashboard.briefing.sentences import number, version_hash

DATES = (EARLIER, dt.date(2001, 3, 1), DAY)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<b>&$x^2${}أرض"


def pdf_text(data: bytes) -> str:
    """The words of a PDF, spaces as they come, so compare words and not lines."""
    return " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())


def svg_texts(data: bytes) -> list[str]:
    return [node.text or "" for node in ET.fromstring(data).iter(f"{SVG}text")]


@pytest.mark.parametrize("size", SIZES)
def test_a_png_has_its_pages_pixels_and_resolution(make, size):
    """What is called A4 prints as A4."""
    page = SIZES[size]
    image = Image.open(io.BytesIO(make(size=size)))
    assert image.size == (round(page.width * page.dpi), round(page.height * page.dpi))
    assert image.info["dpi"][0] == pytest.approx(page.dpi, abs=1)


def test_the_slide_size_is_1920_by_1080(make):
    """The picture fills a screen without being scaled."""
    assert Image.open(io.BytesIO(make())).size == (1920, 1080)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", wording.languages())
def test_every_kind_is_drawn_in_every_language(archive, make, kind, language):
    """The date on the face is the date asked for, and the page has ink on it."""
    data = make(kind=kind, language=language, dates=DATES, format="svg")
    words = wording.load(language)
    shown = " ".join(svg_texts(data)).replace("\u200f", "")
    asked = archive.last_day if kind == "chart" else DAY
    assert words.date(asked) in shown
    assert words.date(PRODUCED) in shown
    assert version_hash(archive) in shown


def test_a_pdf_is_one_page_of_its_size_with_its_fonts_inside(make):
    """A4 landscape to the point, every font embedded, no bitmap of the page."""
    page = pypdf.PdfReader(io.BytesIO(make(format="pdf", size="a4"))).pages[0]
    width, height = (float(v) / 72 * 25.4 for v in page.mediabox[2:])
    assert (round(width), round(height)) == (297, 210)
    fonts = page["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        for face in font["/DescendantFonts"]:
            assert "/FontFile2" in face["/FontDescriptor"]
    assert not [
        x for x in page["/Resources"].get("/XObject", {}).values() if x["/Subtype"] == "/Image"
    ]


def test_the_words_of_a_pdf_can_be_selected(archive, make):
    """Title, figures, notice and version are text, not outlines."""
    text = pdf_text(make(format="pdf"))
    findings = Findings(archive, wording.load("en"), spec_of())
    assert "Control as of 15 June 2001" in text
    assert "Reconstruction." in text
    assert version_hash(archive) in text
    for row in findings.held(findings.state).rows:
        assert row.value in text
    assert number(line_km(findings.state)) in text


def test_figures_on_the_face_are_the_snapshots(archive, make):
    """A number in a picture is the number in the app."""
    shown = " ".join(svg_texts(make(format="svg")))
    zone = archive.dataset.headline_zone
    for area in archive.as_of(DAY).area_by_party(zone).values():
        assert f"{area:,.0f} km²" in shown


def test_a_difference_tells_its_flows(archive, make):
    """What passed from whom to whom stands in the margin and in the sentence under the title."""
    shown = " ".join(svg_texts(make(kind="difference", since=EARLIER, format="svg")))
    change = archive.between(EARLIER, DAY)
    assert change.flows()
    for (was, to), area in change.flows().items():
        short = {p: archive.parties[p].short_en for p in (was, to)}
        assert f"{short[was]} to {short[to]}" in shown
        assert f"{area:,.0f} km²" in shown


def test_a_day_compared_with_itself_says_that_nothing_changed(make):
    """An empty selection is a finding, not a failure."""
    shown = " ".join(svg_texts(make(kind="difference", since=DAY, format="svg")))
    assert "No change of control between the two dates" in shown


def test_no_layers_at_all_still_make_a_map(make):
    """The base map, its frame and the small print remain."""
    shown = " ".join(svg_texts(make(layers=(), format="svg")))
    assert "Reconstruction." in shown


def test_an_extent_elsewhere_makes_an_empty_map(make):
    """Far from the study area there is nothing to draw, and nothing fails."""
    assert make(extent=(40.0, 20.0, 41.0, 21.0))


def test_an_svg_carries_its_typeface(make):
    """The glyphs travel inside the file, and nothing in it points outside."""
    text = make(format="svg").decode()
    assert text.count("@font-face") >= 2
    links = re.findall(r'(?:href|src)="([^"]*)"|url\(([^)]*)\)', text)
    assert not [link for pair in links for link in pair if re.match(r"(?:https?:)?//", link)]


def test_a_link_is_printed_and_coded(make):
    """The permanent address stands as text, and a code of many dark squares beside it."""
    link = "https://maps.example.org/?date=2001-06-15"
    with_link = make(format="svg", link=link)
    assert link in " ".join(svg_texts(with_link))
    assert len(with_link) > len(make(format="svg"))


def test_pictures_carry_their_alternative_text(archive, make):
    """PDF, SVG and PNG say what they show to those who cannot see it."""
    title = "Control as of 15 June 2001"
    about = pypdf.PdfReader(io.BytesIO(make(format="pdf"))).metadata
    assert about.title == title
    assert about.subject.startswith(f"Map. {title}.")
    assert Image.open(io.BytesIO(make())).info["Description"].startswith(f"Map. {title}.")


@pytest.mark.parametrize("kind", KINDS)
def test_alternative_text_tells_kind_date_and_figures(archive, kind):
    """What it shows, when, how much, and that it is a reconstruction."""
    told = alt_text(archive, wording.load("en"), spec_of(kind=kind, dates=DATES))
    assert "15 June 2001" in told
    assert "reconstruction" in told
    assert re.search(r"\d+ %", told)


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_equal_requests_make_equal_bytes(archive, make, form):
    """Same data, options and production date: the same file."""
    spec = spec_of(format=form)
    assert render(archive, wording.load("en"), spec) == make(format=form)


def test_the_production_date_is_the_only_clock(archive, make):
    """Another production date changes the file; nothing else does."""
    other = render(archive, wording.load("en"), spec_of(format="svg", produced_on=DAY))
    assert other != make(format="svg")
    assert str(dt.date.today().year) not in pdf_text(make(format="pdf"))


def test_threads_draw_what_one_thread_draws(archive, make):
    """The app renders in worker threads."""
    words = wording.load("en")
    alone = make(format="png")
    with ThreadPoolExecutor(2) as pool:
        drawn = list(pool.map(lambda _: render(archive, words, spec_of()), range(2)))
    assert drawn == [alone, alone]


def test_names_with_markup_and_long_titles_are_set_as_they_are(seeds, tmp_path):
    """Neither mathematics, nor markup, nor length breaks a page."""
    places = [
        place.model_copy(update={"name_en": HOSTILE}) if place.id == "tarn" else place
        for place in seeds.places
    ]
    long = "A very long title that goes on " * 30
    dataset = seeds.dataset.model_copy(update={"title_en": long})
    odd = replace(seeds, places=tuple(places), dataset=dataset)
    made = archive_of(odd, tmp_path / "geo")
    shown = svg_texts(render(made, wording.load("en"), spec_of(format="svg")))
    assert HOSTILE in shown
    assert any(text.endswith("…") for text in shown)
