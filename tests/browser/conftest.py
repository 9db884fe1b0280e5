"""A real Chromium over the running app, with everything but this machine out of reach.

Any error in the browser's console and any request that leaves the machine fails the test.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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
    expect,
)

from dashboard.archive import Archive

ROOT = Path(__file__).parents[2]
LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
LOCALE = "en-GB"
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def app_url(running_app) -> Iterator[str]:
    """The documented command, started on a free port; its address."""
    with running_app() as url:
        yield url


@pytest.fixture(scope="session")
def running_app() -> Callable[..., AbstractContextManager[str]]:
    """Starts the app with more in its environment: ``with running_app(NAME="…") as url``."""
    return _running_app


@contextmanager
def _running_app(**environment: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    server = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | environment,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(f"{url}/_stcore/health", server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_up(url: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the app ended with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the app did not come up in a minute")


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
def open_page(
    browser: Browser, profile: BrowserContext, app_url: str
) -> Iterator[Callable[..., Page]]:
    """Opens the app in a fresh session: ``open_page("?date=…", width=390, height=844)``.

    ``ready`` is what must be seen first: the map's figures, or a piece of another page. Options of
    a browser's context, ``has_touch`` for example, give the page a browser of its own.
    """
    troubles: list[str] = []
    opened_here: list[Page | BrowserContext] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith(LOCAL):
            troubles.append(f"request leaves the machine: {request.url}")

    def opened(
        query: str = "", width: int = 1440, height: int = 900,
        prepare: Callable[[Page], None] | None = None, ready: str = ".tm-figures .tm-card",
        **options,
    ) -> Page:  # fmt: skip
        viewport = {"width": width, "height": height}
        known = {"locale": LOCALE, "viewport": viewport}
        context = browser.new_context(**known | options) if options else profile
        page = context.new_page()
        opened_here.append(context if options else page)
        page.set_viewport_size(viewport)
        page.on("console", on_console)
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("request", on_request)
        if prepare:
            prepare(page)
        page.goto(app_url + "/" + query)
        expect(page.locator(ready).first).to_be_visible()
        return page

    yield opened
    for each in opened_here:
        each.close()
    assert not troubles
