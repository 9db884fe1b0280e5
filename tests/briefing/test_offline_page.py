"""The single HTML file: read as text, then in a browser that can reach nothing."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from briefs import DAY, EARLIER, spec_of

from dashboard import wording
from dashboard.annotations import read_annotations
from dashboard.archive import Archive
from dashboard.briefing import render
from dashboard.briefing.page import address_in_letters
from dashboard.briefing.spec import TWO_DATES
from dashboard.records import Text

FETCHED = re.compile(
    r"""(?:src|href|srcset|action|poster|data)\s*=\s*["']?\s*(?!data:|#)[^"'\s>]+"""
)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_is_one_small_file_that_fetches_nothing(make, language):
    """Nothing from elsewhere, two megabytes at most, and a policy that forbids fetching."""
    text = make(format="html", language=language).decode("utf-8")
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S)
    assert not FETCHED.findall(markup)
    styles = "".join(re.findall(r"<style>(.*?)</style>", text, flags=re.S))
    assert "url(" not in styles
    assert "@import" not in styles
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert len(text.encode()) <= 2_000_000


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/%d8%b3%D8%B1/a%20b?q=%2F", "example.org/سر/a%20b?q=%2F"),
        ("http://example.org/%D8%B3%D8", "example.org/%D8%B3%D8"),  # cut short
        ("https://example.org/a%E2%80%AEb", "example.org/a%E2%80%AEb"),  # turns what follows round
    ],
)
def test_an_address_is_written_to_be_read_and_typed(url, written):
    """Letters of any script as such; what a browser could take for something else as it is."""
    assert address_in_letters(url) == written


def test_a_page_says_what_it_is(make):
    """Title, direction, description, notice."""
    text = make(format="html", language="ar").decode("utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    assert '<meta name="description" content="' in text
    assert wording.load("ar").date(DAY) in text


def test_a_page_says_what_the_data_set_is_about(archive):
    """Whoever gets the file alone has nothing else to go by."""
    about = Text({"en": "Who held the coast & when", "ar": "من سيطر على الساحل ومتى"})
    dataset = archive.dataset.model_copy(update={"subtitle": about})
    made = Archive(replace(archive.seeds, dataset=dataset), archive.layers, archive.catalog)
    for language, words in about.items():
        asked = spec_of(language=language, format="html")
        text = render(made, wording.load(language), asked).decode("utf-8")
        assert html.escape(f"{words}.") in text.partition("<footer>")[2]


@pytest.mark.parametrize("kind", TWO_DATES)
def test_a_page_opens_in_the_mode_asked_for(make, kind):
    """A divider stays a divider where it can move."""
    text = make(format="html", kind=kind, since=EARLIER).decode("utf-8")
    state = json.loads(re.search(r'id="state">(.*?)</script>', text)[1])["state"]
    assert (state["compare"], state["since"]) == (kind, EARLIER.isoformat())


@pytest.fixture
def opened(browser, make, tmp_path):
    """The page by double-click: from a file, offline; requests and errors fail the test."""
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else wrong.append(r.url),
    )

    def open_(made: bytes | None = None, **fields: object):
        path = tmp_path / "page.html"
        path.write_bytes(made or make(format="html", **fields))
        page.goto(path.as_uri())
        page.wait_for_function("globalThis.conflictMap?.isReady")
        return page

    yield open_
    context.close()
    assert wrong == []


@pytest.mark.browser
def test_the_page_opens_at_its_date_and_keys_move_it(archive, opened):
    """The same date control as the app's, without a server."""
    from playwright.sync_api import expect

    page = opened()
    expect(page.locator(".tm-asof")).to_have_text("15 June 2001")
    page.get_by_role("slider", name="Date", exact=True).focus()
    page.keyboard.press("Home")
    expect(page.locator(".tm-asof")).to_have_text("1 January 2001")
    assert "date=2001-01-01" in page.url


@pytest.mark.browser
def test_the_page_compares_two_dates(opened):
    """Difference and back, from its own buttons."""
    from playwright.sync_api import expect

    page = opened(kind="difference", since=EARLIER)
    expect(page.locator(".tm-maps")).to_have_attribute("data-compare", "difference")
    expect(page.locator(".tm-table")).to_be_visible()
    page.get_by_role("radio").first.click()
    expect(page.locator(".tm-maps")).to_have_attribute("data-compare", "single")


@pytest.mark.browser
def test_dates_of_a_set_are_buttons(opened):
    """A page of several dates jumps to each."""
    from playwright.sync_api import expect

    page = opened(dates=(EARLIER, DAY))
    page.locator(f'[data-day="{EARLIER}"]').click()
    expect(page.locator(".tm-asof")).to_have_text("10 February 2001")


@pytest.mark.browser
def test_the_credit_is_shown_as_it_was_typed(archive, invented, opened):
    """What a data set says of itself is text, also where Leaflet takes markup."""
    from playwright.sync_api import expect

    hostile = "A & B <img src=x onerror=alert(1)></script>"
    dataset = invented.seeds.dataset.model_copy(update={"attribution": hostile})
    attacked = Archive(replace(invented.seeds, dataset=dataset), archive.layers, archive.catalog)
    page = opened(render(attacked, wording.load("en"), spec_of(format="html")))
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(hostile)
    expect(page.locator(".leaflet-control-attribution img")).to_have_count(0)


@pytest.mark.browser
def test_the_page_shows_what_its_author_added(archive, opened):
    """As it was typed, whatever it looks like; and says that it is no data."""
    from playwright.sync_api import expect

    first, second, third, *_ = archive.cells
    places = [archive.places[each] for each in (first, second, third)]
    corners = ", ".join(f"{place.lat} {place.lon}" for place in places)
    hostile = "<img src=x onerror=alert(1)></script>&amp;"
    lines = f"{places[0].name['en']}: {hostile}\n[{second}]: مغلق\n[{corners}]: ours"
    listed = read_annotations(lines, archive, "notes")
    page = opened(render(archive, wording.load("en"), spec_of(format="html", annotations=listed)))
    cards = page.locator(".tm-annotation")
    expect(cards).to_have_text([hostile, "مغلق", "ours"])
    by = wording.load("en").browser["annotation_by"]
    expect(cards.first).to_have_attribute("title", by)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(by)
    expect(page.locator(".tm-legend li", has_text=by)).to_have_count(1)
    assert "annotations=" in page.url
    page.reload()
    expect(cards).to_have_text([hostile, "مغلق", "ours"])


@pytest.mark.browser
def test_the_page_sends_nothing_again_that_it_has_answered(opened):
    """It answers itself at once: there is no lost connection to wait for."""
    page = opened()
    page.clock.install()
    page.get_by_role("slider", name="Date", exact=True).focus()
    page.keyboard.press("Home")
    sent = page.evaluate("conflictMap.connection.state.seq")
    page.clock.run_for(60_000)
    assert page.evaluate("conflictMap.connection.state.seq") == sent
