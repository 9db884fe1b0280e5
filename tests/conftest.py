"""What all tests share: an invented data set, its layers, a browser, and no network."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_socket import socket_allow_hosts
from reliefs import add_relief
from streamlit.testing.v1 import AppTest
from world import SEEDS

import dashboard
from dashboard import wording
from dashboard.archive import BUNDLED_DATA, Archive
from dashboard.cli import main
from dashboard.ui.files import Data, load_archive

pytest_plugins = ["core_coverage"]

APP = Path(dashboard.__file__).parent / "app.py"
#: Folders of tests that take longest, in order.
LONG = ("browser", "briefing", "ui", "build")
#: The shell draws the same pages with a sixth less CPU, as it has no window.
CHROMIUMS = ("chromium-headless-shell", "chromium", "google-chrome")
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

# how long an example takes says something of the machine, not of the code; every run draws others
settings.register_profile(
    "any-machine", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever drives Chromium is marked, and what runs lines that are counted elsewhere.

    Where several processes share the tests the long folders come first, so that none is left with
    one at the end.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if _runs_counted_lines(item):
            item.add_marker(pytest.mark.no_cover)
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: (*LONG, _folder(item.nodeid)).index(_folder(item.nodeid)))


def pytest_collection_finish() -> None:
    """What has been imported stays to the end, so that to search it for garbage is in vain."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """So is what the tests of a folder leave, once they have ended."""
    if nextitem and _folder(nextitem.nodeid) != _folder(item.nodeid):
        gc.collect()
        gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A folder of tests stays in one process, so that what its tests share is made once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _folder(nodeid)

    return ByFolder(config, log)


def _runs_counted_lines(item: pytest.Item) -> bool:
    """Whether others run the lines of Python that it does, which takes twice as long counted: a
    test in a browser or of its code, of the real data, of random examples, of a language after the
    first."""
    fixtures = {*getattr(item, "fixturenames", ())}
    is_long = _folder(item.nodeid) == "browser" or {"browser", "engine", "bundled"} & fixtures
    is_random = hasattr(getattr(item, "obj", None), "hypothesis")
    asked = item.callspec.params.get("language") if hasattr(item, "callspec") else None
    return bool(is_long) or is_random or asked not in (None, wording.COMPLETE)


def _folder(nodeid: str) -> str:
    """The folder of a test, or its file where that is in none."""
    return nodeid.partition("::")[0].split("/")[1]


def pytest_runtest_setup() -> None:
    """Nothing but this machine can be reached."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def good_seeds() -> Path:
    """Folder of the invented seeds: not to be written to."""
    return SEEDS


@pytest.fixture(scope="session")
def good_data(good_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data directory of the invented seeds and the layers built from them: not to be written to."""
    folder = tmp_path_factory.mktemp("good")
    shutil.copytree(good_seeds, folder / "seeds")
    assert main(["build", "--data", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def relief_data(good_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data directory of the invented seeds with heights: not to be written to."""
    folder = tmp_path_factory.mktemp("relief")
    shutil.copytree(good_seeds, folder / "seeds")
    add_relief(folder)
    assert main(["build", "--data", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def invented(good_data: Path) -> Archive:
    """The invented data: not to be changed."""
    return Archive.load(good_data)


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
    """The real data, as pages show it: not to be changed."""
    return load_archive(Data.now())


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Runs the app as Streamlit does: ``open_app(tab="sources")``; on other data ``data=…``."""

    def opened(data: Path = BUNDLED_DATA, **query: str) -> AppTest:
        monkeypatch.setenv("DASHBOARD_DATA", str(data))
        app = AppTest.from_file(APP, default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return opened


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """How to start Chromium: the first there is, or where ``CHROMIUM`` says."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not path:
        pytest.fail(f"install one of {', '.join(CHROMIUMS)}, or set CHROMIUM to its path")
    return {"executable_path": path, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: dict[str, Any]) -> Iterator[Browser]:
    """Chromium, for pages that share nothing."""
    browser = playwright.chromium.launch(**chromium)
    yield browser
    browser.close()
