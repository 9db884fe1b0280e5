"""Two replicas behind nginx, as docs/deploy.md has them."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, WebSocketRoute, expect
from reader import at_rest
from server import running_app, wait_until_up

from dashboard import wording

ROOT = Path(__file__).parents[2]
NGINX = shutil.which("nginx")


@contextmanager
def nginx(folder: Path, ports: list[int]) -> Iterator[str]:
    """The server of ``deploy/nginx.conf`` in front of two addresses; its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for known, actual in (
        ("127.0.0.1:8501", f"127.0.0.1:{ports[0]}"),
        ("127.0.0.1:8502", f"127.0.0.1:{ports[1]}"),
        ("listen 8500", f"listen 127.0.0.1:{port}"),
    ):
        assert text.count(known) == 1
        text = text.replace(known, actual)
    (folder / "nginx.conf").write_text(text, "utf-8")
    command = [str(NGINX), "-p", f"{folder}/", "-c", "nginx.conf", "-g", "daemon off;"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.skipif(not NGINX, reason="nginx is not installed")
def test_a_page_goes_on_with_the_other_replica_and_keeps_its_day(
    browser: Browser, good_data, tmp_path
):
    with ExitStack() as running:
        replicas: dict[int, AbstractContextManager] = {}
        for name in ("one", "other"):
            app = running_app(tmp_path / name, DASHBOARD_DATA=str(good_data))
            replicas[running.enter_context(app).port] = app
        address = running.enter_context(nginx(tmp_path, list(replicas)))
        page = browser.new_page()
        page.goto(f"{address}/?date=2001-02-10")
        at_rest(page)
        field = page.locator(".tm-slider .tm-date")
        field.fill("2001-03-01")
        field.press("Enter")
        page.wait_for_url(re.compile("date=2001-03-01"))
        at_rest(page)
        (used,) = filter(is_connected, replicas)
        replicas[used].__exit__(None, None, None)
        field.fill("2001-06-15")
        field.press("Enter")
        at_rest(page)
        page.wait_for_url(re.compile("date=2001-06-15"))
        expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2001-06-15")
        page.close()


def test_a_page_whose_server_does_not_answer_says_so_in_its_language(
    profile: BrowserContext, app_url
):
    words = wording.load("ar")
    page = profile.new_page()
    lines: list[WebSocketRoute] = []

    def connect(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket(re.compile("_stcore/stream"), connect)
    page.goto(f"{app_url}/?lang=ar&view=about")
    expect(page.locator("h1")).to_be_visible()
    page.route("**/_stcore/*", lambda route: route.abort())
    lines[-1].close()
    dialog = page.get_by_role("dialog", name=words["unreachable"])
    expect(dialog).to_contain_text(words["unreachable_about"])
    page.unroute("**/_stcore/*")
    expect(dialog).to_have_count(0)
    page.close()


def is_connected(port: int) -> bool:
    """Whether anybody holds a connection to a port of this machine (Linux)."""
    rows = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    remote = f"0100007F:{port:04X}"
    established = "01"
    return any(row.split()[2] == remote and row.split()[3] == established for row in rows)
