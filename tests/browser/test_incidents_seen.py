"""Incidents on the map and in their table, for the data set of docs/readers/incidents.md."""

from __future__ import annotations

import re

import pytest
from followed import follow
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def app_url(show_data, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app on that data set."""
    folder = tmp_path_factory.mktemp("incidents")
    follow("incidents.md", folder)
    return show_data(folder / "brenn")


def point_at_middle(page: Page) -> None:
    """The pointer on the position that a link puts into the middle of the map."""
    box = page.locator("#map_main").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2 - 1, box["y"] + box["height"] / 2 - 1)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_mark_tells_what_happened_there_and_opens_whose_land_it_is(show_map):
    page = show_map("?date=2001-02-08&at=-0.5000_20.5000_10")
    expect(page.locator(".tm-legend")).to_contain_text("Clash, in the 7 days up to the date")
    expect(page.locator(".tm-legend")).to_contain_text("Shelling, in the 7 days up to the date")
    point_at_middle(page)
    tip = page.locator(".tm-tip")
    expect(tip).to_contain_text("Example 2 · South")
    expect(tip).to_contain_text("Clash · 6–8 Feb 2001 · Courier")
    expect(tip).to_contain_text("Shelling · 5 Feb 2001 · Courier")
    box = page.locator("#map_main").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".tm-record h2")).to_have_text("Example 2")
    folded = page.get_by_role("paragraph").filter(has_text="Incidents on this land: 3")
    expect(folded).to_be_visible()


def test_a_day_past_its_days_a_mark_is_gone(show_map):
    page = show_map("?date=2001-02-15&at=-0.5000_20.5000_10")
    point_at_middle(page)
    expect(page.locator(".tm-tip")).to_have_text("Example 2 · South")
    expect(page.get_by_text("Clash, in the 7 days up to the date")).to_be_hidden()


def test_their_table_can_be_narrowed_to_a_kind(show_page):
    query = "?view=evidence&since=2001-01-01&date=2001-06-30"
    page = show_page(query)
    table = page.get_by_role("table", name="Incidents from 1 January 2001 to 30 June 2001")
    expect(table.locator("tbody tr")).to_have_count(6)
    page.locator(".gd-finder select").select_option("Shelling")
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".gd-count").first).to_have_text("Rows: 1 of 6")
    page.locator(".gd-finder select").select_option("All")
    expect(table.locator("tbody tr")).to_have_count(6)


def test_kinds_are_chosen_below_their_layer_and_go_with_the_link(show_map):
    page = show_map("?date=2001-02-08")
    legend = page.locator(".tm-legend")
    page.get_by_role("button", name="Layers").click()
    kinds = page.get_by_role("group", name="Incidents")
    kinds.get_by_label("Shelling").uncheck()
    expect(legend.get_by_text("Shelling")).to_be_hidden()
    expect(legend.get_by_text("Clash, in the 7 days up to the date")).to_be_visible()
    page.wait_for_url(re.compile("incidents=clash.one-sided"))
    kinds.get_by_label("Clash").uncheck()
    kinds.get_by_label("Violence against civilians").uncheck()
    expect(page.get_by_role("checkbox", name="Incidents")).not_to_be_checked()
    kinds.get_by_label("Shelling").check()
    expect(page.get_by_role("checkbox", name="Incidents")).to_be_checked()
    page.wait_for_url(re.compile("incidents=shelling"))
    expect(legend.get_by_text("Shelling, in the 7 days up to the date")).to_be_visible()
    expect(legend.get_by_text("Clash")).to_be_hidden()


def test_a_mark_of_a_kind_left_out_is_not_pointed_at(show_map):
    page = show_map("?date=2001-02-08&at=-0.5000_20.5000_10&incidents=shelling")
    point_at_middle(page)
    expect(page.locator(".tm-tip")).to_contain_text("Shelling")
    expect(page.locator(".tm-tip")).not_to_contain_text("Clash")


def test_the_page_of_evidence_lists_the_kinds_of_the_link(show_page):
    query = "?view=evidence&since=2001-01-01&date=2001-06-30&incidents=shelling"
    page = show_page(query)
    table = page.get_by_role("table", name="Incidents from 1 January 2001 to 30 June 2001")
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("heading", name="(only Shelling)")).to_be_visible()
    page.get_by_role("combobox", name="Kinds of incidents").click()
    page.get_by_role("option", name="Clash").click()
    page.keyboard.press("Escape")
    expect(table.locator("tbody tr")).to_have_count(5)
    page.wait_for_url(re.compile("incidents=clash.shelling"))
