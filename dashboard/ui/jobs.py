"""Background jobs: previews and files are made while the form stays usable; each has progress and
can be cancelled.

One thread draws previews and one makes files, for all sessions together: ten readers who make decks
at once wait for each other. All others share the processor with one file at a time.
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
    """The job was cancelled."""


class Job(Generic[_Result]):
    """A job in the queue of one of the threads.

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
        """Cancel it: at once if it has not begun, else after the step it is at."""
        self._ended.set()
        self._future.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait at most that long; whether it has finished."""
        return bool(wait([self._future], seconds).done)

    def result(self) -> _Result:
        """The result of a finished job; raises what it failed with."""
        return self._future.result(0)


def cancel_all() -> None:
    """Cancel every job: Python waits for all of them before it exits."""
    for job in tuple(_JOBS):
        job.cancel()
