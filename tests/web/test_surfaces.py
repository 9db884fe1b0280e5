"""One quantity is the same text wherever it is shown."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import io
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from dashboard import briefing, cli, wording
from dashboard.analysis.events import event_table
from dashboard.analysis.scenarios import across
from dashboard.analysis.situation import Situation, situation
from dashboard.archive import Archive
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.findings import Findings
from dashboard.quantity import Quantity
from dashboard.standing import cite, cite_feature
from dashboard.views import evidence
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.wording import Wording, format

DAY = dt.date(2020, 3, 5)
LANGUAGES = wording.languages()


@pytest.fixture(scope="module")
def held(archive: Archive) -> Situation:
    """Who holds what of the headline zone."""
    zone = archive.dataset.headline_zone
    return across(archive, lambda each: situation(each, DAY, zone))


@pytest.fixture(scope="module", params=LANGUAGES)
def words(request, archive: Archive) -> Wording:
    return wording.load(request.param).of_seeds(archive.seeds)


@pytest.fixture
def texts(held: Situation, words: Wording) -> list[str]:
    """What is to be read everywhere: each party's land, and how far it can be off."""
    found = [format.with_error(words, km2) for km2 in held.held.values() if km2.value]
    assert len(found) > 1
    return found


@pytest.fixture
def shares(held: Situation) -> list[Quantity]:
    """The same in per cent of the zone: without their error on cards, with it in sentences."""
    return [held.share(party) for party, km2 in held.held.items() if km2.value]


def spec_of(words: Wording, form: str, kind: str = "situation") -> briefing.BriefSpec:
    return briefing.BriefSpec(
        kind=kind, day=DAY, format=form, language=words.language, produced_on=DAY
    )


def read(text: str) -> str:
    """Text as it is seen: without tags, entities and the marks of direction."""
    plain = unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"[\u200e\u200f\u2066-\u2069]", "", plain).replace("\u00a0", " ")


def on_cards(engine: Any, payload: Any, archive: Archive) -> list[str]:
    """What the browser writes of the figures it is given."""
    state = sum(day <= DAY for day in archive.state_days) - 1
    return engine.call(
        """({ format, words, facts: { zone, parties, charts } }, state) => {
          const written = new Format(format);
          const part = (km2) => (100 * km2) / zone.km2;
          const { error, areas } = charts.find((chart) => chart.id === zone.id);
          const held = parties.map(({ id }) => [areas[id]?.[state], error[id]?.[state]]);
          const known = held.filter(([km2]) => km2), controller = { format: written, words };
          const text = (value, off, unit) =>
            written.unit(numberWithError(controller, value, unit, off), unit, value);
          return [
            ...known.map(([km2, off]) => text(km2, off, "km2")),
            ...known.map(([km2, off]) => text(part(km2), part(off), "percent")),
          ];
        }""",
        json.loads(json.dumps(payload)), state,
    )  # fmt: skip


def test_the_cards_beside_the_map(engine, archive, payloads, words, texts, shares):
    on_each = [*texts, *(format.with_error(words, share) for share in shares)]
    assert on_cards(engine, payloads[words.language], archive) == on_each


def test_the_offline_page(engine, archive, words, texts, shares):
    """It carries the figures, and in its description the text."""
    html = briefing.render(archive, words, spec_of(words, "html", "difference")).decode("utf-8")
    packed = re.search(r'id="payload">([^<]*)<', html)[1]
    payload = json.loads(gzip.decompress(base64.b64decode(packed)))["payload"]
    assert on_cards(engine, payload, archive)[: len(texts)] == texts
    description = read(re.search(r'name="description"[^>]* content="([^"]*)"', html)[1])
    assert all(read(format.with_error(words, share)) in description for share in shares)


def test_the_evidence_page(archive, words, held, texts):
    """Its table has the figure, and beside it what it is in each scenario."""
    zone = archive.dataset.headline_zone
    choice = Choice.opening(archive).with_(day=DAY, area=zone, language=words.language)
    page = PageContext(archive, words, choice)
    html = page.render("evidence.html", found=evidence.evidence_of(page))
    cells = re.findall(r"<b>([^<]*)</b>", html)
    assert [cell for cell in map(unescape, cells) if cell in texts] == texts
    for km2 in held.held.values():
        assert (format.span(words, km2) or words["range_none"]) in unescape(html)


def test_the_rows_of_a_briefing(archive, words, texts):
    table = Findings(archive, words, spec_of(words, "svg")).held(DAY)
    assert [row.text(words).value for row in table.rows][: len(texts)] == texts


def test_the_description_of_a_picture(archive, words, shares):
    described = read(alt_text(archive, words, spec_of(words, "svg", "difference")))
    assert all(read(format.with_error(words, share)) in described for share in shares)


def test_a_slide(archive, words, texts):
    deck = Presentation(io.BytesIO(briefing.render(archive, words, spec_of(words, "pptx"))))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    shown = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    shown += [
        cell.text for shape in shapes if shape.has_table
        for row in shape.table.rows for cell in row.cells
    ]  # fmt: skip
    text = read("\n".join(shown))
    assert all(read(figure) in text for figure in texts)


@pytest.mark.parametrize("words", [wording.COMPLETE], indirect=True)
def test_a_picture_made_from_the_command_line(words, texts, tmp_path: Path):
    code = cli.main([
        "brief", "--kind", "situation", "--date", DAY.isoformat(), "--format", "svg",
        "--language", words.language, "--out", str(tmp_path), "--produced-on", DAY.isoformat(),
    ])  # fmt: skip
    assert code == 0
    (picture,) = tmp_path.glob("*.svg")
    text = read(picture.read_text("utf-8"))
    assert all(read(figure) in text for figure in texts)


def test_a_source_has_one_standing_on_every_surface(archive: Archive, words: Wording):
    """Page, table, data files: the letter of the source and the number of the report."""
    event = next(e for e in archive.events.values() if len(e.sources) == 1)
    (cited,) = cite(archive.sources, event.sources)
    page = PageContext(archive, words, Choice.opening(archive))
    html = page.render("sources_cited.html", ids=event.sources)
    assert f">{cited.reliability}</abbr>" in html
    assert format.standing(words, replace(cited, credibility=None)) in unescape(html)
    assert cited.archive_url in unescape(html)
    table = event_table(archive, [event.id])
    assert list(table["standing"]) == [cited.standing]
    spell = next(s for s in archive.layers["control_areas"] if s.properties["event"] == event.id)
    assert cite_feature(archive.sources, spell.properties) == (cited,)
    for form in ("geojson", "kml", "csv"):
        spec = replace(spec_of(words, form), day=event.day, layers=("control_areas",))
        assert cited.standing in briefing.render(archive, words, spec).decode("utf-8-sig")
