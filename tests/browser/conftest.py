"""A real Chromium over the running app, with everything but this machine out of reach.

Any error in the browser's console and any request that leaves the machine fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
)
from reader import PATIENCE, at_rest, go_to
from server import Server, running_app

from dashboard.archive import Archive

LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
LOCALE = "en-GB"
DESK = {"width": 1440, "height": 900}
MAP_READY = ".tm-figures .tm-card"
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app that tests share."""
    with running_app(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session")
def app_url(server: Server) -> str:
    """Its address."""
    return server.url


@pytest.fixture(scope="session")
def archive(bundled: Archive) -> Archive:
    """The data the app shows."""
    return bundled


@pytest.fixture(scope="session")
def profile(
    playwright: Playwright, chromium: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A reader's browser: it keeps what it has fetched and compiled from page to page."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"), locale=LOCALE, **chromium
    )
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
        expect(page.locator(ready).first).to_be_visible()
        return page

    yield opened
    for each in opened_here:
        each.close()


@dataclass
class OpenMap:
    """A page on the map that is kept from test to test, and the choice it opened with."""

    page: Page
    opening: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def open_maps() -> Iterator[dict[str, OpenMap]]:
    """The map kept open, by the address of its app."""
    kept: dict[str, OpenMap] = {}
    yield kept
    for each in kept.values():
        each.page.close()


@pytest.fixture
def show_map(
    open_maps: dict[str, OpenMap], profile: BrowserContext, app_url: str, troubles: list[str],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Page]]:  # fmt: skip
    """Shows what a link says on a map that is open already: ``show_map("?date=…")``.

    For tests that ask nothing of the opening of a page, which costs five times as much. They have
    all that a link carries as if it had been opened; what none carries (a choice in a menu, the
    order of a table) must be brought back by who changes it, or be asked of ``open_page``.
    """
    if app_url not in open_maps:
        open_maps[app_url] = OpenMap(profile.new_page())
    kept = open_maps[app_url]
    page = kept.page
    failed = request.session.testsfailed
    unwatch = watch(page, troubles)

    def shown(query: str = "") -> Page:
        page.set_viewport_size(DESK)
        page.mouse.move(0, 0)
        if not kept.opening:
            page.goto(app_url)
            expect(page.locator(MAP_READY).first).to_be_visible()
            at_rest(page)
            kept.opening = fields_of(page.url)
        asked = fields_of(query)
        if "record" in asked:  # a link to a record or a comparison opens on it
            asked = {"tab": "record"} | asked
        elif "agreement" not in asked and asked.get("compare", "single") != "single":
            asked = {"tab": "difference"} | asked
        go_to(page, kept.opening | asked)
        return page

    yield shown
    unwatch()
    if request.session.testsfailed > failed:  # nobody knows what it shows now
        open_maps.pop(app_url).page.close()


def fields_of(address: str) -> dict[str, str]:
    """The parameters of a link."""
    return dict(parse_qsl(urlsplit(address).query))
