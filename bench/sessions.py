"""Many readers at once: scripted sessions that each settle on another day once a second.

    python bench/sessions.py [--sessions 50] [--seconds 600]

One real browser shows what a commit looks like on the wire; the sessions repeat that message with
days of their own. Printed: time from a commit to the end of the run that answers it, and the
server's memory over time.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import random
import time
from pathlib import Path

from driver import ROOT, app, chromium, percentile
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from dashboard.archive import Archive


def recorded_commit(url: str) -> BackMsg:
    """The message a browser sends when its reader lets the thumb go."""
    sent: list[bytes] = []
    with chromium() as browser:
        page = browser.new_page()
        page.on("websocket", lambda ws: ws.on("framesent", lambda data: sent.append(data)))
        page.goto(url)
        page.locator(".tm-figures .tm-card").first.wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        before = len(sent)
        page.evaluate("conflictMap.commit(700)")
        page.wait_for_timeout(1500)
    for frame in sent[before:]:
        message = BackMsg()
        message.ParseFromString(frame)
        if message.WhichOneof("type") == "rerun_script":
            return message
    raise SystemExit("no commit seen on the wire")


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
        if message.WhichOneof("type") == "script_finished":
            return


async def session(
    url: str, template: BackMsg, seconds: float, days: list[dt.date], times: list[float]
) -> None:
    """Open the page, then settle on a day once a second."""
    address = url.replace("http", "ws") + "/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, origin=url) as socket:
        first = BackMsg()
        first.rerun_script.query_string = ""
        await socket.send(first.SerializeToString())
        await until_finished(socket)
        await asyncio.sleep(random.random())
        number, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            number += 1
            start = time.monotonic()
            await socket.send(commit(template, random.choice(days), number))
            await until_finished(socket)
            times.append(time.monotonic() - start)
            await asyncio.sleep(max(0.0, 1 - (time.monotonic() - start)))


def server_mb(port: str) -> float:
    """Resident memory of the process that serves ``port``."""
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        if f"--server.port={port}".encode() in status.read_bytes():
            text = (status.parent / "status").read_text()
            return (
                int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1])
                / 1024
            )
    return float("nan")


async def run(url: str, sessions: int, seconds: float) -> None:
    """All sessions at once, the memory read beside them."""
    template, times = await asyncio.to_thread(recorded_commit, url), []
    days, memory = list(Archive.load().state_days), []

    async def watch() -> None:
        while True:
            memory.append(server_mb(url.rsplit(":", 1)[-1]))
            await asyncio.sleep(seconds / 10)

    watcher = asyncio.create_task(watch())
    await asyncio.gather(*(session(url, template, seconds, days, times) for _ in range(sessions)))
    watcher.cancel()
    print(
        f"{sessions} sessions, one commit a second each, {seconds:.0f} s: {len(times)} commits answered"
    )
    print(
        f"commit p50 / p95 / max: {percentile(times, 0.5):.2f} / {percentile(times, 0.95):.2f} / {max(times):.2f} s"
    )
    print("server memory, MB, over the run: " + " ".join(f"{value:.0f}" for value in memory))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600)
    arguments = parser.parse_args()
    with app(ROOT / "dashboard" / "app.py") as url:
        asyncio.run(run(url, arguments.sessions, arguments.seconds))


if __name__ == "__main__":
    main()
