"""What a reader takes away: a file of what is on screen, in either language."""

from __future__ import annotations

from playwright.sync_api import expect
from reader import at_rest, wait_until


def test_the_interface_speaks_arabic_from_right_to_left(show_map):
    page = show_map("?date=2020-03-05&lang=ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("time.tm-asof")).to_contain_text("2020")
    expect(page.locator(".tm-legend")).to_contain_text("الحكومة السورية")
    assert page.locator(".tm-legend").evaluate("node => getComputedStyle(node).direction") == "rtl"
    track = page.locator(".tm-track")
    assert track.evaluate("node => getComputedStyle(node).direction") == "ltr", "time keeps its way"
    expect(page.locator(".tm-label", has_text="إدلب").first).to_be_visible()


def test_a_language_chosen_turns_the_page_round_also_while_the_map_is_made_anew(open_page):
    held = """
      const json = Response.prototype.json;
      Response.prototype.json = async function () { await globalThis.held; return json.call(this); };
    """
    page = open_page("?date=2020-03-05", prepare=lambda page: page.add_init_script(held))
    at_rest(page)
    wait_until(page, "conflictMap.connection.isSettled")
    page.evaluate("void (globalThis.held = new Promise((done) => { globalThis.release = done; }))")
    language = page.get_by_label("Language / اللغة")
    language.select_option("ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    # a busy server hears only the last of several messages: this one it does not
    page.evaluate("conflictMap.connection.send = () => {}")
    language.select_option("en")
    page.evaluate("release()")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("time.tm-asof")).to_have_text("5 March 2020")
