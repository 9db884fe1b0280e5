"""Pictures, opened with independent readers: what a reader of the file would check."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle
from xml.etree import ElementTree as ET

import pypdf
import pytest
from briefs import DAY, DRAWN, EARLIER, PRODUCED, picture_of, spec_of
from PIL import Image

from dashboard import briefing, wording
from dashboard.analysis.distance import distance_on
from dashboard.analysis.gap import gap
from dashboard.analysis.situation import difference, situation
from dashboard.archive import Archive
from dashboard.briefing import KINDS, SIZES, alt_text, fonts, render
from dashboard.briefing.canvas import MAIN
from dashboard.briefing.findings import Findings
from dashboard.briefing.layouts import draw
from dashboard.records import Text
from dashboard.wording import format

DATES = (EARLIER, dt.date(2001, 3, 1), DAY)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<b>&$x^2${}أرض"
#: Counting lines doubles what drawing takes, and other tests here run the same ones.
drawn_elsewhere = pytest.mark.no_cover


def pdf_text(data: bytes) -> str:
    """The words of a PDF, spaces as they come, so compare words and not lines."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def svg_texts(data: bytes) -> list[str]:
    return [node.text or "" for node in ET.fromstring(data).iter(f"{SVG}text")]


@drawn_elsewhere
@pytest.mark.parametrize("size", ["a4", "square"])
def test_a_png_has_its_pages_pixels_and_resolution(make, size):
    """What is called A4 prints as A4."""
    page = SIZES[size]
    image = Image.open(io.BytesIO(make(size=size)))
    assert image.size == (round(page.width * page.dpi), round(page.height * page.dpi))
    assert image.info["dpi"][0] == pytest.approx(page.dpi, abs=1)


@drawn_elsewhere
def test_the_slide_size_is_1920_by_1080(make):
    """The picture fills a screen without being scaled."""
    assert Image.open(io.BytesIO(make())).size == (1920, 1080)


def texts(archive: Archive, **fields: object) -> list[str]:
    """Words of pages as they are laid out, with those of details that only a PDF has."""
    spec = spec_of(**{"format": "pdf", **fields})
    figures = picture_of(archive, spec).figures
    axes = [ax for figure in figures for ax in figure.axes]
    artists = [artist for part in (*figures, *axes) for artist in part.texts]
    return [artist.get_text().replace("\u200f", "") for artist in artists]


@pytest.mark.parametrize(
    ("kind", "language"), list(zip(DRAWN, cycle(wording.languages()), strict=False))
)
def test_the_face_of_every_kind_has_its_date_its_version_and_the_day_it_was_made(
    archive, kind, language
):
    words = wording.load(language)
    shown = " ".join(texts(archive, kind=kind, language=language, dates=DATES))
    asked = archive.last_day if kind == "chart" else DAY
    assert words.date(asked) in shown
    assert words.date(PRODUCED) in shown
    assert archive.version in shown


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


@drawn_elsewhere
def test_the_words_of_a_pdf_can_be_selected(archive, make):
    """Title, figures, notice and version are text, not outlines."""
    text = pdf_text(make(format="pdf"))
    findings = Findings(archive, wording.load("en"), spec_of())
    assert "Control as of 15 June 2001" in text
    assert "Reconstruction." in text
    assert archive.version in text
    line = format.text(findings.words, situation(archive, DAY).line)
    for figure in (line, *(row.text(findings.words).value for row in findings.held(DAY).rows)):
        assert figure.replace(fonts.NO_BREAK, " ") in text


@drawn_elsewhere
def test_figures_on_the_face_are_those_of_the_analysis(archive, make):
    """A number in a picture is the number in the app, and what it can be off by stands with it."""
    shown, words = svg_texts(make(format="svg")), wording.load("en")
    found = situation(archive, DAY, archive.dataset.headline_zone)
    assert found.held
    for party, area in found.held.items():
        assert format.with_error(words, area).replace(fonts.NO_BREAK, " ") in shown
        assert format.with_error(words, found.share(party)).replace(fonts.NO_BREAK, " ") in shown


def test_a_difference_tells_its_flows(archive):
    """What passed from whom to whom stands in the margin; a change that may as well have gone the
    other way is no headline."""
    shown = " ".join(texts(archive, kind="difference", since=EARLIER))
    found, words = difference(archive, EARLIER, DAY), wording.load("en")
    assert found.flows
    for flow in found.flows:
        giver, taker = (archive.parties[p].short["en"] for p in (flow.giver, flow.taker))
        assert f"{giver} to {taker}" in shown
        assert format.error(words, flow.area).replace(fonts.NO_BREAK, " ") in shown
    assert not any(format.is_clear(flow.area) for flow in found.flows)
    assert "No clear change in 4 months: " in shown


@drawn_elsewhere
@pytest.mark.parametrize("kind", ["side", "swipe"])
def test_a_pair_shows_both_dates_with_the_figures_of_either(archive, kind):
    """Two maps of one extent, each under its date; one legend; both days' figures."""
    shown = texts(archive, kind=kind, since=EARLIER)
    assert "Control on 10 February 2001 and on 15 June 2001" in shown
    assert shown.count("Legend") == 1
    for day in (EARLIER, DAY):
        assert wording.load("en").date(day) in shown, "the date over its map"
        found = situation(archive, day, archive.dataset.headline_zone)
        for figure in (*found.held.values(), found.line):
            written = format.with_error(wording.load("en"), figure)
            assert written.replace(fonts.NO_BREAK, " ") in shown
    context = picture_of(archive, spec_of(kind=kind, since=EARLIER, format="pdf")).context
    maps = [ax for ax in context.page.figure.axes if ax.get_label() == MAIN]
    assert len(maps) == 2
    assert maps[0].get_xlim() == maps[1].get_xlim()
    assert maps[0].get_ylim() == maps[1].get_ylim()
    alt = alt_text(archive, wording.load("en"), context.spec)
    assert alt.startswith("Two maps.")
    assert "10 February 2001: Within" in alt
    assert "15 June 2001: Within" in alt


@drawn_elsewhere
def test_a_pair_names_on_each_map_what_held_on_its_day(archive):
    """A line agreed between the two dates is on the later map alone, and so is its name."""
    spec = spec_of(kind="side", since=archive.first_day)
    figure = draw(archive, wording.load("en"), spec).context.page.figure
    maps = [ax for ax in figure.axes if ax.get_label() == MAIN]
    before, after = ({text.get_text() for text in ax.texts} for ax in maps)
    agreed = [la.name for la in archive.dataset.layers if la.style == "agreed_line"]
    later = {
        feature.properties["title_en"]
        for name in agreed
        for feature in archive.as_of(DAY).features(name)
        if feature not in archive.as_of(archive.first_day).features(name)
    }
    assert later
    assert later & after
    assert not later & before


def test_a_distance_stands_with_its_range_and_what_the_brackets_are(bundled):
    """The figure of the legend beside the map, and the remark that explains it."""
    layers = ("control_areas", "line_of_contact", "line_distance")
    spec = spec_of(day=dt.date(2020, 3, 5), layers=layers)
    table = Findings(bundled, wording.load("en"), spec).lines(spec.day)
    recipe = next(r for r in bundled.dataset.recipes if r.kind == "line_distance")
    found = distance_on(bundled, recipe, spec.day)
    assert distance_on(bundled, recipe, spec.day) is found  # every arrangement tried asks for it
    mean, most = (format.compact(wording.load("en"), km) for km in (found.mean, found.maximum))
    assert table.rows[-1].text(wording.load("en")).value == f"mean {mean} km, at most {most} km"
    assert table.rows[-1].has_range(wording.load("en"))
    assert table.remark == wording.load("en")["scenarios_in_brackets"]


@pytest.mark.parametrize(
    ("kind", "size"),
    [("situation", "square"), ("side", "square"), ("difference", "1080p"), ("agreement", "1080p")],
)
def test_a_distance_that_is_drawn_is_told_under_the_finding(bundled, kind, size):
    """Strokes on a map never stand without their figures, and figures not without strokes."""
    words = wording.load("en")
    layers = ("control_areas", "line_of_contact", "line_distance")
    asked = {"kind": kind, "day": dt.date(2020, 3, 5), "since": dt.date(2019, 9, 1)}
    spec = spec_of(**asked, layers=layers, size=size)
    figure = draw(bundled, words, spec).context.page.figure
    shown = " ".join(text.get_text() for text in figure.texts)
    recipe = next(r for r in bundled.dataset.recipes if r.kind == "line_distance")
    found = distance_on(bundled, recipe, spec.day)
    mean, most = (format.compact(wording.load("en"), km) for km in (found.mean, found.maximum))
    assert f"mean {mean} km, at most {most} km.".replace("\u00a0", " ") in shown
    assert "±" in mean
    assert "±" in most
    assert words["scenarios_in_brackets"] in shown
    bare = Findings(bundled, words, replace(spec, layers=layers[:2]))
    assert bare.distance_line() == ""


def test_a_distance_has_the_error_it_has_on_the_agreements_page(bundled):
    """The legend, a sequence and the page of the agreement tell one figure."""
    (recipe,) = (r for r in bundled.dataset.recipes if r.kind == "line_distance")
    for day in (dt.date(2019, 9, 1), dt.date(2020, 3, 5), dt.date(2024, 11, 30)):
        found = distance_on(bundled, recipe, day)
        (line,) = gap(bundled, day, recipe.agreement).lines
        agreed = line.from_agreed
        for mine, theirs in ((found.mean, agreed.mean), (found.maximum, agreed.maximum)):
            assert mine.error > 0
            assert (mine.value, mine.error) == pytest.approx((theirs.value, theirs.error))


def test_each_map_of_a_sequence_tells_its_distance(bundled):
    """Under its date, as who holds what on it."""
    words = wording.load("en")
    days = (dt.date(2019, 9, 1), dt.date(2020, 3, 5))
    layers = ("control_areas", "line_of_contact", "line_distance")
    spec = spec_of(kind="sequence", day=days[-1], dates=days, layers=layers)
    shown = [text.get_text() for text in draw(bundled, words, spec).context.page.figure.texts]
    for day in days:
        remark = Findings(bundled, words, spec).distance_remark(day)
        assert remark
        assert "±" in remark
        assert remark.replace("\u00a0", " ") in " ".join(shown)


def test_the_text_offered_to_copy_is_that_in_the_file(archive):
    """Places named on the map and all: nobody has to open the file for it."""
    made = briefing.make(archive, wording.load("en"), spec_of())
    assert made.alt == Image.open(io.BytesIO(made.data)).info["Description"]
    named = [place.name["en"] for place in archive.places.values() if place.name["en"] in made.alt]
    assert named


def test_a_pair_of_one_day_is_one_map(archive):
    """A day beside itself is that day."""
    shown = texts(archive, kind="side", since=DAY)
    assert shown.count("15 June 2001") >= 1
    assert "Control was the same on both dates" in " ".join(shown)


def test_low_certainty_is_marked_where_it_is_and_explained(archive):
    """The map's dots are the figure's; where nothing is in doubt the legend is silent."""
    words = wording.load("en")

    certain = {archive.spells[i].properties["certainty"] for i in archive.as_of(EARLIER).rows}
    assert "low" not in certain
    assert words["legend_low_certainty"] in texts(archive)
    assert words["legend_low_certainty"] not in texts(archive, day=EARLIER)
    assert words["legend_low_certainty"] not in texts(archive, kind="difference"), (
        "as on the screen"
    )


def test_agreements_are_named_in_the_readers_language(archive):
    """A name in its own script where the record has one, and no other beside it."""
    named = tuple(
        a.model_copy(update={"short_name": Text({**a.short_name, "ar": f"اتفاق {i}"})})
        for i, a in enumerate(archive.seeds.agreements)
    )
    made = Archive(replace(archive.seeds, agreements=named), archive.layers, archive.catalog)
    for kind in ("situation", "agreement", "chart"):
        shown = " ".join(texts(made, kind=kind, language="ar"))
        assert "اتفاق" in shown
        for agreement in archive.agreements.values():
            assert agreement.short_name["en"] not in shown


def test_a_long_address_is_broken_and_stays_whole():
    """No line runs into what stands beside it, and none of its characters is lost."""
    link = f"https://maps.example.org/?date=2020-03-05&layers={'.'.join(['layer'] * 30)}&lang=ar"
    lines = fonts.wrap(f"This view: {link}", 8, 150)
    assert max(fonts.width(line, 8) for line in lines) <= 150
    assert "".join(lines).endswith(link)


def test_a_day_compared_with_itself_says_that_nothing_changed(archive):
    """An empty selection is a finding, not a failure."""
    shown = " ".join(texts(archive, kind="difference", since=DAY))
    assert "Control was the same on both dates" in shown


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
    squares = max(len(d) for d in re.findall(rb' d="([^"]*)"', with_link) if b"C" not in d)
    assert squares > 400 * len("L 0 0 ")


def test_pictures_carry_their_alternative_text(archive, make):
    """PDF, SVG and PNG say what they show to those who cannot see it."""
    title = "Control as of 15 June 2001"
    about = pypdf.PdfReader(io.BytesIO(make(format="pdf"))).metadata
    assert about.title == title
    assert about.subject.startswith(f"Map. {title}.")
    assert Image.open(io.BytesIO(make())).info["Description"].startswith(f"Map. {title}.")


def elements(pdf: pypdf.PdfReader) -> list[pypdf.generic.DictionaryObject]:
    """Elements of a PDF's structure in reading order, the document itself left out."""
    top = pdf.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    return [kid.get_object() for kid in top["/K"]]


@pytest.mark.parametrize("language", wording.languages())
def test_a_pdf_is_tagged_for_those_who_hear_it(archive, make, language):
    """Title first, then the map with its alternative text; every piece of content has its place."""
    pdf = pypdf.PdfReader(io.BytesIO(make(format="pdf", language=language)))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    found = elements(pdf)
    tags = [element["/S"] for element in found]
    assert tags.index("/H1") < tags.index("/Figure") < tags.index("/H2")
    assert all(element["/Alt"] for element in found if element["/S"] == "/Figure")
    figure = found[tags.index("/Figure")]
    assert figure["/Alt"] == pdf.metadata.subject
    assert wording.load(language).date(DAY) in figure["/Alt"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for at, page in enumerate(pdf.pages):
        mine = [element for element in found if element["/Pg"] == page]
        marked = [number for element in mine for number in element["/K"]]
        content = page.get_contents().get_data()
        assert sorted(marked) == list(range(content.count(b"/MCID")))
        assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")
        assert len(numbers[2 * at + 1].get_object()) == len(marked)
    if language == "ar":  # letters are shaped: what they stand for is kept beside them
        title = f"السيطرة في {wording.load('ar').date(DAY)}"
        assert title in [element.get("/ActualText") for element in found]


@pytest.mark.parametrize("kind", KINDS)
def test_alternative_text_tells_kind_date_and_figures(archive, kind):
    """What it shows, when, how much, and that it is a reconstruction."""
    alt = alt_text(archive, wording.load("en"), spec_of(kind=kind, dates=DATES))
    assert "15 June 2001" in alt
    assert "reconstruction" in alt
    assert re.search(r"\d+%", alt)


@drawn_elsewhere
def test_the_production_date_is_the_only_clock(archive, make):
    """Another production date changes the file; nothing else does."""
    other = render(archive, wording.load("en"), spec_of(format="svg", produced_on=DAY))
    assert other != make(format="svg")
    assert str(dt.date.today().year) not in pdf_text(make(format="pdf"))


@drawn_elsewhere
def test_threads_draw_what_one_thread_draws(archive, make):
    """Two readers of the app ask at once: each gets the file that is made alone."""
    asked = [
        {"size": "square"},
        {"format": "pdf", "language": "ar"},
        {"size": "square"},
        {"format": "svg"},
    ]
    alone = [make(**fields) for fields in asked]
    begin = threading.Barrier(len(asked))

    def drawn(fields: dict) -> bytes:
        begin.wait(timeout=60)
        return render(archive, wording.load(fields.get("language", "en")), spec_of(**fields))

    with ThreadPoolExecutor(len(asked)) as pool:
        assert list(pool.map(drawn, asked)) == alone


@drawn_elsewhere
def test_names_with_markup_and_long_titles_are_set_as_they_are(archive):
    """Neither mathematics, nor markup, nor length breaks a page."""
    places = [
        place.model_copy(update={"name": Text({"en": HOSTILE})}) if place.id == "tarn" else place
        for place in archive.seeds.places
    ]
    long = "A very long title that goes on " * 30
    dataset = archive.dataset.model_copy(update={"title": Text({"en": long})})
    odd = replace(archive.seeds, places=tuple(places), dataset=dataset)
    made = Archive(odd, archive.layers, archive.catalog)
    shown = svg_texts(render(made, wording.load("en"), spec_of(format="svg")))
    assert HOSTILE in shown
    assert any(text.endswith("…") for text in shown)
