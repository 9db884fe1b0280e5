"""Work done beside the page, so that no form waits for it: how far it is, and a way to end it.

One thread draws previews and one makes files, for all sessions together: ten readers who make decks
at once wait for each other, and nobody's map does.
"""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

from dashboard.briefing import Step

_Result = TypeVar("_Result")

PREVIEWS = ThreadPoolExecutor(1, "preview")
FILES = ThreadPoolExecutor(1, "files")
_NUMBERS = itertools.count()
_JOBS: weakref.WeakSet[Job] = weakref.WeakSet()
"""Those not yet forgotten; the queue has those that are not done."""


class Cancelled(Exception):
    """The work was ended before it was done."""


class Job(Generic[_Result]):
    """A piece of work in the queue of one of the threads.

    Attributes
    ----------
    number
        Unlike that of any other job.
    done, total
        How many of its steps are done, of how many; 0 of 1 until it tells.
    """

    def __init__(self, queue: ThreadPoolExecutor, work: Callable[[Step], _Result]):
        self.number = next(_NUMBERS)
        self.done, self.total = 0, 1
        self._ended = threading.Event()
        self._future: Future[_Result] = queue.submit(work, self._step)
        _JOBS.add(self)

    def _step(self, done: int, total: int) -> None:
        if self._ended.is_set():
            raise Cancelled
        self.done, self.total = done, total

    def cancel(self) -> None:
        """End it: at once if it has not begun, else after the step it is at."""
        self._ended.set()
        self._future.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was ended."""
        return self._ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait so long for it; whether it has come to an end."""
        return bool(wait([self._future], seconds).done)

    def result(self) -> _Result:
        """What it made, once it has come to an end; raises what it failed with."""
        return self._future.result(0)


def cancel_all() -> None:
    """Cancel every job. Python would do all that wait before it ends."""
    for job in tuple(_JOBS):
        job.cancel()
