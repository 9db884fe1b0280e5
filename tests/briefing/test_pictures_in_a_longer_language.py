"""A longer language, written from right to left: every kind of picture and slide has its text."""

from __future__ import annotations

import datetime as dt
import io
import re
from html import unescape

import pytest
from briefs import DRAWN
from pptx import Presentation
from pseudo_language import CODE, write_catalog

from dashboard import briefing, wording
from dashboard.archive import Archive
from dashboard.briefing.findings import Findings
from dashboard.briefing.layouts import draw

pytestmark = pytest.mark.no_cover  # the lines that draw are counted in a language there is
DAY, SINCE = dt.date(2020, 3, 5), dt.date(2018, 9, 17)


@pytest.fixture
def words(tmp_path, monkeypatch, bundled) -> wording.Wording:
    monkeypatch.setenv("DASHBOARD_CATALOGS", str(write_catalog(tmp_path)))
    return wording.load(CODE).of_seeds(bundled.seeds)


def spec_of(kind: str, form: str, archive: Archive) -> briefing.BriefSpec:
    more: dict[str, object] = {"since": SINCE} if kind in briefing.TWO_DATES else {}
    if kind == "agreement":
        more = {"agreement": archive.dataset.reference_agreement}
    if kind == "sequence":
        more = {"dates": (SINCE, DAY)}
    return briefing.BriefSpec(
        kind=kind, day=DAY, format=form, language=CODE, produced_on=DAY, **more
    )


def letters(text: str) -> str:
    """Text without spaces, tags and marks: lines are broken where there is room."""
    return re.sub(r"[\s\u200e\u200f\u2066-\u2069]", "", unescape(re.sub(r"<[^>]+>", "", text)))


@pytest.mark.parametrize("kind", DRAWN)
def test_a_picture_loses_no_text(kind, bundled, words):
    """Headline, title and every row stand there whole, on its face or on the page of details."""
    spec = spec_of(kind, "pdf", bundled)
    figures = draw(bundled, words, spec).figures
    shown = letters("".join(text.get_text() for figure in figures for text in figure.texts))
    found = Findings(bundled, words, spec)
    rows = [row.text(words) for table in found.tables for row in table.rows]
    wanted = [found.headline(), found.title(), *(part for row in rows for part in row)]
    assert "…" not in shown
    assert [text for text in wanted if letters(text) not in shown] == []


@pytest.mark.parametrize("kind", DRAWN)
def test_a_slide_loses_no_text(kind, bundled, words):
    """What there is no room for beside the map stands in the presenter's notes."""
    spec = spec_of(kind, "pptx", bundled)
    deck = Presentation(io.BytesIO(briefing.render(bundled, words, spec)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    texts += [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    tables = [shape.table for shape in shapes if shape.has_table]
    texts += [cell.text for table in tables for row in table.rows for cell in row.cells]
    shown = letters("".join(texts))
    found = Findings(bundled, words, spec)
    wanted = [row.text(words).value for table in found.tables for row in table.rows]
    assert "…" not in shown
    assert [text for text in wanted if letters(text) not in shown] == []
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= deck.slide_height + 20_000, shape.name
