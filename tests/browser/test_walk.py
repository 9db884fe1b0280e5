"""From a claim to its test on the map, to the sources behind it, and back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard import wording
from dashboard.analysis import claims as claim_tests

WORDS = wording.load("en")


@pytest.fixture(scope="module")
def found(archive):
    """A claim whose test rests on events and compares two days."""
    return next(f for f in claim_tests.tested(archive) if f.events and f.claim.test.from_day)


def _address(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_from_a_claim_to_its_sources_and_back(open_page, found):
    """Claims list → claim → map → back → events and sources → a declared source."""
    page = open_page("")
    page.goto(page.url.split("?")[0] + "?view=claims")
    page.get_by_role("link", name=found.claim.claim).click()
    expect(page.get_by_role("heading", name=found.claim.claim)).to_be_visible()
    assert _address(page)["claim"] == found.claim.id

    page.get_by_role("link", name=WORDS["open_on_map"]).click()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", found.view["date"])
    assert _address(page)["since"] == found.view["since"]

    page.go_back()
    expect(page.get_by_role("heading", name=found.claim.claim)).to_be_visible()
    page.get_by_text(WORDS.fill("behind", n=len(found.events))).click()
    expect(page.get_by_role("button", name=WORDS["download_csv"])).to_be_visible()

    page.get_by_role("link", name=WORDS["claims_all"]).click()
    expect(page.get_by_role("heading", name=WORDS["claims_title"])).to_be_visible()


def test_claim_leads_to_its_agreement_and_on_to_the_map(open_page, found, archive):
    """The agreement's page opens, and what a provision draws is shown on the map."""
    ident = next(c for c in found.claim.concerns if c in archive.agreements)
    agreement = archive.agreements[ident]
    page = open_page("")
    page.goto(page.url.split("?")[0] + f"?view=claims&claim={found.claim.id}")
    page.get_by_role("link", name=agreement.short_name).first.click()
    expect(page.get_by_role("heading", name=agreement.short_name).first).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name=WORDS["view_map"]).click()
    expect(page.locator("time.tm-asof")).to_be_visible()


@pytest.mark.parametrize("view", ["agreement", "ceasefires", "claims", "evidence"])
def test_pages_fit_a_phone(open_page, view):
    """No page scrolls sideways at 390 pixels."""
    page = open_page("", width=390, height=844)
    page.goto(page.url.split("?")[0] + f"?view={view}")
    expect(page.get_by_role("navigation")).to_be_visible()
    expect(page.locator(".rec h2").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
