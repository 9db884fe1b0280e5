"""Makes ready what the first reader would otherwise wait for, before the server says it is up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Load data and libraries once, when the server starts.

    The server answers when that is done, some seconds after its address is printed (a browser
    opened meanwhile waits); in return the first page opens as fast as every other.
    """
    await asyncio.to_thread(_load)
    yield


def _load() -> None:
    from dashboard.ui import page

    # what is wrong with the data is for the page to tell its reader
    with contextlib.suppress(Exception):
        page.prepare()
