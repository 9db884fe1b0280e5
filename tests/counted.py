"""A cache that lists what was made, not found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dashboard.store import FileCache


class Counted(FileCache):
    """``made`` has the step of each result that was made, ``""`` for one alone."""

    def __init__(self, data: bytes = b""):
        super().__init__(data)
        self.made: list[str] = []

    def __call__(self, inputs: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        return super().__call__(inputs, lambda: self.made.append("") or make())

    def each(
        self, step: str, inputs: Sequence[bytes], make: Callable[[Sequence[int]], Sequence[bytes]]
    ) -> Sequence[bytes]:
        def counted(new: Sequence[int]) -> Sequence[bytes]:
            self.made.extend([step] * len(new))
            return make(new)

        return super().each(step, inputs, counted)
