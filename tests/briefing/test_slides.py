"""Slides, opened with python-pptx: native, editable, told to screen readers."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from itertools import combinations

import pytest
from briefs import DAY, DRAWN, EARLIER, PRODUCED, spec_of
from PIL import Image
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Inches, Pt

from dashboard import wording
from dashboard.analysis.distance import distance_on
from dashboard.briefing import SIZES, fonts, render
from dashboard.briefing.canvas import MAIN
from dashboard.briefing.findings import Findings
from dashboard.briefing.layouts import draw
from dashboard.briefing.mapframe import paper_styles
from dashboard.briefing.slidebits import LEAST, cells
from dashboard.style import style_table
from dashboard.wording import format

pytestmark = pytest.mark.no_cover  # the lines that draw are counted where each kind is drawn once
DATES = (EARLIER, dt.date(2001, 3, 1), DAY)
TWO_YEARS = {"format": "pptx", "day": dt.date(2020, 3, 5), "since": dt.date(2018, 9, 17)}
CHART = TWO_YEARS | {"kind": "chart", "since": None}


def read(text: str) -> str:
    """A text without the spaces and hyphens at which no line ends."""
    return text.replace(fonts.NO_BREAK, " ").replace(fonts.NO_BREAK_HYPHEN, "-")


def opened(data: bytes):
    return Presentation(io.BytesIO(data))


def words_of(slide) -> str:
    """Everything a slide says, tables included."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(read(shape.text_frame.text))
        if shape.has_table:
            found += [read(cell.text) for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def test_a_slide_has_a_native_title_figures_and_small_print(archive, make):
    """Every word can be edited: only the map is a picture."""
    slide = opened(make(format="pptx")).slides[0]
    findings = Findings(archive, wording.load("en"), spec_of())
    assert read(slide.shapes.title.text) == read(findings.headline())
    shown = words_of(slide)
    assert "Control as of 15 June 2001" in shown
    for row in findings.held(DAY).rows:
        for text in cells(row, findings.words, folded=True):
            assert read(text) in shown
    assert findings.notice() in shown
    assert findings.version() in shown
    assert "Produced 4 March 2002" in shown
    pictures = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert len(pictures) == 1
    order = [shape.name for shape in slide.shapes]
    assert (slide.shapes[0], order[-1]) == (slide.shapes.title, "Notes and sources")


@pytest.mark.parametrize("kind", ["situation", "side", "agreement"])
def test_a_slide_with_strokes_of_distance_tells_the_distance(bundled, kind):
    """Under the finding, with the range and what the brackets are, above the map."""
    words = wording.load("en")
    layers = ("control_areas", "line_of_contact", "line_distance")
    asked = {"kind": kind, "day": dt.date(2020, 3, 5), "since": dt.date(2019, 9, 1)}
    spec = spec_of(**asked, layers=layers, format="pptx")
    slide = opened(render(bundled, words, spec)).slides[0]
    recipe = next(r for r in bundled.dataset.recipes if r.kind == "line_distance")
    found = distance_on(bundled, recipe, spec.day)
    mean, most = (format.compact(wording.load("en"), km) for km in (found.mean, found.maximum))
    finding = next(shape for shape in slide.shapes if shape.name == "Finding")
    assert read(f"mean {mean} km, at most {most} km.") in read(finding.text_frame.text)
    assert read(finding.text_frame.text).endswith(words["scenarios_in_brackets"])
    picture = next(s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
    over = finding.top + finding.height <= picture.top
    assert over or finding.left >= picture.left + picture.width


def is_within(deck, shape) -> bool:
    """Whether a shape lies on its slide."""
    right, low = shape.left + shape.width, shape.top + shape.height
    ends = right <= deck.slide_width + Inches(0.01) and low <= deck.slide_height + Inches(0.01)
    return ends and shape.left >= 0 and shape.top >= 0


# a slide for 4k is that for a smaller screen
@pytest.mark.parametrize("size", [size for size in SIZES if size != "4k"])
def test_a_slide_has_the_size_asked_for(make, size):
    """And all of its legend on it, in type that can be read; its master and layouts fit it too."""
    kind = "side" if SIZES[size].width < SIZES[size].height else "difference"
    deck = opened(make(format="pptx", size=size, kind=kind, since=EARLIER))
    asked = (Inches(SIZES[size].width), Inches(SIZES[size].height))
    assert (deck.slide_width, deck.slide_height) == asked
    (slide,), master = deck.slides, deck.slide_masters[0]
    for sheet in (
        slide.shapes,
        master.placeholders,
        *(x.placeholders for x in master.slide_layouts),
    ):
        assert all(is_within(deck, shape) for shape in sheet)
    legend = {read(s.text_frame.text) for s in slide.shapes if s.name == "Legend"}
    assert "Council" in legend
    texts = (p for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs)
    points = [run.font.size.pt for paragraph in texts for run in paragraph.runs]
    assert min(points) >= max(SIZES[size].least, LEAST) - 0.01


@pytest.mark.parametrize("kind", ["situation", "side", "agreement", "chart"])
def test_a_square_slide_has_its_parts_apart(bundled, kind):
    """Words stand neither on the map nor on each other, though its type is large."""
    words = wording.of_seeds(bundled.seeds, "en")
    day, since = dt.date(2020, 3, 5), dt.date(2018, 9, 17)
    spec = spec_of(kind=kind, format="pptx", size="square", day=day, since=since)
    slide = opened(render(bundled, words, spec)).slides[0]
    names = ("Date", "Finding", "Legend", "Heading", "Notes and sources")
    parts = [s for s in slide.shapes if s.name in names or s.has_chart or s.is_placeholder]
    parts += [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    for one, other in combinations(parts, 2):
        across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
        down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
        assert min(across, down) <= Inches(0.03), (one.name, other.name)


@pytest.mark.parametrize("language", wording.languages())
def test_nothing_stands_outside_the_slide(make, language):
    """Right-to-left slides mirror, and still fit."""
    deck = opened(make(format="pptx", language=language))
    assert all(is_within(deck, shape) for shape in deck.slides[0].shapes)


def test_the_legend_is_of_native_shapes(archive, make):
    """Colours and hatches can be changed with the presenter's own tools."""
    shapes = opened(make(format="pptx")).slides[0].shapes
    samples = [s for s in shapes if s.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE]
    holders = archive.as_of(DAY).area_by_party()
    assert len(samples) >= len(holders)


def test_a_see_through_line_is_as_pale_in_the_legend_as_in_that_of_a_picture(archive, make):
    """The edge of the study area is a broad pale line: as a dark one nobody would find it."""
    shapes = opened(make(format="pptx")).slides[0].shapes
    lines = [s for s in shapes if s.shape_type == MSO_SHAPE_TYPE.LINE]
    wide = Pt(0.8 * paper_styles(archive.dataset)["study_area"].weight)
    (edge,) = (line for line in lines if line.line.width == wide)
    assert min(edge.line.color.rgb) > 0xC0


def test_the_map_has_alternative_text_and_the_notes_repeat_it(make):
    """What a screen reader says, and what the presenter can read out."""
    slide = opened(make(format="pptx")).slides[0]
    picture = next(s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
    alt = picture._element.nvPicPr.cNvPr.get("descr")
    assert alt.startswith("Map. Control as of 15 June 2001.")
    assert slide.notes_slide.notes_text_frame.text.startswith(alt)
    assert Image.open(io.BytesIO(picture.image.blob)).width >= 1400


def test_a_chart_has_its_agreements_numbered_over_their_days(bundled, make_bundled):
    """A list of numbers without numbers on the chart points nowhere."""
    words, spec = wording.of_seeds(bundled.seeds, "en"), spec_of(**CHART)
    slide = opened(make_bundled(**CHART)).slides[0]
    days = [s for s in slide.shapes if s.name == "Day" and s.has_text_frame]
    numbers = [s for s in days if s.text_frame.text.isdigit()]
    listed = Findings(bundled, words, spec).flags().rows
    assert [s.text_frame.text for s in numbers] == [row.mark for row in listed]
    middles = [s.left + s.width // 2 for s in numbers]
    assert middles == sorted(middles)
    assert words.date(spec.day) in words_of(slide)
    chart, *_ = [s.chart for s in slide.shapes if s.has_chart]
    assert "km²" in chart.value_axis.tick_labels.number_format


def test_a_set_of_dates_is_a_slide_each_and_their_difference(make):
    """A title first; what changed between the first and the last; the sources last."""
    deck = opened(make(format="pptx", dates=DATES))
    dated = [
        [read(shape.text_frame.text) for shape in slide.shapes if shape.name == "Date"]
        for slide in deck.slides
    ]
    days = ("10 February 2001", "1 March 2001", "15 June 2001")
    change = "Change of control, 10 February 2001 to 15 June 2001"
    assert dated == [[], *([f"Control as of {day}"] for day in days), [change], []]
    titles = [read(slide.shapes.title.text) for slide in deck.slides]
    assert (titles[0], titles[-1]) == ("Almera coast", "Sources")


def test_the_last_slide_of_a_deck_names_the_sources_of_most_places(archive, make):
    """A count of sources is no source."""
    last = opened(make(format="pptx", kind="sequence", dates=DATES)).slides[-1]
    spec = spec_of(kind="sequence", dates=DATES)
    cited = Findings(archive, wording.load("en"), spec).most_cited(8)
    assert cited
    for source in cited:
        assert source in words_of(last)


def test_arabic_slides_run_right_to_left(archive, make):
    """Paragraphs say so, not only their alignment; a table's labels stand where reading starts."""
    slide = opened(make(format="pptx", language="ar")).slides[0]
    findings = Findings(archive, wording.load("ar"), spec_of(language="ar"))
    rows = (row for table in findings.tables for row in table.rows)
    labels = {row.text(findings.words).label for row in rows}
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text:
            assert shape.text_frame.paragraphs[0]._p.pPr.get("rtl") == "1"
        if shape.has_table:
            last = len(shape.table.columns) - 1
            assert shape.table.cell(0, last).text_frame.paragraphs[0]._p.pPr.get("algn") == "r"
            text = read(shape.table.cell(0, last).text_frame.paragraphs[0].text)
            assert any(text.startswith(label) for label in labels)  # a narrow one adds its share


@pytest.mark.parametrize("language", wording.languages())
@pytest.mark.parametrize("day", [dt.date(2018, 9, 17), dt.date(2024, 12, 8)])
def test_no_figure_of_a_slide_is_broken(bundled, language, day):
    """A value with its error stands in one line, and so does a share under its label; a long label
    takes another."""
    words = wording.of_seeds(bundled.seeds, language)
    spec = spec_of(format="pptx", language=language, day=day)
    tables = [s.table for s in opened(render(bundled, words, spec)).slides[0].shapes if s.has_table]
    assert tables
    for table in tables:
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                for paragraph in cell.text_frame.paragraphs:
                    weight = 700 if any(run.font.bold for run in paragraph.runs) else 400
                    for line in paragraph.text.split("\v")[weight == 400 :]:
                        wide = fonts.office_width(line, LEAST, weight) / 72
                        assert wide <= column.width / Inches(1), line
                    is_share = re.search(r"\d%", paragraph.text)
                    assert not is_share or re.match(r"\W*\d", paragraph.text.split("\v")[-1])


@pytest.mark.parametrize("kind", [kind for kind in DRAWN if kind != "sequence"])
def test_every_kind_has_a_slide(make, kind):
    """Whatever is on screen can be a slide."""
    assert len(opened(make(format="pptx", kind=kind)).slides) == 1


@pytest.mark.parametrize("kind", ["side", "agreement"])
def test_a_slide_of_two_maps_names_both_dates(archive, make, kind):
    """The figures of both dates are native words; the picture holds both maps."""
    words = wording.load("en")
    slide = opened(make(format="pptx", kind=kind, since=EARLIER)).slides[0]
    earlier = EARLIER if kind == "side" else archive.reference_day
    shown = words_of(slide)
    for day in (earlier, DAY):
        assert words.date(day) in shown
    picture = draw(archive, words, spec_of(kind=kind, since=EARLIER, sheet="map"))
    maps = [ax for ax in picture.context.page.figure.axes if ax.get_label() == MAIN]
    assert len(maps) == 2


def test_the_properties_of_a_deck_have_the_production_date(make):
    about = opened(make(format="pptx")).core_properties
    assert about.created.date() == about.modified.date() == PRODUCED


def test_a_chart_on_a_slide_spans_the_series_and_has_the_hatches_of_the_map(bundled, make_bundled):
    """It starts on the first day, not on that of its year; a party is told by more than its hue."""
    slide = opened(make_bundled(**CHART)).slides[0]
    shape, *_ = [s for s in slide.shapes if s.has_chart]
    axis, day_0 = shape.chart.category_axis, dt.date(1899, 12, 30)
    assert axis.minimum_scale == (bundled.first_day - day_0).days
    assert axis.maximum_scale == (bundled.last_day - day_0).days
    shown = {series.name: series.format.fill for series in shape.chart.plots[0].series}
    for party in bundled.dataset.parties:
        if (fill := shown.get(party.short["en"])) and party.hatch != "none":
            assert fill.type == MSO_FILL.PATTERNED, party.id
    times = [s for s in slide.shapes if s.name == "Time" and s.has_text_frame]
    times = [s for s in times if s.top < shape.top + shape.height]
    years = range(bundled.first_day.year + 1, bundled.last_day.year + 1)
    assert [s.text_frame.text for s in times] == [str(year) for year in years]
    assert all(shape.left < s.left and s.left + s.width < shape.left + shape.width for s in times)


def test_a_chart_on_a_slide_has_the_operations_in_which_most_changed_beside_it(bundled):
    """Each on its own axis of time, in the order of time, and marked on that of the series."""
    words = wording.of_seeds(bundled.seeds, "en")
    spec = spec_of(kind="chart", format="pptx", day=dt.date(2024, 12, 1), since=None)
    slide = opened(render(bundled, words, spec)).slides[0]
    shape, *zooms = [s for s in slide.shapes if s.has_chart]
    spans = [
        (s.chart.category_axis.minimum_scale, s.chart.category_axis.maximum_scale) for s in zooms
    ]
    day_0, operations = dt.date(1899, 12, 30), bundled.operations.values()
    known = {((o.start_on - day_0).days, (o.end_on - day_0).days) for o in operations if o.end_on}
    assert len(spans) == 2
    assert set(spans) <= known
    assert spans == sorted(spans)
    days = {s.text_frame.text: s for s in slide.shapes if s.name == "Day" and s.has_text_frame}
    date, last = next(s for text, s in days.items() if "2024" in text), days["B"]
    assert "A" in days
    assert date.left + date.width > last.left
    assert date.top + date.height < last.top, "the date stands over the letter"
    assert all(s.top >= shape.top + shape.height for s in zooms)


def test_the_workbook_of_a_chart_is_made_on_the_production_date(make_bundled):
    """And holds the figures that the chart shows, on the days that it shows."""
    slide = opened(make_bundled(**CHART)).slides[0]
    chart, *_ = [s.chart for s in slide.shapes if s.has_chart]
    book = zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert f"{PRODUCED}T00:00:00Z" in book.read("docProps/core.xml").decode()
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    for letter, series in zip("BCDE", chart.plots[0].series, strict=False):
        column = re.findall(rf'<c r="{letter}\d+" s="\d+"><v>([^<]+)</v>', sheet)
        assert [float(value) for value in column] == list(series.values)


@pytest.mark.parametrize("kind", ["situation", "difference"])
def test_a_map_fills_half_of_a_slide(make_bundled, kind):
    """Also where what changed is slim: there is land round it to show."""
    deck = opened(make_bundled(kind=kind, **TWO_YEARS))
    picture = next(s for s in deck.slides[0].shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert 0.44 <= picture.width / deck.slide_width <= 0.6


def test_the_legend_has_the_lines_of_a_map_that_is_higher_than_wide(bundled, make_bundled):
    """Such a map is no page for telephones, whose lines bear their names."""
    words = wording.of_seeds(bundled.seeds, "en")
    slide = opened(make_bundled(kind="difference", **TWO_YEARS)).slides[0]
    picture = next(s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert picture.height > picture.width
    legend = {read(s.text_frame.text) for s in slide.shapes if s.name == "Legend"}
    agreed = [r for r in bundled.dataset.recipes if r.id in ("deescalation-zone", "sochi-line")]
    assert len(agreed) == 2
    assert {words.of(recipe, "title") for recipe in agreed} <= legend


def test_what_a_presenter_adds_goes_with_the_maps(archive, make):
    """Three layouts by name; a theme of one typeface for every script, and of the parties' hues."""
    data = make(format="pptx", kind="sequence", dates=DATES)
    deck = opened(data)
    assert [layout.name for layout in deck.slide_layouts] == ["Opening", "Sources", "Map"]
    assert {slide.slide_layout.name for slide in deck.slides} == {"Opening", "Sources", "Map"}
    theme = zipfile.ZipFile(io.BytesIO(data)).read("ppt/theme/theme1.xml").decode()
    used = set(re.findall(r'<a:(?:latin|cs) typeface="([^"]*)"', theme))
    assert used | set(re.findall(r'script="Arab" typeface="([^"]*)"', theme)) == {"Arial"}
    styles = style_table(archive.dataset)
    for party in archive.parties:
        assert f'val="{styles[f"control.{party}"].fill[1:]}"' in theme, party


def test_a_square_slide_explains_many_kinds_of_change(bundled):
    """Its map gives way to the legend of all of December 2024 and a long remark."""
    days = {"day": dt.date(2024, 12, 8), "since": dt.date(2024, 11, 26)}
    words = wording.of_seeds(bundled.seeds, "en")
    spec = spec_of(kind="difference", format="pptx", size="square", **days)
    slide = opened(render(bundled, words, spec)).slides[0]
    legend = {read(shape.text_frame.text) for shape in slide.shapes if shape.name == "Legend"}
    assert words["briefing.legend_changed_brief"] in legend
