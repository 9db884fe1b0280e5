"""What a reader is given, and what it reports: rows read, used, and refused by reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from dashboard.console import Progress, counted
from dashboard.errors import shown
from dashboard.records import Record, Seeds, is_id

_VALUE = "{value}"


class Refused(Exception):
    """Why a row or feature cannot be used; ``{value}`` in the reason stands for what is there.

    Rows refused for one reason count together, whatever their values.
    """

    def __init__(self, reason: str, value: object = None):
        self.reason, self.value = reason, value
        super().__init__(reason.replace(_VALUE, shown(value)))


def require_id(column: str, ident: str) -> None:
    """Raises ``Refused`` for what a column has that can be no id."""
    if not is_id(ident):
        raise Refused(f"{column} {{value}} is no id of letters, digits, - and _", ident)


@dataclass(slots=True)
class Refusal:
    """Rows refused for one reason: how many, where the first stands, the value there, and whether
    others have another one."""

    first: str
    value: object
    count: int = 0
    several: bool = False


@dataclass(slots=True)
class Report:
    """Counts as a reader goes along; every row read is either used or refused.

    ``notes`` are what else a person has to know. ``listed`` are findings one by one, for
    ``--list``: where, what.
    """

    read: int = 0
    used: int = 0
    refused: dict[str, Refusal] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    listed: list[tuple[str, str]] = field(default_factory=list)

    def refuse(
        self, why: str | Refused, where: str, count: int = 1, *, listed: bool = False
    ) -> None:
        """Count rows as refused; ``where`` is the first of them, and ``listed`` by itself."""
        refused = why if isinstance(why, Refused) else Refused(why)
        if listed:
            self.listed.append((where, str(refused)))
        if count:
            refusal = self.refused.setdefault(refused.reason, Refusal(where, refused.value))
            refusal.count += count
            refusal.several |= refusal.value != refused.value

    def lines(self) -> Iterator[str]:
        """The report, a line each: counts, reasons from the most frequent to the rarest, notes."""
        refused = sum(refusal.count for refusal in self.refused.values())
        yield f"{counted(self.read, 'row')} read, {self.used:,} used, {refused:,} refused"
        for reason, refusal in sorted(self.refused.items(), key=lambda item: -item[1].count):
            value = f"{shown(refusal.value)}{', …' if refusal.several else ''}"
            why = reason.replace(_VALUE, value)
            yield f"  refused {refusal.count:,}: {why} (first: {refusal.first})"
        yield from self.notes

    def list_text(self) -> str:
        """Findings one by one as CSV: ``where``, ``what``."""
        written = io.StringIO()
        table = csv.writer(written, lineterminator="\n")
        table.writerow(("where", "what"))
        table.writerows(self.listed)
        return written.getvalue()


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Mapping = TypeVar("_Mapping", bound=Record, covariant=True)
_Row = TypeVar("_Row")
_Made = TypeVar("_Made", bound=_Named)


@dataclass(frozen=True, slots=True)
class Task(Generic[_Mapping]):
    """Files to read, as a person has mapped them, for a data set.

    ``report`` is filled in by the reader. ``folder`` is that of the mapping file: files it names
    are found from there.
    """

    files: Sequence[Path]
    mapping: _Mapping
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
