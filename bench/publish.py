"""How long the static site takes to make, how large it is, and how many readers it serves.

Run ``python bench/publish.py`` from the project's folder. The site is made twice, so that the
second run shows what an unchanged one costs; with ``--site FOLDER`` one that is there is asked. Then as many readers at once ask a plain threading web
server for the map's page with its script and data, and the Streamlit app for the HTML and the
scripts of its page, which in the app a session of its own follows: requests a second of both, in
one run, so that the ratio means something on any machine.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dashboard import collector, store
from dashboard.archive import Archive
from dashboard.publish.site import made_from, site_files

ROOT = Path(__file__).parents[1]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


def made(data: Path, folder: Path) -> tuple[store.Written, float, float]:
    """The site in a folder: what was written, seconds of the clock and of the processor."""
    clock, work = time.perf_counter(), time.process_time()
    with collector.paused(lasting=True):
        archive = Archive.load(data)
    inputs = made_from(archive)
    with collector.raised_threshold():
        written = store.write_site(folder, archive.dataset.id, inputs, lambda: site_files(archive))
    return written, time.perf_counter() - clock, time.process_time() - work


def asked(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        return answer.read()


def files_of(address: str) -> list[str]:
    """A page's address and those of the scripts and sheets it asks for."""
    text = asked(address).decode()
    wanted = re.findall(r'<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.(?:js|css))"', text)
    return [address, *(urllib.parse.urljoin(address, each) for each in wanted)]


def a_second(addresses: list[str], readers: int, seconds: float) -> float:
    """Pages a second: one is all of the addresses, asked for one after the other."""
    end = time.perf_counter() + seconds

    def read(_: int) -> int:
        count = 0
        while time.perf_counter() < end:
            for address in addresses:
                asked(address)
            count += 1
        return count

    with ThreadPoolExecutor(readers) as pool:
        return sum(pool.map(read, range(readers))) / seconds


def app(port: int) -> subprocess.Popen:
    """The Streamlit app, answering."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    server = subprocess.Popen([*command, *options], cwd=ROOT, env={**os.environ})
    for _ in range(600):
        try:
            asked(f"http://127.0.0.1:{port}/")
            return server
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the app does not answer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT)
    parser.add_argument("--site", type=Path, help="a site that was made before")
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--port", type=int, default=8716)
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        site = choice.site or Path(work) / "site"
        for run in () if choice.site else ("first", "again"):
            written, clock, busy = made(choice.data, site)
            print(
                f"{run}: {clock:.1f} s, {busy:.1f} s of CPU, {written.size / 1e6:.1f} MB, {written}"
            )
        handler = partial(Quiet, directory=str(site))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f"http://127.0.0.1:{server.server_port}/en/index.html"
        static = a_second(files_of(page), choice.readers, choice.seconds)
        server.shutdown()
        running = app(choice.port)
        try:
            addresses = files_of(f"http://127.0.0.1:{choice.port}/")
            served = a_second(addresses, choice.readers, choice.seconds)
        finally:
            running.terminate()
            running.wait()
        print(f"site: {static:.1f} pages a second, map and data whole")
        print(f"app: {served:.1f} pages a second, before any session, map or data")
        print(f"ratio: {static / served:.1f}")


if __name__ == "__main__":
    main()
