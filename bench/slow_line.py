"""How long the first page takes over a slow line, and what travels; before it the same of a page of
Streamlit's with a word on it.

    python bench/slow_line.py                       1.5 Mbit/s, 150 ms there and back
    python bench/slow_line.py --kbit 400 --ms 300   another line

A proxy between Chromium and the app is the line: unlike Chromium's own limit it holds the web
socket back too. All connections share it. A second visit finds in the browser's cache what the
first one left there.
"""

from __future__ import annotations

import argparse
import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from driver import ROOT, app, chromium
from playwright.sync_api import Browser, BrowserContext

CHUNK = 1400  # bytes of a packet
EMPTY = Path(__file__).with_name("empty_page.py")
EMPTY_LOADED = """async () => {
  while (!document.querySelector("[data-testid=stText]")) await new Promise(requestAnimationFrame);
  return { word: performance.now() };
}"""
LOADED = """async () => {
  while (!document.querySelector(".tm-figures .tm-card")) await new Promise(requestAnimationFrame);
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
  return { head: performance.getEntriesByName("first-contentful-paint")[0]?.startTime, data: at("map-received"), map: at("map-made"), figures: performance.now() };
}"""


class Line:
    """One direction of a line: packets one after the other, each on its way for a while."""

    def __init__(self, bytes_per_second: float, delay: float):
        self.bytes_per_second, self.delay = bytes_per_second, delay
        self.free_at = 0.0
        self.bytes = 0

    async def carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        """Carry what one end says to the other until it has no more to say."""
        arriving: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)
        delivery = asyncio.create_task(self._deliver(arriving, to))
        clock = asyncio.get_running_loop().time
        try:
            while packet := await source.read(CHUNK):
                self.bytes += len(packet)
                self.free_at = max(self.free_at, clock()) + len(packet) / self.bytes_per_second
                await asyncio.sleep(self.free_at - clock())
                await arriving.put((clock() + self.delay, packet))
        except ConnectionError:
            pass
        await arriving.put((clock() + self.delay, b""))
        await delivery

    async def _deliver(self, arriving: asyncio.Queue, to: asyncio.StreamWriter) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            due, packet = await arriving.get()
            await asyncio.sleep(due - clock())
            if not packet or to.is_closing():
                break
            to.write(packet)
        to.close()


@contextmanager
def slow(url: str, kbit: int, ms: int) -> Iterator[tuple[str, Line]]:
    """The app at ``url`` behind a line; its address there, and the direction that comes down."""
    host, port = urlsplit(url).hostname, urlsplit(url).port
    up, down = (Line(kbit * 1000 / 8, ms / 2000) for _ in range(2))

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reader_there, writer_there = await asyncio.open_connection(host, port)
        await asyncio.gather(up.carry(reader, writer_there), down.carry(reader_there, writer))

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(connect, "127.0.0.1", 0, limit=CHUNK))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", down
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(_cancel_others())


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def visit(context: BrowserContext, address: str, line: Line, loaded: str) -> str:
    """Open a page until it is loaded; the times it took, in seconds, and what came down."""
    before = line.bytes
    page = context.new_page()
    page.goto(address, wait_until="commit", timeout=120_000)
    page.set_default_timeout(120_000)
    times = page.evaluate(loaded)
    page.close()
    seconds = " · ".join(f"{name} {ms / 1000:.1f}" for name, ms in times.items() if ms)
    return f"{seconds} s · {(line.bytes - before) / 1e6:.2f} MB"


def report(browser: Browser, address: str, line: Line, times: int, loaded: str) -> None:
    """Print each visit, the first and the second of a reader."""
    for _ in range(times):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        print("first: ", visit(context, address, line, loaded), flush=True)
        print("second:", visit(context, address, line, loaded), flush=True)
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kbit", type=int, default=1500)
    parser.add_argument("--ms", type=int, default=150)
    parser.add_argument("--times", type=int, default=2)
    asked = parser.parse_args()
    pages = (EMPTY, EMPTY_LOADED), (ROOT / "dashboard" / "app.py", LOADED)
    for script, loaded in pages:
        print(script.name)
        with (
            app(script) as url,
            slow(url, asked.kbit, asked.ms) as (address, line),
            chromium() as browser,
        ):
            report(browser, address, line, asked.times, loaded)


if __name__ == "__main__":
    main()
