"""Briefings in words, read back: Word with python-docx, Markdown as text."""

from __future__ import annotations

import datetime as dt
import html
import io
from dataclasses import replace

import docx
import pytest
from briefs import DAY, EARLIER, spec_of
from docx.oxml.ns import qn
from world import archive_of

from dashboard import wording
from dashboard.analysis.gap import gap
from dashboard.analysis.scenarios import across
from dashboard.analysis.situation import difference
from dashboard.briefing import alt_text, fonts, render
from dashboard.briefing.brief import Grid, brief
from dashboard.briefing.canvas import in_direction
from dashboard.briefing.findings import Findings
from dashboard.records import Text
from dashboard.standing import cite
from dashboard.wording import format

DIFFERENCE = {"kind": "difference", "since": EARLIER}
KINDS = [DIFFERENCE, {"kind": "agreement"}]


def text_of(made: bytes) -> str:
    """All words of a Word document, tables too."""
    document = docx.Document(io.BytesIO(made))
    texts = (t.text or "" for t in document.element.body.iter(qn("w:t")))
    return "\n".join(texts).replace(fonts.NO_BREAK, " ")


def test_the_figures_are_those_of_the_difference_with_error_and_range(archive, make):
    """As ``wording.format`` writes them, in Word as in Markdown."""
    words = wording.load("en").of_seeds(archive.seeds)
    found = across(archive, lambda each: difference(each, EARLIER, DAY))
    assert found.flows
    made = (text_of(make(format="docx", **DIFFERENCE)), make(format="md", **DIFFERENCE).decode())
    for text in made:
        for flow in found.flows:
            for figure in (format.with_error(words, flow.area), format.span(words, flow.area)):
                assert figure.replace(fonts.NO_BREAK, " ") in text.replace(fonts.NO_BREAK, " ")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_headline_claims_no_change_that_its_error_exceeds(bundled, language):
    """88.6 km² with an error of 169 km² may have gone the other way."""
    words = wording.of_seeds(bundled.seeds, language)
    spec = spec_of(kind="difference", since=dt.date(2019, 5, 5), day=dt.date(2019, 5, 9))
    found = Findings(bundled, words, spec)
    assert format.is_unclear(found.difference.flows[0].area)
    begin = words["no_clear_change"].partition(":")[0]
    assert found.headline().lower().startswith(begin.lower())
    clear = spec_of(kind="difference", since=dt.date(2018, 9, 17), day=dt.date(2020, 3, 5))
    assert begin.lower() not in Findings(bundled, words, clear).headline().lower()


def test_of_an_agreement_that_drew_no_line_the_headline_says_who_held_what_it_drew(bundled):
    words = wording.of_seeds(bundled.seeds, "en")
    drew = bundled.agreements["astana6-2017-09-15"].draws
    assert drew == {"deescalation-zone"}
    spec = spec_of(kind="agreement", agreement="astana6-2017-09-15", day=dt.date(2018, 4, 1))
    found = Findings(bundled, words, spec)
    (area,) = gap(bundled, found.spec.day, "astana6-2017-09-15").areas
    most = max(area.held, key=lambda party: area.held[party].value)
    assert format.with_error(words, area.held[most]) in found.headline()
    assert words.of(bundled.recipes["deescalation-zone"], "title") in found.headline()


def test_a_set_of_dates_is_told_forward_in_time_in_whatever_order_it_is_shown(bundled):
    words = wording.of_seeds(bundled.seeds, "en")
    dates = (dt.date(2018, 9, 17), dt.date(2020, 3, 5))
    forward, backward = (
        Findings(bundled, words, spec_of(kind="sequence", day=dates[1], dates=shown))
        for shown in (dates, dates[::-1])
    )
    assert backward.headline() == forward.headline()
    assert backward.title() == forward.title()
    assert forward.title().endswith("17 September 2018 to 5 March 2020")


def test_a_share_that_turned_between_the_ends_is_in_the_headline(bundled):
    """From 65 to 100 per cent is half of what happened when it was 33 in between."""
    words = wording.of_seeds(bundled.seeds, "en")
    dates = (dt.date(2018, 9, 17), dt.date(2020, 3, 5), dt.date(2024, 12, 8))
    found = Findings(bundled, words, spec_of(kind="sequence", day=dates[-1], dates=dates))
    _, held = found.mover(dates)
    total = found.situation(dates[0]).total.value
    for km2 in held:
        assert format.with_error(words, km2.share_of(total)) in found.headline()
    straight = spec_of(kind="sequence", day=dates[1], dates=dates[:2])
    assert "then" not in Findings(bundled, words, straight).headline()


def test_a_party_without_land_in_the_zone_has_no_share_of_it(bundled):
    """Which can be one of the dates a headline is about."""
    words = wording.of_seeds(bundled.seeds, "en")
    found = Findings(bundled, words, spec_of(day=bundled.last_day))
    assert "GOV" not in found.situation(bundled.first_day).held
    assert found.share_of("GOV", bundled.first_day) == "Government 0.0%"


def test_a_share_that_moved_less_than_its_error_is_no_finding(archive):
    words = wording.load("en")
    spec = spec_of(kind="sequence", day=DAY, dates=(EARLIER, DAY))
    found = Findings(archive, words, spec)
    net = difference(archive, EARLIER, DAY, archive.dataset.headline_zone).net
    assert not any(format.is_clear(net[party]) for party in net)
    assert found.headline().startswith("No clear change in the ")


def test_the_headline_of_a_chart_has_the_turn_it_shows(bundled):
    """All of the zone at its beginning and at its end, a third of it in between."""
    words = wording.of_seeds(bundled.seeds, "en")
    spec = spec_of(kind="chart", day=bundled.last_day)
    assert "33" in Findings(bundled, words, spec).headline()


def test_a_set_of_dates_has_the_figures_of_its_headline_with_their_errors(bundled):
    words = wording.of_seeds(bundled.seeds, "en")
    dates = (dt.date(2020, 3, 5), dt.date(2018, 9, 17))
    found = Findings(bundled, words, spec_of(kind="sequence", day=dates[0], dates=dates))
    (table,) = found.tables
    party, held = found.mover(sorted(dates))
    assert words.of(bundled.parties[party], "short") in table.heading
    for row, day, km2 in zip(table.rows, sorted(dates), held, strict=True):
        shown = row.text(words)
        assert shown.label == words.locale.brief_date(day)
        assert shown.value == format.number_with_error(words, km2)
        assert "±" in shown.value


@pytest.mark.parametrize("kind", ["side", "agreement", "sequence"])
def test_several_maps_say_what_their_shares_are_of_and_how_far_each_is_off(bundled, kind):
    words = wording.of_seeds(bundled.seeds, "en")
    dates = (dt.date(2018, 9, 17), dt.date(2020, 3, 5))
    spec = spec_of(
        kind=kind,
        day=dates[1],
        since=dates[0],
        dates=dates if kind == "sequence" else (),
        agreement=bundled.dataset.reference_agreement if kind == "agreement" else None,
    )
    found = Findings(bundled, words, spec)
    assert found.zone_name in found.shares_remark()
    for day in dates:
        for party in ("OPP", "GOV"):
            share = found.situation(day).share(party)
            written = f"{round(share.value)} ± {round(share.error)}%"
            assert written in " ".join(found.shares(day)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_headline_of_a_chart_says_between_which_days(bundled, language):
    """The chart goes on after the last of them, when the land was held by others again."""
    words = wording.of_seeds(bundled.seeds, language)
    spec = spec_of(kind="chart", day=dt.date(2020, 3, 5))
    headline = Findings(bundled, words, spec).headline()
    for day in (bundled.first_day, spec.day):
        assert words.date(day) in headline


def test_it_tells_where_under_which_agreements_and_who_says_so(archive, make):
    """Districts and places that changed hands, agreements in force, sources with their standing."""
    text = make(format="md", **DIFFERENCE).decode()
    words = wording.load("en").of_seeds(archive.seeds)
    change = archive.between(EARLIER, DAY)
    cells = {cell.strip() for cell in text.split("|")}
    assert {archive.places[place].unit("district")[0] for place in change.places()} <= cells
    for agreement, _ in archive.as_of(DAY).in_force():
        assert words.agreement(agreement) in text
    events = [e for e in change.events() if e.place in change.places()]
    for cited in cite(archive.sources, {s for e in events for s in e.sources}, one_fact=False):
        assert cited.label in text.replace("\\", "")
        assert format.standing(words, cited) in text


def test_an_agreement_has_its_provisions_its_ground_and_its_sources(archive, make):
    """What it says and what is claimed of it, beside the figures of the ground."""
    text = text_of(make(format="docx", kind="agreement"))
    agreement = archive.agreements[archive.dataset.reference_agreement]
    for provision in agreement.provisions:
        assert provision.text in text
    for entry in agreement.compliance[-1:]:
        assert entry.by in text
    assert wording.load("en")["briefing.text_sources"] in text


@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: asked["kind"])
def test_the_map_in_a_document_has_its_alternative_text(archive, make, asked):
    """For those who cannot see it."""
    document = docx.Document(io.BytesIO(make(format="docx", **asked)))
    (shape,) = document.inline_shapes
    start = alt_text(archive, wording.load("en"), spec_of(**asked))[:60]
    assert shape._inline.docPr.get("descr").startswith(start)


def test_arabic_runs_from_right_to_left(make):
    """Paragraphs, letters and tables; headings are headings."""
    document = docx.Document(io.BytesIO(make(format="docx", language="ar", **DIFFERENCE)))
    written = [p for p in document.paragraphs if p.text]
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in written)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    assert written[0].style.name == "Title"
    assert written[0].runs[0]._r.rPr.find(qn("w:rtl")) is not None


@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: asked["kind"])
def test_a_heading_follows_a_table_at_once(make, asked):
    """LibreOffice leaves one alone at the end of a page if an empty line stands before it."""
    body = docx.Document(io.BytesIO(make(format="docx", **asked))).element.body
    headings = [p for p in body.iter(qn("w:p")) if "Heading" in (p.style or "")]
    before = [heading.getprevious() for heading in headings]
    assert any(each.tag == qn("w:tbl") for each in before)
    for each in before:
        assert (
            each.tag == qn("w:tbl")
            or "".join(each.itertext())
            or each.findall(f".//{qn('w:drawing')}")
        )


def test_names_that_look_like_markup_stay_words(invented):
    """A place cannot open a table cell, a link or a tag."""
    name = "<b>[x](y)|*z*"
    odd = replace(
        invented.seeds,
        places=tuple(
            p.model_copy(update={"name": Text({"en": name})}) for p in invented.seeds.places
        ),
    )
    archive = archive_of(odd)
    text = render(archive, wording.load("en"), spec_of(format="md", **DIFFERENCE)).decode()
    assert "\\<b\\>\\[x\\](y)\\|\\*z\\*" in text
    assert name not in text


def test_nothing_changed_is_told(make):
    """Two dates of one state make a text without a table of changes."""
    text = make(format="md", kind="difference", since=DAY).decode()
    assert wording.load("en")["briefing.lead_no_flow"] in text
    assert wording.load("en")["briefing.text_where"] not in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_property_stands_twice_in_a_document(make, language):
    """Word refuses a file in which one does."""
    data = make(format="docx", language=language, **DIFFERENCE)
    document = docx.Document(io.BytesIO(data))
    for part in (document.element, document.styles.element):
        for name in ("w:rPr", "w:pPr", "w:tblPr"):
            for properties in part.iter(qn(name)):
                tags = [each.tag for each in properties]
                assert len(tags) == len(set(tags))


OWN = {"headline": "Ours", "subtitle": "Under it", "note": "Seen by us.", "credit": "Desk of maps"}


def test_the_briefers_own_words_are_in_text_and_picture(archive, make):
    """The note is marked as theirs; the sources stay named."""
    shown = (
        make(format="md", **DIFFERENCE, **OWN).decode(),
        html.unescape(make(format="svg", size="a4", **OWN).decode()),
        html.unescape(make(format="html", **OWN).decode()),
    )
    for text in shown:
        assert OWN["credit"] in text
        assert f"Note by the author: {OWN['note']}" in text
    for text in shown[:2]:  # the page scrubs: no date's finding is its headline
        assert OWN["headline"] in text
        assert OWN["subtitle"] in text
        assert archive.dataset.attribution.split()[0] in text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("held 6,460 ± 820 km² of it", "held 6,460_±_820_km² of it"),
        ("took 12.5% in 18 months", "took 12.5% in 18_months"),
        ("from 17 September 2018 to 5 March 2020", "from 17_September_2018 to 5_March_2020"),
        ("في 29 كانون الأول 2016 نفذ", "في 29_كانون_الأول_2016 نفذ"),
        ("مساحة 1,300 كم² من", "مساحة 1,300_كم² من"),
        ("version 54f7 (CC BY-SA 4.0), 2020 maps", "version 54f7 (CC BY-SA 4.0), 2020 maps"),
    ],
)
def test_a_figure_never_parts_from_its_unit_at_the_end_of_a_line(text, kept):
    """Nor a day from its month and year; a year or a version is no figure."""
    assert fonts.unbroken(text).replace("\u00a0", "_") == kept
    parts = [part.replace("_", " ") for part in kept.split(" ")]
    lines = fonts.wrap(text, 10, max(fonts.width(part, 10) for part in parts))
    assert all(any(part in line for line in lines) for part in parts)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_numbers_in_sentences_agree_with_what_they_count(language):
    """One source supports, two do not."""
    words = wording.load(language)
    one, two = (words.counted("briefing.sources_count", n) for n in (1, 2))
    assert one != two.replace("2", "1")
    assert "1 " not in one


def test_letters_that_are_not_in_the_font_are_measured_without_a_warning():
    """Titles of sources in Japanese stand in the tables of a document."""
    assert fonts.width("シリア軍 SOHR", 10) == pytest.approx(40 + fonts.width(" SOHR", 10))


@pytest.mark.parametrize(
    ("text", "right_to_left", "mark"),
    [
        ("North took land", False, ""),
        ("صفون took land", False, "\u200e"),
        ("صفون", False, ""),
        ("took صفون", False, ""),
        ("North من الأرض", True, "\u200f"),
        ("North", True, ""),
        ("99–100\u200e%\u200e", True, "\u200f"),
        ("99–100%", False, ""),
    ],
)
def test_a_line_runs_as_its_page_whatever_it_begins_with(text, right_to_left, mark):
    assert in_direction(text, right_to_left=right_to_left) == mark + text


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: asked["kind"])
def test_every_column_of_a_table_says_what_is_in_it(bundled, asked, language):
    """The column of km² says area as a size, not as a part of the map."""
    words = wording.of_seeds(bundled.seeds, language)
    spec = spec_of(day=dt.date(2020, 3, 5), **asked | {"since": dt.date(2019, 4, 30)})
    tables = [block for block in brief(bundled, words, spec) if isinstance(block, Grid)]
    assert tables
    assert all(all(table.heads) for table in tables)
    assert words["area"] not in tables[0].heads or language == "en"


def test_a_word_too_long_for_its_column_breaks_at_its_hyphen():
    room = fonts.width("de-escalatio", 10)
    assert fonts.wrap("de-escalation", 10, room) == ("de-", "escalation")
    assert fonts.wrap("a de-escalation area", 10, room) == ("a de-", "escalation", "area")
