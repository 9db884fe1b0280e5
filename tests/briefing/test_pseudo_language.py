"""A longer language, written from right to left: no picture and no slide loses its words."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from briefs import spec_of
from matplotlib.backends.backend_agg import FigureCanvasAgg
from pptx import Presentation
from pptx.util import Inches
from pseudo_language import CODE, write_catalog

from dashboard import wording
from dashboard.archive import Archive
from dashboard.briefing import KINDS, BriefSpec, render
from dashboard.briefing.findings import Findings
from dashboard.briefing.picture import draw
from dashboard.wording import Wording

DAY, SINCE = dt.date(2020, 3, 6), dt.date(2019, 5, 1)
DATES = (SINCE, dt.date(2019, 9, 1), DAY)


@pytest.fixture
def words(tmp_path, monkeypatch) -> Wording:
    """The words of a language that is only a catalog file."""
    monkeypatch.setenv("DASHBOARD_CATALOGS", str(write_catalog(tmp_path)))
    return wording.load(CODE)


def asked(kind: str, **fields: object) -> BriefSpec:
    return spec_of(kind=kind, day=DAY, since=SINCE, dates=DATES, language=CODE, **fields)


@pytest.mark.parametrize("size", ["1080p", "square"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_words_leave_the_page_or_run_into_the_small_print(real, words, kind, size):
    """Every line lies on the page, and the margin ends above the foot."""
    figure = draw(real, words, asked(kind, size=size)).context.page.figure
    canvas = FigureCanvasAgg(figure)
    width, height = canvas.get_width_height()
    boxes = [(text, text.get_window_extent(canvas.get_renderer())) for text in figure.texts]
    for text, box in boxes:
        assert not text.get_text().endswith("…"), text.get_text()
        assert box.x0 >= 0, text.get_text()
        assert box.y0 >= 0, text.get_text()
        assert box.x1 <= width, text.get_text()
        assert box.y1 <= height, text.get_text()
    margin = [box.y0 for text, box in boxes if text.get_label().startswith("margin")]
    foot = [box.y1 for text, box in boxes if text.get_label().startswith("foot")]
    assert min(margin) >= max(foot)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sequence"])
def test_slides_keep_their_words(real, words, kind):
    """Everything stands on the slide, and the first table is there whole, above the small print."""
    spec = spec_of(kind=kind, day=DAY, since=SINCE, language=CODE, format="pptx")
    deck = Presentation(io.BytesIO(render(real, words, spec)))
    slide = deck.slides[0]
    notes = next(s for s in slide.shapes if s.name == "Notes and sources")
    for shape in slide.shapes:
        assert shape.left >= 0, shape.name
        assert shape.left + shape.width <= deck.slide_width + Inches(0.01), shape.name
        if shape.name not in ("Notes and sources", "Number"):
            assert shape.top + shape.height <= notes.top + Inches(0.01), shape.name
    shown = [len(shape.table.rows) for shape in slide.shapes if shape.has_table]
    assert shown[0] == len(tables(real, words, spec)[0])


def tables(archive: Archive, words: Wording, spec: BriefSpec) -> list[tuple]:
    return [table.rows for table in Findings(archive, words, spec).tables()]
