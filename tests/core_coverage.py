"""``--core-coverage 85``: the least share of ``core/`` of the browser's code that tests must run.

The tests of ``tests/web`` then call it in Chromium, whose V8 counts what was executed. Each process
notes the lines that it did not run; one line missed by all is missed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard import web

#: Numbers of the lines with code, and of those among them that never ran.
LINES = pytest.StashKey[tuple[set[int], set[int]]]()
KEY = "core_lines"


def script() -> str:
    """All of ``core/`` as one script."""
    folder = Path(web.__file__).parent
    return web.script(*(f"core/{path.name}" for path in sorted(folder.glob("core/*.js"))))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--core-coverage", type=float, help="least share of core/ lines to run, in %%")


def record(config: pytest.Config, code: set[int], missed: set[int]) -> None:
    """Note what ran in this process, or in one that has ended."""
    before = config.stash.get(LINES, None)
    config.stash[LINES] = (code, missed & before[1] if before else missed)
    if hasattr(config, "workeroutput"):
        config.workeroutput[KEY] = [sorted(lines) for lines in config.stash[LINES]]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of pytest-xdist has ended."""
    if found := getattr(node, "workeroutput", {}).get(KEY):
        record(node.config, *map(set, found))


def share(config: pytest.Config) -> float | None:
    """Share in % of the lines that ran; none if no test asked."""
    code, missed = config.stash.get(LINES, (set(), set()))
    return 100 * (1 - len(missed) / len(code)) if code else None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Too little fails the run."""
    config = session.config
    floor, found = config.getoption("--core-coverage"), share(config)
    if hasattr(config, "workeroutput") or floor is None or found is None:
        return
    if found < floor and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The share, and the lines that no test ran."""
    floor, found = config.getoption("--core-coverage"), share(config)
    if floor is None or found is None:
        return
    terminalreporter.write_line(f"core/: {found:.1f} % of lines run, at least {floor:g} wanted")
    if found < floor:
        lines = script().split("\n")
        for number in sorted(config.stash[LINES][1]):
            terminalreporter.write_line(f"  {lines[number]}")
