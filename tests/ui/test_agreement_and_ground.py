"""Every agreement, provision and claim has a page, and every page holds what its record holds."""

from __future__ import annotations

import os
import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import wording
from dashboard.analysis import claims as claim_tests
from dashboard.analysis.compliance import ledger
from dashboard.analysis.stories import place_story
from dashboard.archive import Archive
from dashboard.records import Agreement, Claim
from dashboard.ui import agreement_page, agreement_record, ceasefires, claims, evidence, places
from dashboard.ui.choice import Choice

ROOT = Path(__file__).parents[2]
WORDS = wording.load("en")
ARCHIVE = Archive.load(ROOT / "seeds", ROOT / "data" / "geo")
AGREEMENTS, CLAIMS = tuple(ARCHIVE.agreements), tuple(c.id for c in ARCHIVE.seeds.claims)


@pytest.fixture(scope="module")
def choice() -> Choice:
    return Choice.opening(ARCHIVE)


def hrefs(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', html)]


def views(html: str) -> list[Choice]:
    """The choices that the links inside the app lead to; none may be refused."""
    found = []
    for href in hrefs(html):
        if href.startswith("?"):
            made, refused = Choice.from_query(dict(parse_qsl(urlsplit(href).query)), ARCHIVE)
            assert refused == (), href
            found.append(made)
    return found


def record_html(agreement: Agreement, choice: Choice) -> str:
    return agreement_record.panel_html(ARCHIVE, WORDS, choice, agreement)


# --- nothing without a page -----------------------------------------------------------------


def test_every_agreement_is_listed_with_a_link_to_its_page(choice):
    """The list in time order leads to each of them."""
    reached = [v.agreement for v in views(agreement_page.all_html(ARCHIVE, WORDS, choice))]
    assert reached == list(AGREEMENTS)


def test_every_claim_is_listed_with_a_link_to_its_page(choice):
    """The list leads to each of them."""
    listed = views(claims.list_html(ARCHIVE, WORDS, choice))
    assert set(CLAIMS) <= {v.claim for v in listed if v.view == "claims"}


@pytest.mark.parametrize("ident", AGREEMENTS)
def test_record_shows_every_provision_and_entry(ident, choice):
    """Texts, ledger entries, silences and declarations are all there, and links hold."""
    agreement = ARCHIVE.agreements[ident]
    html = record_html(agreement, choice)
    said = [p.text for p in agreement.provisions] + [e.claim for e in agreement.compliance]
    said += [s.text for s in agreement.silences] + [d.by for d in agreement.declarations]
    said += [reading for d in agreement.disputes for reading in d.readings]
    for text in said:
        assert escape(text) in html
    assert all(f'id="{p.id}"' in html for p in agreement.provisions)
    views(html)


@pytest.mark.parametrize("ident", AGREEMENTS)
def test_contradictory_entries_are_summed_up_as_disputed(ident, choice):
    """Wherever one claimant says met and another not met, the record says disputed."""
    agreement, html = ARCHIVE.agreements[ident], record_html(ARCHIVE.agreements[ident], choice)
    for entry in ledger(agreement):
        found = {said.status for said in entry.entries}
        if "not_met" in found and found & {"met", "mostly_met", "met_late"}:
            assert entry.summary == "disputed"
            assert WORDS["summary_disputed"] in html


@pytest.mark.parametrize("ident", AGREEMENTS)
def test_links_go_to_declared_sources(ident, choice):
    """No address in a record that no source or field of the record declares."""
    agreement = ARCHIVE.agreements[ident]
    declared = {source.url for source in ARCHIVE.sources.values()} | {agreement.pax_url}
    outside = [h for h in hrefs(record_html(agreement, choice)) if not h.startswith("?")]
    assert set(outside) <= declared


@pytest.mark.parametrize("found", claim_tests.tested(ARCHIVE), ids=CLAIMS)
def test_claim_page(found, choice):
    """Statement, verdict and sources; a test with its saved view, or why there is none."""
    html = claims.claim_html(ARCHIVE, WORDS, choice, found, alone=True)
    claim: Claim = found.claim
    assert escape(claim.claim) in html
    assert escape(claim.verdict) in html
    assert escape(claim.map_test) in html
    urls = {ARCHIVE.sources[s].url for s in claim.sources} - {""}
    assert urls <= set(hrefs(html))
    if found.on_land:
        shown = [v for v in views(html) if v.view == "map"]
        assert shown
        assert all(event in ARCHIVE.events for event in found.events)
    elif not found.figures:
        assert escape(WORDS["claim_untested"]) in html


def test_a_claim_that_tests_land_names_what_the_data_set_has():
    """Parties, areas and agreements of every test exist."""
    for claim in ARCHIVE.seeds.claims:
        if claim.test is None:
            continue
        for area in filter(None, (claim.test.within, *claim.test.areas)):
            ARCHIVE.within(area)
        assert set(claim.test.agreements) <= set(AGREEMENTS)
        assert {claim.test.party, claim.test.against} - {None} <= set(ARCHIVE.parties)
        assert set(claim.test.layers) <= {layer.name for layer in ARCHIVE.dataset.layers}
        assert set(claim.test.compare_sources) <= set(ARCHIVE.sources)


# --- what a page says -----------------------------------------------------------------------


def test_place_page_marks_the_day_and_leads_to_its_district(choice):
    """The bar is told in words, and the district is a link."""
    ident = next(c for c in ARCHIVE.cells if ARCHIVE.places[c].district_pcode)
    html = places.place_html(ARCHIVE, WORDS, choice, place_story(ARCHIVE, ident))
    assert 'role="img" aria-label="' in html
    assert f"district:{ARCHIVE.places[ident].district_pcode}" in [v.area for v in views(html)]


def test_ranges_hold_the_figure(choice):
    """Each row of the sensitivity table has its figure inside its range."""
    html = evidence.ranges_html(ARCHIVE, WORDS, choice)
    rows = re.findall(r"<tr><td.*?</tr>", html)
    assert rows
    for row in rows:
        cells = [unescape(re.sub("<[^>]+>", "", c)) for c in re.findall(r"<td.*?</td>", row)]
        told = re.findall(r"−?[\d,.]+", f"{cells[1]} {cells[5]}".replace("km²", ""))
        numbers = [float(n.replace(",", "").replace("−", "-")) for n in told]
        assert numbers[1] <= numbers[0] <= numbers[2]


def test_data_text_is_escaped(choice):
    """Markup in a record is shown, never interpreted."""
    nasty = "<img src=x onerror=alert(1)>"
    agreement = ARCHIVE.agreements[AGREEMENTS[-1]].model_copy(
        update={"official_name": nasty, "short_name": nasty, "type": nasty}
    )
    assert nasty not in record_html(agreement, choice)
    claim = ARCHIVE.seeds.claims[0].model_copy(
        update={"claim": nasty, "speaker": nasty, "map_test": nasty}
    )
    made = claim_tests.Tested(claim)
    assert nasty not in claims.claim_html(ARCHIVE, WORDS, choice, made)


# --- the pages themselves -------------------------------------------------------------------


def _page() -> None:
    import os
    from pathlib import Path

    import streamlit as st

    from dashboard import wording
    from dashboard.archive import Archive
    from dashboard.ui import agreement_page, ceasefires, claims, evidence, places, state

    root = Path(os.environ["PAGE_TEST_ROOT"])
    archive = st.cache_resource(Archive.load)(root / "seeds", root / "data" / "geo")
    made = {"agreement": agreement_page, "ceasefires": ceasefires, "claims": claims,
            "evidence": evidence, "map": places}  # fmt: skip
    chosen = state.open_choice(archive)
    made[chosen.view].view(archive, wording.load("en"), chosen)


def shown(monkeypatch, **query: str) -> AppTest:
    monkeypatch.setitem(os.environ, "PAGE_TEST_ROOT", str(ROOT))
    test = AppTest.from_function(_page, default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def html_of(test: AppTest) -> str:
    return "\n".join(
        element.proto.body for element in test.main if getattr(element, "type", "") == "html"
    ) or "\n".join(e.proto.body for e in test.get("html"))


@pytest.mark.parametrize("ident", [None, *AGREEMENTS])
def test_agreement_page_opens(ident, monkeypatch):
    """Every agreement's page draws, on its first day in the series."""
    query = {"view": "agreement"} | ({"agreement": ident} if ident else {})
    names = [a.short_name for a in ARCHIVE.agreements.values()]
    names = [ARCHIVE.agreements[ident].official_name] if ident else names
    html = html_of(shown(monkeypatch, **query))
    assert all(escape(name) in html for name in names)


def test_changing_the_day_changes_the_figures(monkeypatch):
    """The page's own date field moves the gap."""
    reference = ARCHIVE.dataset.reference_agreement
    day = ARCHIVE.reference_day.isoformat()
    test = shown(monkeypatch, view="agreement", agreement=reference, date=day)
    before = html_of(test)
    test.date_input(key="page-day").set_value(ARCHIVE.last_day).run()
    assert not test.exception
    after = html_of(test)
    assert before != after
    assert escape(WORDS.date(ARCHIVE.last_day)) in after


def test_ribbon_is_drawn_when_asked(monkeypatch):
    """A chart and its words appear with the switch."""
    test = shown(monkeypatch, view="agreement", agreement=ARCHIVE.dataset.reference_agreement)
    before = len(test.caption)
    test.toggle[0].set_value(True).run()
    assert not test.exception
    assert len(test.caption) == before + 1


def test_ceasefires_page_opens_each_row(monkeypatch):
    """Table, chart words, and the events behind the last row."""
    test = shown(monkeypatch, view="ceasefires")
    assert escape(WORDS["holds_caution"]) in html_of(test)
    box = test.selectbox(key="holds-behind")
    box.set_value(len(box.options) - 1).run()
    assert not test.exception
    assert len(test.dataframe) == 1


@pytest.mark.parametrize("ident", [None, *CLAIMS])
def test_claims_page_opens(ident, monkeypatch):
    """The list, and each claim alone."""
    query = {"view": "claims"} | ({"claim": ident} if ident else {})
    html = html_of(shown(monkeypatch, **query))
    wanted = [c.claim for c in ARCHIVE.seeds.claims if ident in (None, c.id)]
    assert all(escape(text) in html for text in wanted)


def test_evidence_page_follows_the_link(monkeypatch):
    """Day, layers and area come from the link; the table has the map's features."""
    area = next(a for a in evidence.area_ids(ARCHIVE) if a.startswith("district:"))
    test = shown(monkeypatch, view="evidence", layers="control_areas", area=area)
    held = ARCHIVE.as_of(ARCHIVE.dataset.opening_day)
    inside = ARCHIVE.within(area).sum()
    assert len(test.dataframe[0].value) == inside
    assert held.features("control_areas")


def test_place_panel_searches_and_opens(monkeypatch):
    """A misspelt name is found, and choosing it opens its story."""
    place = min((ARCHIVE.places[c] for c in ARCHIVE.cells), key=lambda p: (p.rank, p.name_en))
    test = shown(monkeypatch, view="map")
    test.text_input(key="place-search").set_value(place.name_en.replace("i", "e")).run()
    test.button(key=f"hit-{place.id}").click().run()
    assert not test.exception
    assert escape(place.name_en) in html_of(test)
    assert test.text_input(key="place-search").value == ""


def test_words_used_exist():
    """The pages ask for no word the language lacks."""
    for module in (agreement_page, ceasefires, claims, evidence, places):
        text = Path(module.__file__).read_text("utf-8")
        for key in re.findall(r"""words(?:\.fill\(\s*|\[)"([a-z_0-9]+)"[,\])]""", text):
            assert WORDS.get(key) is not None, key
