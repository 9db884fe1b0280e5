"""A longer language, written from right to left: every page is in it, keeps to its width and has no
fault."""

from __future__ import annotations

import re
from html import unescape

import pytest
from axe import NARROW, WIDTHS, look_at, overflows_nowhere
from playwright.sync_api import Page, expect
from pseudo_language import CODE

from dashboard.views.choice import COMPARE, TABS, VIEWS

DATES = "?date=2020-03-05&since=2018-09-17"
PAGES = {
    "agreement": f"{DATES}&view=agreement&agreement=sochi-2018-09-17",
    "claim": "?view=claims&claim=c16",
    "evidence": "?date=2020-03-05&since=2020-02-20&view=evidence&layers=line_of_contact",
}
LATIN_WORDS = re.compile(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}")


def words_of(page: Page) -> str:
    """What the page says in words of the interface: texts of the data stand in ``bdi``."""
    parts = page.get_by_test_id("stHtml").evaluate_all("(all) => all.map((e) => e.innerHTML)")
    html = re.sub(r"<(style|script|bdi)\b.*?</\1>", "", "\n".join(parts), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "\n", html))


@pytest.mark.parametrize("name", [*VIEWS[1:], "claim"])
def test_a_page_beside_the_map_is_in_it_fits_and_has_no_fault(show_page, name):
    page = show_page(f"{PAGES.get(name, f'?view={name}')}&lang={CODE}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".brand")).to_have_attribute("lang", CODE)
    expect(page.locator("nav.pages")).to_be_visible()
    words = words_of(page)
    assert len(re.findall(r"\b[ا-ي]+م\b", words)) > 20
    assert LATIN_WORDS.findall(words) == []
    # wide they have the same head and foot, and no table that has to be scrolled
    look_at(page, *(WIDTHS if name == "evidence" else [NARROW]))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_map_and_its_panels_do_not_scroll_sideways(show_map, width):
    """In any way of comparing, with any panel; where there is room, in those that take most."""
    window = {"width": width, "height": 900}
    states = [*zip(TABS[:-1], COMPARE, strict=True), ("difference", "difference")]
    for tab, compare in states if width == NARROW else states[-2:]:
        page = show_map(f"?lang={CODE}&tab={tab}&compare={compare}", window=window)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        overflows_nowhere(page)
