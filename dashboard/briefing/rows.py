"""Figures under headings: what a page, a slide and alternative text are filled with."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes
    ----------
    label, value
        What it is, and the figure in words.
    style
        Class whose swatch stands before it; ``mark`` is the number it has on the chart instead.
    note
        A remark under the label.
    share
        Per cent of a whole, for a column of its own; ``None`` where it is no share.
    """

    label: str
    value: str
    style: str = ""
    note: str = ""
    mark: str = ""
    share: float | None = None

    @property
    def percent(self) -> str:
        """The share in words; empty where there is none."""
        return "" if self.share is None else f"{self.share:.1f} %"


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under one heading, with a remark; ``bar`` where the shares make a whole."""

    heading: str
    rows: tuple[Row, ...]
    remark: str = ""
    bar: bool = False

    def without(self, style: str) -> Table:
        """The table without the rows of one class."""
        return replace(self, rows=tuple(row for row in self.rows if row.style != style))
