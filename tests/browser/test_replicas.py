"""Two replicas behind nginx, as docs/deploy.md has them."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from reader import at_rest, settled

ROOT = Path(__file__).parents[2]
NGINX = shutil.which("nginx")


@contextmanager
def nginx(folder: Path, replicas: list[str]) -> Iterator[str]:
    """The server of ``deploy/nginx.conf`` in front of two addresses; its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for known, actual in (
        ("127.0.0.1:8501", urlsplit(replicas[0]).netloc),
        ("127.0.0.1:8502", urlsplit(replicas[1]).netloc),
        ("listen 8500", f"listen 127.0.0.1:{port}"),
    ):
        assert text.count(known) == 1
        text = text.replace(known, actual)
    (folder / "nginx.conf").write_text(text, "utf-8")
    command = [str(NGINX), "-p", f"{folder}/", "-c", "nginx.conf", "-g", "daemon off;"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.skipif(not NGINX, reason="nginx is not installed")
def test_a_page_goes_on_with_the_other_replica_and_keeps_its_day(
    browser: Browser, running_app, tmp_path
):
    with ExitStack() as running:
        replicas: dict[str, AbstractContextManager[str]] = {}
        for app in (running_app(), running_app()):
            replicas[running.enter_context(app)] = app
        address = running.enter_context(nginx(tmp_path, list(replicas)))
        page = browser.new_page()
        page.goto(f"{address}/?date=2018-02-01")
        at_rest(page)
        field = page.locator(".tm-slider .tm-date")
        field.fill("2020-01-20")
        field.press("Enter")
        expect(page).to_have_url(re.compile("date=2020-01-20"))
        settled(page)
        (used,) = {replica for replica in replicas if is_connected(urlsplit(replica).port or 0)}
        replicas[used].__exit__(None, None, None)
        field.fill("2020-03-06")
        field.press("Enter")
        settled(page)
        expect(page).to_have_url(re.compile("date=2020-03-06"))
        expect(page.locator("time.tm-asof")).to_have_attribute("datetime", "2020-03-06")


def is_connected(port: int) -> bool:
    """Whether anybody holds a connection to a port of this machine (Linux)."""
    rows = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    remote = f"0100007F:{port:04X}"
    established = "01"
    return any(row.split()[2] == remote and row.split()[3] == established for row in rows)
