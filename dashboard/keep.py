"""How long work keeps its results for the next time, or makes them anew.

Work that takes a ``Keep`` asks it for each part with all that the part is made from, and gets the
same bytes whether they were kept or not. ``store.Kept`` keeps them in a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: Takes what a result is made from, and a function that makes it; returns the result.
Keep = Callable[[Iterable[bytes], Callable[[], bytes]], bytes]


def anew(inputs: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """A ``Keep`` that keeps nothing."""
    return make()
