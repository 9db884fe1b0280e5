"""Files that the browser fetches once and keeps: the code of the map and its payload.

In messages of Streamlit's they would travel anew with every page opened. The name of a file has a
digest of all that it is made from, so that the browser never asks for one again that it has, and a
page can name one that is still being made.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A file: its stem, everything it is made from, its ending, and a function that gives its bytes
    in gzip."""

    of: str
    made_from: str
    ending: str
    packed: Callable[[], bytes]

    @classmethod
    def text(cls, of: str, ending: str, text: str) -> File:
        """A file of text."""
        packed = gzip.compress(text.encode("utf-8"), mtime=0)
        return cls(of, text, ending, lambda: packed)

    @property
    def name(self) -> str:
        """The stem, a digest of what the file is made from, and the ending."""
        digest = hashlib.sha256(self.made_from.encode("utf-8")).hexdigest()[:16]
        return f"{self.of}.{digest}.{self.ending}"

    @property
    def address(self) -> str:
        """The address of the file, relative to the page."""
        return f"assets/{self.name}"
