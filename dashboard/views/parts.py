"""What pages are made of, in order; whoever shows a page decides how each part is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.views.tables import Column


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of the page, as it stands."""

    html: str


@dataclass(frozen=True, slots=True)
class Fold:
    """A line of text that opens; what is folded is made only when somebody sees it."""

    title: str
    html: Callable[[], str]
    key: str


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a figure, by their ids, folded where there is no ``caption``."""

    ids: tuple[str, ...]
    key: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data; with ``folded`` under its caption, which opens.

    ``anchors`` are the names of the rows in the address of a page, where it has any.
    """

    caption: str
    columns: Sequence[Column]
    key: str
    height: int = 360
    folded: bool = False
    anchors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Parts beside each other where there is room, the second a little wider."""

    first: Sequence[Part]
    second: Sequence[Part]


Part = Html | Fold | Events | Table | Columns
Parts = Iterator[Part]
