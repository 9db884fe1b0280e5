"""Scrubbing: in the browser only, by mouse, finger and key, and never out of step."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64decode

from playwright.sync_api import expect
from reader import at_rest, drag_to, shown_day
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def test_a_drag_sends_nothing_until_it_ends_and_is_answered_with_what_the_page_says(
    show_map, archive
):
    """Style sheet, map and records are in the page already, and only what follows the day is drawn
    anew: it takes 3.5 kB before compression. Links to other pages follow all the same."""
    sent: list[bytes] = []
    received: list[bytes] = []

    page = show_map("?date=2018-01-01")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    for way, frames in (("Sent", sent), ("Received", received)):
        devtools.on(
            f"Network.webSocketFrame{way}",
            lambda frame, frames=frames: frames.append(b64decode(frame["response"]["payloadData"])),
        )
    drag_to(page, dt.date(2020, 3, 5), archive, steps=60)
    assert shown_day(page) > "2020-02"
    assert not sent
    page.mouse.up()
    page.wait_for_url(re.compile(f"date={shown_day(page)}"))
    at_rest(page)
    devtools.detach()
    assert sent
    messages = [ForwardMsg.FromString(each) for each in received]
    runs = [each for each in messages if each.WhichOneof("type") == "new_session"]
    assert runs
    assert all(run.metadata.run.fragment_ids for run in runs)
    assert sum(map(len, received)) / len(runs) < 6_000
    other = page.get_by_role("link", name="Evidence").first
    expect(other).to_have_attribute("href", re.compile(f"date={shown_day(page)}.*view=evidence"))


def test_a_step_restyles_only_what_changed(show_file, archive):
    page = show_file("?date=2020-02-04")
    day = dt.date(2020, 2, 5)
    changed = archive.between(day - dt.timedelta(days=1), day).places()
    shapes, restyled = page.evaluate(
        """(places) => {
          const { cells } = conflictMap.maps.view.dateLayers;
          const control = conflictMap.maps.view.dateLayers.find("control");
          const shapes = new Set(places.map((place) => cells.shapes[cells.of(place)]));
          return [shapes.size, control.setDay(control.day + 1)];
        }""",
        list(changed),
    )
    assert 0 < restyled == shapes <= len(changed) < len(archive.cells) / 10


def test_steps_draw_what_the_day_drawn_at_once_shows(show_file):
    """Pixel by pixel on white, but for a few at corners of strokes: in patches on the way, then the
    whole map on the day."""
    page = show_file("?date=2020-02-04&at=35.6_36.6_10")
    differing = page.evaluate(
        """async () => {
          const { maps, day } = conflictMap, frame = () => new Promise(requestAnimationFrame);
          const canvases = [...document.querySelectorAll(".tm-map canvas")].filter(({ width }) => width);
          const pixels = () => canvases.map((each) => {
            const context = Object.assign(document.createElement("canvas"), { width: each.width, height: each.height }).getContext("2d");
            context.fillStyle = "#fff";
            context.fillRect(0, 0, each.width, each.height);
            context.drawImage(each, 0, 0);
            return context.getImageData(0, 0, each.width, each.height).data;
          });
          for (const step of [1, 2, 3, 20, -400, -399, 7, 8]) {
            conflictMap.show(day + step);
            await frame();
            await frame();
          }
          const stepped = pixels();
          maps.map.setView(maps.map.getCenter(), maps.map.getZoom(), { reset: true });
          await frame();
          return pixels().map((whole, i) => whole.reduce((sum, value, at) => sum + (Math.abs(value - stepped[i][at]) > 32), 0));
        }"""
    )
    assert len(differing) > 1
    assert max(differing) < 50, "of some ten million values"


def test_a_step_leaves_the_document_as_it_is(show_file):
    """An attribute of it, written though it is what it was, has the whole page styled again."""
    page = show_file("?date=2020-02-04")
    page.evaluate(
        """globalThis.written = [];
        globalThis.watch = new MutationObserver((all) => written.push(...all.map((one) => one.attributeName)));
        watch.observe(document.documentElement, { attributes: true }); 0"""
    )
    page.locator(".tm-track").press("ArrowRight")
    assert shown_day(page) > "2020-02-04"
    at_rest(page)
    assert page.evaluate("watch.disconnect(); written") == []


def test_the_map_is_the_same_object_after_many_steps_and_keeps_its_record(show_map, archive):
    page = show_map("?date=2019-05-01")
    page.evaluate(
        "void (globalThis.kept = [conflictMap.maps.map, conflictMap.maps.view.dateLayers.find('control').drawing.drawn[0]])"
    )
    page.evaluate("conflictMap.maps.view.picker.pick(L.latLng(35.63, 36.56))")
    record = page.locator(".tm-record")
    expect(record).to_contain_text("Opposition")
    page.locator(".tm-track").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert shown_day(page) == "2019-05-21"
    page.wait_for_url(re.compile("date=2019-05-21"))
    assert page.evaluate(
        "kept[0] === conflictMap.maps.map && kept[1] === conflictMap.maps.view.dateLayers.find('control').drawing.drawn[0]"
    )
    page.keyboard.press("End")
    expect(record).to_be_visible()
    assert shown_day(page) == archive.last_day.isoformat()


def test_keys_move_the_date_and_say_it_aloud(show_file, archive):
    page = show_file("?date=2020-03-05")
    slider = page.get_by_role("slider", name="Date", exact=True)
    slider.focus()
    for key, day in [
        ("PageDown", "2020-02-05"), ("Shift+ArrowRight", "2020-02-06"), ("ArrowLeft", "2020-02-05"),
        ("Home", "2017-09-15"), ("End", "2024-12-08"),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert shown_day(page) == day
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^8 December 2024"))
    outline = slider.evaluate("node => getComputedStyle(node).outlineWidth")
    assert outline != "0px", "the focus must be visible"


def test_play_walks_through_the_changes_and_stops_at_a_key(show_file, archive):
    page = show_file("?date=2019-08-01")
    page.locator(".tm-track").focus()
    page.get_by_label("Speed").select_option("8")
    page.locator(".tm-track").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", re.compile("^2019-(1|09)"))
    page.keyboard.press("Space")
    stopped = shown_day(page)
    page.wait_for_url(re.compile(f"date={stopped}"))
    assert dt.date.fromisoformat(stopped) in archive.change_days


def test_a_page_opened_from_a_walk_through_time_is_of_the_day_shown(show_map):
    page = show_map("?date=2019-08-01")
    page.evaluate(
        "conflictMap.player.start(); conflictMap.show(conflictMap.calendar.number('2020-01-20'))"
    )
    assert "date=2019-08-01" in page.url
    page.get_by_role("link", name="Evidence").click()
    page.wait_for_url(re.compile("view=evidence"))
    page.wait_for_url(re.compile("date=2020-01-2"))
    page.go_back()
    expect(page.locator(".tm-figures .tm-card").first).to_be_visible()


def test_an_offensive_is_told_with_the_end_its_record_states(show_file, archive):
    page = show_file("?date=2020-03-05")
    hints = page.locator(".tm-operation[data-hint]").evaluate_all(
        "all => all.map((o) => o.dataset.hint)"
    )
    ends = {hint.rpartition(": ")[0]: hint.rpartition(" – ")[2] for hint in hints}
    offensives = [o for o in archive.operations.values() if o.kind == "offensive"]
    assert ends == {
        o.name: f"{o.end_on.day} {o.end_on:%b %Y}".replace("Sep ", "Sept ")
        if o.end_on
        else "no end stated"
        for o in offensives
    }


def test_two_readers_on_different_dates_do_not_disturb_each_other(show_map, show_on_phone):
    one, two = show_map("?date=2018-01-01"), show_on_phone("?date=2020-03-05")
    one.locator(".tm-track").focus()
    one.keyboard.press("ArrowRight")
    one.wait_for_url(re.compile("date=2018-01-02"))
    assert (shown_day(one), shown_day(two)) == ("2018-01-02", "2020-03-05")
    two.get_by_label("Step by").select_option("agreement")
    two.get_by_role("button", name="Next agreement").click()
    expect(two.locator("time.tm-asof")).to_have_text("13 March 2020")
    assert shown_day(one) == "2018-01-02"
