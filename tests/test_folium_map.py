"""Folium maps of a day and of a change: complete, one file, no network, no text taken for HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import pytest
from playwright.sync_api import Browser, Page, expect
from world import archive_of

from dashboard import store, wording
from dashboard.archive import Change, Snapshot, map_content
from dashboard.errors import ChoiceError
from dashboard.legend import legend_entries
from dashboard.records import Record, Seeds, Text
from dashboard.style import DRAW_ORDER, VIEW_LOOKS

DAY, EARLIER = "2001-06-15", "2001-02-10"
HOSTILE = "\"'><img src=x onerror=alert(1)></template></script>{{ 7*7 }}{% raw %}{# &amp;"


def hostile(seeds: Seeds) -> Seeds:
    """The same seeds with markup of every kind in all that a map shows of them."""

    def with_markup(text: Any) -> Any:
        if isinstance(text, Text):
            return Text({language: with_markup(words) for language, words in text.items()})
        return f"{text} {HOSTILE}"

    def spoiled(record: Any, *fields: str) -> Any:
        return record.model_copy(
            update={name: with_markup(getattr(record, name)) for name in fields}
        )

    def all_of(records: tuple[Record, ...], *fields: str) -> tuple[Any, ...]:
        return tuple(spoiled(record, *fields) for record in records)

    dataset = spoiled(seeds.dataset, "title", "attribution")
    dataset = dataset.model_copy(
        update={
            "parties": all_of(dataset.parties, "name", "short"),
            "layers": all_of(dataset.layers, "title"),
            "recipes": all_of(dataset.recipes, "title", "caveat"),
        }
    )
    return replace(
        seeds,
        dataset=dataset,
        places=all_of(seeds.places, "name"),
        events=all_of(seeds.events, "note"),
        operations=all_of(seeds.operations, "name"),
        agreements=all_of(seeds.agreements, "short_name"),
        posts=all_of(seeds.posts, "label"),
        sources=tuple(
            s.model_copy(update={"url": f"javascript:alert(3)//{HOSTILE}", "title": HOSTILE})
            for s in seeds.sources
        ),
    )


@pytest.fixture
def open_map(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Saves a map and opens the file; any error and any request fails the test."""
    troubles: list[str] = []
    contexts = []

    def opened(made: folium.Map, width: int = 1280, height: int = 800) -> Page:
        path = tmp_path / f"{len(contexts)}.html"
        made.save(str(path))
        contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        contexts[-1].set_offline(True)
        page = contexts[-1].new_page()
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: troubles.append(f"request: {request.url}"))
        page.goto(path.as_uri())
        assert troubles.pop(0) == f"request: {path.as_uri()}"
        expect(page.locator(".tm-scale")).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not troubles


def click_on_place(page: Page, name: str) -> str:
    """Click below the dot of a place, on its cell and no road; gives the popup's text."""
    label = page.locator(".leaflet-tooltip.place", has_text=name).first
    box = label.bounding_box()
    page.mouse.click(box["x"] - 6, box["y"] + 30)
    popup = page.locator(".leaflet-popup .record")
    expect(popup).to_be_visible()
    return popup.inner_text()


# --- what is on the map --------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["day", "change"])
def test_a_map_is_complete_and_needs_no_network(bundled, open_map, asked):
    """Title, date, legend, notice, credit, layers, names; no request, nothing in the console."""
    words = wording.load()
    shown: Snapshot | Change = bundled.as_of("2020-03-05")
    if asked == "change":
        shown = bundled.between("2018-09-17", "2020-03-05")
    page = open_map(shown.to_folium())
    furniture = page.locator("#furniture")
    for text in (
        bundled.dataset.title["en"], "5 March 2020", words["reconstruction_notice"],
        words["legend_contact"], *(p.name["en"] for p in bundled.dataset.parties if p.id == "GOV"),
    ):  # fmt: skip
        expect(furniture).to_contain_text(text.replace(" ", "\u00a0") if "March" in text else text)
    expect(page.locator(".leaflet-control-attribution")).to_have_text(bundled.dataset.attribution)
    page.locator(".leaflet-control-layers").hover()
    switches = page.locator(".leaflet-control-layers-overlays label")
    expect(switches.filter(has_text="Observation posts").locator("input")).not_to_be_checked()
    assert "Since" in click_on_place(page, "Idlib")
    assert page.title() == bundled.dataset.title["en"]


@pytest.mark.parametrize("day", ["2017-09-15", "2018-09-17", "2020-03-05", "2024-12-08"])
def test_every_colour_on_the_map_is_in_the_legend(bundled, day):
    """All classes drawn but the base map and the dots of places have words."""
    words = wording.load()
    reference = bundled.agreements[bundled.dataset.reference_agreement]
    known = {entry.key for entry in legend_entries(bundled.dataset, reference, words)}
    state = bundled.as_of(day)
    content = map_content.of_day(bundled, words, state.day, state.held())
    drawn = {d.key for layer in content.layers if not layer.is_base for d in layer.drawings}
    assert drawn - {"place"} <= known


def test_a_map_draws_what_its_way_of_looking_shows(bundled):
    """The layers of the app's difference are those of the file's, in the same order."""
    change = bundled.between("2018-09-17", "2020-03-05")
    made = change.to_folium()
    panes = [pane.name for pane in made._children.values() if pane._name == "Pane"]
    assert panes[:-2] == list(VIEW_LOOKS["difference"].styles)
    assert panes[:-2] == sorted(panes[:-2], key=DRAW_ORDER.index)
    drawn = {g.options["pane"] for g in elements(made) if isinstance(g, folium.GeoJson)}
    assert {"gained", "contact_a", "control"} <= drawn
    assert not drawn & {"taken", "low_certainty"}


def elements(element: Any) -> Iterator[Any]:
    yield element
    for child in element._children.values():
        yield from elements(child)


def test_a_place_stands_on_the_map_without_what_only_tells_it_from_others(bundled):
    state = bundled.as_of("2020-03-05")
    content = map_content.of_day(bundled, wording.load(), state.day, state.held())
    (place,) = (f for f in bundled.layers["places"] if f.id == "al-wasita-s-aleppo")
    assert content.record("place", place).title == "al-Wasita"


def test_of_few_places_villages_are_named_too(good_seeds: Path, bundled):
    seeds = store.load_seeds(good_seeds)
    villages = tuple(place.model_copy(update={"rank": 4}) for place in seeds.places)
    few = archive_of(replace(seeds, places=villages)).as_of(DAY).to_folium()
    named = re.compile(r'"rank": ?4')
    assert named.search(few.get_root().render())
    assert not named.search(bundled.as_of("2020-03-05").to_folium().get_root().render())


def test_the_legend_follows_the_layers_that_are_on(invented, open_map):
    """What is switched off has no entry."""
    page = open_map(invented.as_of(DAY).to_folium())
    entry = page.locator("#furniture li", has_text=wording.load()["legend_contact"])
    expect(entry).to_be_visible()
    page.locator(".leaflet-control-layers").hover()
    page.get_by_label("Line of contact").uncheck()
    expect(entry).to_be_hidden()


def test_a_cell_that_changed_hands_tells_who_held_it_before(invented, open_map):
    """Both parties stand in the record, in order of time."""
    change = invented.between(EARLIER, DAY)
    place = invented.places[change.places()[0]]
    before, after = (
        invented.parties[state.spell(place.id).properties["controller"]].name["en"]
        for state in (change.a, change.b)
    )
    assert f"{before} → {after}" in click_on_place(open_map(change.to_folium()), place.name["en"])


def test_a_change_that_changed_nothing_is_a_map_too(invented, open_map):
    """Nothing was gained, so the legend has no such entry."""
    page = open_map(invented.between(DAY, DAY).to_folium())
    expect(page.locator("#furniture li", has_text="Gained")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 900])
def test_a_map_speaks_arabic_from_right_to_left(invented, open_map, width):
    """Words of the interface, names and their side of the map."""
    page = open_map(invented.as_of(DAY).to_folium(language="ar"), width=width)
    furniture = page.locator("#furniture")
    expect(furniture).to_have_attribute("dir", "rtl")
    expect(furniture).to_contain_text(invented.dataset.title["ar"])
    expect(page.locator(".tm-scale")).to_have_text(re.compile(r"^\d+\sكم$"))
    over, switch = furniture.bounding_box(), page.locator(".leaflet-control-layers").bounding_box()
    assert switch["x"] + switch["width"] <= over["x"]
    assert over["x"] + over["width"] <= width


def test_a_language_that_does_not_exist_is_refused(invented):
    """With those there are."""
    with pytest.raises(ChoiceError, match="en, ar"):
        invented.as_of(DAY).to_folium(language="xx")


# --- one file ------------------------------------------------------------------------------


def test_a_saved_map_names_no_other_file(invented):
    """No script, style sheet or picture is asked for from anywhere."""
    for made in (invented.as_of(DAY), invented.between(EARLIER, DAY)):
        html = made.to_folium().get_root().render()
        assert not re.findall(r"<(?:script|img|iframe)[^>]+src=|<link|@import|url\((?!#)", html)


def test_the_same_map_is_the_same_file(invented):
    """Nothing in it is random, so that a change of the file is a change of the map."""
    once, again = (invented.as_of(DAY).to_folium().get_root().render() for _ in range(2))
    assert once == again


def test_online_tiles_are_shown_only_when_asked_for(invented):
    """They come with their publisher's credit, and the base map of the data can be chosen."""
    made = invented.as_of(DAY).to_folium(tiles="OpenStreetMap.Mapnik")
    html = made.get_root().render()
    assert "https://tile.openstreetmap.org/{z}/{x}/{y}.png" in html
    assert "openstreetmap.org/copyright" in html
    bases = [g for g in elements(made) if isinstance(g, folium.FeatureGroup) and not g.overlay]
    assert [(base.control, base.show) for base in bases] == [(True, False)]
    assert "openstreetmap.org" not in invented.as_of(DAY).to_folium().get_root().render()
    with pytest.raises(ValueError, match="Nowhere"):
        invented.as_of(DAY).to_folium(tiles="Nowhere.Map")


def test_a_notebook_shows_the_map(invented):
    """What is saved is what a cell shows."""
    assert "srcdoc" in invented.as_of(DAY).to_folium()._repr_html_()


# --- text is text --------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["day", "change"])
def test_text_of_the_data_is_never_markup(good_seeds, open_map, asked):
    """Names, titles, notes and sources with tags and template signs are shown as they are."""
    seeds = hostile(store.load_seeds(good_seeds))
    archive = archive_of(seeds)
    shown: Snapshot | Change = archive.as_of(DAY)
    if asked == "change":
        shown = archive.between(EARLIER, DAY)
    page = open_map(shown.to_folium())
    expect(page.locator("#furniture h1")).to_contain_text(HOSTILE)
    expect(page.locator("#furniture li").filter(has_text=HOSTILE).first).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(HOSTILE)
    assert click_on_place(page, "Tarn").count(HOSTILE) >= 2
    page.locator(".leaflet-control-layers").hover()
    labels = page.locator(".leaflet-control-layers-overlays label").filter(has_text=HOSTILE)
    assert labels.count() >= 5
    for label in labels.all():
        label.locator("input").check()
    assert HOSTILE in page.title()
    expect(page.locator("img, a[href^=javascript]")).to_have_count(0)
