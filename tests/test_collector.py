"""Garbage collection is as it was when all who paused it, or raised its threshold, are done."""

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


def test_the_search_is_as_rare_as_before_afterwards():
    before = gc.get_threshold()
    with collector.raised_threshold(12_345):
        assert gc.get_threshold()[0] == 12_345
    assert gc.get_threshold() == before
