"""Figures under headings: what a page, a slide and alternative text are filled with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from dashboard.quantity import Quantity
from dashboard.wording import Wording, format

Write = Callable[[Wording, Quantity], str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the catalog with several figures in it, by their names there."""

    key: str
    figures: Mapping[str, Quantity]


class RowText(NamedTuple):
    """A row in words; ``share`` is empty where it has none."""

    label: str
    value: str
    share: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    #: ``label``, ``value``: what it is; a figure, a phrase of figures, or words where it is none.
    label: str
    value: Quantity | Phrase | str = ""
    #: Class whose swatch stands before it; ``mark`` is the number it has on the chart instead.
    style: str = ""
    #: A remark under the label.
    note: str = ""
    mark: str = ""
    #: Per cent of a whole, for a column of its own; ``None`` where it is no share.
    share: Quantity | None = None
    #: How ``wording.format`` writes the value.
    write: Write = format.with_error
    #: The figure whose range stands beside the label; the share or the value by itself.
    ranged: Quantity | None = None
    #: Key of the phrase used where there is no such figure, as in some scenarios.
    none: str = ""
    #: Whether it details the last row that is not itself a detail: it follows that row, indented.
    is_part: bool = False

    def text(self, words: Wording) -> RowText:
        """The row in a language."""
        share = format.with_error(words, self.share) if self.share else ""
        return RowText(self._with_range(words, self.label), self._value(words), share)

    def line(self, words: Wording) -> str:
        """The row as one line, without columns: the range comes after its figures."""
        share = format.with_error(words, self.share) if self.share else ""
        named = " ".join(filter(None, (self.label, self._value(words))))
        return self._with_range(words, words["list_comma"].join(filter(None, (named, share))))

    def has_range(self, words: Wording) -> bool:
        """Whether its figures are written with a range."""
        if isinstance(self.value, Phrase):
            return any(format.span(words, figure) for figure in self.value.figures.values())
        return isinstance(self.value, Quantity) and bool(format.span(words, self.value))

    def _with_range(self, words: Wording, text: str) -> str:
        ranged = self.ranged or self.share or self.value
        if not isinstance(ranged, Quantity):
            return text
        return format.with_scenarios(words, ranged, self.none, shown=text)

    def _value(self, words: Wording) -> str:
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, Quantity):
            return self.write(words, self.value)
        figures = {name: self.write(words, each) for name, each in self.value.figures.items()}
        return words.fill(self.value.key, **figures)


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under one heading, with a remark; ``bar`` where the shares make a whole."""

    heading: str
    rows: tuple[Row, ...]
    remark: str = ""
    bar: bool = False

    @property
    def groups(self) -> list[tuple[Row, ...]]:
        """Its rows, each with its parts."""
        starts = [at for at, row in enumerate(self.rows) if not (at and row.is_part)]
        ends = (*starts[1:], len(self.rows))
        return [self.rows[start:end] for start, end in zip(starts, ends, strict=True)]

    def without(self, style: str) -> Table:
        """The table without the rows of one class."""
        return replace(self, rows=tuple(row for row in self.rows if row.style != style))
