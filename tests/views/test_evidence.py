"""The evidence page: the figures asked for, as the page writes them."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dashboard import wording
from dashboard.analysis.claims import claim_results
from dashboard.analysis.evidence import AreaEvidence
from dashboard.analysis.map_table import map_features
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.views import events, evidence, map_table
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.wording import format

WORDS = wording.load("en")


def shown(bundled: Archive, language: str = "en", **choice: object) -> tuple[AreaEvidence, str]:
    """The evidence of a choice, and the page's text of it."""
    opening = Choice.opening(bundled).with_(language=language, **choice)
    page = PageContext(bundled, wording.load(language), opening)
    found = evidence.evidence_of(page)
    return found, page.render("evidence.html", found=found)


def rows(html: str) -> list[list[str]]:
    """The text of each row's cells."""
    found = re.findall(r"<tr><th scope=.row.*?</tr>", html, re.DOTALL)
    return [
        [
            unescape(re.sub("<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row)
        ]
        for row in found
    ]


def test_each_figure_stands_with_its_scenarios_and_its_range(bundled):
    """Who holds what and what changed since, a row each, in the order of the data set."""
    found, html = shown(bundled, area=bundled.dataset.headline_zone, since=bundled.reference_day)
    figures = [
        *((format.with_error, km2) for km2 in found.situation.held.values()),
        *((format.signed_with_error, km2) for km2 in found.difference.net.values()),
    ]
    assert len(figures) > 3
    for (_, value, *scenarios, moves), (write, km2) in zip(rows(html), figures, strict=True):
        assert value.split(" · ")[0] == write(WORDS, km2)
        assert scenarios == [format.in_scenario(WORDS, km2, name) for name in km2.scenarios]
        assert moves == (format.span(WORDS, km2) or WORDS["range_none"])
        assert km2.low <= km2.value <= km2.high


def test_figures_are_what_the_archive_says(bundled):
    """The zone since the reference agreement: net as ``between`` has it, events as passed."""
    zone, since = bundled.dataset.headline_zone, bundled.reference_day
    found, html = shown(bundled, area=zone, since=since)
    day = found.situation.day
    change, passed = bundled.between(since, day), transfers(bundled, since, day, zone)
    for party in bundled.parties:
        net = found.difference.net.get(party)
        assert (net.value if net else 0.0) == pytest.approx(change.net_km2(party, zone))
    held = {party: km2.value for party, km2 in found.situation.held.items() if km2.value}
    assert held == pytest.approx(bundled.as_of(day).area_by_party(zone))
    size = format.with_error(WORDS, passed.km2)
    assert WORDS.counted("changes_counted", len(passed.events), size=size) in unescape(html)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_a_claim_calls_taken_stands_on_the_evidence_page_it_leads_to(language, bundled):
    """A net figure leads to changes counted one by one; their net, the same figure, is beside."""
    words = wording.load(language)
    gains = [
        figure
        for result in claim_results(bundled).values() if result.finding
        for about, figure in result.finding.figures.items() if about.name == "gain"
    ]  # fmt: skip
    assert gains
    for figure in gains:
        counted = figure.evidence
        found, html = shown(
            bundled, language, area=counted.area, since=counted.since, day=counted.until
        )
        km2 = next(
            km2 for km2 in found.difference.net.values()
            if km2.value == pytest.approx(figure.value)
        )  # fmt: skip
        table, _, sentence = unescape(html).rpartition("<p>")
        assert format.signed_with_error(words, km2) in sentence
        assert format.signed_with_error(words, km2) in table


def test_a_net_change_smaller_than_its_error_is_said_to_be_no_clear_change(bundled):
    """In the table and in the sentence; one that is larger, on a page that has both, is not."""
    found, html = shown(bundled, since=bundled.reference_day, day=bundled.last_day)
    by_clarity: dict[bool, list[str]] = {True: [], False: []}
    for km2 in found.difference.net.values():
        if not format.is_zero(km2):
            shown_as = format.signed_with_error(WORDS, km2)
            by_clarity[format.is_unclear(km2)].append(shown_as)
    note = f" ({WORDS['no_clear_change']})"
    text = unescape(re.sub("<[^>]+>", "", html))
    assert all(by_clarity.values()), "the days have no change of each kind"
    assert all(text.count(each + note) == 2 for each in by_clarity[True])
    assert not any(each + note in text for each in by_clarity[False])


def test_no_net_is_given_where_nothing_changed_hands(bundled):
    """There is nothing to sum up."""
    day = bundled.reference_day
    found, html = shown(bundled, since=day, day=day)
    assert not found.transfers.events
    assert WORDS["net_beside"].partition("{")[0] not in unescape(html)


def test_a_source_of_the_map_has_one_standing_in_its_row(invented: Archive):
    """Beside its label and in the column of standings; those of a cell stand behind one fact."""
    choice = Choice.opening(invented).with_(day=invented.last_day)
    page = PageContext(invented, WORDS, choice)
    features, _ = map_features(invented, choice.day, list(invented.layers))
    columns = {column.name: column.values for column in map_table.columns(page, features)}
    for links, standing in zip(columns[WORDS["sources"]], columns[WORDS["standing"]], strict=True):
        assert "; ".join(label.rpartition("[")[2].rstrip("]") for label, _ in links) == standing
    assert any(re.search("[0-9]", standing) for standing in columns[WORDS["standing"]])


def test_a_table_says_in_arabic_that_notes_on_events_are_not_translated(bundled):
    """Everything else of a row is in Arabic; a note stands there as it was entered."""
    page = PageContext(bundled, wording.load("ar"), Choice.opening(bundled).with_(language="ar"))
    noted = [event for event in bundled.seeds.events if event.note][:3]
    column = events.columns(page, noted)[-1]
    assert column.name == "ملاحظة (غير مترجمة)"
    assert column.values == [page.note(event.note) for event in noted]
