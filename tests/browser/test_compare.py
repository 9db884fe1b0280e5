"""Comparing two dates: the figures are the Archive's, whichever way they are shown."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect
from reader import drag_to, screen_point, shown_day

from dashboard import wording
from dashboard.analysis.scenarios import across, scenario_days, scenarios
from dashboard.analysis.situation import Difference, difference, situation
from dashboard.quantity import Quantity
from dashboard.wording import format

WORDS = wording.load("en")
A, B = dt.date(2018, 9, 17), dt.date(2020, 3, 5)


def compare(page: Page, mode: str) -> None:
    page.get_by_role("radio", name=mode, exact=True).or_(
        page.get_by_role("button", name=mode, exact=True)
    ).first.click()


def table(page: Page) -> dict[str, list[str]]:
    rows = page.locator(".tm-table tr[data-party]")
    expect(rows.first).to_be_visible()
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".tm-table tr[data-party]")].map(
          (row) => [row.dataset.party, [...row.querySelectorAll("td")].map((cell) => cell.innerText)]))"""
    )


def difference_of(archive, a: dt.date, b: dt.date, within: str | None = None) -> Difference:
    """What differs, with its ranges."""
    return across(archive, lambda made: difference(made, a, b, within))


def signed(km2: Quantity) -> str:
    """A figure with its sign, as a cell whose head has the unit."""
    return with_error(km2).partition("\u00a0±")[0]


def expected(archive, a: dt.date, b: dt.date) -> dict[str, list[str]]:
    found = difference_of(archive, a, b)
    return {
        party: [
            format.number(WORDS, found.gained[party]), format.number(WORDS, found.lost[party]),
            "\n".join(filter(None, (with_error(net), unclear(net), moves(net)))),
        ]
        for party, net in found.net.items() if found.gained[party].value or found.lost[party].value
    }  # fmt: skip


def with_error(km2: Quantity) -> str:
    """A figure with its sign and how far it can be off."""
    return format.signed_with_error(WORDS, km2).removesuffix("\u00a0km²")


def unclear(net: Quantity) -> str:
    """What is said of a change smaller than its error."""
    return WORDS["no_clear_change"] if format.is_unclear(net) else ""


def moves(net: Quantity | None) -> str:
    """The range of a net as the table has it; nothing where doubtful events do not move it."""
    if net is None or net.low is None or net.high is None:
        return ""
    ends = (net.low, net.high)
    place = min(format.step(end, net.unit, net.error) for end in ends)
    low, high = (WORDS.locale.signed(end, place) for end in ends)
    return f"range \u2066{low}\u2069 to \u2066{high}\u2069" if low != high else ""


def test_difference_figures_are_the_archives_and_follow_a_drag(show_file, archive):
    page = show_file(f"?date={B}&since={A}")
    compare(page, "Difference")
    expect(page.locator(".tm-table h2")).to_have_text("17 September 2018 → 5 March 2020")
    assert table(page) == expected(archive, A, B)
    found = difference(archive, A, B)
    expect(page.locator(".tm-table")).to_contain_text(
        f"{len(archive.between(A, B).places())} places. {format.error(WORDS, found.changed)}"
    )
    drag_to(page, dt.date(2024, 11, 30), archive)
    assert table(page) == expected(archive, A, dt.date.fromisoformat(shown_day(page))), (
        "live, before the drag ends"
    )
    page.mouse.up()


def test_a_comparison_runs_forward_in_time_whichever_thumb_is_the_later(show_file, archive):
    """A link whose date lies before the day compared with tells what happened, not the reverse."""
    early = dt.date(2017, 10, 1)
    page = show_file(f"?date={early}&since={A}&compare=difference")
    title = "1 October 2017 → 17 September 2018"
    expect(page.locator(".tm-table h2")).to_have_text(title)
    expect(page.locator("time.tm-asof")).to_have_text(title)
    assert table(page) == expected(archive, early, A)
    assert archive.between(early, A).gained_km2("GOV") > archive.between(early, A).lost_km2("GOV")
    expect(page.locator(".tm-thumb-a")).to_have_text("B")
    expect(page.locator(".tm-track .tm-thumb")).to_have_text("A")
    compare(page, "Swipe")
    expect(page.locator(".tm-swipe-a")).to_have_text("1 October 2017")
    expect(page.locator(".tm-swipe-b")).to_have_text("17 September 2018")


def test_pairs_of_days_are_chosen_from_the_records(show_map, archive):
    """Each announced start of an agreement, to the day shown: one choice, one step of history."""
    page = show_map(f"?date={B}&since={A}&compare=difference")
    page.get_by_role("button", name="Dates").click()
    pairs = page.get_by_label("Choose two dates")
    for start in ("9 Jan 2020", "12 Jan 2020"):
        label = f"January 2020 ceasefire: {start} – 5 Mar 2020"
        expect(pairs.locator("option", has_text=label)).to_have_count(1)
    pairs.select_option(label)
    page.wait_for_url(re.compile("since=2020-01-12"))
    assert table(page) == expected(archive, dt.date(2020, 1, 12), B)
    legend = page.locator(".tm-legend li:not([hidden])")
    for text in (
        "Line of contact, 12 Jan 2020 (A)", "Line of contact, 5 Mar 2020 (B)",
        "Passed from Opposition to Government between 12 Jan 2020 and 5 Mar 2020",
    ):  # fmt: skip
        expect(legend.filter(has_text=text)).to_be_visible()
    expect(page.locator(".tm-card h2").nth(1)).to_have_text("Net change, 12 Jan 2020 to 5 Mar 2020")
    saraqib = archive.places["saraqib"]
    page.mouse.move(*screen_point(page, saraqib.lat, saraqib.lon))
    expect(page.locator(".tm-tip")).to_have_text(re.compile("Saraqib · Opposition.* → Syrian gov"))
    page.go_back()
    expect(page.locator(".tm-table h2")).to_have_text("17 September 2018 → 5 March 2020")


def test_equal_dates_say_so(show_file):
    page = show_file(f"?date={B}&since={B}&compare=difference")
    expect(page.locator("time.tm-asof")).to_have_text("Both dates are 5 March 2020")
    expect(page.locator(".tm-table")).to_contain_text("Choose two different dates")


def test_what_an_operation_changed_is_asked_for_in_one_step(show_map, archive):
    """All changes from the day before it to its last, by day and operation with their land."""
    page = show_map("?date=2019-06-01&lens=2019-04-01..2019-10-01")
    operation = next(o for o in archive.operations.values() if o.name.endswith("Dawn of Idlib 1"))
    page.locator(f'.tm-operation[data-hint^="{operation.name}"] rect').click()
    page.get_by_role("button", name="What changed in these days").click()
    since = operation.start_on - dt.timedelta(days=1)
    page.wait_for_url(re.compile(f"since={since}"))
    page.wait_for_url(re.compile(f"date={operation.end_on}"))
    events = [e for e in archive.events.values() if since < e.day <= operation.end_on]
    listed = page.locator(".st-key-panel .changes")
    expect(listed.locator("li")).to_have_count(len(events))
    expect(listed.locator("h4")).to_have_count(len({(e.day, e.operation) for e in events}))
    expect(listed.locator("h3").filter(has_text=operation.name)).not_to_have_count(0)


def test_a_layer_with_nothing_on_the_day_is_grey_with_the_day_it_has(show_file):
    page = show_file("?date=2018-01-05")
    page.get_by_role("button", name="Layers").click()
    label = page.locator(".tm-menu label", has_text="Sochi 2018")
    expect(label).to_contain_text("(from 17 September 2018)")
    expect(label).to_have_class("tm-absent")
    expect(page.locator(".tm-legend .tm-absent")).to_contain_text("from 17 September 2018")
    page.evaluate("conflictMap.commit(conflictMap.calendar.number('2019-06-01'))")
    expect(label).not_to_have_class("tm-absent")


def test_every_district_of_the_difference_carries_its_range(show_file, archive):
    page = show_file(f"?date={B}&since={A}&compare=difference&tab=difference")
    rows = page.locator(".tm-table details").first.locator("tbody tr")
    expect(rows.first).to_be_visible()
    change = archive.between(A, B)
    parties = [p for p in archive.parties if change.gained_km2(p) or change.lost_km2(p)]
    places = [archive.places[cell] for cell in archive.cells]
    codes = {
        WORDS.area(archive.dataset, p.unit("district")[0]): p.unit("district")[1] for p in places
    }
    for row in rows.all():
        within = f"district:{codes[row.locator('th').inner_text()]}"
        found = difference_of(archive, A, B, within)
        nets = [cell.split("\n")[0] for cell in row.locator("td").all_inner_texts()]
        assert nets == [with_error(found.net[p]) if p in found.net else "0" for p in parties]
        shown = row.locator(".tm-range").all_inner_texts()
        assert shown == list(filter(None, (moves(found.net.get(p)) for p in parties)))


def test_a_district_that_passed_to_and_fro_tells_both(show_file, archive):
    first, last = dt.date(2017, 12, 1), dt.date(2024, 11, 30)
    page = show_file(f"?date={last}&since={first}&compare=difference&tab=difference")
    place = next(p for p in archive.places.values() if p.unit("district")[0] == "Hama")
    within = f"district:{place.unit('district')[1]}"
    row = page.locator(".tm-table details tr").filter(has_text="Hama")
    found = difference_of(archive, first, last, within)
    gained, lost, net = (each["GOV"] for each in (found.gained, found.lost, found.net))
    shown = row.locator("td").first.inner_text().split("\n")
    assert shown == [
        with_error(net),
        f"{signed(gained)} {signed(replace(lost, value=-lost.value))}",
        moves(net),
    ]


def test_days_between_which_only_doubt_moves_anything_say_so(show_file, archive):
    """Nothing changed as entered; dated otherwise, something may have."""
    made, days = [archive, *scenarios(archive).values()], list(scenario_days(archive))
    a, b = next(
        (a, b) for a, b in pairwise(days)
        if not archive.between(a, b).places() and any(m.between(a, b).net_km2("GOV") > 1 for m in made)
    )  # fmt: skip
    page = show_file(f"?date={b}&since={a}&compare=difference&tab=difference")
    expect(page.locator(".tm-table")).to_contain_text(
        "No land passed from one party to another. Land that"
    )
    expect(page.locator(".tm-table")).to_contain_text(
        moves(difference_of(archive, a, b).net["GOV"])
    )


def test_a_difference_backwards_in_time_swaps_gains_and_losses(show_file, archive):
    page = show_file(f"?date={A}&since={B}&compare=difference&tab=difference")
    assert table(page) == expected(archive, B, A)


def test_the_cells_filled_are_those_that_changed_hands(show_file, archive):
    page = show_file(f"?date={B}&since={A}&compare=difference")
    filled = page.evaluate(
        """() => {
          const { shapes, transfers: { cells } } = conflictMap.maps.difference;
          return cells.places.filter((place, cell) => shapes.styleOf[cells.shapes[cell]] >= 0);
        }"""
    )
    assert sorted(filled) == sorted(archive.between(A, B).places())
    legend = page.locator(".tm-legend li:not([hidden])")
    expect(legend.filter(has_text="from Opposition to Government between")).to_be_visible()
    expect(legend.filter(has_text="Line of contact, 17 Sept 2018 (A)")).to_be_visible()


def test_a_row_of_the_table_leads_to_the_map(show_file, archive):
    page = show_file(f"?date={B}&since={A}&compare=difference&tab=difference")
    before = page.evaluate("conflictMap.maps.viewText()")
    page.locator(".tm-table details button").first.click()
    page.wait_for_url(lambda url: f"at={before}" not in url)
    assert page.evaluate("conflictMap.maps.viewText()") != before


def test_swipe_shows_the_earlier_date_left_of_the_divider_only(show_file, archive):
    page = show_file(f"?date={B}&since={A}&compare=swipe")
    divider = page.get_by_role("slider", name="Divider between the two dates")
    box = page.locator("#map_main").bounding_box()
    middle = divider.bounding_box()["x"] + 2
    assert middle == pytest.approx(box["x"] + box["width"] / 2, abs=3)
    # a cell held by the opposition on A and by the government on B, on either side of the divider
    place = archive.places["khan-shaykhun"]
    x, y = screen_point(page, place.lat, place.lon)
    tip = page.locator(".tm-tip")
    page.mouse.move(x, y)
    expect(tip).to_contain_text("Opposition" if x < middle else "government")
    page.mouse.click(x, y)
    # its record has both days
    expect(page.locator(".tm-record .tm-holder")).to_contain_text(["Opposition", "government"])
    divider.focus()
    page.keyboard.press("Home")
    page.mouse.move(x + 1, y)
    expect(tip).to_contain_text("government")
    for name in ("a", "b"):
        assert page.evaluate(
            f"getComputedStyle(conflictMap.maps.map.getPane('tm-date-{name}')).clipPath"
        ).startswith("polygon")
    page.mouse.move(divider.bounding_box()["x"] + 2, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 200, steps=4)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", "80")


def test_side_by_side_keeps_one_view(show_file, archive):
    page = show_file(f"?date={B}&since={A}&compare=side")
    captions = page.locator(".tm-caption")
    expect(captions).to_have_text(["17 September 2018", "5 March 2020"])
    page.evaluate(
        "void conflictMap.maps.comparisonView.map.setView([35.6, 36.5], 10, { animate: false })"
    )
    same = "conflictMap.maps.map.getZoom() === conflictMap.maps.comparisonView.map.getZoom() && conflictMap.maps.map.getCenter().equals(conflictMap.maps.comparisonView.map.getCenter(), 1e-3)"
    assert page.evaluate(same)
    assert page.evaluate("[conflictMap.maps.comparisonView.dateLayers.day, conflictMap.maps.view.dateLayers.day]") == [
        (A - archive.first_day).days, (B - archive.first_day).days,
    ]  # fmt: skip


def test_from_the_top_of_the_page_to_a_comparison_by_keyboard_alone(show_map, archive):
    page = show_map("?date=2020-03-05")
    page.locator("[data-testid=stMain]").focus()
    for _ in range(14):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText === 'One date'"):
            break
    else:
        pytest.fail("the modes of comparing are not within fourteen tabs")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("compare=difference"))
    expect(page.locator(".tm-table h2")).to_have_text("17 September 2018 → 5 March 2020")
    earlier = page.get_by_role("slider", name="Date compared with (A)")
    earlier.focus()
    page.keyboard.press("PageUp")
    expect(page.locator(".tm-table h2")).to_have_text("17 October 2018 → 5 March 2020")
    page.wait_for_url(re.compile("since=2018-10-17"))


def test_area_chart_sets_the_date_and_reads_the_archives_figures(show_file, archive):
    page = show_file("?date=2020-03-05")
    reading = page.locator(".tm-chart .tm-reading:not([hidden])")
    zone = situation(archive, B, archive.dataset.headline_zone).held
    expect(reading).to_have_text(
        [
            f"{archive.parties[p].short['en']} {format.with_error(WORDS, km2)}"
            for p, km2 in zone.items()
        ]
    )
    page.get_by_label("Where").select_option("")
    whole = format.with_error(WORDS, situation(archive, B).held["GOV"])
    expect(reading.first).to_have_text(f"{archive.parties['GOV'].short['en']} {whole}")
    box = page.locator(".tm-chart-svg").bounding_box()
    page.locator(".tm-chart-svg").click(position={"x": box["width"] * 0.5, "y": 60})
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", re.compile("^2021"))


def test_a_layer_that_is_off_is_not_drawn_for_the_earlier_date_either(show_file, archive):
    page = show_file(f"?date={B}&since={A}&compare=difference&layers=control_areas")
    legend = page.locator(".tm-legend li:not([hidden])")
    expect(legend.filter(has_text="from Opposition to Government between")).to_be_visible()
    expect(legend.filter(has_text="Line of contact")).to_have_count(0)


def test_the_earlier_date_is_told_when_its_thumb_is_left_with_the_key_down(show_file):
    page = show_file(f"?date={B}&since={A}&compare=difference")
    page.get_by_role("slider", name="Date compared with (A)").focus()
    page.keyboard.down("PageUp")
    page.keyboard.press("Tab")
    page.wait_for_url(re.compile("since=2018-10-17"))
    page.keyboard.up("PageUp")


def test_each_net_smaller_than_its_error_is_said_to_be_no_clear_change(show_file, archive):
    day = archive.last_day
    page = show_file(f"?date={day}")
    change = archive.between(archive.reference_day, day)
    shown = page.locator(".tm-net > div:visible")
    gains = {p.short["en"]: change.net_km2(p.id) for p in archive.dataset.parties}
    gains = {short: km2 for short, km2 in gains.items() if km2 >= 0.5}
    expect(shown).to_have_count(len(gains))
    for short, km2 in gains.items():
        card = shown.filter(has_text=short)
        unclear = card.get_by_text(WORDS["no_clear_change"])
        (party,) = (p.id for p in archive.dataset.parties if p.short["en"] == short)
        expect(unclear).to_be_visible(visible=km2 <= change.error_km2(parties=[party]))
