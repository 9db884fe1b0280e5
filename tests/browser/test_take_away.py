"""What a reader takes away: a file of what is on screen, in either language."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import expect
from reader import at_rest


def test_a_picture_of_what_is_on_screen_is_made_and_saved(open_page):
    page = open_page("?date=2020-02-10&since=2019-08-31&compare=difference")
    at_rest(page)
    page.get_by_role("button", name="Briefing").click()
    page.get_by_role("button", name="Make").click()
    save = page.get_by_role("button", name=re.compile("^Save "))
    expect(save).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stCode")).to_contain_text("31 August 2019")
    with page.expect_download() as download:
        save.click()
    assert download.value.suggested_filename == "idlib_difference-20190831_1080p_20200210.png"
    with Image.open(io.BytesIO(download.value.path().read_bytes())) as picture:
        assert picture.size == (1920, 1080)


def test_the_interface_speaks_arabic_from_right_to_left(open_page):
    page = open_page("?date=2020-03-05&lang=ar")
    at_rest(page)
    expect(page.locator("time.tm-asof")).to_contain_text("2020")
    expect(page.locator(".tm-legend")).to_contain_text("الحكومة السورية")
    assert page.locator(".tm-legend").evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.evaluate("document.documentElement.lang") == "ar"
    row = page.locator(".tm-track-row")
    assert row.evaluate("node => getComputedStyle(node).direction") == "ltr", "time keeps its way"
    expect(page.locator(".tm-label", has_text="إدلب").first).to_be_visible()
