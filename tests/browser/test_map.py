"""The main job, as a reader does it: drag, see, click, read the source."""

from __future__ import annotations

import base64
import datetime as dt
import io
import math
import re
from collections import defaultdict

import numpy as np
import shapely
from colours import delta_e
from PIL import Image
from playwright.sync_api import Page, expect
from reader import (
    colour_at,
    drag_to,
    fields_of,
    go_to,
    map_point,
    screen_point,
    shown_day,
    wait_until,
)

from dashboard.analysis.distance import distance_on
from dashboard.analysis.scenarios import across
from dashboard.analysis.situation import difference, situation
from dashboard.mapview import map_view
from dashboard.style import class_of
from dashboard.wording import format, load

WORDS = load("en")


def test_a_canvas_is_drawn_once_however_many_views_a_task_sets(show_file):
    page = show_file("?date=2020-03-05")
    drawings = page.evaluate(
        """async () => {
          const { map } = conflictMap.maps;
          const [centre, zoom] = [map.getCenter(), map.getZoom()];
          const counts = new Map();
          const { clearRect } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.clearRect = function (...box) {
            if (map.getContainer().contains(this.canvas)) counts.set(this.canvas, (counts.get(this.canvas) ?? 0) + 1);
            return clearRect.apply(this, box);
          };
          for (const away of [1, 2, 0]) map.setView(centre, zoom + away, { animate: false });
          await new Promise((done) => queueMicrotask(done));
          CanvasRenderingContext2D.prototype.clearRect = clearRect;
          return [...counts.values()];
        }"""
    )
    assert drawings
    assert set(drawings) == {1}


def test_dragging_the_date_changes_the_map_before_it_is_let_go(show_map, archive):
    page = show_map("?date=2019-01-01")
    place = archive.places["khan-shaykhun"]
    before = colour_at(page, place.lat, place.lon)
    drag_to(page, dt.date(2020, 3, 5), archive)
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", re.compile("^2020-0[23]-"))
    held = (
        archive.as_of(dt.date.fromisoformat(shown_day(page)))
        .spell(place.id)
        .properties["controller"]
    )
    assert colour_at(page, place.lat, place.lon) == f"control.{held}" != before
    assert "date=2019-01-01" in page.url, "Python hears of the day only when the drag ends"
    page.mouse.up()
    page.wait_for_url(re.compile(f"date={shown_day(page)}"))


def test_figures_on_screen_are_the_archives(show_file, archive):
    day = dt.date(2020, 3, 5)
    page = show_file(f"?date={day}")
    snapshot = archive.as_of(day)
    zone = archive.dataset.headline_zone
    cards = page.locator(".tm-figures")
    for party, area in situation(archive, day, zone).held.items():
        expect(cards).to_contain_text(
            archive.parties[party].short["en"] + format.with_error(WORDS, area)
        )
    net = difference(archive, archive.reference_day, day).net
    most = max(net.values(), key=lambda each: each.value)
    expect(cards).to_contain_text(f"+{format.with_error(WORDS, most)}")
    names = page.locator(".tm-figures .tm-chip")
    expect(names).to_have_text([a.short_name["en"] for a, _ in snapshot.in_force()])


def test_figures_do_not_follow_the_browsers_language(show_on_phone, archive):
    day = dt.date(2020, 3, 5)
    page = show_on_phone(f"?date={day}")
    assert page.evaluate("navigator.language") == "de-DE"
    held = situation(archive, day, archive.dataset.headline_zone).held
    most = max(held, key=lambda party: held[party].value)
    assert held[most].value > 1000
    expect(page.locator(".tm-figures")).to_contain_text(
        archive.parties[most].short["en"] + format.with_error(WORDS, held[most])
    )


def test_choosing_an_agreement_shows_a_day_in_force_and_lights_its_geometry(show_map, archive):
    """The day shown where it is in force then, or else its first."""
    page = show_map("?date=2018-01-01")
    agreement = archive.agreements["moscow-2020-03-05"]
    page.get_by_role("button", name=agreement.short_name["en"]).click()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-03-06")
    expect(page.locator("#map_main .tm-highlight")).to_have_count(
        len(archive.drawn_by(agreement.id))
    )
    entry = page.locator(".tm-legend li", has_text=f"Lines of the {agreement.short_name['en']}")
    expect(entry).to_be_visible()
    record = page.locator(".rec")
    expect(record).to_contain_text(agreement.official_name)
    expect(record.locator('a[href^="http"]').first).to_be_visible()
    page.get_by_role("button", name="All agreements").click()
    expect(page.locator("#map_main .tm-highlight")).to_have_count(0)
    expect(entry).to_have_count(0)
    page.locator(".tm-list").get_by_role("button", name="Sochi memorandum").click()
    expect(record).to_contain_text(archive.agreements["sochi-2018-09-17"].official_name)
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-03-06")


def test_a_click_on_the_map_opens_the_record_beside_it_and_moves_nothing(show_map, archive):
    """Who, when and by which source; the place outlined, nothing over it; back closes it."""
    page = show_map("?date=2020-03-05")
    spell = archive.as_of(dt.date(2020, 3, 5)).spell("kafr-nabl")
    place = archive.places[spell.properties["place"]]
    point = screen_point(page, place.lat, place.lon)
    before = page.evaluate("conflictMap.maps.viewText()")
    page.mouse.click(*point)
    record = page.locator(".tm-record")
    expect(record.get_by_role("heading", level=2)).to_contain_text(place.name["en"])
    expect(record.get_by_role("heading", level=2)).to_contain_text(place.name["ar"])
    expect(record.get_by_role("heading", level=2)).to_be_focused()
    was = archive.parties[spell.properties["previous"]].name["en"]
    expect(record).to_contain_text(f"Taken from {was}")
    for url in (archive.sources[s].url for s in spell.properties["sources"]):
        expect(record.locator(f'a[href="{url}"]').first).to_be_visible()
    standing = record.locator("abbr").first
    expect(standing).to_have_text(re.compile("^[A-F][1236]$"))
    expect(standing).to_have_attribute("title", re.compile(r"^[A-F]: .+ · [1236]: .+"))
    expect(record.locator('a[href^="https://web.archive.org/"]').first).to_be_visible()
    page.wait_for_url(re.compile("record=place(:|%3A)kafr-nabl"))
    expect(page.locator(".st-key-record-rest")).to_contain_text("History of control")
    assert page.evaluate("conflictMap.maps.viewText()") == before
    expect(page.locator(".tm-outline").first).to_be_attached()
    assert page.locator(".leaflet-popup").count() == 0
    assert page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('#map_main') !== null", point
    )
    page.go_back()
    expect(record).to_be_hidden()
    page.go_forward()
    expect(record).to_be_visible()
    expect(record).to_contain_text(place.name["en"])
    (road,) = (f for f in archive.layers["roads"] if f.id == "M5")
    at = page.evaluate(
        """(points) => {
          const { map, picker } = conflictMap.maps.view, middle = map.getBounds().pad(-0.25);
          return points.find((at) => middle.contains(at) && picker.recordAt(at) === "line:M5");
        }""",
        [[lat, lon] for lon, lat in road.geometry.coords],
    )
    page.mouse.click(*screen_point(page, *at))
    expect(record.get_by_role("heading", level=2)).to_contain_text("M5")
    expect(page.locator(".st-key-record-rest")).to_contain_text("Held on 5 March 2020")
    page.locator(".tm-figures").get_by_role("button", name="Sochi memorandum").click()
    expect(page.locator(".rec h2")).to_have_text("Sochi memorandum")


def test_pan_and_zoom_stay_while_the_date_moves(show_file, archive):
    page = show_file("?date=2019-01-01")
    page.evaluate(
        "conflictMap.maps.map.setView([35.6, 36.6], 11, { animate: false }); void (globalThis.sameMap = conflictMap.maps.map);"
    )
    page.wait_for_url(re.compile("at=35.6"))
    before = page.evaluate("conflictMap.maps.viewText()")
    drag_to(page, dt.date(2020, 3, 5), archive)
    assert page.evaluate("conflictMap.maps.viewText()") == before
    page.mouse.up()
    page.wait_for_url(re.compile("date=2020-0"))
    assert page.evaluate("conflictMap.maps.viewText()") == before
    assert page.evaluate("globalThis.sameMap === conflictMap.maps.map"), (
        "the map must not be rebuilt"
    )


def test_holders_are_named_on_their_land_and_off_every_other_name(show_file, archive):
    """Each once, while it holds land with room for it; and none while the date is on other land."""
    page = show_file("?date=2020-03-05")
    named = page.evaluate(
        """() => {
          const { view } = conflictMap.maps, control = view.dateLayers.find("control");
          const boxes = [...document.querySelectorAll(".tm-label")].map((each) => each.getBoundingClientRect());
          return view.holders.drawn.map(({ node, shape }) => {
            const { left, right, top, bottom } = node.getBoundingClientRect();
            const isOver = boxes.some((o) => left < o.right && o.left < right && top < o.bottom && o.top < bottom);
            return [node.textContent, control.classKeyOf(shape), isOver];
          });
        }"""
    )
    shorts = {f"control.{p.id}": WORDS.of(p, "short") for p in archive.parties.values()}
    assert {"Government", "Opposition"} <= {text for text, _, _ in named}
    assert len({text for text, _, _ in named}) == len(named)
    for text, key, is_over in named:
        assert text == shorts[key]
        assert not is_over, text
    go_to(page, fields_of(page.url) | {"date": archive.last_day.isoformat()})
    assert "Government" not in page.locator(".tm-party").all_text_contents()


def test_zoomed_out_the_whole_way_the_map_stays_on_its_land_and_a_choice_is_kept(show_map, archive):
    page = show_map("?date=2019-01-01")
    page.evaluate("void conflictMap.maps.map.setView([34.2, 39.2], 1, { animate: false })")
    lowest, zoom = page.evaluate(
        "[conflictMap.maps.map.getMinZoom(), conflictMap.maps.map.getZoom()]"
    )
    assert zoom == lowest > 1
    limits = map_view(archive.dataset)
    # not nearer than the best known stretch of the line is within 40 pixels of where it is drawn
    least = min(f.properties["precision_m"] for f in archive.layer("line_of_contact"))
    nearest = page.evaluate("conflictMap.maps.map.getMaxZoom()")
    metres = 40_075_017 * math.cos(math.radians((limits.south + limits.north) / 2)) / 256
    assert 30 < least / (metres / 2**nearest) <= 40
    centre = page.evaluate("(({ lat, lng }) => [lat, lng])(conflictMap.maps.map.getCenter())")
    assert limits.south <= centre[0] <= limits.north
    assert limits.west <= centre[1] <= limits.east
    page.get_by_role("radio", name="Sources").click()
    expect(page.get_by_role("table", name="Sources")).to_be_visible()
    wait_until(page, "conflictMap.connection.isSettled")
    assert page.evaluate("conflictMap.maps.map.getZoom()") == lowest
    expect(page.get_by_role("radio", name="Sources")).to_be_checked()


def test_a_typed_date_and_the_step_buttons_move_everything(show_file, archive):
    page = show_file("?date=2019-01-01")
    page.get_by_label("Go to a date").fill("2020-02-10")
    expect(page.locator("time.tm-asof")).to_have_text("10 February 2020")
    page.wait_for_url(re.compile("date=2020-02-10"))
    step = page.get_by_label("Step by")
    step.select_option("agreement")
    page.get_by_role("button", name="Next agreement").click()
    expect(page.locator("time.tm-asof")).to_have_text("5 March 2020")
    step.select_option("change")
    page.get_by_role("button", name="Previous change of control").click()
    last = archive.last_change(dt.date(2020, 3, 4))
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", last.isoformat())
    page.wait_for_url(re.compile(f"date={last}"))


def test_layers_switch_and_the_legend_follows(show_file):
    page = show_file("?date=2020-03-05")
    expect(page.locator(".tm-legend")).to_contain_text("Reconstruction")
    corridor = page.locator(".tm-legend li", has_text="M4 security corridor")
    expect(corridor).to_be_hidden()
    page.get_by_role("button", name="Layers").click()
    page.locator("label", has_text="M4 security corridor").click()
    page.wait_for_url(re.compile("security_corridor"))
    # signed on the 5th, the corridor is there from the 6th
    page.keyboard.press("Escape")
    page.locator(".tm-track").focus()
    page.keyboard.press("ArrowRight")
    expect(corridor).to_be_visible()


def test_a_tab_and_a_layer_answer_at_once_and_stand_in_the_address(show_map):
    page = show_map("?date=2020-03-05")
    page.get_by_role("radio", name="Sources").click()
    expect(page.get_by_role("radio", name="Sources")).to_be_checked()
    page.wait_for_url(re.compile("tab=sources"))
    expect(page.get_by_role("table", name="Sources")).to_be_visible()
    page.get_by_role("button", name="Layers").click()
    page.get_by_role("checkbox", name="Observation posts").check()
    assert page.evaluate("conflictMap.maps.view.dateLayers.find('post').shown")
    page.wait_for_url(re.compile(r"layers=[\w.]*observation_posts"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("checkbox", name="Observation posts")).to_be_hidden()


def test_the_distance_from_the_agreed_line_is_drawn_when_asked_and_follows_a_drag(
    show_file, archive
):
    page = show_file("?date=2020-03-06")
    recipe = next(r for r in archive.dataset.recipes if r.kind == "line_distance")
    legend = page.locator(".tm-legend")
    entry = legend.get_by_text(recipe.title["en"])
    expect(entry).to_be_hidden()
    page.get_by_role("button", name="Layers").click()
    page.get_by_role("checkbox", name=recipe.title["en"]).check()
    page.keyboard.press("Escape")
    expect(entry).to_be_visible()
    expect(legend).to_contain_text(measured(archive, recipe, dt.date(2020, 3, 6)))
    stroke = max(archive.as_of(dt.date(2020, 3, 6)).features(recipe.layer),
                 key=lambda f: f.properties["length_km"])  # fmt: skip
    middle = stroke.geometry.interpolate(0.5, normalized=True)
    page.mouse.click(*screen_point(page, middle.y, middle.x))
    expect(page.locator(".tm-record h2")).to_have_text(recipe.title["en"])
    drag_to(page, dt.date(2019, 9, 10), archive)
    expect(legend).to_contain_text(
        measured(archive, recipe, dt.date.fromisoformat(shown_day(page)))
    )
    page.mouse.up()


def test_two_days_on_screen_have_a_distance_each(show_file, archive):
    recipe = next(r for r in archive.dataset.recipes if r.kind == "line_distance")
    page = show_file(
        "?date=2020-03-05&since=2019-08-31&compare=swipe&layers=control_areas.line_distance"
    )
    legend = page.locator(".tm-legend")
    for date, day in (("31 Aug 2019", dt.date(2019, 8, 31)), ("5 Mar 2020", dt.date(2020, 3, 5))):
        expect(legend).to_contain_text(f"{date}: {measured(archive, recipe, day)}")


def test_where_both_lines_are_one_the_distance_is_nothing(show_file):
    page = show_file("?date=2018-09-17&layers=control_areas.line_distance")
    expect(page.locator(".tm-legend")).to_contain_text("mean 0.0")
    page.locator(".tm-track").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tm-legend")).not_to_contain_text("mean 0.0")


def measured(archive, recipe, day):
    found = distance_on(archive, recipe, day)
    mean, most = (format.compact(load("en"), km) for km in (found.mean, found.maximum))
    return f"mean {mean} km, at most {most} km"


def test_the_keyboard_keeps_its_place_when_a_record_opens_and_closes(show_map):
    page = show_map("?date=2018-01-01")
    page.get_by_role("button", name="Moscow protocol").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rec h2")).to_be_focused()
    page.get_by_role("button", name="All agreements").focus()
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("listitem").get_by_role("button", name="Moscow protocol")
    ).to_be_focused()


def test_the_list_of_agreements_follows_a_drag(show_file, archive):
    page = show_file("?date=2018-01-01")
    row = page.get_by_role("listitem").filter(has_text="Moscow protocol")
    expect(row).not_to_contain_text("in force")
    drag_to(page, dt.date(2021, 1, 1), archive)
    expect(row).to_contain_text("in force")
    page.mouse.up()


def test_headline_figures_carry_the_range_doubtful_events_leave_them_in(show_file, archive):
    page = show_file("?date=2020-03-05")
    zone, day = archive.dataset.headline_zone, dt.date(2020, 3, 5)
    held = across(archive, lambda made: situation(made, day, zone)).held["GOV"]
    net = across(archive, lambda made: difference(made, made.reference_day, day)).net["GOV"]
    for card, found in enumerate((held, net)):
        place = min(format.step(end, found.unit, found.error) for end in (found.low, found.high))
        low, high = (WORDS.locale.number(end, place) for end in (found.low, found.high))
        expect(page.locator(".tm-scenarios").nth(card)).to_contain_text(f"{low}–{high}")


def test_who_held_a_place_on_a_day_is_asked_by_keyboard_alone(show_map, archive):
    """Six keys from the page of that day: /, four letters, Enter; who says so is there to read."""
    page = show_map("?date=2020-03-01")
    for key in "/sara":
        page.keyboard.press(key)
    option = page.get_by_role("listbox", name="Search").get_by_role("option").first
    expect(option).to_contain_text("Saraqib")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    record = page.locator(".tm-record")
    expect(record.get_by_role("heading", level=2)).to_be_focused()
    spell = archive.as_of("2020-03-01").spell("saraqib").properties
    expect(record).to_contain_text(archive.parties[spell["controller"]].name["en"])
    for source in spell["sources"]:
        expect(record.locator(f'a[href="{archive.sources[source].url}"]').first).to_be_visible()
    page.keyboard.press("Escape")
    expect(record).to_be_hidden()
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()


def test_the_search_suggests_what_has_a_record_and_opens_it(show_map):
    """A district by its code, a post, a road, an agreement, a position; arrows choose."""
    page = show_map("?date=2020-03-06")
    field = page.get_by_role("combobox", name="Search")
    options = page.get_by_role("listbox", name="Search").get_by_role("option")
    heading = page.locator(".tm-record h2")
    for typed, title in (("SY0703", "Harim district"), ("post 9", "Turkish observation post 9"),
                         ("M5", re.compile("^M5")), ("Suwayrat", "Suwayrat")):  # fmt: skip
        field.fill(typed)
        field.press("Enter")
        expect(heading).to_have_text(title)
    field.fill("35.8645, 36.8059")
    expect(options.first).to_contain_text("in the cell of Saraqib")
    field.press("Enter")
    expect(heading).to_contain_text("Saraqib")
    expect(page.locator(".tm-cross")).to_be_visible()
    field.fill("moscow")
    second = options.nth(1)
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    field.press("ArrowUp")
    field.press("Enter")
    expect(page.locator(".rec h2")).to_have_text("Moscow protocol")


def test_the_record_follows_the_date_while_it_is_dragged(show_file, archive):
    """Who holds the place is that of the day in hand."""
    page = show_file("?date=2019-01-01&tab=record&record=place:khan-shaykhun")
    record = page.locator(".tm-record .tm-holder").first
    expect(record).to_contain_text(archive.parties["OPP"].name["en"])
    expect(record).to_have_css("position", "static")  # in its line, not over the panel
    drag_to(page, dt.date(2020, 3, 5), archive)
    expect(record).to_contain_text(archive.parties["GOV"].name["en"])
    page.mouse.up()


def test_an_agreement_after_the_series_is_shown_on_its_last_day_and_says_so(show_map, archive):
    page = show_map("?date=2020-03-05")
    row = page.locator(".tm-list li", has_text="Phased integration deal")
    expect(row).to_contain_text("after the series")
    row.get_by_role("button").click()
    assert shown_day(page) == archive.last_day.isoformat()
    expect(page.locator(".rec")).to_contain_text(
        "Signed after the series, which ends on 8 December 2024"
    )
    expect(page.locator(".tm-day-notes")).to_contain_text("of the area shown rests on statements")


def test_the_error_of_the_line_is_a_band_where_it_is_wanted_or_wide(show_file):
    """By choice at any zoom, in the link and the legend; zoomed in by itself."""
    page = show_file("?date=2020-03-01")
    entry = page.locator(".tm-legend").get_by_text("Error of the line of contact")
    expect(entry).to_be_hidden()
    page.get_by_role("button", name="Layers").click()
    page.get_by_role("checkbox", name="Error of the line").check()
    expect(entry).to_be_visible()
    page.wait_for_url(re.compile("error=band"))
    inside, outside = band_pixels(page)
    assert inside > 100
    assert outside == 0, "it ends where nothing is claimed"
    page.get_by_role("checkbox", name="Error of the line").uncheck()
    expect(entry).to_be_hidden()
    page.keyboard.press("Escape")
    page.evaluate("void conflictMap.maps.map.setView([35.86, 36.8], 12, { animate: false })")
    expect(entry).to_be_visible()
    page.get_by_role("button", name="Opening view").click()
    expect(entry).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    assert page.evaluate("conflictMap.maps.map.getZoom()") < 9


def band_pixels(page: Page) -> list[int]:
    """How many of every second pixel of the band lie on land of somebody, and how many do not."""
    return page.evaluate(
        """() => {
          const { errorBand } = conflictMap.maps.view;
          const { _container: canvas, _bounds: bounds } = errorBand.options.renderer;
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const scale = canvas.width / bounds.getSize().x, [land] = errorBand.land.drawn;
          const found = [0, 0];
          for (let y = 0; y < canvas.height; y += 2) for (let x = 0; x < canvas.width; x += 2) {
            if (data[4 * (y * canvas.width + x) + 3] < 128) continue;
            const at = bounds.min.add([(x + 0.5) / scale, (y + 0.5) / scale]);
            found[Number(!land._containsPoint(at))]++;
          }
          return found;
        }"""
    )


def test_a_sample_of_the_legend_is_the_colour_on_the_map(show_map, archive):
    """Hatched land on the screen compared with its sample, on average: ΔE00 of 5 at most for every
    class of land that there is enough of in either of two views, and for the stripe along the edge
    of an agreed zone on any land."""
    day = dt.date(2020, 3, 5)
    page = show_map(f"?date={day}")
    layers = page.evaluate("conflictMap.choice.layers")
    state, lands = archive.as_of(day), defaultdict(list)
    for layer in archive.dataset.layers:
        for feature in state.features(layer.name) if layer.name in layers else ():
            lands[class_of(feature, layer.style)].append(feature.geometry)
            if layer.style == "control" and feature.properties["certainty"] == "low":
                lands["low_certainty"].append(feature.geometry)
    samples, compared = samples_of(page), set()
    stripe = samples.pop("band")[1]
    whole = {
        key: shapely.union_all(lands[key])
        for key in ("band", "band_outer", *samples)
        if key in lands
    }
    for centre in ([35.7, 36.75], [36.3, 37.1]):
        page.evaluate(
            "(at) => void conflictMap.maps.map.setView(at, 10, { animate: false })", centre
        )
        areas = {key: on_screen(page, land) for key, land in whole.items()}
        seen = picture(page.locator("#map_main").screenshot(scale="css"))
        edge = areas["band"].buffer(-3.9).boundary  # beside the casing of its line
        for key, (over, sample) in samples.items():
            if key not in areas:
                continue
            beside = [areas[other] for other in areas if other not in (*over, key)]
            land = shapely.intersection_all([areas[key], *(areas[below] for below in over)])
            found = spots(page, land - shapely.union_all(beside))
            if len(found) >= 5:  # names lie on some of them
                shown = [seen[y - 6 : y + 6, x - 10 : x + 10].mean(axis=(0, 1)) for x, y in found]
                assert delta_e(np.median(shown, axis=0), sample) <= 5, key
                compared.add(key)
            found = uncovered(
                page, shapely.get_coordinates(edge.intersection(areas[key].buffer(-9)))
            )
            if len(found) >= 20:
                off = [nearest(seen, x, y, stripe) for x, y in found]
                assert np.median(off) <= 5, f"stripe on {key}"
                compared.add(f"stripe on {key}")
    assert compared >= {"low_certainty", "stripe on control.OPP", "stripe on taken.GOV.OPP"}
    assert {key.split(".")[0] for key in compared} >= {"control", "taken"}


def nearest(seen: np.ndarray, x: float, y: float, colour: np.ndarray) -> float:
    """How far the pixel at a point, or the one beside it that is most alike, is off a colour."""
    around = seen[max(int(y) - 1, 0) : int(y) + 2, max(int(x) - 1, 0) : int(x) + 2]
    return min(delta_e(pixel, colour) for pixel in around.reshape(-1, 3))


def samples_of(page: Page) -> dict[str, tuple[list[str], np.ndarray]]:
    """What each class of land in the legend lies over, and the average colour of its sample; of an
    agreed zone that of its stripe."""
    found = page.evaluate(
        """() => {
          const { payload: { legend, styles }, swatches } = conflictMap;
          return legend.filter(({ key }) => (styles[key]?.fill && !styles[key].radius) || key === "band")
            .map(({ key }) => [key, styles[key].over, swatches.get(key).split(",")[1]]);
        }"""
    )
    rows = {"band": slice(2, 6)}
    return {
        key: (
            over,
            picture(base64.b64decode(png))[rows.get(key, slice(4, -4)), 4:-4].mean(axis=(0, 1)),
        )
        for key, over, png in found
    }


def picture(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(float)


def on_screen(page: Page, geometry: shapely.Geometry) -> shapely.Geometry:
    """A geometry in degrees as it lies on the map, in pixels from its corner."""
    (x0, y0), (x1, y1) = (map_point(page, lat, lon) for lat, lon in ((35, 36), (36, 37)))

    def up(lat):
        return np.arcsinh(np.tan(np.radians(lat)))

    def placed(at):
        high = (up(at[:, 1]) - up(35)) / (up(36) - up(35))
        return np.column_stack([x0 + (at[:, 0] - 36) * (x1 - x0), y0 + high * (y1 - y0)])

    return shapely.transform(geometry, placed)


def spots(page: Page, land: shapely.Geometry) -> list[tuple[int, int]]:
    """Points of the map with land around them, and nothing of the page over them."""
    land = land.buffer(-12)
    x, y = np.meshgrid(np.arange(20, 1600, 7), np.arange(20, 1200, 7))
    within = shapely.contains_xy(land, x, y)
    return uncovered(page, np.column_stack([x[within], y[within]]))


def uncovered(page: Page, points: np.ndarray) -> list[tuple[float, float]]:
    """Those points of the map that nothing of the page lies over."""
    return page.evaluate(
        """(points) => {
          const map = document.getElementById("map_main"), { x, y } = map.getBoundingClientRect();
          const top = ([right, down]) => document.elementFromPoint(x + right, y + down);
          return points.filter((at) => top(at) === map || top(at)?.closest(".leaflet-map-pane"));
        }""",
        points.tolist(),
    )


def test_posts_are_named_on_the_map_and_those_without_a_position_in_the_menu(show_file, archive):
    """By number and place while their layer is on; each without a position opens its record."""
    page = show_file("?date=2020-03-01&layers=control_areas.observation_posts")
    labels = page.locator(".tm-rank-post")
    expect(labels.get_by_text("9 Morek")).to_be_visible()
    page.get_by_role("button", name="Layers").click()
    unplaced = [p for p in archive.seeds.posts if p.lat is None]
    page.get_by_text(f"{len(unplaced)} posts without a known position").click()
    page.get_by_role("button", name="Turkish observation post 11").click()
    record = page.locator(".tm-record")
    expect(record).to_contain_text("no known position")
    expect(record).to_contain_text("27 February 2020")


def test_the_group_that_held_a_place_stands_in_its_record_and_the_unknown_on_the_map(show_file):
    page = show_file(
        "?date=2018-10-15&layers=control_areas.party_groups&tab=record&record=place:morek"
    )
    expect(page.locator(".tm-day-notes")).to_contain_text("HTS 39, NLF 13")
    expect(page.locator(".tm-day-notes")).to_contain_text("group not known")
    expect(page.locator(".tm-record")).to_contain_text("Hayat Tahrir al-Sham")
