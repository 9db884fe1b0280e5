"""A cache in one file: what a build made and need not make again, each under a hash of its inputs.

The hash is of all that a result was made from, of the program and of the versions of all that is
installed with it. So none is ever out of date, and without the file a build only takes longer. The
file may be removed at any time.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyproj
import shapely

from dashboard.cache import Cache
from dashboard.store.atomic import write_bytes

#: Bytes of a key, and of a count of results; how their sizes are written.
_KEY, _COUNT, _SIZES = 32, 8, np.dtype("<u8")
#: Name of this program's own metadata, which is there or not depending on how a command is started.
_OWN = "conflict_map_dashboard"


class FileCache(Cache):
    """Results of a build before, and of this one.

    ``data``: the file of a build before, as ``written`` gave it. Anything else counts as an
    empty cache.
    """

    def __init__(self, data: bytes = b""):
        self._before = _results(data)
        self._asked: dict[bytes, bytes] = {}

    def __call__(self, inputs: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        """What ``make`` makes of the inputs; it is asked only if nothing is cached of them."""
        return self._of_keys([result_key(inputs)], lambda _: [make()])[0]

    def get(self, inputs: Iterable[bytes]) -> bytes | None:
        """What was made of the inputs, if that is cached; it counts as asked for."""
        key = result_key(inputs)
        if key in self._before:
            self._asked[key] = self._before[key]
        return self._asked.get(key)

    def put(self, inputs: Iterable[bytes], result: bytes) -> None:
        """Cache the result of the inputs, in place of any there."""
        self._asked[result_key(inputs)] = result

    def each(
        self, step: str, inputs: Sequence[bytes], make: Callable[[Sequence[int]], Sequence[bytes]]
    ) -> Sequence[bytes]:
        """The result of a step for each input; ``make`` is asked only for those not cached."""
        of_step = result_key([b"each", step.encode()])
        return self._of_keys([sha256(of_step + each).digest() for each in inputs], make)

    def _of_keys(
        self, keys: Sequence[bytes], make: Callable[[Sequence[int]], Sequence[bytes]]
    ) -> Sequence[bytes]:
        known, before = self._asked, self._before
        known.update((key, before[key]) for key in keys if key in before)
        if new := [number for number, key in enumerate(keys) if key not in known]:
            known.update(zip([keys[number] for number in new], make(new), strict=True))
        return [known[key] for key in keys]

    @property
    def is_new(self) -> bool:
        """Whether other results were asked for, or put, than the build before had."""
        return self._asked != self._before

    def written(self) -> bytes:
        """The file: all results that were asked for or put; others are dropped."""
        keys = sorted(self._asked)
        values = [self._asked[key] for key in keys]
        sizes = np.array([len(value) for value in values], dtype=_SIZES)
        body = b"".join([len(keys).to_bytes(_COUNT, "big"), *keys, sizes.tobytes(), *values])
        return sha256(body).digest() + body


def _results(data: bytes) -> dict[bytes, bytes]:
    """Results by key of a file; none if a byte of it is not what was written."""
    if data[:_KEY] != sha256(memoryview(data)[_KEY:]).digest():
        return {}
    at = _KEY + _COUNT
    count = int.from_bytes(data[_KEY:at], "big")
    values = at + count * (_KEY + _SIZES.itemsize)
    keys = (data[i : i + _KEY] for i in range(at, at + count * _KEY, _KEY))
    sizes = np.frombuffer(data, _SIZES, count, at + count * _KEY)
    ends = [values, *(values + np.cumsum(sizes)).tolist()]
    return {key: data[start:end] for key, (start, end) in zip(keys, pairwise(ends), strict=True)}


def result_key(inputs: Iterable[bytes]) -> bytes:
    """The key of a result: the hash of all it is made from, and of the program."""
    return _hash(program_sha256().encode(), *inputs)


def _hash(*parts: bytes) -> bytes:
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


@functools.cache
def program_sha256() -> str:
    """The hash of the program's files, and of the versions of Python and of all that is installed
    where it looks for packages."""
    versions = (sys.version, shapely.geos_version_string, pyproj.proj_version_str, *_installed())
    paths = sorted(path for path in Path(__file__).parents[1].rglob("*.*") if path.is_file())
    files = (path.read_bytes() for path in paths if path.suffix != ".pyc")
    return _hash(*(text.encode() for text in versions), *files).hex()


def _installed() -> list[str]:
    """The packages that can be imported, each with its version: the names of their metadata."""
    names = {name for folder in sys.path for name in _listed(folder)}
    return sorted(
        name
        for name in names
        if name.endswith((".dist-info", ".egg-info")) and not name.startswith(_OWN)
    )


def _listed(folder: str) -> list[str]:
    """What a folder holds; nothing where it cannot be listed, as no package is imported from it."""
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def read_cache(path: Path) -> FileCache:
    """The cache in a file; an empty one if it cannot be read."""
    try:
        return FileCache(path.read_bytes())
    except OSError:
        return FileCache()


def write_cache(path: Path, cache: FileCache) -> None:
    """Replace the file by what was asked for, if that differs and it can be written."""
    if cache.is_new:
        with contextlib.suppress(OSError):
            write_bytes(path, cache.written())
