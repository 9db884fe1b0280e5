"""Files beside the page: kept by the browser for good, so never answered under a wrong name."""

from __future__ import annotations

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest
from starlette.applications import Starlette

from dashboard.ui import page, routes


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def get(path: str) -> Answer:
    """What the server answers with to a browser."""
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request"}

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": "",
        "query_string": b"", "headers": [],
    }  # fmt: skip
    app = Starlette(routes=[routes.assets()])
    # in a thread: the browser tests before this one keep an event loop in theirs
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, sent[1]["body"])


def test_what_the_map_is_given_is_a_file_that_the_browser_keeps():
    answer = get(f"/{page.map_data(page.Data.now(), 'ar').address}")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["payload"]["language"] == "ar"


def test_the_code_of_the_map_is_one_too():
    answer = get(f"/{page.map_script().address}")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert b"export default" in gzip.decompress(answer.body)


@pytest.mark.parametrize("name", ["map-ar.0000000000000000.json", "map.js", "map-xx.0.json", "a"])
def test_another_edition_is_not_answered_under_the_name_of_one_before(name):
    assert get(f"/assets/{name}").status == 404


def test_below_a_path_of_the_server_files_are_too(monkeypatch):
    monkeypatch.setattr(routes.config, "get_option", {"server.baseUrlPath": "/maps/idlib/"}.get)
    assert get(f"/maps/idlib/{page.map_script().address}").status == 200
