"""Tables of data: read, sorted, searched, printed and chosen from without a mouse."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader
from reader import wait_until

from dashboard import web, wording
from dashboard.analysis.map_table import map_features
from dashboard.payload.build import packed
from dashboard.views.tables import Column, spec

DAY, LAYERS = dt.date(2020, 3, 5), ["control_areas", "deescalation_zone"]
AREA = "governorate:SY07"  # some hundred rows
EVIDENCE = f"?view=evidence&date={DAY}&since=2020-02-20&layers={'.'.join(LAYERS)}&area={AREA}"
TABLE = ".gd-table:has(.gd-pick)"
KEYS = wording.load("en")["list_keys"]


def names(table: Locator, count: int = 12) -> list[str]:
    """Heads of the first rows, in the order shown; no more than are drawn as rows."""
    return table.locator("tbody th").evaluate_all(
        f"(all) => all.slice(0, {count}).map((th) => th.textContent)"
    )


def texts(table: Locator) -> list[str]:
    """The text of every row in the document: of rows of cells, and of groups out of view."""
    return table.evaluate(
        """(table) => [...table.tBodies].flatMap((group) =>
          group.querySelector(".gd-lines") ? group.textContent.split("\\n")
            : [...group.rows].map((tr) => [...tr.cells].map((cell) => cell.textContent).filter(Boolean).join(" · ")))"""
    )


def has_rows(table: Locator, count: int) -> None:
    """Wait until a table, or the one that takes its place, has so many rows in the document."""
    host = table.locator("xpath=ancestor::div[contains(concat(' ', @class, ' '), ' gd ')]")
    handle = host.element_handle()
    wait_until(
        table.page,
        """([host, count]) => host.table.drawn === count  // which is quick to ask, and nearly always so first
          && count === [...host.querySelector("table").tBodies].reduce((sum, group) =>
            sum + (group.querySelector(".gd-lines") ? group.textContent.split("\\n").length : group.rows.length), 0)""",
        [handle, count],
    )
    handle.dispose()  # it would keep the table in memory


def whole(table: Locator) -> int:
    """How many rows a table has, once all of them are in the document.

    The first are there before the first paint, more come in idle moments: who counts or lists
    rows waits for the last.
    """
    rows = int(table.get_attribute("aria-rowcount")) - 1
    has_rows(table, rows)
    return rows


def head(table: Locator, name: str) -> Locator:
    return table.get_by_role("columnheader", name=name, exact=True)


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page of nothing."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def bare(blank: Page) -> Page:
    """A page of nothing but a table's place and its module, ``table``."""
    blank.goto("about:blank")
    blank.set_content('<div id="at"><div class="gd"></div></div>')
    blank.evaluate(
        """async (script) => {
          const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
          globalThis.table = await import(url);
        }""",
        web.script("entry.table.js"),
    )
    return blank


def draw(page: Page, spec: dict) -> None:
    """Show a table on such a page, in place of the one before."""
    page.evaluate(
        """(bytes) => table.default({
          data: new Uint8Array(bytes), parentElement: document.getElementById("at"), setStateValue() {},
        })""",
        list(packed(spec)),
    )


@pytest.fixture
def evidence(show_page, archive) -> Page:
    """The evidence page, its last table drawn."""
    page = show_page(EVIDENCE)
    expect(page.locator(f"{TABLE} tbody tr").first).to_be_visible()
    features, _ = map_features(archive, DAY, LAYERS, AREA)
    has_rows(page.locator(TABLE), len(features))
    return page


def test_rows_are_sorted_found_and_chosen_by_keyboard_and_are_those_of_the_file(evidence):
    sort_by_keyboard(evidence)
    find_and_come_back(evidence)
    choose_by_keyboard(evidence)
    compare_with_file(evidence)


def sort_by_keyboard(evidence: Page) -> None:
    """Up, down, and back to the order of the map."""
    table = evidence.locator(TABLE)
    area = head(table, "Area, km²")
    as_the_map = names(table)
    area.get_by_role("button").focus()
    for direction, largest_first in (("ascending", False), ("descending", True)):
        evidence.keyboard.press("Enter")
        expect(area).to_have_attribute("aria-sort", direction)
        shown = table.locator("tbody tr td:nth-child(8)").evaluate_all(
            "(all) => all.slice(0, 50).map((td) => Number(td.textContent.replaceAll(',', '')))"
        )
        assert shown == sorted(shown, reverse=largest_first)
        assert 0 not in shown, "what is empty stands last either way"
    evidence.keyboard.press("Enter")
    expect(area).to_have_attribute("aria-sort", "none")
    assert names(table) == as_the_map
    expect(area.get_by_role("button")).to_be_focused()


def find_and_come_back(evidence: Page) -> None:
    """What is left is counted; Escape brings all back."""
    found = evidence.locator(f".gd:has({TABLE})")
    field = found.get_by_label("Find in this table")
    field.fill("SARAQIB Control")
    expect(found.locator(".gd-count")).to_have_text(re.compile(r"^Rows: \d+ of [\d,]+$"))
    shown = int(found.locator(".gd-count").inner_text().split()[1])
    has_rows(evidence.locator(TABLE), shown)
    assert all("saraqib" in text.lower() for text in texts(evidence.locator(TABLE)))
    field.press("Escape")
    expect(field).to_have_value("")
    expect(found.locator(".gd-count")).to_have_text(re.compile(r"^Rows: [\d,]+$"))


def choose_by_keyboard(evidence: Page) -> None:
    """A row chosen shows what stands behind it, also once it is no longer looked for."""
    table = evidence.locator(TABLE)
    found = evidence.locator(f".gd:has({TABLE})")
    found.get_by_label("Find in this table").fill("Kafr Nabl")
    table.locator(".gd-pick").first.focus()
    evidence.keyboard.press("ArrowDown")
    evidence.keyboard.press("ArrowUp")
    pick = table.locator(".gd-pick").first
    name = pick.inner_text()
    expect(pick).to_be_focused()
    evidence.keyboard.press("Enter")
    expect(evidence.locator(".rec h3")).to_have_text(name)
    expect(pick).to_be_focused()
    expect(pick).to_have_attribute("aria-pressed", "true")
    found.get_by_label("Find in this table").fill("")
    chosen = table.locator("tr[aria-current] .gd-pick")
    expect(chosen).to_have_text(name)
    chosen.press("Enter")
    expect(evidence.locator(".rec h3")).to_have_count(0)


def compare_with_file(evidence: Page) -> None:
    """Every row of the file is in the document, also in print."""
    table = evidence.locator(TABLE)
    with evidence.expect_download() as saved:
        evidence.locator(".st-key-evidence-download button").click()
    rows = list(csv.DictReader(io.StringIO(saved.value.path().read_text("utf-8"))))
    has_rows(table, len(rows))
    assert all(row["id"] in text for row, text in zip(rows, texts(table), strict=True))
    assert table.locator("tbody tr").count() < len(rows) / 2, "what is out of view is few elements"
    evidence.emulate_media(media="print")
    region = evidence.locator(f".gd-region:has({TABLE})")
    assert region.evaluate("(e) => e.clientHeight >= e.firstChild.offsetHeight")
    evidence.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(table.locator("tbody tr")).to_have_count(len(rows))
    last = table.locator("tbody tr").last
    assert last.bounding_box()["height"] > 0
    evidence.emulate_media(media="null")
    region.dispatch_event("scroll")  # what is out of view becomes few elements again


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_place_is_found_by_the_name_of_the_other_language(show_page, archive, language):
    """And by its other spellings, though the table shows one."""
    page = show_page(f"{EVIDENCE}&lang={language}")
    words = wording.load(language)
    found = page.locator(".gd").first
    expect(found).to_have_attribute("lang", language)
    heads = found.get_by_role("columnheader")
    first, second = (heads.nth(n).bounding_box()["x"] for n in (0, 1))
    assert (first > second) == (words.direction == "rtl")
    rows = whole(found.locator("table"))
    shown = "\n".join(texts(found.locator("table")))
    place = next(
        p for p in archive.places.values()
        if "ar" in p.name and p.alt_names and f" {words.of(p, 'name')} " in shown
    )  # fmt: skip
    field = found.get_by_label(words["grid_find"])
    for name in (*place.name.values(), *place.alt_names):
        field.fill(name)
        expect(
            found.locator("tbody th").filter(has_text=words.of(place, "name"))
        ).not_to_have_count(0)
        field.press("Escape")
        has_rows(found.locator("table"), rows)


def test_choosing_a_change_by_keyboard_opens_the_place_on_its_day(show_map, archive):
    """On the page at hand; closed, the list is there again."""
    page = show_map("?tab=changes&date=2020-03-05")
    page.evaluate("document.isAtHand = true")
    page.locator(".changes li a", has_text="Kafr Battikh").first.press("Enter")
    expect(page.locator(".tm-record h2")).to_contain_text("Kafr Battikh")
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-03-03")
    page.wait_for_url(re.compile("record=place"))
    page.locator(".tm-record").get_by_role("button", name="Close").click()
    expect(page.locator(".changes h4").first).to_contain_text("3 March 2020")
    assert page.evaluate("document.isAtHand")


def test_a_list_is_one_stop_of_the_keyboard(show_map):
    """The keys that move within it are told, to be seen and heard."""
    page = show_map("?tab=changes&date=2020-03-05")
    links = page.locator(".changes li a")
    tab = page.get_by_role("radio", name="Changes")
    tab.focus()
    page.keyboard.press("Tab")  # all changes since the series began
    for key, at in (("Tab", 0), ("ArrowDown", 1), ("End", -1), ("ArrowUp", -2)):
        page.keyboard.press(key)
        expect(links.nth(at)).to_be_focused()
    group = page.get_by_role("group", name="Changes")
    expect(group).to_have_accessible_description(KEYS)
    assert group.evaluate("node => getComputedStyle(node, '::after').display") == "block"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(links.nth(-2)).to_be_focused()  # as it was left
    page.keyboard.press("Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('.st-key-panel'))")
    show_map("?tab=agreements&agreement=sochi-2018-09-17&date=2020-03-05")
    stops = page.locator(".st-key-panel [data-one-stop] :is(a, summary)")
    expect(stops.first).to_have_attribute("tabindex", "0")
    assert stops.evaluate_all("all => all.filter((each) => each.tabIndex === 0).length") == 1
    stops.first.press("End")
    expect(stops.locator("visible=true").last).to_be_focused()  # not what is folded away
    page.keyboard.press("Escape")  # leads back, as from any record
    expect(page.locator(".tm-list .tm-last")).to_be_focused()


def test_claims_are_one_stop_each_and_an_agreement_one_for_each_part(show_page):
    """Not hundreds, with what an archive keeps of every source."""
    page = show_page("?view=claims")
    claims = page.locator(".claims > li")
    claims.nth(0).get_by_role("link").first.focus()
    for at in (1, 2):
        page.keyboard.press("Tab")
        expect(claims.nth(at).get_by_role("link").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(claims.nth(2).get_by_role("link").nth(1)).to_be_focused()
    expect(claims.nth(2)).to_have_attribute("aria-description", KEYS)
    for query, most in (("?view=claims", 90), ("?view=agreement&agreement=sochi-2018-09-17", 60)):
        page = show_page(query)
        stops = "(all) => all.filter((each) => each.tabIndex >= 0 && each.checkVisibility()).length"
        assert page.locator("a, button, input, summary").evaluate_all(stops) < most


def test_every_source_is_a_link_that_says_what_it_opens(show_map, archive):
    page = show_map("?tab=sources")
    table = page.get_by_role("table", name="Sources")
    whole(table)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # all of them as rows
    named = [source for source in archive.sources.values() if source.url]
    titles = table.get_by_role("rowheader").get_by_role("link")
    expect(titles).to_have_count(len(named))
    assert sorted(titles.all_text_contents()) == sorted(s.name for s in named)
    copies = table.get_by_role("cell").get_by_role("link")
    assert sorted(copies.evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")) == sorted(
        source.archive_url for source in named
    )
    links = table.get_by_role("link")
    rel = links.evaluate_all("(all) => [...new Set(all.map((a) => a.target + ' ' + a.rel))]")
    assert rel == ["_blank noreferrer"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_nothing_in_the_data_becomes_markup_or_a_script(bare: Page):
    """Text of every kind of cell, and an address that is none of the web's."""
    hostile = '<img src=x onerror="globalThis.harmed = true">'
    columns = [
        Column(hostile, [hostile]),
        Column("b", [hostile], "long"),
        Column("c", [[(hostile, "javascript:globalThis.harmed=true")]], "links"),
    ]
    draw(bare, spec(wording.load("en"), hostile, columns, 300, choosable=True))
    expect(bare.locator("tbody tr")).to_have_count(1)
    assert bare.locator("img, a").count() == 0
    assert bare.evaluate("globalThis.harmed") is None
    assert bare.locator("tbody :is(td, th)").all_text_contents() == [hostile] * 3


def test_a_row_chosen_in_one_table_means_nothing_in_the_next(evidence, archive):
    """Other layers are another table, ordered and searched as the one before."""
    table = evidence.locator(TABLE)
    head(table, "Name").get_by_role("button").click()
    table.locator(".gd-pick").first.click()
    expect(evidence.locator(".rec h3")).to_have_count(1)
    field = evidence.get_by_test_id("stMultiSelect").locator("input").first
    field.focus()
    field.press("Backspace")
    features, _ = map_features(archive, DAY, LAYERS[:-1], AREA)
    has_rows(table, len(features))
    expect(evidence.locator(".rec h3")).to_have_count(0)
    expect(table.locator("tr[aria-current]")).to_have_count(0)
    by_name = head(table, "Name")
    expect(by_name).to_have_attribute("aria-sort", "ascending")
    by_name.get_by_role("button").click(click_count=2)  # down, and as the map again


def many_rows(name: str, rows: int = 200) -> dict:
    columns = [
        Column("a", [f"{name} {i}" for i in range(rows)]),
        Column("b", ["b"] * rows),
    ]
    return spec(wording.load("en"), name, columns, 300)


@pytest.mark.parametrize("stays", [True, False], ids=["same place", "place taken off the page"])
def test_a_table_that_was_replaced_leaves_nothing_behind(bare: Page, stays):
    """Dragging through dates replaces a table at every stop: each that is gone is freed."""
    devtools = bare.context.new_cdp_session(bare)
    devtools.send("Performance.enable")

    def kept() -> tuple[float, float]:
        devtools.send("HeapProfiler.collectGarbage")
        found = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
        return found["Nodes"], found["JSEventListeners"]

    def replace(times: range) -> None:
        for i in times:
            if not stays:
                bare.evaluate("at.innerHTML = '<div class=\"gd\"></div>'")
            draw(bare, many_rows(f"table {i}"))
            has_rows(bare.locator("table"), 200)

    replace(range(3))
    nodes, listeners = kept()
    replace(range(3, 13))
    more_nodes, more_listeners = kept()
    one_table = bare.locator(".gd *").count()
    assert more_nodes - nodes < 2 * one_table, "ten tables were replaced"
    assert more_listeners - listeners < 10


def test_paper_has_every_row_also_of_the_table_that_came_last(bare: Page):
    bare.evaluate("globalThis.requestIdleCallback = () => {}")
    draw(bare, many_rows("first"))
    draw(bare, many_rows("last"))
    bare.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert bare.locator("tbody tr").count() == 200
    assert bare.locator("tbody th").last.inner_text() == "last 199"


def test_the_ceasefires_print_with_room_for_how_each_ended_and_no_empty_sheet(show_page):
    """Nine columns: on the long side of the paper none is one word wide."""
    page = show_page("?view=ceasefires")
    for paper in ("A4", "Letter"):
        pdf = page.pdf(format=paper, prefer_css_page_size=True)
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
        assert float(box[1]) > float(box[2]), "landscape"
        texts = [sheet.extract_text().strip() for sheet in PdfReader(io.BytesIO(pdf)).pages]
        assert all(texts)
        heads = [text for text in texts if text.endswith(wording.load("en")["how_ended"])]
        assert heads == [], "the head of the table stands with its rows"
    page.set_viewport_size({"width": 1000, "height": 700})  # what landscape paper has, in px
    page.emulate_media(media="print")
    shares = page.locator(".ceasefires thead th").evaluate_all(
        "(all) => all.map((th) => th.offsetWidth / th.parentElement.offsetWidth)"
    )
    page.emulate_media(media="null")
    assert min(shares) > 0.09
    assert shares[-1] > 0.12
