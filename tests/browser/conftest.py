"""A real Chromium over the running app, with everything but this machine out of reach.

Any error in the browser's console and any request that leaves the machine fails the test.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    ViewportSize,
    expect,
)
from pseudo_language import write_catalog, write_data
from reader import PATIENCE, at_rest, fields_of, go_to, step_to
from server import Server, running_app

from dashboard import briefing, wording
from dashboard.archive import Archive
from dashboard.briefing.spec import BriefSpec
from dashboard.views.choice import Choice

ShowData = Callable[[Path], str]
LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "file:", "data:", "blob:")
LOCALE = "en-GB"
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
#: What a link of the map can go without: nothing is chosen then.
OPTIONAL = ("agreement", "record", "lens", "incidents", "error", "annotations")
MAP_READY = ".tm-figures .tm-card"
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the catalog of a longer language, for ``DASHBOARD_CATALOGS`` to name."""
    return write_catalog(tmp_path_factory.mktemp("catalogs"))


@pytest.fixture(scope="session")
def server(catalogs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app that tests share: the bundled data, which can be read in the longer language too."""
    found = {
        "DASHBOARD_CATALOGS": str(catalogs),
        "DASHBOARD_DATA": str(write_data(tmp_path_factory.mktemp("data"))),
    }
    with running_app(tmp_path_factory.mktemp("server"), **found) as server:
        yield server


@pytest.fixture(scope="session")
def app_url(server: Server) -> str:
    """Its address."""
    return server.url


@pytest.fixture(scope="session")
def show_data(catalogs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShowData]:
    """Shows a data directory, ``show_data(folder)``, in another app that all of them share, and
    gives its address: a new directory is in its place on the next run of a page."""
    shown = tmp_path_factory.mktemp("shown") / "data"
    found = {"DASHBOARD_CATALOGS": str(catalogs), "DASHBOARD_DATA": str(shown)}
    with running_app(shown.parent / "server", **found) as server:

        def show(folder: Path) -> str:
            link = shown.with_name("next")
            link.symlink_to(folder)
            os.replace(link, shown)
            return server.url

        yield show


@pytest.fixture(scope="session")
def archive(bundled: Archive) -> Archive:
    """The data the app shows."""
    return bundled


@pytest.fixture(scope="session")
def file_url(bundled: Archive, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the same data as a briefing's page: one file that needs no server."""
    file = tmp_path_factory.mktemp("file") / "page.html"
    day = bundled.dataset.opening_day
    asked = BriefSpec(kind="situation", day=day, produced_on=day, format="html")
    file.write_bytes(briefing.render(bundled, wording.of_seeds(bundled.seeds), asked))
    return file.as_uri()


@pytest.fixture(scope="session")
def profile(
    playwright: Playwright, chromium: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A reader's browser: it keeps what it has fetched and compiled from page to page."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        locale=LOCALE,
        permissions=["clipboard-read", "clipboard-write"],
        **chromium,
    )
    yield context
    context.close()


@pytest.fixture(scope="session")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """The browser of a reader's phone, in a language that no page here is in."""
    context = browser.new_context(locale="de-DE", viewport=PHONE, has_touch=True, is_mobile=True)
    yield context
    context.close()


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What must not happen on any page of a test: errors in the console, requests that go out."""
    found: list[str] = []
    yield found
    assert not found


def watch(page: Page, troubles: list[str]) -> Callable[[], None]:
    """Be patient with a page, and note what must not happen on it; returns how to end that."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"console: {message.text}")

    def on_error(error: object) -> None:
        troubles.append(f"page error: {error}")

    def on_request(request: Request) -> None:
        if not request.url.startswith(LOCAL):
            troubles.append(f"request leaves the machine: {request.url}")

    page.set_default_timeout(PATIENCE)
    listeners = {"console": on_console, "pageerror": on_error, "request": on_request}
    for event, listener in listeners.items():
        page.on(event, listener)

    def unwatch() -> None:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)

    return unwatch


@pytest.fixture
def open_page(
    browser: Browser, profile: BrowserContext, app_url: str, troubles: list[str]
) -> Iterator[Callable[..., Page]]:
    """Opens the app in a fresh session: ``open_page("?date=…", width=390, height=844)``.

    ``ready`` is what must be seen first: the map's figures, or a piece of another page. Options of
    a browser's context, ``has_touch`` for example, give the page a browser of its own.
    """
    opened_here: list[Page | BrowserContext] = []

    def opened(
        query: str = "", width: int = DESK["width"], height: int = DESK["height"],
        prepare: Callable[[Page], None] | None = None, ready: str = MAP_READY, **options,
    ) -> Page:  # fmt: skip
        viewport = {"width": width, "height": height}
        known = {"locale": LOCALE, "viewport": viewport}
        context = browser.new_context(**known | options) if options else profile
        page = context.new_page()
        opened_here.append(context if options else page)
        page.set_viewport_size(viewport)
        watch(page, troubles)
        if prepare:
            prepare(page)
        page.goto(app_url + "/" + query)
        page.locator(ready).first.wait_for(timeout=PATIENCE)
        return page

    yield opened
    for each in opened_here:
        each.close()


@pytest.fixture(scope="session")
def kept_pages() -> dict[tuple[BrowserContext, str], Page]:
    """Pages kept open from test to test, by browser and the address they were opened with."""
    return {}


@pytest.fixture
def keep_page(
    kept_pages: dict[tuple[BrowserContext, str], Page], app_url: str, server: Server,
    troubles: list[str], request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Page]]:  # fmt: skip
    """Gives the page of a browser that was opened at an address; one that a test fails with, or of
    data that others have followed, is not used again."""
    failed = request.session.testsfailed
    lent: dict[tuple[BrowserContext, str], Callable[[], None]] = {}
    for key in [key for key in kept_pages if not key[1].startswith((app_url, server.url, "file:"))]:
        kept_pages.pop(key).close()

    def keep(context: BrowserContext, address: str, ready: str, window: ViewportSize) -> Page:
        key = context, address
        is_new = key not in kept_pages
        if is_new:
            kept_pages[key] = context.new_page()
        page = kept_pages[key]
        if key not in lent:
            lent[key] = watch(page, troubles)
        page.set_viewport_size(window)
        page.mouse.move(0, 0)
        page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)")
        if is_new:
            page.goto(key[1])
            page.locator(ready).first.wait_for(timeout=PATIENCE)
        return page

    yield keep
    for key, unwatch in lent.items():
        unwatch()
        if request.session.testsfailed > failed:  # nobody knows what it shows now
            kept_pages.pop(key).close()


@pytest.fixture(scope="session")
def openings() -> dict[tuple[BrowserContext, str], dict[str, str]]:
    """What the map's address says when nothing is asked, by browser and app, once it is known."""
    return {}


@pytest.fixture
def show_map(
    keep_page: Callable[..., Page], profile: BrowserContext, app_url: str,
    openings: dict[tuple[BrowserContext, str], dict[str, str]],
) -> Callable[..., Page]:  # fmt: skip
    """Shows what a link says on a map that is open already: ``show_map("?date=…")``.

    For tests that ask nothing of the opening of a page, which costs five times as much. They have
    all that a link carries as if it had been opened; what none carries (a choice in a menu, the
    order of a table) must be brought back by who changes it, or be asked of ``open_page``. Each
    language has a page, as in another the map is made anew.
    """

    def shown(
        query: str = "", context: BrowserContext = profile, window: ViewportSize = DESK
    ) -> Page:
        asked = opening_fields(query)
        language = asked.get("lang", wording.COMPLETE)
        address = app_url if language == wording.COMPLETE else f"{app_url}/?lang={language}"
        page = keep_page(context, address, MAP_READY, window)
        if (context, address) not in openings:
            at_rest(page)
            openings[context, address] = fields_of(page.url)
        go_to(page, openings[context, address] | asked)
        return page

    return shown


def opening_fields(query: str) -> dict[str, str]:
    """What a link asks for: one to a record or a comparison opens on it."""
    asked = fields_of(query)
    if "record" in asked:
        return {"tab": "record"} | asked
    if "agreement" not in asked and asked.get("compare", "single") != "single":
        return {"tab": "difference"} | asked
    return asked


@pytest.fixture
def show_file(
    keep_page: Callable[..., Page], profile: BrowserContext, file_url: str, archive: Archive
) -> Callable[..., Page]:
    """The same on the page that is a file: for all that the browser does alone, as another state
    there takes a tenth of the CPU. It has no panel of Python's, no steps of history, and speaks one
    language."""
    opening = Choice.opening(archive).to_query()

    def shown(
        query: str = "", context: BrowserContext = profile, window: ViewportSize = DESK
    ) -> Page:
        page = keep_page(context, file_url, MAP_READY, window)
        at = page.evaluate("conflictMap.openingView")
        go_to(page, {**dict.fromkeys(OPTIONAL, ""), **opening, "at": at} | opening_fields(query))
        return page

    return shown


@pytest.fixture
def show_on_phone(show_map: Callable[..., Page], phone: BrowserContext) -> Callable[[str], Page]:
    """The same on a phone."""
    return partial(show_map, context=phone, window=PHONE)


@pytest.fixture
def show_page(
    keep_page: Callable[..., Page], profile: BrowserContext, app_url: str
) -> Callable[[str], Page]:
    """The same for the pages beside the map: ``show_page("?view=claims")``, on one that is open."""

    def shown(query: str) -> Page:
        page = keep_page(profile, f"{app_url}?view=about", "h1", DESK)
        asked = fields_of(query)
        asked.pop("tab", None)
        if asked.items() <= fields_of(page.url).items():  # the address would not change
            shown("?view=help" if asked["view"] == "about" else "?view=about")
        at_rest(page)
        step_to(page, asked)
        page.wait_for_url(re.compile("tab="))  # Python has taken it in: it writes all fields
        assert asked.items() <= fields_of(page.url).items()
        at_rest(page)
        return page

    return shown
