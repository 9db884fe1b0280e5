"""What a reader did with other people's files: rows read, used, and refused by reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Refusal:
    """Rows refused for one reason: how many, and where the first stands."""

    count: int
    first: str


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

    def refuse(self, reason: str, where: str, count: int = 1) -> None:
        """Count rows as refused; ``where`` is the first of them."""
        if count:
            self.refused.setdefault(reason, Refusal(0, where)).count += count

    @property
    def refused_rows(self) -> int:
        """How many rows were refused for any reason."""
        return sum(refusal.count for refusal in self.refused.values())

    def lines(self) -> Iterator[str]:
        """The report, a line each: counts, reasons from the most frequent to the rarest, notes."""
        yield f"{self.read:,} rows read, {self.used:,} used, {self.refused_rows:,} refused"
        for reason, refusal in sorted(self.refused.items(), key=lambda item: -item[1].count):
            yield f"  refused {refusal.count:,}: {reason} (first: {refusal.first})"
        yield from self.notes

    def list_text(self) -> str:
        """Findings one by one as CSV: ``where``, ``what``."""
        written = io.StringIO()
        table = csv.writer(written, lineterminator="\n")
        table.writerow(("where", "what"))
        table.writerows(self.listed)
        return written.getvalue()
