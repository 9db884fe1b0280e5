"""What a reader did with other people's files: rows read, used, and refused by reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.errors import shown

_VALUE = "{value}"


class Refused(Exception):
    """Why a row or feature cannot be used; ``{value}`` in the reason stands for what is there.

    Rows refused for one reason count together, whatever their values.
    """

    def __init__(self, reason: str, value: object = None):
        self.reason, self.value = reason, value
        super().__init__(reason.replace(_VALUE, shown(value)))


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

    @property
    def refused_rows(self) -> int:
        """How many rows were refused for any reason."""
        return sum(refusal.count for refusal in self.refused.values())

    def lines(self) -> Iterator[str]:
        """The report, a line each: counts, reasons from the most frequent to the rarest, notes."""
        yield f"{self.read:,} rows read, {self.used:,} used, {self.refused_rows:,} refused"
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
