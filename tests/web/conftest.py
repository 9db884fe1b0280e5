"""``core/`` of the browser's code in V8, without a browser.

With ``--core-coverage`` it runs in Chromium instead, whose V8 counts what was executed; there a
call takes several times as long.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import core_coverage
import pytest
from playwright.sync_api import Browser, Page
from py_mini_racer import MiniRacer

from dashboard import wording
from dashboard.archive import Archive
from dashboard.payload.build import build_payload
from dashboard.payload.encoding import encode


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

    def __init__(self, script: str, page: Page):
        self.lines = script.split("\n")
        self.page = page
        self.profiler = page.context.new_cdp_session(page)
        self.profiler.send("Profiler.enable")
        self.profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
        page.add_script_tag(content=f"{script}\n//# sourceURL=core.js")

    def call(self, function: str, *arguments: Any) -> Any:
        """What a JavaScript function gives; its names are those at the top of the modules."""
        call = f"(a) => JSON.stringify(({function})(...JSON.parse(a)) ?? null)"
        return json.loads(self.page.evaluate(call, json.dumps(arguments)))

    def lines_run(self) -> tuple[set[int], set[int]]:
        """Numbers of the lines with code, and of those among them that never ran."""
        found = self.profiler.send("Profiler.takePreciseCoverage")["result"]
        (core,) = (script for script in found if script["url"].endswith("core.js"))
        text = "\n".join(self.lines)
        ran = bytearray(b"\1") * len(text)
        ranges = [r for function in core["functions"] for r in function["ranges"]]
        for r in sorted(ranges, key=lambda r: r["startOffset"] - r["endOffset"]):  # outer first
            part = slice(r["startOffset"], r["endOffset"])
            ran[part] = bytes([r["count"] > 0]) * len(ran[part])
        code, missed, at = set(), set(), 0
        for number, line in enumerate(self.lines):
            if line.strip() and not line.lstrip().startswith(("//", "/*", "*")):
                code.add(number)
                if not all(ran[at : at + len(line)]):
                    missed.add(number)
            at += len(line) + 1
        return code, missed

    def close(self) -> None:
        self.page.close()


Engine = MiniRacerEngine | ChromiumEngine


@pytest.fixture(scope="session")
def in_v8() -> Iterator[MiniRacerEngine]:
    """All of ``core/``, loaded once."""
    made = MiniRacerEngine(core_coverage.script())
    yield made
    made.close()


@pytest.fixture(scope="session")
def in_chromium(request: pytest.FixtureRequest, browser: Browser) -> Iterator[ChromiumEngine]:
    """The same where lines are counted."""
    made = ChromiumEngine(core_coverage.script(), browser.new_page())
    yield made
    core_coverage.record(request.config, *made.lines_run())
    made.close()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """All of ``core/``: where much is asked, as of random examples, no lines are counted."""
    is_counted = request.config.getoption("--core-coverage") is not None
    asks_much = hasattr(request.function, "hypothesis") or request.node.get_closest_marker("in_v8")
    return request.getfixturevalue("in_chromium" if is_counted and not asks_much else "in_v8")


@pytest.fixture(scope="session")
def archive(bundled: Archive) -> Archive:
    """The real data."""
    return bundled


@pytest.fixture(scope="session")
def payloads(archive: Archive) -> dict[str, Any]:
    """What the browser is given of it, by language."""
    return {
        code: build_payload(archive, wording.of_seeds(archive.seeds, code))
        for code in archive.dataset.languages
    }


@pytest.fixture(scope="session")
def payload(payloads: dict[str, Any]) -> dict[str, Any]:
    """That in English, as the browser parses it."""
    return json.loads(json.dumps(payloads["en"]))


@pytest.fixture
def loaded(engine: Engine, payload: dict[str, Any]) -> Engine:
    """The engine with what the browser has as a global, and a comparison of two days."""
    if engine.call("() => !globalThis.payload"):
        engine.call(
            """(encoded) => {
              const payload = decode(encoded);
              const layer = (style) => payload.layers.find((each) => each.style === style);
              const { facts } = payload;
              globalThis.payload = payload;
              globalThis.transfers = new Transfers(layer("control"), layer("contact"), facts);
            }""",
            encode(payload),
        )
    return engine
