"""A longer language, written from right to left: every kind of picture and slide has its text."""

from __future__ import annotations

import datetime as dt
import io
import re
from html import unescape

import pytest
from pptx import Presentation
from pseudo_language import CODE, write_catalog

from dashboard import briefing, wording
from dashboard.archive import Archive
from dashboard.briefing.findings import Findings

DAY, SINCE = dt.date(2020, 3, 5), dt.date(2018, 9, 17)


@pytest.fixture
def words(tmp_path, monkeypatch, real) -> wording.Wording:
    monkeypatch.setenv("DASHBOARD_CATALOGS", str(write_catalog(tmp_path)))
    return wording.load(CODE).of_seeds(real.seeds)


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


@pytest.mark.parametrize("kind", briefing.KINDS)
def test_a_picture_loses_no_text(kind, real, words):
    """The title and every row stand there whole, and nothing ends in an ellipsis."""
    spec = spec_of(kind, "svg", real)
    shown = letters(briefing.render(real, words, spec).decode("utf-8"))
    found = Findings(real, words, spec)
    values = [row.text(words).value for table in found.tables() for row in table.rows]
    assert "…" not in shown
    assert [text for text in (found.title(), *values) if letters(text) not in shown] == []


@pytest.mark.parametrize("kind", briefing.KINDS)
def test_a_slide_keeps_its_first_table_whole(kind, real, words):
    """What there is no room for below it is left out as a whole, not cut."""
    spec = spec_of(kind, "pptx", real)
    deck = Presentation(io.BytesIO(briefing.render(real, words, spec)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    tables = [shape.table for shape in shapes if shape.has_table]
    texts += [cell.text for table in tables for row in table.rows for cell in row.cells]
    shown = letters("".join(texts))
    first = Findings(real, words, spec).tables()[:1]
    values = [row.text(words).value for table in first for row in table.rows]
    assert "…" not in shown
    assert [text for text in values if letters(text) not in shown] == []
