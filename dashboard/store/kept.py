"""What a build made and need not make again: a file of results, each under a hash of its inputs.

The hash is of all that a result was made from, of the program and of the versions of the
libraries that compute geometry. So none is ever out of date, and without the file a build only
takes longer. The file may be removed at any time.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pyproj
import shapely

from dashboard.store.atomic import write_bytes

_KEY, _SIZE = 32, 8


class Kept:
    """Results of a build before, and of this one.

    Parameters
    ----------
    data
        The file of a build before, as ``written`` gave it. Anything else counts as nothing kept.
    """

    def __init__(self, data: bytes = b""):
        self._before = dict(_results(data))
        self._asked: dict[bytes, bytes] = {}

    def __call__(self, inputs: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        """What ``make`` makes of the inputs; it is asked only if nothing was kept of them."""
        key = _hash(program_sha256().encode(), *inputs)
        if key not in self._asked:
            found = self._before.get(key)
            self._asked[key] = make() if found is None else found
        return self._asked[key]

    @property
    def is_new(self) -> bool:
        """Whether other results were asked for than the build before had."""
        return self._asked.keys() != self._before.keys()

    def written(self) -> bytes:
        """All that was asked for; what was not is let go."""
        body = b"".join(
            key + len(value).to_bytes(_SIZE, "big") + value
            for key, value in sorted(self._asked.items())
        )
        return _hash(body) + body


def _results(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of a file; none if a byte of it is not what was written."""
    at = _KEY
    if data[:_KEY] != _hash(data[_KEY:]):
        return
    while at < len(data):
        key, at = data[at : at + _KEY], at + _KEY
        size, at = int.from_bytes(data[at : at + _SIZE], "big"), at + _SIZE
        yield key, data[at : at + size]
        at += size


def _hash(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(_SIZE, "big"))
        digest.update(part)
    return digest.digest()


@cache
def program_sha256() -> str:
    """The hash of the program's files, and of the versions of what computes geometry."""
    versions = (sys.version, np.__version__, shapely.__version__, shapely.geos_version_string)
    projections = (pyproj.__version__, pyproj.proj_version_str)
    paths = sorted(path for path in Path(__file__).parents[1].rglob("*.*") if path.is_file())
    files = (path.read_bytes() for path in paths if path.suffix != ".pyc")
    return _hash(*(text.encode() for text in (*versions, *projections)), *files).hex()


def read_kept(path: Path) -> Kept:
    """What a file keeps; nothing if it cannot be read."""
    try:
        return Kept(path.read_bytes())
    except OSError:
        return Kept()


def write_kept(path: Path, kept: Kept) -> None:
    """Replace the file by what was asked for, if that differs; raises ``OSError`` if it cannot."""
    if kept.is_new:
        write_bytes(path, kept.written())
