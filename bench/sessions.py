"""Many readers at once: scripted sessions that each settle on another day once a second.

    python bench/sessions.py [--sessions 50] [--seconds 600] [--opened 1000]
                             [--exports 0] [--file picture|deck|gif|gpkg]

One real browser shows what a commit looks like on the wire; the sessions repeat that message with
days of their own. Printed: time from a commit to the end of the run that answers it, what it takes
the server of the processor, which other work moves less, what the sessions here take of it beside
that, and the server's memory over time. Then sessions are opened and dropped, and the server's
memory and open files stand before and after. ``--exports`` are further sessions that make one file
of ``--file`` after the other meanwhile, and ask how far it is as a browser does.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import os
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from driver import ROOT, app, chromium, percentile
from playwright.sync_api import Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard import wording
from dashboard.archive import Archive

FILES = {
    "picture": {},
    "deck": {"briefing_kind": "briefing.kind_sequence", "briefing_format": "briefing_format_pptx"},
    "gif": {"briefing_kind": "briefing.kind_sequence", "briefing_format": "briefing_format_gif"},
    "gpkg": {"briefing_format": "briefing_format_gpkg"},
}
"""What is chosen in the form for each kind of file, by field; the dates of a deck and a GIF are
those that the form offers first."""


def recorded(url: str, *acts: Callable[[Page], object]) -> list[BackMsg]:
    """The message a browser sends for each thing that its reader does, one after the other."""
    sent: list[bytes] = []
    with chromium() as browser:
        page = browser.new_page()
        page.on("websocket", lambda ws: ws.on("framesent", lambda data: sent.append(data)))
        page.goto(url)
        page.locator(".tm-figures .tm-card").first.wait_for(timeout=60_000)
        return [_message(page, sent, act) for act in acts]


def _message(page: Page, sent: list[bytes], act: Callable[[Page], object]) -> BackMsg:
    page.wait_for_timeout(3000)
    before = len(sent)
    act(page)
    page.wait_for_timeout(1500)
    for frame in sent[before:]:
        message = BackMsg()
        message.ParseFromString(frame)
        if message.WhichOneof("type") == "rerun_script":
            return message
    raise SystemExit("nothing seen on the wire")


def let_go(page: Page) -> None:
    """Settle on a day."""
    page.evaluate("conflictMap.commit(700)")


def open_form(page: Page) -> None:
    """Open the form of briefings, and wait for its preview."""
    page.get_by_role("button", name="Briefing").first.click()
    page.locator(".preview").wait_for(timeout=60_000)


def choose(page: Page, field: str, option: str) -> None:
    """Choose another option of a field in the form that is open."""
    words = wording.load("en")
    page.get_by_role("combobox", name=words[field], exact=True).click()
    page.get_by_role("option", name=words[option], exact=True).click()


def make_file(page: Page) -> None:
    """Have the file made that the form describes."""
    page.get_by_role("button", name="Make the file").click()


def commit(template: BackMsg, day: dt.date, number: int) -> bytes:
    """The recorded commit with another day."""
    message = BackMsg()
    message.CopyFrom(template)
    for widget in message.rerun_script.widget_states.widgets:
        if widget.id.endswith("map_slider"):
            value = json.loads(widget.json_value)
            value["patch"] |= {"date": day.isoformat(), "seq": number}
            widget.json_value = json.dumps(value)
    return message.SerializeToString()


async def until_finished(socket) -> None:
    """Read until the run has ended."""
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())
        is_end = message.WhichOneof("type") == "script_finished"
        if is_end and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return


async def opened(url: str) -> ClientConnection:
    """A session whose page stands."""
    address = url.replace("http", "ws") + "/_stcore/stream"
    socket = await connect(
        address, subprotocols=[Subprotocol("streamlit")], max_size=None, origin=Origin(url)
    )
    first = BackMsg()
    first.rerun_script.query_string = ""
    await socket.send(first.SerializeToString())
    await until_finished(socket)
    return socket


async def session(
    socket: ClientConnection,
    template: BackMsg,
    seconds: float,
    days: list[dt.date],
    times: list[float],
) -> None:
    """Settle on a day once a second."""
    async with socket:
        await asyncio.sleep(random.random())
        number, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            number += 1
            start = time.monotonic()
            await socket.send(commit(template, random.choice(days), number))
            await until_finished(socket)
            times.append(time.monotonic() - start)
            await asyncio.sleep(max(0.0, 1 - (time.monotonic() - start)))


async def exporter(socket: ClientConnection, acts: list[BackMsg], times: list[float]) -> None:
    """Open the form and fill it in, then have one file made after the other until cancelled."""
    *opening, making = (act.SerializeToString() for act in acts)
    async with socket:
        for act in opening:
            await socket.send(act)
            await until_finished(socket)
        while True:
            start = time.monotonic()
            await socket.send(making)
            await until_offered(socket)
            times.append(time.monotonic() - start)


async def until_offered(socket: ClientConnection) -> None:
    """Read until a file can be downloaded; a part of the page that asks for it is run again."""

    async def run_again(fragment: str, after_ms: float) -> None:
        await asyncio.sleep(after_ms / 1000)
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        await socket.send(message.SerializeToString())

    again: dict[str, asyncio.Task[None]] = {}
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())
        delta = message.delta
        element = delta.new_element
        if element.bidi_component.component_name.endswith("again"):
            after_ms = json.loads(element.bidi_component.json)["after"]
            again[delta.fragment_id] = asyncio.create_task(run_again(delta.fragment_id, after_ms))
        if element.WhichOneof("type") == "download_button":
            return


class Process:
    """A process as ``/proc`` has it."""

    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def that_serves(cls, url: str) -> Process:
        """The server of an address."""
        wanted = f"--server.port={url.rsplit(':', 1)[-1]}".encode()
        lines = Path("/proc").glob("[0-9]*/cmdline")
        return cls(next(line.parent for line in lines if wanted in line.read_bytes()))

    def started(self) -> list[Process]:
        """Those it has started: at most the one that makes files."""
        known = [Process(path.parent) for path in Path("/proc").glob("[0-9]*/stat")]
        return [each for each in known if each.stat()[1] == self.folder.name]

    def mb(self) -> float:
        """Resident memory."""
        text = (self.folder / "status").read_text()
        (line,) = (line for line in text.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def cpu_s(self) -> float:
        """Seconds of the processor so far."""
        return sum(map(int, self.stat()[11:13])) / os.sysconf("SC_CLK_TCK")

    def stat(self) -> list[str]:
        """``stat`` after the name: state, parent and so on; nothing of a process that has gone."""
        with contextlib.suppress(OSError):
            return (self.folder / "stat").read_text().rpartition(")")[2].split()
        return ["", ""]

    def files(self) -> int:
        """Open files."""
        return len(list((self.folder / "fd").iterdir()))


async def open_and_drop(url: str, server: Process, sessions: int) -> None:
    """Sessions that leave as soon as their page stands, ten at once."""

    async def ten() -> None:
        for socket in await asyncio.gather(*(opened(url) for _ in range(10))):
            await socket.close()

    await ten()  # whatever the first of all costs
    before = server.mb(), server.files()
    for _ in range(sessions // 10):
        await ten()
    print(
        f"{sessions} sessions opened and dropped: memory {before[0]:.0f} -> {server.mb():.0f} MB, "
        f"open files {before[1]} -> {server.files()}"
    )


async def run(url: str, sessions: int, seconds: float, exports: int, file: str) -> None:
    """All sessions at once, the memory read beside them."""
    (template,) = await asyncio.to_thread(recorded, url, let_go)
    chosen = (partial(choose, field=each, option=option) for each, option in FILES[file].items())
    steps = (open_form, *chosen, make_file)
    acts = await asyncio.to_thread(recorded, url, *steps) if exports else []
    times, made = list[float](), list[float]()
    days, memory = list(Archive.load().state_days), []
    server = Process.that_serves(url)

    async def watch() -> None:
        while True:
            memory.append(server.mb())
            await asyncio.sleep(seconds / 10)

    sockets = [await opened(url) for _ in range(sessions + exports)]
    watcher, used = asyncio.create_task(watch()), server.cpu_s()
    makers = [asyncio.create_task(exporter(each, acts, made)) for each in sockets[sessions:]]
    own, began = time.process_time(), time.monotonic()
    await asyncio.gather(
        *(session(socket, template, seconds, days, times) for socket in sockets[:sessions])
    )
    for task in (watcher, *makers):
        task.cancel()
    used, own = server.cpu_s() - used, time.process_time() - own
    lasted = time.monotonic() - began
    print(
        f"{sessions} sessions, one commit a second each, {seconds:.0f} s: {len(times)} commits answered"
    )
    print(
        f"commit p50 / p95 / max: {percentile(times, 0.5):.2f} / {percentile(times, 0.95):.2f} / {max(times):.2f} s"
    )
    if exports:
        print(
            f"{exports} sessions beside them, each its {file}: {len(made)} made, p50 / p95 {percentile(made, 0.5):.1f} / {percentile(made, 0.95):.1f} s"
        )
    each = 1000 * used / len(times)
    print(
        f"server, a commit: {each:.1f} ms of the processor, files among them; load {os.getloadavg()[0]:.0f}"
    )
    print(f"of one core: the server {used / lasted:.0%}, the sessions here {own / lasted:.0%}")
    for maker in server.started():
        print(f"process of files: {maker.cpu_s():.0f} s of the processor, {maker.mb():.0f} MB")
    print("server memory, MB, over the run: " + " ".join(f"{value:.0f}" for value in memory))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--opened", type=int, default=1000)
    parser.add_argument("--exports", type=int, default=0)
    parser.add_argument("--file", choices=FILES, default="picture")
    arguments = parser.parse_args()
    with app(ROOT / "dashboard" / "app.py") as url:
        asyncio.run(
            run(url, arguments.sessions, arguments.seconds, arguments.exports, arguments.file)
        )
        asyncio.run(open_and_drop(url, Process.that_serves(url), arguments.opened))


if __name__ == "__main__":
    main()
