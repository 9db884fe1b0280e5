"""Garbage collection is on again when all who paused it are done."""

import gc
from contextlib import ExitStack

from dashboard import collector


def test_pauses_that_overlap_end_with_the_last():
    """As of two threads, of which the first to pause is the first to be done."""
    first, second = ExitStack(), ExitStack()
    first.enter_context(collector.paused())
    second.enter_context(collector.paused())
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()
