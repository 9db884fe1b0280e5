"""Left to itself the app is private: this machine only, nothing asked of others, nothing sent."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

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

    def hosts(self, event: str) -> set[str]:
        """Hosts named with one kind of event, ``bind`` or ``connect`` for example."""
        lines = (line.split(" ", 1) for line in self.log.read_text("utf-8").splitlines())
        return {host for name, host in lines if name == f"socket.{event}"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The documented command without an option but the port, started from an empty folder."""
    folder, hooks = tmp_path_factory.mktemp("elsewhere"), tmp_path_factory.mktemp("hooks")
    (hooks / "sitecustomize.py").write_text(RECORDER, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Server(port, hooks / "network.log")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("STREAMLIT_")}
    environ |= {
        "PYTHONPATH": os.pathsep.join([str(hooks), str(ROOT)]),
        "NETWORK_LOG": str(running.log),
        "HOME": str(folder),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py")]
    process = subprocess.Popen(
        [*command, f"--server.port={port}"],
        cwd=folder,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_up(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the app ended with exit code {process.returncode}"
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the app did not come up")


def open_session(server: Server, origin: str, host: str = "127.0.0.1") -> ForwardMsg:
    """Open the app at ``host`` from a page of ``origin``; the message that starts a session."""
    uri = f"ws://{host}:{server.port}/_stcore/stream"
    reached = socket.create_connection(("127.0.0.1", server.port))
    with connect(uri, sock=reached, origin=origin, max_size=None) as stream:
        stream.send(BackMsg(rerun_script={"query_string": ""}).SerializeToString())
        while True:
            message = ForwardMsg.FromString(stream.recv(timeout=60))
            if message.WhichOneof("type") == "new_session":
                return message


def refused(server: Server, origin: str, host: str = "127.0.0.1") -> bool:
    """Whether the app does not open at ``host`` from a page of ``origin``."""
    try:
        open_session(server, origin, host)
    except InvalidStatus as answer:
        return answer.response.status_code == 403
    return False


def test_only_this_machine_reaches_the_app(server):
    """It listens on loopback, whatever folder it is started from."""
    bound = server.hosts("bind")
    assert "127.0.0.1" in bound
    assert {host for host in bound if not _is_loopback(host)} == set()


def test_no_statistics_are_sent(server):
    """The browser is told to send none."""
    start = open_session(server, f"http://127.0.0.1:{server.port}")
    assert not start.new_session.config.gather_usage_stats


@pytest.mark.parametrize("origin", ["http://example.org", "http://127.0.0.1.example.org", "null"])
def test_a_page_of_another_site_cannot_read_the_map(server, origin):
    """A site open in the same browser is refused."""
    assert refused(server, origin)


def test_a_name_made_to_lead_here_is_refused(server):
    """A foreign name that resolves to this machine (DNS rebinding) opens nothing."""
    assert refused(server, f"http://example.org:{server.port}", host="example.org")


def test_no_outside_host_is_asked_for_anything(server):
    """Neither at the start nor for a session, nor to decide whom to refuse."""
    open_session(server, f"http://localhost:{server.port}", host="localhost")
    assert refused(server, "http://example.org")
    asked = server.hosts("connect") | server.hosts("sendto") | server.hosts("getaddrinfo")
    assert {host for host in asked if not _is_loopback(host)} == set()


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "None"} or ip_address(host).is_loopback
