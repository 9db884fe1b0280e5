"""The page by keyboard and for who hears it: where the focus goes, what is announced, the headings."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from reader import at_rest

DAY = "?date=2020-03-05&since=2018-09-17"


def test_the_first_link_leads_to_the_date(show_map):
    page = show_map(DAY)
    first = page.locator("[data-testid=stMain] a").first
    expect(first).to_have_text("Skip to the date")
    first.press("Enter")
    expect(page.locator(first.get_attribute("href")).locator(".tm-track")).to_be_focused()


def test_the_date_is_within_ten_tabs(show_map):
    page = show_map(f"{DAY}&compare=difference")
    page.locator("[data-testid=stMain]").focus()
    date = page.get_by_role("slider", name="Date", exact=True)
    tabs = 0
    while tabs < 10 and not date.evaluate("node => node === document.activeElement"):
        page.keyboard.press("Tab")
        tabs += 1
    expect(date).to_be_focused()


def test_where_the_panel_stands_below_the_figures_it_follows_them(show_map):
    page = show_map(f"{DAY}&tab=changes", window={"width": 820, "height": 1180})
    page.locator(".tm-figures :is(a, button)").last.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Changes")).to_be_focused()


def test_the_briefing_is_a_dialog(show_map):
    """Of the day that is shown, also while it is open."""
    page = show_map(DAY)
    button = page.get_by_role("button", name="Briefing")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Briefing")
    first = dialog.get_by_role("combobox").first
    expect(first).to_be_focused()
    last = dialog.get_by_role("button", name="Make")
    expect(last).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(last).to_be_focused()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    expect(dialog).to_contain_text("5 March 2020")
    page.evaluate("conflictMap.commit(conflictMap.calendar.number('2020-01-20'))")
    expect(dialog).to_contain_text("20 January 2020")
    headline = dialog.get_by_role("textbox", name="Headline")
    finding = headline.input_value()
    headline.focus()
    page.keyboard.type("Own words")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    at_rest(page)
    page.keyboard.press("Enter")
    expect(headline).to_have_value(re.compile("Own words"))
    headline.fill(finding)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_changes_are_announced_once_they_rest(show_map):
    page = show_map(DAY)
    announced = page.locator("#announcement")

    def at_rest_is_announced(text: str) -> None:
        at_rest(page)
        expect(announced).to_have_text(re.compile(f"^{text}"))

    page.locator(".tm-choices [data-value=side]").click()  # what has the keyboard says its own name
    at_rest_is_announced("17 September 2018 → 5 March 2020")
    page.evaluate("conflictMap.chooseMode('swipe')")
    at_rest_is_announced("Swipe$")
    page.locator(".tm-choices [data-value=single]").click()
    at_rest_is_announced("As of 5 March 2020")
    page.evaluate("conflictMap.commit(100)")
    at_rest_is_announced(r"As of 24 December 2017\.")
    page.evaluate("conflictMap.chooseTab('sources')")
    at_rest_is_announced("Sources$")
    date = page.get_by_role("slider", name="Date", exact=True)
    date.press("+")
    at_rest_is_announced("Days the timeline shows: (?!15 September 2017)")
    date.press("0")
    at_rest_is_announced("Days the timeline shows: 15 September 2017")
    before = date.get_attribute("aria-valuetext")
    page.evaluate("conflictMap.player.toggle()")
    expect(announced).to_have_text("Playing")
    assert date.get_attribute("aria-valuetext") == before  # not each day on the way
    expect(page.locator(".tm-slider .tm-date")).not_to_have_value("2017-12-24")  # to the eye it is
    page.evaluate("conflictMap.player.toggle()")
    expect(announced).to_have_text("Paused")
    expect(date).not_to_have_attribute("aria-valuetext", before)


def test_headings_lead_to_the_parts_of_the_map_page(show_map):
    page = show_map(f"{DAY}&tab=agreements&agreement=moscow-2020-03-05")
    for level, name in (
        (1, "Idlib: agreements and ground, 2017–2024"), (2, "Map"), (2, "Legend"), (2, "Details"),
        (2, "Moscow protocol"),
    ):  # fmt: skip
        expect(page.get_by_role("heading", level=level, name=name)).to_have_count(1)


def test_a_place_is_called_by_its_name_in_every_language(show_file):
    page = show_file(f"{DAY}&record=place:saraqib")
    expect(page.locator(".tm-record h2")).to_have_text("Saraqib سراقب")
    expect(page.locator(".tm-record h2 [lang=ar]")).to_have_text("سراقب")  # to be spoken as such


def test_whatever_has_the_keyboard_shows_it(show_map):
    page = show_map(f"{DAY}&compare=difference&tab=difference")
    page.locator("[data-testid=stMain]").focus()
    walked = []
    while len(walked) < 100:
        page.keyboard.press("Tab")
        name, ring = page.evaluate(
            """() => {
              const at = document.activeElement;
              return [at === document.body ? "" : at.ariaLabel || at.textContent || at.title, getComputedStyle(at).outlineStyle];
            }"""
        )
        if not name:
            break
        walked.append((name, ring))
    assert len(walked) > 50
    assert not [name for name, ring in walked if ring == "none"]


def test_enter_takes_in_a_day_typed_on_a_page(show_page):
    """And leaves the keyboard where it is."""
    page = show_page(f"{DAY}&view=evidence&layers=sochi_lines")
    year = page.get_by_role("spinbutton", name="year, Day", exact=True)
    year.click()
    page.keyboard.type("20191231")
    page.keyboard.press("Enter")
    expect(page.locator(".day")).to_contain_text("31 December 2019")
    expect(page.get_by_role("spinbutton", name="day, Day", exact=True)).to_be_focused()
    page.keyboard.press("Escape")  # the calendar goes
