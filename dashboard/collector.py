"""Garbage collection paused or made less frequent where it finds little; freed memory returned."""

from __future__ import annotations

import ctypes
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_lock = threading.Lock()
_pauses = 0
_was_enabled = True


@contextmanager
def paused(*, lasting: bool = False) -> Iterator[None]:
    """Pause garbage collection: its search for cycles takes up to a third of the time, and finds
    none, or few, among objects that last.

    ``lasting``: whether what is made lasts as long as the process. It then counts as old; otherwise
    all of it is searched at once afterwards.

    Threads may pause it at the same time: it goes on when the last of them has ended.
    """
    global _pauses, _was_enabled
    with _lock:
        if not _pauses:
            _was_enabled = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        if lasting:
            gc.freeze()
            gc.unfreeze()  # into the oldest generation
        with _lock:
            _pauses -= 1
            if not _pauses and _was_enabled:
                gc.enable()


@contextmanager
def raised_threshold(new_objects: int = 100_000) -> Iterator[None]:
    """Collect garbage only after so many new objects. Python's own threshold is lower, which costs
    time where most objects are in use for a while, as those of a template are."""
    before = gc.get_threshold()
    gc.set_threshold(new_objects, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def return_memory() -> None:
    """Return freed memory to the operating system; glibc keeps it for the process otherwise.

    Other C libraries have no such call: nothing happens there.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
