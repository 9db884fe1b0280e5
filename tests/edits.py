"""Files changed as a person would."""

from __future__ import annotations

from pathlib import Path


def edited(path: Path, before: str, after: str, count: int = -1) -> None:
    """Type ``after`` for ``before`` in a file: everywhere, or ``count`` times from the top."""
    text = path.read_text("utf-8")
    assert before in text, f"{path.name} has no {before!r}: nothing would be changed"
    path.write_text(text.replace(before, after, count), "utf-8")
