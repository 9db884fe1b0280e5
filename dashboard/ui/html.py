"""The HTML of a page: what it shows until the browser's code has run, or where none does.

And the policy that comes with it: what the browser may load and run, and who may frame the page.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.file_util import get_static_dir
from streamlit.runtime.state.query_params import CLIENT_STATE_QUERY_STRING_MAX_FIELDS

from dashboard import mapview, web

FRAMES = "DASHBOARD_EMBEDDED_BY"
"""Environment variable: origins whose pages may show the app inside them, separated by spaces."""

EMBEDDING = ("embed", "slider")
"""Parameters of a page inside another: no choice, and never changed by its reader."""

_OPENING_TAG = re.compile(rb"<html[^>]*>")
_TITLE = re.compile(rb"<title>.*?</title>", re.S)
_BODY = re.compile(rb"(<body[^>]*>)(\s*<noscript>.*?</noscript>)?", re.S)
_STYLE_SHEET = re.compile(rb'<link rel="stylesheet"[^>]* href="\./(static/css/[^"]+)">')
_TEXT_FACE = re.compile(r"@font-face\{font-family:Source [^}]*\}")
_INLINE_SCRIPT = re.compile(rb'<script(?: type="module")?>(.*?)</script>', re.S)


class PageHead:
    """ASGI middleware: HTML says what page it is, in which language, and who may frame it.

    Streamlit gives every page one file, named after itself; search engines and messengers read no
    further. Pages of other sites may frame the app only if ``DASHBOARD_EMBEDDED_BY`` names them.

    An address below the app's that names no file leads to the app's: Streamlit answers it with the
    page too, whose browser code then asks for its server in the wrong place.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; HTML that comes back is completed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        way = _way_to_page(scope["path"])
        if way:
            asked = scope["query_string"].decode("latin-1")
            to_page = RedirectResponse(f"{way}?{asked}" if asked else way)
            await self._answer_page(scope, receive, send, lambda _: to_page)
        elif scope["query_string"].count(b"&") >= CLIENT_STATE_QUERY_STRING_MAX_FIELDS:
            await _without_unknown(query)(scope, receive, send)
        else:
            # Streamlit serves one file for every query; what we make of it differs
            stale = (b"if-none-match", b"if-modified-since")
            kept = [(name, value) for name, value in scope["headers"] if name not in stale]
            scope = {**scope, "headers": kept}
            await self._answer_page(scope, receive, send, lambda body: _whole(body, query))

    async def _answer_page(
        self, scope: Scope, receive: Receive, send: Send, answer: Callable[[bytes], Response]
    ) -> None:
        """Pass the request on; if the page comes back, send what ``answer`` makes of it instead.

        HTML sent as a file to be saved is passed on as it is.
        """
        page: bytes | None = None

        async def take(message: Message) -> None:
            nonlocal page
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                is_html = headers.get("content-type", "").startswith("text/html")
                if is_html and "content-disposition" not in headers:
                    page = b""
                    return
            elif page is not None:
                page += message.get("body", b"")
                if not message.get("more_body"):
                    answered = await asyncio.to_thread(answer, page)  # it may have to load data
                    await answered(scope, receive, send)
                return
            await send(message)

        await self._app(scope, receive, take)


def _way_to_page(path: str) -> str:
    """Relative address of the page from ``path``; empty if ``path`` is that of the page."""
    base = config.get_option("server.baseUrlPath").strip("/")
    below = path.strip("/").removeprefix(base).strip("/")
    return below and ("../" * below.count("/") or "./")


def _without_unknown(query: dict[str, str]) -> Response:
    """Redirect to the link with only the parameters that exist: Streamlit reads none if there are
    too many."""
    from dashboard.views import choice, links  # late, as in ``complete``

    known = {name: query[name] for name in (*choice.PARAMETERS, *EMBEDDING) if name in query}
    return RedirectResponse(f"?{links.query(known)}")


def _whole(document: bytes, query: dict[str, str]) -> Response:
    """The completed page, with its policy."""
    whole = complete(document, query)
    headers = {"cache-control": "no-cache", "content-security-policy": _policy(whole)}
    return HTMLResponse(whole, headers=headers)


def complete(document: bytes, query: dict[str, str]) -> bytes:
    """Streamlit's HTML with the style sheet and script of all pages. Instead of Streamlit's words
    for browsers that run no script it has language, title and content of the page opened.

    Of Streamlit's style sheet only the fonts of text are taken: it would fetch that of its icons,
    0.4 MB, before anything else, for an arrow or two (``page.css`` draws them).

    Language, title, description and ``og:`` tags stay Streamlit's if the data cannot be read: the
    page then shows the error.
    """
    from dashboard.ui import page  # the server is to answer before the page's libraries are loaded

    opening = ""
    with contextlib.suppress(Exception):
        tag, head, opening = page.html_parts(query)
        document = _OPENING_TAG.sub(_literally(tag), document, count=1)
        document = _TITLE.sub(_literally(head), document, count=1)
    sheet = _STYLE_SHEET.search(document)
    document = _STYLE_SHEET.sub(b"", document)
    begins = _of_all_pages(sheet[1].decode() if sheet else "") + opening
    return _BODY.sub(lambda body: body[1] + begins.encode("utf-8"), document, count=1)


@functools.cache
def _of_all_pages(sheet: str) -> str:
    """The start of the body of every page: its style sheet, with the fonts of text named in
    Streamlit's, and its script."""
    from dashboard import markup  # late, as in ``complete``

    own = Path(__file__).with_name("page.css").read_text("utf-8")
    streamlits = Path(get_static_dir(), sheet).read_text("utf-8") if sheet else ""
    faces = "".join(_TEXT_FACE.findall(streamlits)).replace("../", "static/")
    style = faces + web.style("base", "records", "search") + own
    template = markup.environment("dashboard.views").get_template("html_body.html")
    return template.render(style=style, script=web.script("entry.html.js"))


def _literally(text: str) -> Callable[[re.Match[bytes]], bytes]:
    return lambda _: text.encode("utf-8")


def _policy(document: bytes) -> str:
    """What a page may load: files of its own server, and the tiles a reader can switch on.

    Streamlit runs the code of a component from a ``blob:`` and writes styles into the page; its
    inline scripts are named by their hashes, so that no other runs.
    """
    scripts = [script.decode("utf-8") for script in _INLINE_SCRIPT.findall(document)]
    tiles = [urlsplit(mapview.tiles(name).url).netloc for name in mapview.ONLINE_BASES]
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self' blob:", *map(web.policy_hash, scripts)]),
            "style-src 'self' 'unsafe-inline'",
            " ".join(["img-src 'self' data: blob:", *(f"https://{host}" for host in tiles)]),
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {_frames()}",
        ]
    ).replace("{s}", "*")


def _frames() -> str:
    """The sites whose pages may frame the app: its own, and those in ``DASHBOARD_EMBEDDED_BY``."""
    named = os.environ.get(FRAMES, "").split()
    return " ".join(["'self'", *(name for name in named if not re.search(r"[;,]", name))])
