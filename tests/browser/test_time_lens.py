"""The lens of the timeline, what it tells under the pointer, dates as people type them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect
from reader import (
    at_rest,
    drag_to,
    go_to,
    shown_day,
    step_of_history,
    track_point,
    wait_until,
)

from dashboard import wording

WORDS = wording.load("en")
LENS = "2019-12-10..2020-03-20"


def lens(page: Page) -> list[str] | None:
    """First and last day the timeline shows; None for the whole series."""
    return page.evaluate("conflictMap.lens?.map((day) => conflictMap.calendar.iso(day)) ?? null")


def test_keys_zoom_about_the_day_shown_and_the_link_keeps_the_lens(show_file):
    page = show_file("?date=2020-02-05")
    track = page.locator(".tm-track")
    track.focus()
    for _ in range(4):
        page.keyboard.press("+")
    first, last = lens(page)
    assert first < "2020-02-05" < last
    days = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
    assert 150 < days < 180
    page.wait_for_url(re.compile(f"lens={first}\\.\\.{last}"))
    step = step_of_history(page)
    page.keyboard.press("-")
    assert lens(page)[0] < first
    at_rest(page)
    assert step_of_history(page) == step, "a zoom is no step to come back to"
    page.keyboard.press("0")
    assert lens(page) is None
    page.wait_for_url(lambda url: "lens=" not in url)


def test_the_brush_is_dragged_and_its_ends_are_sliders(show_file):
    page = show_file(f"?date=2020-02-05&lens={LENS}")
    brush = page.locator(".tm-brush").bounding_box()
    y = brush["y"] + brush["height"] / 2
    page.mouse.move(brush["x"] + brush["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(brush["x"] + brush["width"] / 2 - 90, y, steps=5)
    page.mouse.up()
    moved = lens(page)
    assert moved[1] < LENS.split("..")[1]
    assert shown_day(page) == "2020-02-05", "the day stays, outside the lens"
    end = page.get_by_role("slider", name="Last day the timeline shows")
    end.focus()
    page.keyboard.press("ArrowRight")
    later = dt.date.fromisoformat(moved[1]) + dt.timedelta(days=1)
    assert lens(page) == [moved[0], later.isoformat()]
    expect(end).to_have_attribute("aria-valuetext", f"{later.day} {later:%B %Y}")
    page.locator(".tm-track").focus()
    page.keyboard.press("ArrowRight")
    assert shown_day(page) == "2020-02-06"
    assert lens(page)[0] < "2020-02-06" < lens(page)[1], "a day chosen outside moves the lens"


def test_a_day_carried_past_the_end_of_the_track_draws_the_lens_along(show_file, archive):
    page = show_file(f"?date=2020-02-05&lens={LENS}")
    drag_to(page, dt.date(2020, 3, 10), archive)
    x, y = track_point(page, dt.date(2020, 3, 20), archive)
    page.mouse.move(x + 30, y, steps=3)
    wait_until(page, "conflictMap.calendar.iso(conflictMap.day) > '2020-04-10'")
    page.mouse.up()
    at_rest(page)
    shown = lens(page)
    assert shown_day(page) == shown[1], "the day stays at the end it was carried past"
    length = dt.date.fromisoformat(shown[1]) - dt.date.fromisoformat(shown[0])
    assert length == dt.date(2020, 3, 20) - dt.date(2019, 12, 10)


def test_a_day_has_four_pixels_and_more_and_each_can_be_hit(show_file, archive):
    page = show_file(f"?date=2020-02-05&lens={LENS}")
    assert page.evaluate("conflictMap.widgets.get('slider').axis.pxPerDay") > 4
    for day in (dt.date(2020, 1, 10), dt.date(2020, 1, 11), dt.date(2020, 1, 12)):
        page.mouse.click(*track_point(page, day, archive))
        assert shown_day(page) == day.isoformat()


def test_a_click_on_a_bar_sets_the_day_under_the_pointer_and_offers_its_record(show_map, archive):
    """Not the day the agreement began, and no record that was not asked for."""
    page = show_map("?date=2018-01-01")
    day = dt.date(2022, 6, 1)
    x, _ = track_point(page, day, archive)
    bar = page.locator('.tm-truce[data-agreement="sochi-2018-09-17"] rect').bounding_box()
    page.mouse.click(x, bar["y"] + bar["height"] / 2)
    shown = dt.date.fromisoformat(shown_day(page))
    assert abs((shown - day).days) <= 1
    expect(page.locator(".tm-list")).to_be_visible()
    tip = page.locator(".tm-day-tip")
    expect(tip).to_contain_text("Sochi memorandum: 17 Sept 2018 – no end stated")
    tip.get_by_role("button", name="Open the record: Sochi memorandum").click()
    expect(page.locator(".rec h2").first).to_have_text("Sochi memorandum")


def test_a_double_click_on_a_bar_shows_its_days(show_map, archive):
    page = show_map("?date=2019-06-01")
    offensives = [o for o in archive.operations.values() if o.kind == "offensive" and o.end_on]
    operation = max(offensives, key=lambda o: o.end_on - o.start_on)
    page.locator(f'.tm-operation[data-hint^="{operation.name}"] rect').dblclick()
    first, last = (dt.date.fromisoformat(day) for day in lens(page))
    assert first <= operation.start_on
    assert operation.end_on <= last
    assert (last - first).days < 1.2 * (operation.end_on - operation.start_on).days


def test_the_wheel_zooms_about_the_pointer(show_file, archive):
    page = show_file("?date=2020-02-05")
    point = track_point(page, dt.date(2019, 8, 1), archive)
    page.mouse.move(*point)
    for _ in range(5):
        page.mouse.wheel(0, -240)
    wait_until(page, "conflictMap.lens !== null")
    x, _ = track_point(page, dt.date(2019, 8, 1), archive)
    assert x == pytest.approx(point[0], abs=8)


def test_the_day_under_the_pointer_is_told_beside_it(show_file, archive):
    page = show_file(f"?date=2020-02-01&lens={LENS}")
    day = dt.date(2020, 2, 5)
    page.mouse.move(*track_point(page, day, archive))
    tip = page.locator(".tm-day-tip")
    places = len(archive.between(day - dt.timedelta(days=1), day).places())
    expect(tip).to_contain_text("5 February 2020")
    expect(tip).to_contain_text(f"{places} places changed hands")
    assert shown_day(page) == "2020-02-01"
    page.mouse.move(10, 10)
    expect(tip).to_be_hidden()


def test_what_happened_is_told_and_opened_by_keyboard(show_map):
    page = show_map("?date=2018-09-17")
    page.locator(".tm-track").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tm-day-tip")).to_contain_text("Sochi memorandum: signed or announced")
    page.keyboard.press("Escape")
    expect(page.locator(".tm-day-tip")).to_be_hidden()
    expect(page.locator(".tm-track")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".rec h2").first).to_have_text("Sochi memorandum")


def test_what_is_kept_of_a_day_goes_with_it(show_file):
    page = show_file("?date=2018-09-17")
    page.locator(".tm-track").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tm-day-tip")).to_be_visible()
    go_to(page, {"date": "2020-02-01"})
    expect(page.locator(".tm-day-tip")).to_be_hidden()


def test_the_lens_is_what_is_played(show_file):
    page = show_file(f"?date=2020-03-20&lens={LENS}")
    page.get_by_label("Step by").select_option("month")
    seen = page.get_by_role("button", name="Play").evaluate(
        """async (button) => {
          button.click();
          const days = new Set();
          while (conflictMap.player.on) { days.add(conflictMap.day); await new Promise(requestAnimationFrame); }
          return [...days].map((day) => conflictMap.calendar.iso(day));
        }"""
    )
    first, last = LENS.split("..")
    assert seen[0] == first
    assert all(first <= day <= last for day in seen)
    page.get_by_label("Step by").select_option("change")  # as it was


def test_timeline_and_chart_have_a_day_at_the_same_x(show_file, archive):
    page = show_file(f"?date=2020-02-05&lens={LENS}")
    for zoom in ("-", "0"):
        page.locator(".tm-track").focus()
        page.keyboard.press(zoom)
        cursor = page.locator(".tm-cursor").bounding_box()
        thumb = page.locator(".tm-track .tm-thumb").bounding_box()
        middle = [box["x"] + box["width"] / 2 for box in (cursor, thumb)]
        assert middle[0] == pytest.approx(middle[1], abs=1)


def test_a_date_is_typed_as_people_write_it(show_file):
    """Then stands there as a date; what was ambiguous is told as it was read."""
    page = show_file("?date=2018-01-01")
    field, note = page.locator(".tm-slider .tm-date"), page.locator(".tm-slider .tm-note")
    for typed, day in (
        ("1 March 2020", "2020-03-01"), ("٢٠٢٠-٠٢-٠٧", "2020-02-07"), ("March 2020", "2020-03-01"),
        ("2017", "2017-09-15"), ("01/03/2020", "2020-03-01"),
    ):  # fmt: skip
        field.fill(typed)
        field.press("Enter")
        expect(page.locator("time.tm-asof")).to_have_attribute("datetime", day)
        expect(field).to_have_value(day)
    expect(note).to_contain_text("Read as 1 March 2020")


def test_a_date_that_cannot_be_used_stays_and_why_is_told(show_file, archive):
    """Where the series ends, or in which form a date is wanted."""
    page = show_file("?date=2018-01-01")
    field, note = page.locator(".tm-slider .tm-date"), page.locator(".tm-slider .tm-note")
    series = (WORDS.date(day) for day in (archive.first_day, archive.last_day))
    for typed, key, text in (
        ("5 May 2011", "Enter", "The series runs from {} to {}.".format(*series)),
        ("2020-02-30", "Tab", "As 1 March 2020"),
        ("some day", "Enter", "01/03/2020 (the day first)"),
    ):
        field.fill(typed)
        field.press(key)
        expect(field).to_have_value(typed)
        expect(note).to_contain_text(text)
        assert shown_day(page) == "2018-01-01"
        field.focus()


def test_a_drag_and_a_burst_of_keys_are_one_step_of_history_each(show_map, archive):
    page = show_map("?date=2019-01-01")
    drag_to(page, dt.date(2020, 1, 1), archive, steps=12)
    page.mouse.up()
    at_rest(page)
    dragged = shown_day(page)
    page.evaluate(
        """() => {
          const track = document.querySelector(".tm-track");
          track.focus();
          for (let i = 0; i < 7; i++) for (const type of ["keydown", "keyup"]) {
            track.dispatchEvent(new KeyboardEvent(type, { key: "ArrowRight", bubbles: true }));
          }
        }"""
    )
    at_rest(page)
    page.go_back()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", dragged)
    page.go_back()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2019-01-01")
