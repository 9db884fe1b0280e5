"""The address says what is on screen, and opening it shows the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from reader import at_rest, shown_day


def state(page: Page) -> dict:
    """Everything a link must carry, as the page shows it."""
    return page.evaluate(
        """() => ({
          day: timemapBoard.calendar.iso(timemapBoard.day), since: timemapBoard.calendar.iso(timemapBoard.since),
          compare: timemapBoard.choice.compare, layers: timemapBoard.choice.layers, lit: timemapBoard.choice.lit,
          at: timemapBoard.viewWords(),
        })"""
    )


def test_a_link_opened_by_somebody_else_shows_the_same(open_page):
    page = open_page(
        "?date=2020-02-10&since=2019-08-31&compare=swipe&layers=control_areas.security_corridor&agreement=moscow-2020-03-05"
    )
    at_rest(page)
    page.evaluate("void timemapBoard.map.setView([35.7, 36.7], 10.5, { animate: false })")
    # to a pixel: a change of the page's size moves the centre by less than one
    expect(page).to_have_url(re.compile(r"at=35\.(70|69)"))
    shown = state(page)
    query = page.url[page.url.index("?") :]
    other = open_page(query)
    expect(other.locator(".rec h2")).to_have_text("Moscow protocol")
    there = state(other)
    at, at_there = ([float(part) for part in view.pop("at").split("_")] for view in (shown, there))
    assert there == shown
    assert at_there == pytest.approx(at, abs=2e-3), "the same view, to a pixel"


def test_back_and_forward_return_to_what_was_shown(open_page):
    page = open_page("?date=2018-01-01")
    page.get_by_label("Go to a date").fill("2019-06-01")
    expect(page).to_have_url(re.compile("date=2019-06-01"))
    page.get_by_label("Go to a date").fill("2020-02-10")
    expect(page).to_have_url(re.compile("date=2020-02-10"))
    page.go_back()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2019-06-01")
    page.go_forward()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-02-10")


def test_a_pan_of_the_map_is_no_step_to_come_back_to(open_page):
    page = open_page("?date=2018-01-01")
    at_rest(page)
    steps = page.evaluate("history.length")
    page.evaluate("void timemapBoard.map.setView([35.7, 36.7], 10.5, { animate: false })")
    expect(page).to_have_url(re.compile(r"at=35\.(70|69)"))
    page.get_by_role("radio", name="Difference").first.click()
    expect(page).to_have_url(re.compile("compare=difference"))
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    expect(page.locator(".tm-stage")).to_have_attribute("data-compare", "single")


@pytest.mark.parametrize(
    "query",
    [
        "?date=yesterday",
        "?date=2020-13-45",
        "?since=1066-10-14",
        "?compare=<b>",
        "?at=nan_nan_nan",
        "?at=1_2",
        "?layers=..",
        "?tab=%00",
        "?place=../../etc/passwd",
    ],
)
def test_hostile_parameters_fall_back_with_a_notice(open_page, query):
    page = open_page(query)
    expect(page.get_by_role("alert").first).to_contain_text("could not be used")
    assert shown_day(page) == "2020-03-05"
    assert page.evaluate("Number.isFinite(timemapBoard.map.getZoom())")


def test_the_link_can_be_copied(open_page):
    page = open_page("?date=2019-06-01", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    assert "date=2019-06-01" in page.evaluate("navigator.clipboard.readText()")
