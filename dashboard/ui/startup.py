"""What happens when the server starts, and whom it answers."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config

from dashboard import collector

#: Files a server needs with hundreds of readers.
_OPEN_FILES = 4096
#: Share of them that sessions leave to whatever else is asked for, such as the page that tells its
#: reader that it has no session yet.
_SPARE_FILES = 0.25
#: Garbage is searched for after so many new objects. A run of a page makes thousands; with
#: Python's 700 they would soon count as old, and all that the server holds would be searched every
#: five seconds, which stops every reader for a third of a second.
_NEW_OBJECTS = 10_000
_LOG = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Load data and libraries once, when the server starts; end the process that makes files when
    it ends.

    The server answers when the data is loaded, some seconds after its address is printed (a browser
    opened meanwhile waits). The files of the page are made from then on, while the first browser
    loads Streamlit's.
    """
    _allow_open_files()
    gc.set_threshold(_NEW_OBJECTS)
    await asyncio.to_thread(_load)
    made = asyncio.create_task(asyncio.to_thread(_prepare))
    yield
    from dashboard.ui import briefing  # imported late: it brings the libraries of the page

    briefing.WORKER.end()
    await made


def _allow_open_files() -> None:
    """Let the server open as many files as it needs, if the machine lets it.

    Streamlit keeps a session for two minutes after its reader has left, up to 128 of them, and each
    holds three files: more than the 256 that macOS allows a process which does not ask.
    """
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if most == resource.RLIM_INFINITY else min(_OPEN_FILES, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


# errors in the data are shown by the page


def _load() -> None:
    from dashboard.ui import files, page  # noqa: F401  the libraries of the page

    with collector.paused(), contextlib.suppress(Exception):
        files.load()


def _prepare() -> None:
    from dashboard.ui import files

    with collector.paused(), contextlib.suppress(Exception):
        files.prepare()
    collector.return_memory()


class SameOriginOnly:
    """ASGI middleware: pages of other sites cannot open a session.

    Streamlit refuses them too, but only after asking an outside host for the machine's address,
    to compare it with theirs. Behind a proxy that changes the host name, ``browser.serverAddress``
    is the name readers know.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with 403."""
        if scope["type"] == "websocket" and not _is_same_origin(Headers(scope=scope)):
            await WebSocketClose()(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class RoomForSessions:
    """ASGI middleware: refuses sessions while the server has too few files left; pages try again by
    themselves.

    With none left no connection could be taken, which asyncio logs two thousand times a second.
    """

    def __init__(self, app: ASGIApp):
        self._app = app
        self._is_full = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it and log the first refusal of several.

        What a page asks for before its session is refused too, so that it says nobody answers.
        """
        is_session = scope["type"] == "websocket"
        if not is_session and not scope.get("path", "").endswith("/_stcore/host-config"):
            await self._app(scope, receive, send)
            return
        was_full, self._is_full = self._is_full, not _has_files()
        if not self._is_full:
            await self._app(scope, receive, send)
            return
        if not was_full:
            _LOG.warning("no more readers for now: too many files are open (see ulimit -n)")
        refusal = WebSocketClose() if is_session else Response(status_code=503)
        await refusal(scope, receive, send)


def _has_files() -> bool:
    """Whether a session can open more files; assumed where that cannot be found out."""
    try:
        import resource

        allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        opened = len(os.listdir("/dev/fd"))
    except (ImportError, OSError):
        return True
    return allowed == resource.RLIM_INFINITY or opened < allowed * (1 - _SPARE_FILES)


class SafeHeaders:
    """ASGI middleware: browsers do not guess the type of a file, and do not send other sites the
    address of the page a link was on."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to its answer."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
            await send(message)

        await self._app(scope, receive, add if scope["type"] == "http" else send)


def _is_same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:  # not sent by a browser
        return True
    site = urlsplit(origin)
    known = config.get_option("browser.serverAddress")
    return site.netloc == headers.get("host") or site.hostname == known
