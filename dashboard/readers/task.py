"""What a reader is given: files, what a person says of them, the data set they go to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from dashboard.console import Progress
from dashboard.readers.report import Refused, Report
from dashboard.records import Seeds


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Row = TypeVar("_Row")
_Made = TypeVar("_Made", bound=_Named)


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

    def by_id(
        self,
        rows: Callable[[Path], Iterable[tuple[str, _Row]]],
        make: Callable[[_Row], _Made],
    ) -> dict[str, _Made]:
        """What ``make`` makes of every row of the files, by its id.

        Refused are rows that it refuses, and those with the id of an earlier one. ``rows`` gives
        the rows of a file, each with its address.
        """
        found: dict[str, _Made] = {}
        for done, path in enumerate(self.files, start=1):
            for where, row in rows(path):
                self.report.read += 1
                try:
                    made = make(row)
                    if made.id in found:
                        raise Refused("two have the id {value}", made.id)
                except Refused as refused:
                    self.report.refuse(refused, where)
                else:
                    found[made.id] = made
            self.progress(f"read {path.name}", done, len(self.files))
        self.report.used = len(found)
        return found
