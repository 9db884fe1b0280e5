"""``core/`` of the browser's code in V8, without a browser.

``pytest tests/web --core-coverage 85`` runs the same tests in Chromium instead, whose V8 counts
what was executed, prints the lines that were not, and fails below that percentage.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bundled import bundled_archive
from py_mini_racer import MiniRacer

from dashboard import web
from dashboard.archive import Archive

WEB = Path(web.__file__).parent
CORE = [f"core/{path.name}" for path in sorted((WEB / "core").glob("*.js"))]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--core-coverage", type=float, help="least share of core/ lines to run, in %%")


class MiniRacerEngine:
    """Calls functions of ``core/`` in V8."""

    def __init__(self, script: str):
        self.context = MiniRacer()
        self.context.eval(script)

    def call(self, function: str, *arguments: Any) -> Any:
        """What a JavaScript function gives; its names are those at the top of the modules."""
        return self.context.call(f"((...a) => ({function})(...a) ?? null)", *arguments)

    def close(self) -> None:
        self.context.close()


class ChromiumEngine:
    """The same in Chromium, counting the lines executed."""

    def __init__(self, script: str, page: Any):
        self.lines = script.split("\n")
        self.page = page
        self.profiler = page.context.new_cdp_session(page)
        self.profiler.send("Profiler.enable")
        self.profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
        page.add_script_tag(content=f"{script}\n//# sourceURL=core.js")

    def call(self, function: str, *arguments: Any) -> Any:
        """What a JavaScript function gives; its names are those at the top of the modules."""
        return self.page.evaluate(f"(a) => ({function})(...a)", list(arguments))

    def missed(self) -> tuple[list[str], float]:
        """Lines with code that never ran, and the share in % of those that did."""
        found = self.profiler.send("Profiler.takePreciseCoverage")["result"]
        (core,) = (script for script in found if script["url"].endswith("core.js"))
        text = "\n".join(self.lines)
        ran = bytearray(b"\1") * len(text)
        ranges = [r for function in core["functions"] for r in function["ranges"]]
        for r in sorted(ranges, key=lambda r: r["startOffset"] - r["endOffset"]):  # outer first
            part = slice(r["startOffset"], r["endOffset"])
            ran[part] = bytes([r["count"] > 0]) * len(ran[part])
        missed, code, at = [], 0, 0
        for line in self.lines:
            is_code = line.strip() and not line.lstrip().startswith(("//", "/*", "*"))
            code += bool(is_code)
            if is_code and not all(ran[at : at + len(line)]):
                missed.append(line)
            at += len(line) + 1
        return missed, 100 * (1 - len(missed) / code)

    def close(self) -> None:
        self.page.close()


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Iterator[MiniRacerEngine | ChromiumEngine]:
    """All of ``core/``, loaded once."""
    script = web.script(*CORE)
    floor = request.config.getoption("--core-coverage")
    if floor is None:
        made = MiniRacerEngine(script)
        yield made
        made.close()
        return
    made = ChromiumEngine(script, request.getfixturevalue("browser").new_page())
    yield made
    missed, share = made.missed()
    made.close()
    print(f"\ncore/: {share:.1f} % of lines executed; not these:", *missed, sep="\n")
    assert share >= floor


@pytest.fixture(scope="session")
def archive() -> Archive:
    """The real data."""
    return bundled_archive()


@pytest.fixture(scope="session")
def payload(archive: Archive) -> dict[str, Any]:
    """What the browser is given of it, in English."""
    from dashboard import wording
    from dashboard.payload.build import build_payload

    return json.loads(json.dumps(build_payload(archive, wording.load("en"))))


@pytest.fixture(scope="session")
def loaded(engine: Any, payload: dict[str, Any]) -> Any:
    """The engine with ``payload`` as a global, and a transfer of control between two days."""
    engine.call(
        """(payload) => {
          const layer = (style) => payload.layers.find((each) => each.style === style);
          globalThis.payload = payload;
          globalThis.transfers = new Transfers(layer("control"), layer("contact"), payload.facts);
        }""",
        payload,
    )
    return engine
