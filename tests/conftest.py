"""What all tests share: an invented data set, its layers, a browser, and no network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_socket import socket_allow_hosts

from dashboard import build, store
from dashboard.archive import Archive

pytest_plugins = ["core_coverage"]

DATA = Path(__file__).parent / "data"
#: Folders of tests that open pages or draw pictures.
LONG = {"browser", "briefing", "ui"}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

# how long an example takes says something of the machine, not of the code
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever drives Chromium is marked, and its own lines are not counted: others run them all.

    Where several processes share the tests the long files come first, so that none is left with
    one at the end.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.no_cover)
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not LONG.isdisjoint(item.path.parts), reverse=True)


def pytest_runtest_setup() -> None:
    """Nothing but this machine can be reached."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def good_seeds() -> Path:
    """Folder of the invented seeds: not to be written to."""
    return DATA / "good" / "seeds"


@pytest.fixture(scope="session")
def good_data(good_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data directory of the invented seeds and the layers built from them: not to be written to."""
    folder = tmp_path_factory.mktemp("good")
    shutil.copytree(good_seeds, folder / "seeds")
    seeds = store.load_seeds(good_seeds)
    layers = build.build(seeds)
    texts = {name: store.geojson_text(features) for name, features in layers.items()}
    store.write_layers(folder / "data" / "geo", texts, build.catalog(seeds, texts, layers))
    return folder


@pytest.fixture(scope="session")
def good_geo(good_data: Path) -> Path:
    """Folder of the layers built from the invented seeds: not to be written to."""
    return good_data / "data" / "geo"


@pytest.fixture
def project(good_seeds: Path, good_geo: Path, tmp_path: Path) -> Path:
    """A copy of the invented data directory, free to be changed."""
    shutil.copytree(good_seeds, tmp_path / "seeds")
    shutil.copytree(good_geo, tmp_path / "data" / "geo")
    return tmp_path


@pytest.fixture(scope="session")
def bundled() -> Archive:
    """The real data: not to be changed."""
    return Archive.load()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """How to start Chromium: that of the system, or where ``CHROMIUM`` says."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("no chromium found; install it or set CHROMIUM to its path")
    return {"executable_path": path, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: dict[str, Any]) -> Iterator[Browser]:
    """Chromium, for pages that share nothing."""
    browser = playwright.chromium.launch(**chromium)
    yield browser
    browser.close()
