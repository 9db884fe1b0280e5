"""From a claim to its test on the map, to the sources behind it, and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from reader import fields_of

from dashboard import wording
from dashboard.analysis.claims import claim_results
from dashboard.analysis.events import sources_of
from dashboard.analysis.transfers import transfers
from dashboard.views.choice import Choice
from dashboard.wording import format

WORDS = wording.load("en")


@pytest.fixture(scope="module")
def found(archive):
    """A claim whose test rests on events and compares two days."""
    return next(
        result
        for result in claim_results(archive).values()
        if result.finding and result.finding.events and result.finding.since
    )


def test_from_a_claim_to_its_sources_and_back(show_page, found, archive):
    """Claims list → claim → map → back → events and sources → a declared source → its agreement."""
    page = show_page("?view=claims")
    page.get_by_role("link", name=found.claim.claim, exact=True).click()
    expect(page.get_by_role("heading", name=found.claim.claim)).to_be_visible()
    assert fields_of(page.url)["claim"] == found.claim.id

    page.get_by_role("link", name=WORDS["open_on_map"]).click()
    expect(page.locator("time.tm-asof")).to_have_attribute(
        "datetime", found.finding.day.isoformat()
    )
    assert fields_of(page.url)["since"] == found.finding.since.isoformat()
    expect(page).to_have_title(archive.dataset.title["en"])

    page.go_back()
    expect(page.get_by_role("heading", name=found.claim.claim)).to_be_visible()
    sources = len(sources_of(archive, found.finding.events))
    page.get_by_text(WORDS.fill("behind", n=len(found.finding.events), sources=sources)).click()
    expect(page.get_by_role("button", name=WORDS["download_csv"])).to_be_visible()
    cited = page.locator("details").filter(has_text=WORDS.fill("sources_cited", n=sources))
    declared = {source.url for source in archive.sources.values()}
    assert cited.locator("a").first.get_attribute("href") in declared

    agreement = archive.agreements[next(c for c in found.claim.concerns if c in archive.agreements)]
    page.get_by_role("link", name=agreement.short_name["en"]).first.click()
    expect(page.get_by_role("heading", name=agreement.short_name["en"]).first).to_be_visible()
    to_map = page.get_by_role("navigation", name="Views").get_by_role(
        "link", name=WORDS["view_map"]
    )
    assert fields_of(to_map.get_attribute("href"))["agreement"] == agreement.id
    page.go_back()
    page.get_by_role("link", name=WORDS["claims_all"]).click()
    expect(page.get_by_role("heading", name=WORDS["claims_title"])).to_be_visible()


def test_a_figure_of_a_ceasefire_opens_by_keyboard(show_page, archive):
    """From a figure of the table to exactly the changes it counts, and back to the table."""
    page = show_page("?view=ceasefires")
    figure = page.get_by_role("table").get_by_role("link").filter(has_text="km²").first
    figure.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view=evidence"))
    asked, _ = Choice.from_query(fields_of(page.url), archive)
    found = transfers(archive, asked.since, asked.day, asked.area)
    size = format.with_error(WORDS, found.km2)
    counted = WORDS.counted("changes_counted", len(found.events), size=size)
    expect(page.get_by_text(counted)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name=WORDS["view_ceasefires"])).to_be_visible()


def test_headline_figures_lead_to_evidence_that_says_the_same(show_map, show_page):
    """Land held and net taken beside the map stand on the evidence page their links open."""
    page = show_map()
    links = page.locator(".tm-figures a[href*='view=evidence']")
    expect(links).to_have_count(3)  # the third, of the last change, has no figure in km²
    cards = page.locator(".tm-card:has(a[href*='view=evidence'])")
    figure = r"[\d,]+(?:\s±\s[\d,]+)?\s*km²"
    shown = [re.search(figure, cards.nth(i).inner_text())[0] for i in range(2)]
    targets = [links.nth(i).get_attribute("href") for i in range(2)]
    for size, target in zip(shown, targets, strict=True):
        evidence = show_page(target)
        table = evidence.get_by_role("table", name=WORDS["ranges_title"])
        expect(table).to_contain_text(size)


def test_a_page_is_called_by_what_it_shows_and_has_a_way_to_other_languages(show_page, archive):
    """Tabs and bookmarks tell pages apart; whoever was sent an Arabic link can read on in English."""
    ident = next(iter(archive.agreements))
    page = show_page(f"?view=agreement&agreement={ident}&lang=ar")
    arabic, english = wording.load("ar"), wording.load("en")
    named = arabic.agreement(archive.agreements[ident])
    expect(page).to_have_title(f"{named} · {archive.dataset.title['ar']}")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name=english.name).click()
    expect(page).to_have_title(
        f"{english.agreement(archive.agreements[ident])} · {archive.dataset.title['en']}"
    )
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    assert fields_of(page.url)["agreement"] == ident


def test_every_layer_of_the_evidence_page_is_in_view(show_page):
    page = show_page("?view=evidence")
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        box = page.get_by_test_id("stMultiSelectTagsContainer")
        around = box.bounding_box()
        for tag in page.locator("[data-tag]").all():
            own = tag.bounding_box()
            assert around["y"] <= own["y"]
            assert own["y"] + own["height"] <= around["y"] + around["height"] + 1
            assert own["x"] + own["width"] <= around["x"] + around["width"] + 1


def test_who_comes_first_is_told_what_this_is_until_they_close_it(open_page):
    """Two lines with the way to the help; the browser remembers that they were closed."""
    page = open_page("?date=2020-03-05")
    intro = page.locator(".tm-intro")
    expect(intro.locator("p")).to_have_count(2)
    expect(intro.get_by_role("link", name="Help")).to_have_attribute(
        "href", re.compile("view=help")
    )
    intro.get_by_role("button", name="Close").click()
    expect(intro).to_have_count(0)
    page.reload()
    expect(page.locator(".tm-figures .tm-card").first).to_be_visible()
    expect(intro).to_have_count(0)


def test_search_is_in_the_header_of_every_page(show_page, archive):
    """By keyboard alone; what is found opens on the map, an agreement on its first day in force."""
    page = show_page("?view=claims&date=2018-01-05")
    field = page.get_by_role("combobox", name=WORDS["search"])
    expect(field).to_be_visible()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("did it")
    options = page.get_by_role("listbox", name=WORDS["search"]).get_by_role("option")
    expect(options.first).to_have_text(WORDS["view_ceasefires"] + WORDS["kind_page"])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(WORDS["view_ceasefires"])
    field.fill("moscow prot")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-03-06")
    expect(page.locator(".rec h2").first).to_contain_text("Moscow protocol")
    page.go_back()
    expect(page.locator("h1")).to_have_text(WORDS["view_ceasefires"])


def test_help_shows_every_key_and_mark(show_page):
    """From the top of any page, with pictures of the marks; that of an agreed zone is an area."""
    page = show_page("?view=claims&date=2020-03-05")
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", name="Help", level=1)).to_be_visible()
    expect(page.locator(".keys kbd")).to_have_count(9)
    marks = page.locator(".marks li")
    assert marks.count() > 12
    assert all(mark.locator(".mark").bounding_box()["width"] > 3 for mark in marks.all())
    zones = marks.filter(has_text="Demilitarised zone").locator(".mark")
    assert [zone.bounding_box()["height"] for zone in zones.all()] == [18, 18]
    expect(page.get_by_role("navigation", name="Views").locator("b")).to_have_text("Help")
