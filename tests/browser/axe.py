"""axe-core, which looks for faults of a page, and what overflows a window.

axe-core is of the npm registry and no part of the project: it is looked for where ``AXE_CORE`` says
(the path of ``axe.min.js``), or installed by npm into a cache folder of the user's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page
from reader import at_rest, wait_until

VERSION = "4.10.3"
WIDE, NARROW = WIDTHS = (1440, 390)
#: What overflows: parts wider than the window, but for what scrolls by itself.
OVERFLOWING = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
    .filter((e) => e.scrollWidth > window.innerWidth).map((e) => e.tagName + " " + e.scrollWidth)"""
#: Links of one name that lead to different pages: axe asks whether they are meant so; none are here.
ONE_NAME = "identical-links-same-purpose"
#: The longer language has a code that is no language's.
OPTIONS = {
    "resultTypes": ["violations", "incomplete"],
    "rules": {rule: {"enabled": False} for rule in ("html-lang-valid", "valid-lang")}
    | {ONE_NAME: {"enabled": True}},
}


@cache
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


def faults(page: Page) -> list[str]:
    """Every fault of the page, once drawn, with the element that has it; until then it is faint."""
    at_rest(page)
    if page.evaluate("!globalThis.axe"):
        page.evaluate(axe_source())
    found = page.evaluate("(options) => axe.run(options)", OPTIONS)
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found["violations"] + [f for f in found["incomplete"] if f["id"] == ONE_NAME]
        for node in fault["nodes"]
    ]


def overflows_nowhere(page: Page) -> None:
    """Nothing is wider than the window."""
    wait_until(page, f"({OVERFLOWING})().length === 0")


def look_at(page: Page, *widths: int) -> None:
    """Find no fault in windows of these widths, and nothing that overflows in any."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if width in widths:
            found = faults(page)
            assert not found, f"{width} px: {found}"
        overflows_nowhere(page)
