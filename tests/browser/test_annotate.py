"""The reader's own annotations: put on the map by pointer and by keyboard, kept in the link."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from reader import at_rest, fields_of

from dashboard import wording

DAY = "?date=2020-03-05"
BY = wording.load("en").browser["annotation_by"]
ZOOM = "document.querySelector('#map_main .leaflet-proxy').style.transform"
HOSTILE = "<img src=x onerror=alert(1)> & \u201cso\u201d"


def link(text: str) -> str:
    return f"{DAY}&annotations={quote(text)}"


def in_address(page: Page) -> str:
    """The annotations of the page's address."""
    return fields_of(page.url).get("annotations", "")


def begin(page: Page, kind: str) -> None:
    page.get_by_role("button", name="Annotate").click()
    page.locator(".tm-annotate").get_by_role("button", name=kind).click()
    expect(page.locator(".tm-annotate-question")).to_be_visible()


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("#map_main").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def say(page: Page, text: str) -> None:
    """Type into the field that has opened."""
    field = page.get_by_role("textbox", name="What it says")
    expect(field).to_be_focused()
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".tm-annotation", has_text=text)).to_be_focused()


def test_each_kind_is_placed_by_pointer_and_is_in_the_link(show_map):
    page = show_map(DAY)
    x, y = middle(page)
    begin(page, "Text")
    page.mouse.click(x, y)
    say(page, HOSTILE)
    begin(page, "Arrow")
    page.mouse.click(x - 60, y - 60)
    page.mouse.click(x - 160, y - 60)
    say(page, "convoy")
    begin(page, "Circle")
    page.mouse.click(x - 100, y + 60)
    page.mouse.click(x - 70, y + 60)
    say(page, "no access")
    begin(page, "Highlight")
    page.mouse.click(x - 140, y)
    say(page, "empty")
    begin(page, "Area")
    zoom = page.evaluate(ZOOM)
    page.mouse.click(x - 200, y + 40)
    page.mouse.move(x - 160, y + 70)
    expect(page.locator('.tm-annotation-grip[data-part="1"]')).to_have_count(1)
    page.mouse.click(x - 140, y + 30)
    page.mouse.dblclick(x - 150, y + 90)
    say(page, "camps")
    at_rest(page)
    assert page.evaluate(ZOOM) == zoom
    cards = page.locator(".tm-annotation")
    texts = [HOSTILE, "convoy", "no access", "empty", "camps"]
    expect(cards).to_have_text(texts)
    expect(page.locator(".tm-map img[src=x]")).to_have_count(0)
    text, arrow, circle, land, area = in_address(page).split("\n")
    assert text.endswith(f": {HOSTILE}")
    assert re.fullmatch(r"[^>]+ > [^>]+: convoy", arrow)
    assert re.fullmatch(r".+ [0-9.]+ km: no access", circle)
    assert re.fullmatch(r"\[[\w-]+\]: empty", land)
    assert re.fullmatch(r"\[[\d.]+ [\d.]+(, [\d.]+ [\d.]+){2}\]: camps", area)
    linked = urlsplit(page.url).query
    page.go_back()
    expect(cards).to_have_text(texts[:-1])
    show_map(f"?{linked}")
    expect(cards).to_have_text(texts)
    expect(page.locator(".tm-legend li", has_text=BY)).to_have_count(1)
    expect(page.locator(".leaflet-control-attribution").first).to_contain_text(BY)


def test_one_is_placed_moved_written_anew_and_removed_by_keyboard(show_file):
    page = show_file(DAY)
    announcement = page.locator("#announcement")
    page.get_by_role("button", name="Annotate").focus()
    page.keyboard.press("Enter")
    page.locator(".tm-annotate").get_by_role("button", name="Circle").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map_main")).to_be_focused()
    expect(page.locator(".tm-annotate-question")).to_contain_text("press Enter")
    expect(page.locator(".tm-aim")).to_be_visible()
    page.keyboard.press("Enter")  # the middle of the map, and as far as it is given
    page.keyboard.press("Enter")
    say(page, "no access")
    expect(announcement).to_have_text("On the map: no access.")
    before = in_address(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    expect(announcement).to_have_text(re.compile(r"^no access: moved to .+\skm"))
    at_rest(page)
    assert in_address(page) != before
    page.keyboard.press("Shift+Tab")
    edge = page.get_by_role("button", name="Edge of the circle: no access")
    expect(edge).to_be_focused()
    before = in_address(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: quote(before, safe="") not in url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    say(page, "closed again")
    page.keyboard.press("Delete")
    expect(announcement).to_have_text("Removed: closed again.")
    expect(page.locator(".tm-annotation")).to_have_count(0)
    expect(page.locator("#map_main")).to_be_focused()
    at_rest(page)
    assert not in_address(page)


def test_enter_places_at_what_the_panel_is_about(show_file):
    page = show_file(f"{DAY}&record=place:saraqib")
    begin(page, "Text")
    page.locator("#map_main").press("Enter")
    say(page, "crossing")
    assert in_address(page) == "saraqib: crossing"
    page.get_by_role("button", name="Annotate").click()
    page.get_by_role("button", name="Highlight Saraqib").click()
    say(page, "town")
    assert in_address(page) == "saraqib: crossing\n[saraqib]: town"


def test_an_area_is_drawn_and_changed_by_keyboard(show_file):
    """Enter again where the last corner is closes it; each corner moves, and can be removed."""
    page = show_file(DAY)
    begin(page, "Area")
    for way in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press("Enter")
        page.keyboard.press(way)
        at_rest(page)
    page.keyboard.press("Enter")
    expect(page.locator(".tm-annotate-question")).to_contain_text("to close the area")
    page.keyboard.press("Enter")
    say(page, "camps")
    drawn = corners_in(page)
    assert len(drawn) == 4
    page.keyboard.press("Shift+Tab")
    last = page.get_by_role("button", name="Corner 4 of the area: camps")
    expect(last).to_be_focused()
    last.press("ArrowUp")
    announcement = page.locator("#announcement")
    expect(announcement).to_have_text(re.compile("^camps: moved to "))
    at_rest(page)
    moved = corners_in(page)
    assert moved[:3] == drawn[:3]
    assert moved[3] != drawn[3]
    last.press("Delete")
    at_rest(page)
    assert corners_in(page) == drawn[:3]
    page.locator(".tm-annotation").press("Shift+ArrowLeft")
    page.wait_for_url(lambda url: quote(drawn[0].split()[1]) not in url)
    latitudes = [
        [float(corner.split()[0]) for corner in each] for each in (corners_in(page), drawn)
    ]
    assert latitudes[0] == pytest.approx(latitudes[1][:3], abs=2e-4)


def corners_in(page: Page) -> list[str]:
    """The corners of the area in the address."""
    return in_address(page).partition("]")[0].removeprefix("[").split(", ")


def test_a_highlight_moves_to_the_next_land_of_its_kind(show_file):
    page = show_file(link("[saraqib]: empty\n[district:SY0203]: all of it"))
    for card in page.locator(".tm-annotation").all():
        with page.expect_navigation():
            card.press("ArrowRight")
    place, district = in_address(page).split("\n")
    assert re.fullmatch(r"\[[a-z-]+\]: empty", place)
    assert "saraqib" not in place
    assert re.fullmatch(r"\[district:\w+\]: all of it", district)
    assert "SY0203" not in district


def test_nothing_is_left_of_one_that_is_given_up(show_file):
    page = show_file(DAY)
    x, y = middle(page)
    begin(page, "Arrow")
    page.mouse.click(x, y)
    page.keyboard.press("Escape")
    expect(page.locator(".tm-annotate-question")).to_be_hidden()
    begin(page, "Circle")
    page.mouse.click(x, y)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#map_main")).to_be_focused()
    begin(page, "Text")
    page.mouse.click(x, y)
    expect(page.locator(".tm-tip")).to_have_count(0)
    page.get_by_role("textbox", name="What it says").press("Escape")
    expect(page.locator(".tm-annotation")).to_have_count(0)
    page.mouse.click(x, y)
    expect(page.locator(".tm-record")).to_be_visible()
    assert not in_address(page)


def test_a_card_is_dragged_with_what_it_is_about(show_file):
    page = show_file(link("35.6 36.8: here"))
    box = page.locator(".tm-annotation").bounding_box()
    x, y = box["x"] + 10, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y, steps=4)
    page.mouse.up()
    at_rest(page)
    lat, lon = map(float, in_address(page).removesuffix(": here").split())
    assert lat == pytest.approx(35.6, abs=0.02)
    assert lon < 36.7
    expect(page.get_by_role("dialog", name="What it says")).to_be_hidden()
