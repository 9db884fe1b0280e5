"""Left to itself the app is private: this machine only, nothing asked of others, nothing sent."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest
from server import Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect


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
