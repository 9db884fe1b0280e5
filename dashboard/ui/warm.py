"""Makes ready what the first reader would otherwise wait for, while the server already answers."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Begin to load data and libraries when the server starts, in a thread of its own.

    A reader who comes before that is done waits for the rest of it and no longer: the page's
    caches give whoever asks second what the first is making. The server's end waits for nobody.
    """
    threading.Thread(target=_load, name="warm-up", daemon=True).start()
    yield


def _load() -> None:
    from dashboard.ui import page

    # what is wrong with the data is for the page to tell its reader
    with contextlib.suppress(Exception):
        page.prepare()
