"""What a reader is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.readers.mapping import Mapping
from dashboard.readers.report import Report
from dashboard.records import Seeds
from dashboard.store import Entries

#: Called with a step's name, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """Files to read, as a person has mapped them, for a data set.

    ``report`` is filled in by the reader. ``folder`` is that of the mapping file: files it names
    are found from there.
    """

    files: Sequence[Path]
    mapping: Any
    folder: Path
    seeds: Seeds
    progress: Progress
    report: Report = field(default_factory=Report)


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of other people's files: its name, what it is, its mapping, and how it is read.

    ``read`` raises ``ReaderError`` where a file cannot be read at all.
    """

    kind: str
    about: str
    mapping: type[Mapping]
    read: Callable[[Task], Entries]
