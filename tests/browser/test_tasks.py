"""The tasks people come with, each from the page as it opens, with the clicks and keys it takes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyogrio
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from pptx import Presentation
from reader import at_rest, fields_of

from dashboard import wording
from dashboard.analysis.ceasefires import ceasefires
from dashboard.analysis.gap import gap
from dashboard.analysis.situation import difference
from dashboard.views.choice import Choice
from dashboard.wording import format

WORDS = wording.load("en")


class Reader:
    """A person at the page, whose clicks and keys are counted."""

    def __init__(self, page: Page, folder: Path):
        self.page = page
        self.folder = folder
        self.clicks = self.keys = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def replace(self, field: Locator, text: str) -> None:
        """Click a field and write over what it has."""
        self.click(field)
        self.press("ControlOrMeta+a")
        self.type(text)

    def choose_in_form(self, name: str, beginning: str) -> None:
        """The same in a form of Streamlit's, where what one types narrows the list."""
        form = self.page.get_by_test_id("stPopoverBody")
        self.click(form.get_by_role("combobox", name=name))
        self.type(beginning)
        listed = self.page.get_by_role("option", name=re.compile(f"^{beginning}"))
        expect(listed.first).to_be_visible()
        self.press("Enter")

    def search(self, text: str) -> None:
        """Search by keyboard, and take the first that is suggested."""
        self.press("/")
        self.type(text)
        expect(self.page.locator(".tm-options [aria-selected=true]")).to_be_visible()
        self.press("Enter")

    def make(self) -> Path:
        """Make the file of the open form, once it shows what was chosen, and save it."""
        at_rest(self.page)
        self.click(self.page.get_by_role("button", name=WORDS["briefing_make"], exact=True))
        save = self.page.get_by_role("button", name=re.compile("^Save "))
        expect(save).to_be_visible(timeout=120_000)
        with self.page.expect_download() as download:
            self.click(save)
        path = self.folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def took(self, clicks: int, keys: int) -> bool:
        """No more than so many."""
        print(f"{self.clicks} clicks, {self.keys} keys")
        return self.clicks <= clicks and self.keys <= keys


@pytest.fixture
def reader(show_map: Callable[..., Page], tmp_path: Path) -> Iterator[Reader]:
    """Somebody before the page as it opens."""
    page = show_map()
    yield Reader(page, tmp_path)
    page.keyboard.press("Escape")
    if "view=map" not in page.url:
        page.go_back()
        expect(page.locator(".tm-figures .tm-card").first).to_be_visible()


def test_who_held_a_place_and_who_says_so(reader, archive):
    page = reader.page
    reader.search("saraq")
    reader.search("1/3/2020")
    record = page.locator(".tm-record")
    spell = archive.as_of("2020-03-01").spell("saraqib")
    holder = archive.parties[spell.properties["controller"]]
    expect(record.get_by_role("heading", name="Saraqib")).to_be_visible()
    expect(record.locator(".tm-holder")).to_contain_text(WORDS.of(holder, "name"))
    for source in spell.properties["sources"]:
        expect(record.locator(f'a[href="{archive.sources[source].url}"]').first).to_be_visible()
    assert reader.took(clicks=0, keys=17)


def test_land_that_changed_hands_between_a_ceasefire_and_a_day(reader, archive):
    page = reader.page
    reader.search("12/1/2020-5/3/2020")
    table = page.locator(".tm-table")
    expect(table.locator("h2")).to_have_text("12 January 2020 → 5 March 2020")
    expect(page.locator("#announcement")).to_contain_text("12 January 2020 → 5 March 2020")
    found = difference(archive, dt.date(2020, 1, 12), dt.date(2020, 3, 5))
    row = table.locator('tr[data-party="GOV"]').first
    expect(row).to_contain_text(format.number(WORDS, found.gained["GOV"]))
    expect(row).to_contain_text(format.error(WORDS, found.net["GOV"]).removesuffix("\u00a0km²"))
    assert reader.took(clicks=0, keys=20)


def test_a_picture_of_a_difference(reader):
    page = reader.page
    reader.click(page.get_by_role("radio", name="Difference").first)
    reader.click(page.get_by_role("button", name="Briefing"))
    file = reader.make()
    expect(page.locator("#announcement")).to_contain_text("is ready to be saved")
    assert file.name == "idlib_difference-20180917_1080p_20200306.png"
    with Image.open(file) as picture:
        assert picture.size == (1920, 1080)
    expect(page.get_by_test_id("stCode")).to_contain_text("17 September 2018")
    assert reader.took(clicks=4, keys=0)


def typed(day: str) -> str:
    """A day in the fewest numbers."""
    year, month, date = map(int, day.split("-"))
    return f"{date}/{month}/{year}"


def test_a_deck_of_chosen_dates(reader):
    page = reader.page
    days = ["2020-03-05", "2020-06-01"]
    reader.click(page.get_by_role("button", name="Briefing"))
    reader.choose_in_form(WORDS["briefing_kind"], "Seq")
    dates = page.get_by_role("textbox", name=WORDS["briefing_dates"])
    expect(dates).to_be_visible()
    reader.choose_in_form(WORDS["briefing_format"], "Sl")
    form = page.get_by_test_id("stPopoverBody")
    # the form is drawn anew for another format
    expect(form).to_contain_text(re.compile("first of .* slides"), timeout=60_000)
    expect(page.locator("#announcement")).to_contain_text(re.compile("first of .* slides"))
    make = page.get_by_role("button", name=WORDS["briefing_make"])
    note, button = page.locator(".preview figcaption").bounding_box(), make.bounding_box()
    assert note["y"] + note["height"] <= button["y"], "nothing lies over the preview"
    reader.replace(dates, "\n".join(map(typed, days)))
    reader.press("Tab")
    expect(form).to_contain_text("5 March 2020; 1 June 2020", timeout=60_000)
    form.evaluate("(form) => form.scrollTo(0, form.scrollHeight)")
    expect(page.locator(".preview")).to_be_in_viewport(ratio=1)
    make.click()
    page.get_by_role("button", name=WORDS["briefing_cancel"], exact=True).click()
    expect(form).to_contain_text(WORDS["briefing_cancelled"])
    deck = Presentation(str(reader.make()))
    texts = [
        " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        for slide in deck.slides
    ]
    shown = "\n".join(texts).replace("\u00a0", " ")
    for day in days:
        assert WORDS.date(dt.date.fromisoformat(day)) in shown
    assert reader.took(clicks=6, keys=26)


def test_which_posts_were_encircled(reader, archive):
    page = reader.page
    reader.search("1/2/2020")
    reader.click(page.get_by_role("link", name=WORDS["view_agreement"]))
    expect(page.get_by_role("heading", name=WORDS["posts_encircled"])).to_be_visible()
    table = page.get_by_role("table").filter(has=page.get_by_text(WORDS["posts_encircled"]))
    posts = gap(archive, dt.date(2020, 2, 1)).posts
    assert len(posts) > 1
    for post in posts:
        expect(table).to_contain_text(WORDS.text(post.post.properties["label"]))
    assert reader.took(clicks=1, keys=10)


def test_the_exact_view_is_sent(reader, archive):
    page = reader.page
    reader.click(page.get_by_role("radio", name="Swipe").first)
    reader.click(page.get_by_role("button", name=WORDS["share"], exact=True))
    at_rest(page)
    short = page.get_by_label(WORDS["share_short"], exact=True).input_value()
    sent, _ = Choice.from_query(fields_of(short), archive)
    shown, _ = Choice.from_query(fields_of(page.url), archive)
    assert sent.compare == "swipe"
    assert sent.with_(at=shown.at) == shown
    reader.click(page.get_by_role("button", name=f"{WORDS['copy']}: {WORDS['share_short']}"))
    assert reader.took(clicks=3, keys=0)


def test_one_date_into_a_gis(reader, archive):
    page = reader.page
    reader.search("5/3/2020")
    reader.click(page.get_by_role("button", name="Briefing"))
    reader.choose_in_form(WORDS["briefing_format"], "GeoPa")
    package = reader.make()
    layers = {name for name, _ in pyogrio.list_layers(package)}
    assert {"control_areas", "line_of_contact"} <= layers
    land = pyogrio.read_info(package, layer="control_areas")
    assert land["features"] == len(archive.as_of("2020-03-05").features("control_areas"))
    assert reader.took(clicks=4, keys=16)


def test_which_ceasefire_held_longest(reader, archive):
    page = reader.page
    reader.click(page.get_by_role("link", name=WORDS["view_ceasefires"]))
    calmest = ceasefires(archive).calmest
    summary = page.locator(".lead b").first
    expect(summary).to_contain_text(WORDS.agreement(calmest.agreement))
    expect(summary).to_contain_text(format.text(WORDS, calmest.longest_calm))
    assert reader.took(clicks=1, keys=0)
