"""The address says what is on screen, and opening it shows the same."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from reader import at_rest, shown_day, step_of_history, wait_until

from dashboard import wording


def state(page: Page) -> dict:
    """Everything a link must carry, as the page shows it."""
    return page.evaluate(
        """() => ({
          day: conflictMap.calendar.iso(conflictMap.day), since: conflictMap.calendar.iso(conflictMap.since),
          compare: conflictMap.choice.compare, layers: conflictMap.choice.layers,
          agreement: conflictMap.choice.agreement, record: conflictMap.choice.record,
          tab: conflictMap.choice.tab, base: conflictMap.choice.base,
          at: conflictMap.maps.viewText(), lens: conflictMap.lens,
          annotations: conflictMap.annotations.map(({ text }) => text),
        })"""
    )


def test_a_link_opened_by_somebody_else_shows_the_same(show_map, open_page):
    page = show_map(
        "?date=2020-02-10&since=2019-08-31&compare=swipe&layers=control_areas.security_corridor&agreement=moscow-2020-03-05"
        "&lens=2019-08-01..2020-04-01&annotations=saraqib:+closed"
    )
    page.evaluate("void conflictMap.maps.map.setView([35.7, 36.7], 10.5, { animate: false })")
    # to a pixel: a change of the page's size moves the centre by less than one
    page.wait_for_url(re.compile(r"at=35\.(70|69)"))
    shown = state(page)
    assert shown["lens"]
    assert shown["annotations"] == ["closed"]
    query = page.url[page.url.index("?") :]
    other = open_page(query)
    expect(other.locator(".rec h2")).to_have_text("Moscow protocol")
    there = state(other)
    at, at_there = ([float(part) for part in view.pop("at").split("_")] for view in (shown, there))
    assert there == shown
    assert at_there == pytest.approx(at, abs=2e-3), "the same view, to a pixel"


def test_streamlits_code_travels_compressed(app_url):
    """A page's first load is mostly that."""
    with urllib.request.urlopen(app_url) as page:
        script = re.search(r"static/js/index[^\"]+", page.read().decode())[0]
    asked = urllib.request.Request(f"{app_url}/{script}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"


def test_back_and_forward_return_to_what_was_shown(show_map):
    page = show_map("?date=2018-01-01")
    page.get_by_label("Go to a date").fill("2019-06-01")
    page.wait_for_url(re.compile("date=2019-06-01"))
    page.get_by_label("Go to a date").fill("2020-02-10")
    page.wait_for_url(re.compile("date=2020-02-10"))
    page.go_back()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2019-06-01")
    page.go_forward()
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-02-10")


def test_a_pan_of_the_map_is_no_step_to_come_back_to(show_map):
    page = show_map("?date=2018-01-01")
    step = step_of_history(page)
    address = page.evaluate(
        """() => {
          conflictMap.maps.map.setView([35.7, 36.7], 10.5, { animate: false });
          dispatchEvent(new Event("blur")); // the reader turns to the address
          return location.search;
        }"""
    )
    assert re.search(r"at=35\.(70|69)", address), "at once"
    assert step_of_history(page) == step
    page.get_by_role("radio", name="Difference").first.click()
    page.wait_for_url(re.compile("compare=difference"))
    assert step_of_history(page) != step
    page.go_back()
    expect(page.locator(".tm-maps")).to_have_attribute("data-compare", "single")


#: What is nonsense of each parameter: tests/web/test_link.py.
HOSTILE = ["?date=yesterday", "?at=nan_nan_nan", "?record=area:constructor&at=35.6_36.6_9"]


def test_hostile_parameters_fall_back_with_a_notice(open_page, archive):
    page = open_page(
        "?date=2020-13-45&at=nan_nan_nan&since=1066-10-14&compare=<b>&layers=%3Cscript%3E"
        "&base=nowhere&agreement=nobody&record=place:constructor&area=constructor&tab=%00"
        "&annotations=atlantis:+here"
    )
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("could not be used")
    expect(alert).to_contain_text("“annotations”")
    expect(page.locator(".tm-annotation")).to_have_count(0)
    assert shown_day(page) == archive.dataset.opening_day.isoformat()
    at_rest(page)
    opening = settled(page)
    page.get_by_role("radio", name="Sources").click()
    page.wait_for_url(re.compile("tab=sources"))
    page.go_back()
    expect(page.get_by_role("radio", name="Agreements")).to_be_checked()
    assert settled(page) == opening
    page.go_forward()
    expect(page.get_by_role("radio", name="Sources")).to_be_checked()
    assert settled(page) == opening | {"tab": "sources"}
    assert page.evaluate(
        "conflictMap.maps.viewText().split('_').map(Number).every(Number.isFinite)"
    )


def test_a_step_back_to_an_address_with_nonsense_leaves_that_part_as_it_is(show_map):
    page = show_map("?date=2020-03-05&tab=agreements")
    opening = settled(page)
    for query in HOSTILE:
        page.evaluate("(query) => history.pushState(null, '', query)", query)
        page.evaluate("history.pushState(null, '', '?tab=sources')")
        page.go_back()
        wait_until(page, "new URLSearchParams(location.search).has('lang')")
        assert settled(page) == opening, query
    page.go_forward()
    expect(page.get_by_role("radio", name="Sources")).to_be_checked()


def agreed(page: Page) -> dict:
    """What the map shows, beside what the address says: the two must be one."""
    return page.evaluate(
        """() => {
          const address = new URLSearchParams(location.search), { calendar, day, since, choice } = conflictMap;
          const { compare, tab, layers, base, agreement, place, area } = choice;
          const shown = { date: calendar.iso(day), since: calendar.iso(since), compare, tab, layers, base, agreement, place, area };
          return { shown, address: Object.fromEntries(Object.keys(shown).map((name) => [name, address.get(name)])) };
        }"""
    )


def settled(page: Page) -> dict:
    """The same, once Python has acknowledged the last patch."""
    wait_until(page, "conflictMap.connection.isSettled")
    found = agreed(page)
    assert found["shown"] == found["address"]
    return found["shown"]


def test_going_back_before_the_answer_came_leaves_map_and_address_as_one(show_map):
    page = show_map("?date=2020-03-05&compare=swipe&tab=agreements")
    settled(page)
    for pause in (0, 150):
        page.evaluate(
            """async (pause) => {
              document.querySelector('[data-value="difference"]').click();
              await new Promise((done) => setTimeout(done, pause));
              history.back();
            }""",
            pause,
        )
        page.wait_for_url(re.compile("compare=swipe"))
        assert settled(page)["compare"] == "swipe", pause
        expect(page.locator(".tm-maps")).to_have_attribute("data-compare", "swipe")


def test_many_quick_choices_and_as_many_steps_back_end_where_they_began(show_map):
    page = show_map("?date=2020-03-05&tab=agreements")
    page.evaluate(
        """async () => {
          const pause = () => new Promise((done) => setTimeout(done, 60));
          for (const tab of ["changes", "record", "sources", "changes", "sources", "agreements"]) {
            document.querySelector(`.tm-tabs [data-value="${tab}"]`).click();
            await pause();
          }
          for (let i = 0; i < 6; i++) { history.back(); await pause(); }
        }"""
    )
    wait_until(page, "conflictMap.choice.tab === 'agreements'")
    assert settled(page)["tab"] == "agreements"
    expect(page.locator(".tm-list")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_row_that_python_chooses_moves_the_address_too(show_map):
    page = show_map("?date=2020-03-05&agreement=sochi-2018-09-17")
    page.get_by_role("button", name="All agreements").click()
    page.wait_for_url(lambda url: "agreement=sochi" not in url)
    expect(page.locator(".tm-list")).to_be_visible()
    page.go_back()
    expect(page.locator(".rec h2").first).to_have_text("Sochi memorandum")
    page.wait_for_url(re.compile("agreement=sochi"))


def test_a_server_that_started_anew_is_told_all_that_is_on_screen(show_map):
    page = show_map("?date=2020-03-05&compare=difference&tab=difference")
    settled(page)
    patch = page.evaluate(
        """async () => {
          const { connection, serverState } = conflictMap, { send } = connection, sent = [];
          connection.send = (patch) => sent.push(patch);
          conflictMap.applyServerState({ ...serverState, ack: 0 });
          await new Promise((done) => setTimeout(done));
          connection.send = send;
          return sent[0];
        }"""
    )
    assert patch["date"] == "2020-03-05"
    assert patch["compare"] == "difference"
    assert {"since", "layers", "base", "lang", "tab", "agreement", "at"} <= patch.keys()


def test_what_is_typed_into_a_map_made_anew_outlives_answers_to_the_one_before(open_page):
    """On a slow machine: several patches wait for an answer when Streamlit mounts the map again."""
    held: list[Callable[[], None]] = []
    holding = False

    def hold_answers(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def answer(message: str | bytes) -> None:
            if holding:
                held.append(lambda: socket.send(message))
            else:
                socket.send(message)

        server.on_message(answer)

    page = open_page(
        "?date=2018-01-01",
        prepare=lambda page: page.route_web_socket(re.compile("/_stcore/stream"), hold_answers),
    )
    at_rest(page)
    holding = True
    page.evaluate(
        """() => {
          globalThis.before = conflictMap;
          conflictMap.setLens([10, 200]);
          for (let i = 0; i < 3; i++) conflictMap.sendPatch();
          document.querySelector(".tm-root").dataset.payload = "";
        }"""
    )
    page.emulate_media(color_scheme="dark")  # Streamlit mounts its components anew
    wait_until(page, "conflictMap !== before && conflictMap.isReady")
    assert page.evaluate("conflictMap.lens") == [10, 200], "what is on its way to Python is shown"
    # Leaflet tells of the end of a resize 200 ms later, whether its map is still there or not
    page.evaluate("() => { before.maps.map.fire('moveend'); }")
    # its date control is mounted on its own, and the one before stands until then
    wait_until(
        page,
        """conflictMap.widgets.get("slider")?.element
          .contains(document.querySelector(".tm-slider .tm-date"))""",
    )
    field = page.locator(".tm-slider .tm-date")
    field.fill("01/03/2020")
    field.press("Enter")
    expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-03-01")
    holding = False
    while held:
        held.pop(0)()
    assert settled(page)["date"] == "2020-03-01"


def test_a_patch_without_an_answer_is_sent_again_until_it_has_one(open_page):
    page = open_page("?date=2020-03-05")
    at_rest(page)
    settled(page)
    page.clock.install()
    page.evaluate(
        """() => {
          globalThis.sent = [];
          conflictMap.connection.send = (patch) => sent.push(patch);
          conflictMap.chooseTab("sources");
        }"""
    )
    page.clock.run_for(13_000)
    assert [patch["tab"] for patch in page.evaluate("sent")] == ["sources"] * 3
    page.evaluate(
        "(({ tab, at, seq }) => conflictMap.applyServerState({ ...conflictMap.serverState, tab, at, ack: seq }))(sent.at(-1))"
    )
    page.clock.run_for(60_000)
    assert page.evaluate("sent.length") == 3
    # the answer is there before what Python drew of the tab before has left the page
    drawn = page.locator(".st-key-tab")
    expect(drawn).to_be_visible()
    page.evaluate(
        """() => {
          conflictMap.chooseTab("record");
          conflictMap.applyServerState({ ...conflictMap.serverState, tab: "record", record: null, ack: sent.at(-1).seq });
        }"""
    )
    expect(page.locator(".st-key-panel[data-waiting]")).to_have_count(0)
    expect(drawn).to_be_hidden()


def test_what_the_record_is_of_is_outlined_and_a_step_back_shows_the_one_before(show_map):
    page = show_map("?date=2020-03-05&tab=record&record=area:district:SY0702")
    heading, mark = page.locator(".tm-record h2"), page.locator(".tm-outline").last
    expect(heading).to_have_text("Maarrat al-Nu'man district")
    expect(mark).to_be_attached()
    south = mark.get_attribute("d")
    search = page.get_by_role("combobox", name="Search")
    search.fill("harim district")
    search.press("Enter")
    expect(heading).to_have_text("Harim district")
    expect(mark).not_to_have_attribute("d", south)
    page.get_by_role("radio", name="Agreements").click()
    expect(page.locator(".tm-outline")).to_have_count(0)
    page.go_back()
    page.go_back()
    expect(heading).to_have_text("Maarrat al-Nu'man district")
    expect(mark).to_have_attribute("d", south)
    search.fill("saraqeb")
    search.press("Enter")
    expect(page.locator(".tm-label.tm-marked")).to_have_text("Saraqib")


def test_what_does_not_arrive_is_said_and_can_be_asked_for_again(open_page, troubles):
    """The page loads itself anew once, as its data may be of a build before, and not for ever."""
    data, loaded = "**/assets/map-*.json", []

    def refuse_data(page: Page) -> None:
        page.on("request", lambda each: each.is_navigation_request() and loaded.append(each.url))
        page.route(data, lambda route: route.fulfill(status=404))

    page = open_page(prepare=refuse_data, ready=".not-arrived")
    again = page.locator(".not-arrived button")
    expect(again).to_be_visible()
    assert len(loaded) == 2
    page.unroute(data)
    again.click()
    expect(page.locator(".tm-figures .tm-card").first).to_be_visible()
    troubles.clear()  # the console has what was refused


def test_a_browser_too_old_for_a_page_is_told_what_it_lacks(
    browser: Browser, app_url: str, file_url: str
):
    """In the page's language, on top of what is there without it."""
    page = browser.new_page()
    page.goto(file_url)
    expect(page.locator("#lacking")).to_be_hidden()
    page.add_init_script("delete globalThis.DecompressionStream")
    for address, language in ((file_url, "en"), (f"{app_url}?lang=ar", "ar")):
        page.goto(address)
        note = page.locator("#lacking")
        expect(note).to_be_in_viewport()
        expect(note).to_contain_text(wording.load(language)["browser_too_old"])
        expect(note.locator("bdi")).to_have_text("DecompressionStream")
    page.close()
