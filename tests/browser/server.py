"""The app, started as the documentation says, with all it asks of the network written down."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Run by every Python process that finds it: writes down what is asked of the network.
RECORDER = """
import os, sys

EVENTS = {"socket.bind", "socket.connect", "socket.sendto", "socket.getaddrinfo"}

def record(event, args):
    if event in EVENTS:
        host = args[0] if event == "socket.getaddrinfo" else args[1]
        host = host[0] if isinstance(host, tuple) else host
        os.write(log, f"{event} {host}\\n".encode())

log = os.open(os.environ["NETWORK_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.addaudithook(record)
"""


@dataclass(frozen=True)
class Server:
    """A running app: its port, and the file that says what it asked of the network."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def hosts(self, event: str) -> set[str]:
        """Hosts named with one kind of event, ``bind`` or ``connect`` for example."""
        lines = (line.split(" ", 1) for line in self.log.read_text("utf-8").splitlines())
        return {host for name, host in lines if name == f"socket.{event}"}


@contextmanager
def running_app(folder: Path, **environment: str) -> Iterator[Server]:
    """The documented command without an option but the port, started from an empty folder."""
    hooks, home = folder / "hooks", folder / "home"
    for each in (hooks, home):
        each.mkdir(parents=True)
    (hooks / "sitecustomize.py").write_text(RECORDER, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        running = Server(probe.getsockname()[1], folder / "network.log")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("STREAMLIT_")}
    environ |= {
        "PYTHONPATH": os.pathsep.join([str(hooks), str(ROOT)]),
        "NETWORK_LOG": str(running.log),
        "HOME": str(home),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py")]
    process = subprocess.Popen(
        [*command, f"--server.port={running.port}"],
        cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environ | environment,
    )  # fmt: skip
    try:
        wait_until_up(f"{running.url}/_stcore/health", process)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)  # it ends when it is asked to, however much else runs
        finally:
            process.kill()
            process.wait()


def wait_until_up(url: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 300  # what it imports is slow to read where much else runs
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the app ended with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the app did not come up in five minutes")
