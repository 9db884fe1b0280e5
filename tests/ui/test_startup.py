"""The server is up when the data is loaded, and also when it cannot be."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from asgi import get
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from dashboard.payload.build import packed
from dashboard.ui import briefing as form
from dashboard.ui import files, startup
from dashboard.views.choice import Choice

ROOT = Path(__file__).parents[2]


def started(once_up: Callable[[], object] = lambda: None) -> str:
    """Start and end a server's life, and do something in between; what was told there."""

    async def life() -> str:
        async with startup.lifespan(object()):
            once_up()
            return "up"

    before = gc.get_threshold()
    try:
        return in_a_thread(life())
    finally:
        gc.set_threshold(*before)


def in_a_thread(work: Coroutine[Any, Any, Any]) -> Any:
    """What it gives; the browser tests before this one keep an event loop in theirs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work)).result()


def test_data_is_loaded_before_the_server_is_up_and_files_are_made_after(monkeypatch):
    """A server that answers can read its data; it waits for nothing that only the map needs."""
    up, order = threading.Event(), []
    monkeypatch.setattr(files, "load", lambda: order.append("loaded"))
    monkeypatch.setattr(files, "prepare", lambda: up.wait() and order.append("made"))
    assert started(lambda: (order.append("up"), up.set())) == "up"
    assert order == ["loaded", "up", "made"]


def test_a_server_asks_to_open_files_for_many_readers(monkeypatch):
    """A session holds three for minutes, and macOS allows 256 to whoever does not ask."""
    resource = pytest.importorskip("resource")
    asked = []
    monkeypatch.setattr(files, "load", lambda: None)
    monkeypatch.setattr(files, "prepare", lambda: None)
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    for limits in ((256, 10240), (256, 512), (256, resource.RLIM_INFINITY), (8192, 8192)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=limits: limits)
        assert started() == "up"
    assert asked == [(4096, 10240), (512, 512), (4096, resource.RLIM_INFINITY)]


def test_a_session_begins_only_while_files_are_left(monkeypatch, caplog):
    """Its page says that nobody answers and tries again by itself; the log has one line, not one a
    try. Whatever else is asked for is answered."""
    resource = pytest.importorskip("resource")
    opened, sent = 0, []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 256))
    monkeypatch.setattr(startup.os, "listdir", lambda _: range(opened))

    async def session(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("ok")(scope, receive, send)

    async def note(message: Message) -> None:
        sent.append(message["type"])

    room = startup.RoomForSessions(session)
    for opened in (100, 200, 240, 100):  # noqa: B007  read above
        in_a_thread(room({"type": "websocket"}, None, note))
    assert sent == ["websocket.accept", "websocket.close", "websocket.close", "websocket.accept"]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    opened = 200
    for path, status in (("/_stcore/host-config", 503), ("/_stcore/health", 200), ("/", 200)):
        assert get(startup.RoomForSessions(page), path).status == status


def test_a_server_does_not_search_all_it_holds_for_garbage_every_few_seconds(monkeypatch):
    """What a run of a page makes is garbage soon, but not old."""
    monkeypatch.setattr(files, "load", lambda: None)
    monkeypatch.setattr(files, "prepare", lambda: None)
    seen = []
    started(lambda: seen.append(gc.get_threshold()[0]))
    assert seen[0] > 5_000


def test_what_is_made_at_the_start_is_what_the_first_page_asks_for(monkeypatch, project):
    """Archive and payload of the opening page: none of it is made again."""
    monkeypatch.setenv("DASHBOARD_DATA", str(project))
    files.prepare()
    again = "the payload is made again"
    monkeypatch.setattr(files, "build_payload", lambda *_: pytest.fail(again))
    data = files.Data.now()
    assert files.load_payload(data, Choice.opening(files.load_archive(data)).language)


def test_the_payload_is_kept_for_the_next_start(monkeypatch, project):
    """Beside the layers it was made of; where nothing can be written it is made at each start."""
    monkeypatch.setenv("DASHBOARD_DATA", str(project))
    made = []
    monkeypatch.setattr(files, "packed", lambda payload: made.append(1) or packed(payload))

    def refuse(*_: object) -> None:
        raise PermissionError

    def start() -> bytes:
        files.load_payload.clear()
        return files.load_payload(files.Data.now(), "en")

    assert start() == start()
    assert len(made) == 1
    assert not files.load_archive(files.Data.now()).cache, "what only a payload asks for is let go"
    (project / "data" / ".cache-map-en").unlink()
    monkeypatch.setattr("dashboard.store.file_cache.write_bytes", refuse)
    assert start() == start()
    assert len(made) == 3


@pytest.mark.parametrize("data", ["nowhere", "tests/data/bad/toml-syntax"])
def test_data_that_cannot_be_used_does_not_keep_the_server_down(monkeypatch, data):
    """What is wrong with it is for the page to say."""
    monkeypatch.setenv("DASHBOARD_DATA", str(ROOT / data))
    assert started() == "up"


def test_a_server_that_ends_waits_for_no_file(monkeypatch):
    """The process that makes what readers asked for ends with it."""
    ended = []
    monkeypatch.setattr(files, "prepare", lambda: None)
    monkeypatch.setattr(form.WORKER, "end", lambda: ended.append(True))
    started(lambda: ended.append(False))
    assert ended == [False, True]


def test_every_answer_is_taken_for_what_it_says_and_tells_no_site_of_the_page():
    """Also those of files, which no page passes through."""
    headers = get(startup.SafeHeaders(PlainTextResponse("a file")), "/file").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
