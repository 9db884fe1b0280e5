"""A longer language, written from right to left: every page keeps to its width and has no fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe import NARROW, WIDTHS, look_at
from playwright.sync_api import expect
from pseudo_language import CODE, write_catalog, write_data
from server import running_app

from dashboard.views.choice import COMPARE, TABS

DATES = "?date=2020-03-05&since=2018-09-17"
PAGES = {
    "agreement": f"{DATES}&view=agreement&agreement=sochi-2018-09-17",
    "ceasefires": "?view=ceasefires",
    "claims": "?view=claims",
    "claim": "?view=claims&claim=c16",
    "document": "?view=document",
    "evidence": f"{DATES}&view=evidence",
    "help": "?view=help",
    "method": "?view=method",
    "download": "?view=download",
    "about": "?view=about",
}


@pytest.fixture(scope="module")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with the catalog among those it finds, of the bundled data in one language more."""
    catalogs = write_catalog(tmp_path_factory.mktemp("catalogs"))
    data = write_data(tmp_path_factory.mktemp("data"))
    found = {"DASHBOARD_CATALOGS": str(catalogs), "DASHBOARD_DATA": str(data)}
    with running_app(tmp_path_factory.mktemp("server"), **found) as server:
        yield server.url


@pytest.mark.parametrize("name", PAGES)
def test_a_page_beside_the_map_fits_and_has_no_fault(show_page, name):
    page = show_page(f"{PAGES[name]}&lang={CODE}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("nav.pages")).to_be_visible()
    # wide they have the same head and foot, and no table that has to be scrolled
    look_at(page, *(WIDTHS if name == "evidence" else [NARROW]))


def test_the_map_and_its_panels_do_not_scroll_sideways(show_map):
    """In any way of comparing, with any panel."""
    for query in [f"tab={tab}" for tab in TABS[:-1]] + [f"compare={c}" for c in COMPARE[1:]]:
        look_at(show_map(f"?lang={CODE}&{query}"))
