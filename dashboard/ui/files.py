"""Files a browser fetches beside the page, and keeps: the map's code and what it is given.

In messages of Streamlit's they would travel anew with every page opened. The name of a file has a
digest of what is in it, so that the browser never asks for one again that it has.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A file: what it is of, how its name ends, and its bytes in gzip."""

    of: str
    ending: str
    packed: bytes

    @classmethod
    def text(cls, of: str, ending: str, text: str) -> File:
        """A file of text; equal for equal texts."""
        return cls(of, ending, gzip.compress(text.encode("utf-8"), mtime=0))

    @property
    def name(self) -> str:
        """``of``, what tells this content from any other, and the ending."""
        return f"{self.of}.{hashlib.sha256(self.packed).hexdigest()[:16]}.{self.ending}"

    @property
    def address(self) -> str:
        """Where it is found, from the page."""
        return f"assets/{self.name}"
