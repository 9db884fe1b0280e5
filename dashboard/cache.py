"""Caching of slow steps of the build and the checks.

A ``Cache`` is given all that a result is made from and how to make it, and returns the same bytes
whether they were cached or not. ``store.FileCache`` has them in a file.

``Steps`` is for steps that read parts of the seeds: it notes what each reads, so that nobody has to
declare what it depends on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any


class Cache:
    """Caches nothing; ``store.FileCache`` overrides this."""

    def __call__(self, inputs: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        """What ``make`` makes of the inputs."""
        return make()

    def get(self, inputs: Iterable[bytes]) -> bytes | None:
        """What was made of the inputs, if that is cached."""
        return None

    def put(self, inputs: Iterable[bytes], result: bytes) -> None:
        """Cache the result of the inputs, in place of any there."""

    def each(
        self, step: str, inputs: Sequence[bytes], make: Callable[[Sequence[int]], Sequence[bytes]]
    ) -> Sequence[bytes]:
        """The result of a step for each of many inputs.

        ``make`` is given the numbers of those that were not cached, all at once, and returns the
        result of each.
        """
        return make(range(len(inputs)))


#: Every result is made again.
no_cache = Cache()


class Steps:
    """Steps whose results are cached under the versions of all that they read.

    A result is used again only if everything that was read for it has the same version; the names
    of what was read are cached with it. A step that runs others reads what they read.

    ``versions``: the version of each thing that can be read, by name. A step that reads anything
    else is run each time.
    ``cache``: where results go.
    """

    def __init__(self, versions: Mapping[str, str], cache: Cache):
        self._versions, self._cache = versions, cache
        self._open: list[set[str]] = [set()]

    def note(self, *names: str) -> None:
        """Note that these are read."""
        self._open[-1].update(names)

    @contextmanager
    def noted(self) -> Iterator[set[str]]:
        """What is read meanwhile."""
        self._open.append(set())
        try:
            yield self._open[-1]
        finally:
            self.note(*self._open.pop())

    def result(self, step: str, run: Callable[[], Any]) -> Any:
        """What ``run`` returns, as JSON would give it back."""
        known: set[str] = set()
        made: list[tuple[set[str], Any]] = []

        def ran() -> tuple[set[str], Any]:
            if not made:
                with self.noted() as read:
                    made.append((read, json.loads(json.dumps(run()))))
            return made[0]

        def answer() -> bytes:
            read, result = ran()
            return json.dumps([sorted(read), result if read <= known else None]).encode()

        while known <= self._versions.keys():
            named = (f"{name} {self._versions[name]}" for name in sorted(known))
            inputs = [text.encode() for text in ("step", step, *named)]
            read, result = json.loads(self._cache(inputs, answer))
            if known.issuperset(read):
                self.note(*read)
                return result
            known.update(read)  # asked again, now of these versions
        return ran()[1]
