"""A longer language, written from right to left: every page keeps to its width."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from pseudo_language import CODE, write_catalog, write_data
from reader import wait_until

from dashboard.views.choice import COMPARE, TABS, VIEWS

PHONE = {"width": 390, "height": 844}
#: What overflows: parts wider than the window, but for what scrolls by itself.
OVERFLOWING = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
    .filter((e) => e.scrollWidth > window.innerWidth).map((e) => e.tagName + " " + e.scrollWidth)"""


@pytest.fixture(scope="module")
def app_url(running_app, tmp_path_factory) -> Iterator[str]:
    """The app with the catalog among those it finds, of the bundled data in one language more."""
    folder = write_catalog(tmp_path_factory.mktemp("catalogs"))
    data = write_data(tmp_path_factory.mktemp("data"))
    with running_app(DASHBOARD_CATALOGS=str(folder), DASHBOARD_DATA=str(data)) as url:
        yield url


@pytest.mark.parametrize("view", VIEWS[1:])
def test_no_page_scrolls_sideways(open_page, view):
    """Neither on a desk nor on a phone."""
    page = open_page(f"?view={view}&lang={CODE}", ready="h1")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("nav.pages")).to_be_visible()
    assert page.evaluate(OVERFLOWING) == []
    page.set_viewport_size(PHONE)
    wait_until(page, f"({OVERFLOWING})().length === 0")


def test_the_map_and_its_panels_do_not_scroll_sideways(show_map):
    """In any way of comparing, with any panel."""
    for query in [f"tab={tab}" for tab in TABS[:-1]] + [f"compare={c}" for c in COMPARE[1:]]:
        page = show_map(f"?lang={CODE}&{query}")
        wait_until(page, f"({OVERFLOWING})().length === 0")
        page.set_viewport_size(PHONE)
        wait_until(page, f"({OVERFLOWING})().length === 0")
