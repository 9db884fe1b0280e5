"""Starting apps and Chromium for the benchmarks, and reading what they did."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, CDPSession, Page, sync_playwright

ROOT = Path(__file__).parents[1]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-precise-memory-info",
]  # fmt: skip


def percentile(values: list[float], part: float) -> float:
    """The value below which ``part`` (0..1) of the values lie; nan for none."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


def spread(values: list[float]) -> str:
    """``p50 / p95``."""
    return f"{statistics.median(values):.1f} / {percentile(values, 0.95):.1f}"


@contextlib.contextmanager
def app(script: Path, data: Path | None = None) -> Iterator[str]:
    """``streamlit run script`` on a free port; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = dict(os.environ) | ({"DASHBOARD_DATA": str(data)} if data else {})
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}",
         "--server.address=127.0.0.1", "--server.headless=true", "--browser.gatherUsageStats=false"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1),
            ):
                break
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = launched(playwright.chromium)
        yield browser
        browser.close()


def launched(kind: BrowserType) -> Browser:
    """A browser of a kind, with the flags of the benchmarks."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return kind.launch(executable_path=path, args=FLAGS)


class Traffic:
    """Bytes that travelled over the page's web sockets."""

    def __init__(self, page: Page):
        self.bytes = 0
        page.on("websocket", self._listen)

    def _listen(self, ws) -> None:
        for name in ("framesent", "framereceived"):
            ws.on(name, self._count)

    def _count(self, data) -> None:
        self.bytes += len(data)


def heap_bytes(session: CDPSession) -> int:
    """JS heap in use after a collection."""
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    return int(metrics["JSHeapUsedSize"])
