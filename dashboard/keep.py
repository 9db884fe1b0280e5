"""Caching of slow steps of the build and the checks.

A ``Keep`` is a cache: a function is given all that a result is made from and how to make it, and
returns the same bytes whether they were cached or not. ``store.Kept`` has them in a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: Takes what a result is made from, and a function that makes it; returns the result.
Keep = Callable[[Iterable[bytes], Callable[[], bytes]], bytes]


def anew(inputs: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """A ``Keep`` without a cache."""
    return make()
