"""axe-core finds no fault on any page, and none scrolls sideways, on a desk and on a phone.

Pages beside the map are looked at in a longer language, written from right to left.
axe-core is of the npm registry and no part of the project: it is looked for where ``AXE_CORE`` says
(the path of ``axe.min.js``), or installed by npm into a cache folder of the user's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pseudo_language import CODE
from reader import wait_until

from dashboard.pages.choice import COMPARE, TABS

VERSION = "4.10.3"
DATES = "?date=2020-03-05&since=2018-09-17"
MAP = {
    "map": DATES,
    "difference": f"{DATES}&compare=difference",
    "side": f"{DATES}&compare=side",
    "right to left": f"{DATES}&lang=ar",
}
PANEL = {
    "changes": f"{DATES}&tab=changes",
    "sources": f"{DATES}&tab=sources",
    "agreements": f"{DATES}&tab=agreements&agreement=moscow-2020-03-05",
}
BESIDE = {
    "agreement": f"{DATES}&view=agreement&agreement=sochi-2018-09-17",
    "ceasefires": "?view=ceasefires",
    "claims": "?view=claims",
    "claim": "?view=claims&claim=c16",
    "document": "?view=document",
    "evidence": f"{DATES}&view=evidence",
    "help": "?view=help",
    "method": "?view=method",
    "download": "?view=download",
    "about": "?view=about",
}
WIDTHS = (1440, 390)
#: What overflows: parts wider than the window, but for what scrolls by itself.
OVERFLOWING = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
    .filter((e) => e.scrollWidth > window.innerWidth).map((e) => e.tagName + " " + e.scrollWidth)"""
#: The longer language has a code that is no language's.
OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {rule: {"enabled": False} for rule in ("html-lang-valid", "valid-lang")},
}


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script that looks for faults."""
    if named := os.environ.get("AXE_CORE"):
        return Path(named).read_text("utf-8")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "axe-core" / VERSION
    script = cache / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        if not (npm := shutil.which("npm")):
            pytest.skip("axe-core is not there: install npm, or set AXE_CORE to its axe.min.js")
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(cache)]
        done = subprocess.run([*command, f"axe-core@{VERSION}"], capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"npm gives no axe-core@{VERSION} here; AXE_CORE can name its axe.min.js")
    return script.read_text("utf-8")


DRAWN = """() => (!globalThis.conflictMap || (conflictMap.connection.isSettled && conflictMap.isViewSent))
  && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "notRunning"
  && !document.querySelector('[data-stale="true"]')
  && document.getAnimations().every((each) => each.playState !== "running")"""


def faults(page: Page, within: str) -> list[str]:
    """Every fault of the page, once drawn, with the element that has it; until then it is faint."""
    wait_until(page, DRAWN)
    found = page.evaluate("([css, options]) => axe.run(css, options)", [within, OPTIONS])
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def look_at(page: Page, axe_source: str, within: str = "html") -> None:
    """Find nothing in a wide and a narrow window, on the whole page or a part of it."""
    if page.evaluate("!globalThis.axe"):
        page.evaluate(axe_source)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert not faults(page, within), width
        assert page.evaluate(OVERFLOWING) == [], width


@pytest.mark.parametrize("name", MAP)
def test_axe_finds_nothing_on_the_map(show_map, axe_source, name):
    look_at(show_map(MAP[name]), axe_source)


@pytest.mark.parametrize("name", PANEL)
def test_axe_finds_nothing_in_the_panel(show_map, axe_source, name):
    look_at(show_map(PANEL[name]), axe_source, ".st-key-panel")


@pytest.mark.parametrize("name", BESIDE)
def test_axe_finds_nothing_beside_the_map(open_page, axe_source, name):
    page = open_page(f"{BESIDE[name]}&lang={CODE}", ready="h1")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("nav.pages")).to_be_visible()
    look_at(page, axe_source)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_map_and_its_panels_do_not_scroll_sideways_in_the_longer_language(show_map, width):
    """In any way of comparing, with any panel."""
    for query in [f"tab={tab}" for tab in TABS[:-1]] + [f"compare={c}" for c in COMPARE[1:]]:
        page = show_map(f"?lang={CODE}&{query}")
        page.set_viewport_size({"width": width, "height": 900})
        wait_until(page, f"({OVERFLOWING})().length === 0")
