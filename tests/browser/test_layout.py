"""How the page is laid out: every window has the map, the date and its control on the first screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe import overflows_nowhere
from playwright.sync_api import Page, expect
from reader import at_rest

DATES = "?date=2020-03-05&since=2018-09-17"
WINDOWS = [(1440, 900), (1280, 720), (1024, 768), (820, 1180), (768, 1024), (390, 844)]
ENLARGED = [(720, 450), (640, 360), (360, 225)]  # wider windows at 200 % and 400 %

CUT = """() => [...document.querySelectorAll("table.cards")].map((table) => [table.offsetWidth,
  Math.round(table.closest(".stColumn").getBoundingClientRect().width)]).filter(([own, column]) => own > column)"""


def box(page: Page, css: str) -> dict[str, float]:
    """Where the first of some elements stands in the window; read at once, as it may be replaced."""
    return page.evaluate("css => document.querySelector(css).getBoundingClientRect().toJSON()", css)


def in_each(page: Page, *windows: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Give the page each window, its layout done."""
    for width, height in windows:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        yield width, height


# each window is seen in one of the languages
@pytest.mark.parametrize(("language", "first"), [("ar", 0), ("en", 1)])
def test_the_first_screen_has_the_way_to_other_pages_date_map_and_date_control(
    open_page, language, first
):
    """And the table of a difference, below or beside the map, is not cut; the legend starts small.

    At 400 % the map has more than half of the window, and of the date control the thumb is seen.
    """
    page = open_page(f"{DATES}&compare=difference&lang={language}")
    table = page.locator(".st-key-panel .tm-table table").last
    expect(table).to_be_visible()
    at_rest(page)
    for width, height in in_each(page, *[*WINDOWS, *ENLARGED][first::2]):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        seen = [box(page, css) for css in (".tm-asof", ".tm-maps", ".tm-track")]
        tops = [each["y"] for each in seen]
        assert tops == sorted(tops)
        assert all(each["x"] >= 0 and each["right"] <= width + 1 for each in seen)
        in_the_window = height - seen[-1]["y"]
        assert in_the_window >= (34 if height < 300 else seen[-1]["height"]), (width, height)
        assert seen[1]["height"] >= (0.58 * height if height < 300 else 100)
        legend, frame = box(page, ".tm-legend"), box(page, ".tm-frame")
        assert legend["width"] * legend["height"] <= 0.25 * frame["width"] * frame["height"]
        whole = page.locator(".tm-legend-host").evaluate("node => node.scrollHeight")
        assert whole <= legend["height"] + 1, (width, height, "nothing hangs out of it")
        if (width, height) in ENLARGED:
            continue
        if width == 390:
            below = [box(page, css)["y"] for css in (".tm-track", ".tm-figures", ".st-key-panel")]
            assert below == sorted(below)
        assert box(page, ".tm-controls .tm-step")["bottom"] <= height
        way = ".tm-head-toggle" if width == 390 else ".pages"
        assert box(page, way)["bottom"] <= seen[1]["y"]
        assert table.evaluate(
            "node => node.offsetWidth <= node.closest('.st-key-panel').clientWidth"
            " && [...node.querySelectorAll('th, td')].every((cell) => cell.scrollWidth <= cell.clientWidth + 1)"
        )
    legend_leaves_room(page, *WINDOWS[1 - first :: 4])


def legend_leaves_room(page: Page, *windows: tuple[int, int]) -> None:
    """Opened, it covers neither notice nor credit."""
    page.set_viewport_size({"width": 1024, "height": 768})
    page.locator(".tm-legend summary").click()
    for _ in in_each(page, *windows):
        legend, credit = box(page, ".tm-legend"), box(page, ".leaflet-control-attribution")
        assert legend["bottom"] <= credit["y"]
        assert box(page, ".tm-notice")["bottom"] <= legend["bottom"]


def test_two_maps_on_a_phone_stand_beside_each_other(show_map):
    page = show_map(f"{DATES}&compare=side")
    page.set_viewport_size({"width": 390, "height": 844})
    earlier, later = box(page, ".tm-comparison"), box(page, ".tm-frame:not(.tm-comparison)")
    assert earlier["y"] == later["y"]
    assert later["height"] > later["width"] > 150
    for css in (".tm-comparison .tm-caption", ".tm-frame:not(.tm-comparison) .tm-caption"):
        caption = page.locator(css)
        expect(caption).to_be_visible()
        assert caption.evaluate("node => node.offsetHeight") < 40, "on one line"


def test_enlarged_the_rest_of_the_head_opens_with_a_button(show_map):
    page = show_map(DATES)
    page.set_viewport_size({"width": 360, "height": 225})
    difference = page.locator(".tm-choices [data-value=difference]")
    expect(difference).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    difference.click()
    expect(page.locator(".tm-maps")).to_have_attribute("data-compare", "difference")
    expect(page.get_by_role("link", name="Evidence", exact=True)).to_be_visible()


def test_enlarged_the_briefing_form_ends_within_the_window(show_map):
    """So that its last button can be reached."""
    page = show_map(DATES)
    page.set_viewport_size({"width": 720, "height": 450})
    menu, briefing = (page.get_by_role("button", name=name) for name in ("Menu", "Briefing"))
    if menu.get_attribute("aria-expanded") != "true":
        menu.click()
    briefing.click()
    expect(page.locator(".preview img")).to_be_visible()  # the form grows with it
    make = page.get_by_role("button", name="Make the file")
    make.scroll_into_view_if_needed()
    expect(make).to_be_in_viewport(ratio=1)
    briefing.click()
    expect(make).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_lines_of_the_figures_are_on_the_first_screen(show_map, language):
    """Also on days with three parties, or two that took land."""
    page = show_map(f"?lang={language}")
    for day in ("2018-01-10", "2020-01-12", "2020-03-05", "2022-10-14", "2024-12-08"):
        page.evaluate("(day) => conflictMap.commit(conflictMap.calendar.number(day))", day)
        expect(page.locator("time.tm-asof")).to_have_attribute("datetime", day)
        foot = page.evaluate(
            """Math.max(...[...document.querySelectorAll(".tm-figures *")]
              .filter((node) => node.checkVisibility()).map((node) => node.getBoundingClientRect().bottom))"""
        )
        assert foot <= 900, day


def test_what_is_written_on_the_map_covers_nothing_else_there(show_map):
    """The note on the day, and the date of one of two maps."""
    page = show_map("?date=2024-12-08&since=2024-11-26&lang=ar")
    of_mode = {"single": WINDOWS[1::4], "swipe": WINDOWS[::4], "side": [*WINDOWS[2:4], WINDOWS[5]]}
    for mode, windows in of_mode.items():
        page.evaluate("(mode) => conflictMap.chooseMode(mode)", mode)
        for window in in_each(page, *windows):
            covered = page.evaluate(
                """() => {
                  const all = [".tm-day-notes", ".tm-caption", ".tm-legend", ".tm-scale",
                    ".tm-swipe-date", ".leaflet-control-attribution"].flatMap((name) =>
                      [...conflictMap.maps.frame.querySelectorAll(name)].filter((node) => node.checkVisibility()));
                  const boxes = all.map((node) => [node.className, node.getBoundingClientRect()]);
                  return boxes.slice(0, 2).flatMap(([one, a], at) => boxes.slice(at + 1).filter(([_, b]) =>
                    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map(([other]) => [one, other]));
                }"""
            )
            assert not covered, (mode, window)


def test_the_scale_bar_is_as_long_as_it_says_in_the_language_of_the_page(show_map):
    page = show_map("?date=2024-12-08&lang=ar")
    text, pixels, metres = page.locator("#map_main .tm-scale").evaluate(
        """(bar) => {
          const { map } = conflictMap.maps;
          const [width, y] = [bar.getBoundingClientRect().width, map.getSize().y / 2];
          const ends = [0, width].map((x) => map.containerPointToLatLng([x, y]));
          return [bar.textContent, width, map.distance(...ends)];
        }"""
    )
    value, unit = text.split()
    assert unit == "كم"
    assert metres == pytest.approx(1000 * int(value), rel=1 / pixels)


def test_no_table_of_an_agreement_is_wider_than_its_column(show_page):
    """It would run into the record beside it."""
    page = show_page("?date=2020-03-06&view=agreement&agreement=moscow-2020-03-05")
    expect(page.locator("table.cards").last).to_be_visible()
    for window in in_each(page, (1280, 720), (1250, 720), (1024, 768)):
        assert page.evaluate(CUT) == [], window


def test_pages_beside_the_map_keep_the_head_and_their_width(show_page):
    page = show_page("?date=2020-03-05&view=agreement")
    expect(page.locator(".brand .site")).to_have_text("Idlib: agreements and ground, 2017–2024")
    expect(page.locator(".day")).to_contain_text("5 March 2020")
    expect(page.get_by_role("button", name="Briefing")).to_be_visible()
    expect(page.get_by_role("link", name="العربية")).to_be_visible()
    page.set_viewport_size({"width": 768, "height": 1024})
    overflows_nowhere(page)
