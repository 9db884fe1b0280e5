"""The map inside another page, and what a reader sends: links and the code of a frame."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect
from reader import fields_of, step_of_history, wait_until

from dashboard import wording
from dashboard.views.choice import Choice

BY = wording.load("en").browser["annotation_by"]
DIFFERENCE = "?date=2020-03-05&since=2018-09-17&compare=difference"


def shared(page: Page, name: str) -> str:
    """The text of a field of the menu *Share*."""
    menu = page.locator(".tm-share")
    if not menu.is_visible():
        page.get_by_role("button", name="Share").click()
    return menu.get_by_label(re.compile(f"^{name}")).and_(page.locator("input")).input_value()


def test_the_code_of_a_frame_shows_the_map_with_what_belongs_to_it(show_map, open_page):
    """Date, legend, annotations, credit and a link back, in any width."""
    page = show_map("?date=2020-03-05&annotations=saraqib:+Closed")
    code = shared(page, "Code")
    assert 'title="Idlib: agreements and ground, 2017–2024, 5 March 2020"' in code
    src = re.search(r'src="[^"?]*([^"]*)"', code)[1].replace("&amp;", "&")
    assert fields_of(src).items() >= {"date": "2020-03-05", "embed": "1"}.items()
    page = open_page(src, 300, 420, ready=".tm-annotation")
    expect(page.locator("p.tm-annotation")).to_have_text(["Closed"])
    expect(page.get_by_role("button", name="Annotate")).to_have_count(0)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(BY)
    for width in (300, 600, 1200):
        page.set_viewport_size({"width": width, "height": 420})
        expect(page.locator("time.tm-asof")).to_have_text("5 March 2020")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        wait_until(page, "document.querySelector('[data-testid=stMain]').scrollHeight <= 420")
        for css in (".tm-map", ".tm-legend", ".leaflet-control-attribution"):
            expect(page.locator(css).first).to_be_visible()
        for css in (".pages", ".tm-choices", ".tm-track", ".tm-figures", ".st-key-panel", ".foot"):
            expect(page.locator(css).first).to_be_hidden()
    back = page.get_by_role("link", name="Open the whole map").get_attribute("href")
    assert "date=2020-03-05" in back
    assert "embed" not in back


def test_the_embedded_map_can_have_the_date_slider(open_page):
    page = open_page("?date=2020-03-05&embed=1&slider=1", 600, 450, ready=".tm-track")
    step = step_of_history(page)
    page.locator(".tm-track").press("ArrowLeft")
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-03-04")
    assert step_of_history(page) == step, "no steps in the history of the page around it"


def test_the_embedded_map_says_how_high_it_wants_to_be_and_leaves_the_wheel_to_the_page(
    profile: BrowserContext, app_url
):
    page = profile.new_page()
    page.route("**/around", lambda route: route.fulfill(content_type="text/html", body="<body>"))
    page.goto(f"{app_url}/around")
    page.evaluate(
        """(src) => {
          globalThis.heights = [];
          addEventListener("message", ({ data }) => { if (data.source === "conflict-map") heights.push(data.height); });
          document.body.innerHTML = `<iframe width="600" height="300" src="${src}"></iframe>`;
        }""",
        f"{app_url}/?embed=1",
    )
    wait_until(page, "heights.length && heights.at(-1) > 400 && heights.at(-1) < 600")
    page.evaluate("void (document.querySelector('iframe').width = 320)")
    wait_until(page, "heights.at(-1) < 350")
    scale = page.frame_locator("iframe").locator(".tm-scale")
    before = scale.text_content()
    page.evaluate("document.body.style.height = '4000px'")
    page.mouse.move(160, 180)
    page.mouse.wheel(0, 60)
    wait_until(page, "scrollY > 0")
    expect(scale).to_have_text(before)
    page.evaluate("scrollTo(0, 0)")
    page.mouse.click(160, 180)
    page.mouse.wheel(0, -400)
    expect(scale).not_to_have_text(before)
    assert page.evaluate("scrollY") == 0
    page.close()


def test_links_open_what_is_on_screen_and_the_short_one_says_no_more_than_it_must(
    show_map, archive
):
    page = show_map(DIFFERENCE)
    full, short = (shared(page, name).partition("?")[2] for name in ("Link", "Short"))
    opened = [
        Choice.from_query(dict(part.split("=") for part in q.split("&")), archive)
        for q in (full, short)
    ]
    assert opened[0][0].with_(at="") == opened[1][0].with_(at="")
    assert set(short.split("&")) == {"date=2020-03-05", "compare=difference"}
    expect(page.locator(".tm-share")).to_contain_text("these addresses open nowhere else")


def test_a_link_is_copied(show_map):
    page = show_map("?date=2019-07-09")
    announcement = page.locator("#announcement")
    expect(announcement).to_contain_text("9 July 2019")  # which comes once the day is at rest
    link = shared(page, "Link")
    page.get_by_role("button", name="Copy: Link to this view").click()
    expect(announcement).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == link
