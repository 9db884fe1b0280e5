"""Every agreement, provision and claim has a page, and every page holds what its record holds."""

from __future__ import annotations

import copy
import re
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard import wording
from dashboard.analysis.agreement_record import pax_pages
from dashboard.analysis.ceasefires import ceasefires as all_ceasefires
from dashboard.analysis.claims import ClaimResult, claim_results
from dashboard.analysis.compliance import ledger
from dashboard.analysis.profiles import place_profile
from dashboard.analysis.scenarios import across
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.markup import environment
from dashboard.quantity import Quantity, Unit
from dashboard.records import Agreement, Text
from dashboard.views import agreement as agreement_page
from dashboard.views import ceasefires, claims, place_record
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.wording import format

WORDS = wording.load("en")


@pytest.fixture(scope="module")
def choice(bundled: Archive) -> Choice:
    return Choice.opening(bundled)


def hrefs(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', html)]


def views(bundled: Archive, html: str) -> list[Choice]:
    """The choices that the links inside the app lead to; none may be refused."""
    found = []
    for href in hrefs(html):
        if href.startswith("?"):
            made, refused = Choice.from_query(dict(parse_qsl(urlsplit(href).query)), bundled)
            assert refused == (), href
            found.append(made)
    return found


def page_of(bundled: Archive, choice: Choice, words: wording.Wording = WORDS) -> PageContext:
    return PageContext(bundled, words, choice)


def record_html(bundled: Archive, agreement: Agreement, choice: Choice) -> str:
    return agreement_page.panel_html(page_of(bundled, choice), agreement.id)


# --- nothing without a page -----------------------------------------------------------------


def test_every_agreement_is_listed_with_a_link_to_its_page(choice, bundled):
    """The list in time order leads to each of them."""
    reached = [
        v.agreement for v in views(bundled, agreement_page.list_html(page_of(bundled, choice)))
    ]
    assert reached == list(bundled.agreements)


def test_every_claim_is_listed_with_a_link_to_its_page(choice, bundled):
    """The list leads to each of them."""
    page = PageContext(bundled, WORDS, choice)
    listed = views(bundled, claims.list_html(page, tuple(claim_results(bundled).values())))
    assert {c.id for c in bundled.seeds.claims} <= {v.claim for v in listed if v.view == "claims"}


def test_record_shows_every_provision_and_entry(choice, bundled):
    """Texts, ledger entries, silences and declarations are all there, and links hold."""
    for agreement in bundled.agreements.values():
        record = record_html(bundled, agreement, choice)
        html = unescape(record)
        texts = [p.text for p in agreement.provisions] + [e.claim for e in agreement.compliance]
        texts += [s.text for s in agreement.silences] + [d.by for d in agreement.declarations]
        texts += [reading for d in agreement.disputes for reading in d.readings]
        for text in texts:
            assert text in html
        assert all(f'id="{p.id}"' in html for p in agreement.provisions)
        views(bundled, record)


def test_contradictory_entries_are_summed_up_as_disputed(choice, bundled):
    """Wherever one claimant says met and another not or partly met, the record says disputed."""
    for agreement in bundled.agreements.values():
        html = record_html(bundled, agreement, choice)
        for entry in ledger(agreement):
            found = {claimed.status for claimed in entry.entries}
            if found & {"not_met", "partly_met"} and found & {"met", "mostly_met"}:
                assert entry.summary == ("met_late" if "met_late" in found else "disputed")
                assert WORDS["status_" + entry.summary] in html


def test_links_go_to_declared_sources(choice, bundled):
    """No address in a record that no source or field of the record declares."""
    for agreement in bundled.agreements.values():
        sources = bundled.sources.values()
        declared = {a for source in sources for a in (source.url, source.archive_url)} | {
            *pax_pages(agreement).values()
        }
        outside = [
            h for h in hrefs(record_html(bundled, agreement, choice)) if not h.startswith("?")
        ]
        assert set(outside) <= declared


def claim_html(
    bundled: Archive, found: ClaimResult, choice: Choice, words: wording.Wording = WORDS
) -> str:
    return claims.claim_html(PageContext(bundled, words, choice), found)


def test_claim_page(choice, bundled):
    """Statement, verdict and sources; a test with its saved view, or why there is none."""
    for found in claim_results(bundled).values():
        claim, html = found.claim, claim_html(bundled, found, choice)
        for text in (claim.claim, claim.reason, claim.map_test, WORDS[f"verdict_{claim.verdict}"]):
            assert text in unescape(html)
        urls = {bundled.sources[s].url for s in claim.sources} - {""}
        assert urls <= set(hrefs(html))
        if found.on_land:
            shown = [v for v in views(bundled, html) if v.view == "map"]
            assert shown
            assert all(event in bundled.events for event in found.finding.events)
        elif not found.finding:
            assert escape(WORDS["claim_untested"]) in html


def test_a_claim_leads_to_the_map_in_the_language_of_its_page(choice, bundled):
    arabic = wording.of_seeds(bundled.seeds, "ar")
    spoken = choice.with_(language="ar")
    for found in (each for each in claim_results(bundled).values() if each.on_land):
        shown = views(bundled, claim_html(bundled, found, spoken, arabic))
        assert {view.language for view in shown} == {"ar"}


def test_sources_of_a_verdict_do_not_confirm_each_other(choice, bundled):
    """Each stands behind another part of the reason: its letter is shown, and no credibility."""
    found = next(f for f in claim_results(bundled).values() if len(f.claim.sources) > 1)
    line = claim_html(bundled, found, choice).split(WORDS["sources"] + ": ")[1].split("</p>")[0]
    standings = re.findall(r">([A-F][0-9]?)</abbr>", line)
    assert len(standings) == len(found.claim.sources)
    assert all(len(standing) == 1 for standing in standings)


# --- what a page says -----------------------------------------------------------------------


def test_the_history_of_a_place_is_heard_once(choice, bundled):
    """The list has every part of the bar, which is for who sees it."""
    profile = place_profile(bundled, bundled.events["CE0001"].place, choice.day)
    html = place_record.place_html(page_of(bundled, choice), profile)
    hidden = re.compile(r'<div dir="ltr" aria-hidden="true">(.*?)(?=<ol)', re.S)
    before, bar, after = hidden.split(html)
    assert "sharebar" not in before + after
    assert bar.count("<span style=") == after.count("<li>") > 2


def test_data_text_is_escaped(choice, bundled):
    """Markup in a record is shown, never interpreted."""
    nasty = "<img src=x onerror=alert(1)>"
    last = list(bundled.agreements)[-1]
    agreement = bundled.agreements[last].model_copy(
        update={"official_name": nasty, "short_name": Text({"en": nasty}), "type": nasty}
    )
    archive = copy.copy(bundled)
    archive.agreements = bundled.agreements | {last: agreement}
    page = PageContext(archive, WORDS, choice)
    html = agreement_page.panel_html(page, last) + agreement_page.list_html(page)
    assert unescape(html).count(nasty) >= 3
    assert nasty not in html
    claim = bundled.seeds.claims[0].model_copy(
        update={"claim": nasty, "speaker": nasty, "map_test": nasty}
    )
    assert nasty not in claim_html(bundled, ClaimResult(claim), choice)


# --- every figure opens ---------------------------------------------------------------------


def opened_km2(bundled: Archive, html: str) -> list[tuple[str, str]]:
    """Every linked area of land: the words shown, and what its link's evidence adds up to."""
    pairs = []
    for href, body in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*km²)</a>', html):
        (choice,) = views(bundled, f'href="{href}"')
        assert choice.view == "evidence"
        counted = transfers(bundled, choice.since, choice.day, choice.area).km2
        pairs.append((body, format.with_error(WORDS, counted)))
    return pairs


def test_figures_of_every_ceasefire_lead_to_the_changes_they_count(choice, bundled):
    """The link's two days and area hold exactly the land that the figure says."""
    found = all_ceasefires(bundled)
    pairs = opened_km2(bundled, ceasefires.table_html(PageContext(bundled, WORDS, choice), found))
    assert len(pairs) >= 4 * len(found.measured)
    for shown, counted in pairs:
        assert counted in shown


def test_bars_are_as_long_as_the_land_they_stand_for(choice, bundled):
    """One scale for all bars of the chart, to either side of the middle."""
    page = PageContext(bundled, WORDS, choice)
    found = all_ceasefires(bundled)
    html = ceasefires.chart_html(page, found, "first_90")
    after = re.findall(r'<div class="after" style="width:([\d.]+)%">(.*?)</div>', html)
    assert len(after) == len(found.measured)
    scales = []
    for outcome, (width, bar) in zip(found.measured, after, strict=True):
        taken = outcome.window("first_90").taken_by(next(iter(bundled.parties)))
        if taken.value:
            assert format.with_error(WORDS, taken) in bar
        if (taken.value or 0) > 100:
            pieces = [float(w) for w in re.findall(r'<i style="width:([\d.]+)%', bar)]
            scales.append(float(width) * sum(pieces) / taken.value)
    assert len(scales) > 2
    assert max(scales) == pytest.approx(min(scales), rel=0.02)


def test_every_figure_of_a_claims_test_is_a_link(choice, bundled):
    """To the record that names somebody, or to the changes between its two days."""
    for found in (f for f in claim_results(bundled).values() if f.finding):
        test = claim_html(bundled, found, choice).partition('<div class="test">')[2]
        shown = views(bundled, test.partition("</ul>")[0])
        records = [(v.view, v.agreement) for v in shown[len(found.finding.figures) :]]
        assert records == [("agreement", ident) for ident in found.finding.named]
        for (about, figure), view in zip(found.finding.figures.items(), shown, strict=False):
            assert (view.view, view.area) == ("evidence", about.area)
            if about.name.startswith(("changed", "between", "after", "given", "taken_after")):
                counted = transfers(bundled, view.since, view.day, view.area)
                assert figure.value <= counted.km2.value + 1e-6
                if about.name.startswith(("changed", "between", "after")):
                    assert figure.value == pytest.approx(counted.km2.value)


# --- a page written from right to left ------------------------------------------------------

ARABIC = wording.load("ar")


class Bare(HTMLParser):
    """Collects runs of Latin words that stand in no element of their own direction."""

    def __init__(self, html: str):
        super().__init__()
        self.isolated, self.found = 0, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.isolated += tag == "bdi"

    def handle_endtag(self, tag):
        self.isolated -= tag == "bdi"

    def handle_data(self, data):
        if not self.isolated:
            self.found += re.findall(r"[A-Za-z]{2,}[,;.]? [A-Za-z]{2,}", data)


def test_text_of_the_data_keeps_its_own_direction(choice, bundled):
    """English records on an Arabic page: full stops and brackets stay where they belong."""
    asked = choice.with_(language="ar")
    page, found = page_of(bundled, asked, ARABIC), across(bundled, all_ceasefires)
    pages = [agreement_page.panel_html(page, a) for a in bundled.agreements]
    pages += [
        claims.list_html(page, tuple(claim_results(bundled).values())),
        agreement_page.list_html(page),
        ceasefires.table_html(page, found),
        ceasefires.chart_html(page, found, "first_30"),
    ]
    assert [found for page in pages for found in Bare(page).found] == []


def test_a_sign_stays_before_its_digits():
    """A minus or plus would move to the other side of its figure between Arabic words."""
    assert format.number(ARABIC, Quantity(-1234.0, Unit.KM2)) == "\u200e−1,234"
    assert format.signed_with_error(ARABIC, Quantity(5.2, Unit.KM2)).startswith("\u200e+5.2")
    assert format.signed_with_error(ARABIC, Quantity(0.0, Unit.KM2)).startswith("0")


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "يوم"),
        (2, "يومان"),
        (7, "7 أيام"),
        (30, "30 يومًا"),
        (0, "0 يوم"),
        (100, "100 يوم"),
        (102, "102 يوم"),
        (103, "103 أيام"),
        (111, "111 يومًا"),
    ],
)
def test_days_take_the_form_of_their_number(count, text):
    """Arabic counts one, two, a few and many in different words."""
    assert format.text(ARABIC, Quantity(count, Unit.DAYS)) == text.replace(" ", "\u00a0")


def test_names_of_agreements_are_the_languages_own(choice, bundled):
    """The list in Arabic has each agreement by its Arabic name."""
    asked = choice.with_(language="ar")
    html = unescape(agreement_page.list_html(page_of(bundled, asked, ARABIC)))
    for agreement in bundled.agreements.values():
        assert ARABIC.agreement(agreement) in html
        assert agreement.short_name.get("ar")


def test_parties_differ_without_colour(choice, bundled):
    """No two parties of the data set are filled with the same hatch."""
    looks = [page_of(bundled, choice).holder_fill(party) for party in bundled.parties]
    hatches = [re.sub(r"#[0-9A-Fa-f]{6,8}", "", look) for look in looks]
    assert len(set(hatches)) == len(hatches)


@pytest.fixture(scope="module")
def arabic(bundled: Archive) -> wording.Wording:
    """With the translations of the records."""
    return wording.load("ar").of_seeds(bundled.seeds)


def english_in(html: str, arabic: wording.Wording) -> list[str]:
    """Texts of records a page shows as they were entered, though somebody translated them."""
    codes = r"<dt>.*?</dt>"  # names of variables of other data sets
    sources = r'<a [^>]*target="_blank"[^>]*>.*?</a>'  # named as they name themselves
    shown = unescape(re.sub(rf"{codes}|{sources}|<[^>]+>", "\n", html)).split("\n")
    return [line for line in shown if arabic.texts.get(line.strip(), line) != line]


def test_a_record_speaks_the_language_of_its_page(choice: Choice, bundled: Archive, arabic):
    for agreement in bundled.agreements.values():
        html = agreement_page.panel_html(page_of(bundled, choice, arabic), agreement.id)
        assert arabic.text(agreement.official_name) in unescape(html)
        assert english_in(html, arabic) == []


def test_a_claim_speaks_the_language_of_its_page(choice: Choice, bundled: Archive, arabic):
    for found in claim_results(bundled).values():
        html = claim_html(bundled, found, choice, arabic)
        assert arabic.text(found.claim.reason) in unescape(html)
        assert english_in(html, arabic) == []


def test_what_nobody_translated_is_marked_as_english():
    """So that a screen reader reads it in its own voice; nothing is marked on an English page."""
    written = environment("dashboard.views").from_string("{{ text|prose }}")
    arabic = written.render(words=ARABIC, text="Never entered <b>")
    assert arabic == '<bdi lang="en">Never entered &lt;b&gt;</bdi>'
    assert written.render(words=WORDS, text="Never entered") == "Never entered"


@pytest.mark.parametrize(
    ("words", "text", "is_isolated"),
    [
        (WORDS, "held <b> since 2018", False),
        (WORDS, "سراقب, 2018", True),
        (ARABIC, "سراقب (قرية)", False),
        (ARABIC, "Saraqib", True),
        (ARABIC, "5.6 كم", True),
    ],
)
def test_what_is_read_against_the_direction_of_a_page_stands_apart(words, text, is_isolated):
    """Digits too where a page is read from right to left; nothing else is marked up."""
    written = environment("dashboard.views").from_string("{{ text|bidi }}")
    shown = written.render(words=words, text=text)
    assert shown == (f"<bdi>{escape(text)}</bdi>" if is_isolated else escape(text))


@pytest.mark.parametrize(
    ("words", "direction", "text"),
    [
        (WORDS, "ltr", "خريطة النفوذ (Jusoor), 2020-03-05"),
        (ARABIC, "rtl", "Map of influence (Jusoor), 2020-03-05"),
    ],
)
def test_a_title_in_another_script_does_not_turn_its_publisher_and_day_round(
    words, direction, text
):
    """They follow the title in the direction of the page, over the end of a line too."""
    written = environment("dashboard.views").from_string("{{ text|bidi(of_parts=true) }}")
    assert written.render(words=words, text=text) == f'<bdi dir="{direction}">{text}</bdi>'


def test_no_period_of_a_claims_test_ends_before_it_starts(bundled):
    for found in claim_results(bundled).values():
        for about, quantity in (found.finding.figures if found.finding else {}).items():
            first, last = about.days(quantity)
            assert first is None or last is None or first <= last, (found.claim.id, about.name)


def test_every_claim_has_a_picture_of_each_figure_of_its_test(bundled, choice):
    """A bar for each figure that has a value, the published one among them."""
    for found in claim_results(bundled).values():
        figures = [*(found.finding.figures.values() if found.finding else ()), found.published]
        shown = [q for q in figures if q and q.value is not None and found.full(q.unit)]
        assert claim_html(bundled, found, choice).count("figure-bar") == len(shown)
