"""Files a browser fetches beside the page, and keeps: the map's code and what it is given.

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
    """A file: what it is of, all that it is made from, how its name ends, and what gives its bytes
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
        """``of``, what tells this content from any other, and the ending."""
        digest = hashlib.sha256(self.made_from.encode("utf-8")).hexdigest()[:16]
        return f"{self.of}.{digest}.{self.ending}"

    @property
    def address(self) -> str:
        """Where it is found, from the page."""
        return f"assets/{self.name}"
