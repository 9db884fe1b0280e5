"""The map on a phone, with fingers."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from reader import map_point, shown_day, track_point, wait_until

from dashboard import wording


def fingers(page: Page, *moves: tuple[tuple[float, float], ...]) -> None:
    """Put fingers on the track, move them, and take them off; places as x and y on the track."""
    box = page.locator(".tm-track").bounding_box()
    touch = page.context.new_cdp_session(page)

    def send(kind: str, places: tuple[tuple[float, float], ...]) -> None:
        points = [
            {"x": box["x"] + x, "y": box["y"] + y, "id": i} for i, (x, y) in enumerate(places)
        ]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for down in range(len(moves[0])):
        send("touchStart", moves[0][: down + 1])
    for places in moves[1:]:
        send("touchMove", places)
    send("touchEnd", ())


def test_a_finger_drags_the_date(show_on_phone, archive):
    page = show_on_phone("?date=2019-01-01")
    page.locator(".tm-track").scroll_into_view_if_needed()
    left, top = (page.locator(".tm-track").bounding_box()[side] for side in "xy")
    start, end = (track_point(page, d, archive) for d in (dt.date(2019, 1, 1), dt.date(2020, 3, 1)))
    steps = (start[0] + (end[0] - start[0]) * i / 10 for i in range(11))
    fingers(page, *(((x - left, start[1] - top),) for x in steps))
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", re.compile("^2020-0[23]"))
    page.wait_for_url(re.compile(f"date={shown_day(page)}"))


def test_a_scroll_begun_on_the_timeline_scrolls_and_leaves_the_day(show_on_phone):
    page = show_on_phone("?date=2019-01-01")
    page.locator(".tm-track").scroll_into_view_if_needed()
    before = page.locator(".tm-track").bounding_box()["y"]
    fingers(page, *(((200, 30 - step),) for step in range(0, 150, 10)))
    wait_until(
        page,
        "(y) => document.querySelector('.tm-track').getBoundingClientRect().y < y",
        before - 60,
    )
    assert shown_day(page) == "2019-01-01"


def test_two_fingers_zoom(show_on_phone):
    page = show_on_phone("?date=2019-01-01")
    page.locator(".tm-track").scroll_into_view_if_needed()
    fingers(page, *(((150 - step, 25), (200 + step, 25)) for step in range(0, 100, 10)))
    wait_until(page, "conflictMap.lens !== null")
    assert shown_day(page) == "2019-01-01"


def test_a_record_is_a_sheet_from_below(show_on_phone, archive):
    """Half of the window, closed by its button and by Escape; its place is seen above it, also
    when a link opens on it; the day stands in its head."""
    page = show_on_phone("?date=2020-03-01&record=place:saraqib")
    place = archive.places["saraqib"]
    sheet, record = page.locator(".st-key-record"), page.locator(".tm-record")
    expect(record).to_be_visible()
    expect(record.locator("header")).to_contain_text("1 Mar 2020")
    box = sheet.bounding_box()
    assert box["y"] + box["height"] == 844
    assert box["height"] == 844 / 2
    assert page.evaluate("conflictMap.maps.highlighted().y") < box["y"]
    expect(page.locator(".st-key-record-rest")).to_contain_text("History of control")
    assert sheet.evaluate("(e) => e.scrollHeight > e.clientHeight")
    record.get_by_role("button", name="Close").tap()
    expect(record).to_be_hidden()
    x, y = map_point(page, place.lat, place.lon)
    page.locator("#map_main").tap(position={"x": x, "y": y})
    expect(record).to_be_visible()
    assert page.evaluate("conflictMap.maps.highlighted().y") < sheet.bounding_box()["y"]
    page.keyboard.press("Escape")
    expect(record).to_be_hidden()


def test_an_agreement_found_by_search_is_a_sheet_too(show_on_phone):
    """The menu that had the search gives way to it."""
    page = show_on_phone("")
    menu = page.get_by_role("button", name="Menu")
    menu.tap()
    page.get_by_role("combobox", name="Search").fill("moscow protocol")
    page.locator(".tm-options [role=option]").first.tap()
    sheet = page.locator(".st-key-tab")
    expect(sheet.get_by_role("heading", name="Moscow protocol")).to_be_in_viewport()
    box = sheet.bounding_box()
    assert (box["y"] + box["height"], box["height"]) == (844, 844 / 2)
    expect(menu).to_have_attribute("aria-expanded", "false")
    sheet.get_by_role("button", name="All agreements").tap()
    expect(page.locator(".tm-list")).to_be_attached()
    expect(page.locator(".st-key-agreements-back")).to_be_hidden()


def test_a_briefing_can_be_made(show_on_phone):
    """The form ends within the window, so that its last button can be reached; from right to left,
    as test_layout.py has it in English."""
    page, words = show_on_phone("?lang=ar"), wording.load("ar")
    page.locator(".tm-head-toggle").tap()
    page.locator(".st-key-briefing button").tap()
    expect(page.locator(".preview img")).to_be_visible()  # the form grows with it
    make = page.get_by_role("button", name=words["briefing_make"])
    make.scroll_into_view_if_needed()
    expect(make).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("Escape")
    expect(make).to_be_hidden()
    page.locator(".tm-head-toggle").tap()
    expect(page.locator(".st-key-briefing button")).to_be_hidden()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_menu_and_the_cards_of_annotations_stay_on_the_screen(show_on_phone, language):
    """No card over the legend's button, none out of the map; the menu inside the window."""
    listed = "saraqib: Crossing closed since 3 March\nariha: x\nidlib: y\n[maarrat-al-numan]: z"
    page = show_on_phone(f"?date=2020-03-05&annotations={quote(listed)}&lang={language}")
    expect(page.locator(".tm-annotation")).to_have_count(4)
    words = wording.load(language).browser
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    inside = """() => {
      const frame = document.querySelector(".tm-frame").getBoundingClientRect();
      const legend = document.querySelector(".tm-legend").getBoundingClientRect();
      const boxes = [...document.querySelectorAll(".tm-annotation")].map((node) => node.getBoundingClientRect());
      return boxes.every((box) => box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
        && (box.right <= legend.left || box.left >= legend.right || box.top >= legend.bottom || box.bottom <= legend.top));
    }"""
    assert page.evaluate(inside)
    page.get_by_role("button", name=words["annotate"]).click()
    expect(page.locator(".tm-annotate")).to_be_visible()
    menu = page.locator(".tm-annotate").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= 390
    expect(page.locator(".tm-annotations li")).to_have_count(4)
