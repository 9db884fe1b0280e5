"""What pages are made of, in order. Whoever shows a page decides how to draw each part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.views.tables import Column


@dataclass(frozen=True, slots=True)
class Fold:
    """A line of text that opens. What is folded is made only when somebody opens it."""

    title: str
    html: Callable[[], str]
    key: str


@dataclass(frozen=True, slots=True)
class Events:
    """The events behind a figure, by their ids; folded unless there is a ``caption``.

    ``within`` is the area whose land is counted, as ``Archive.within`` takes it.
    """

    ids: tuple[str, ...]
    key: str
    caption: str = ""
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data; with ``folded`` it opens under its caption.

    ``anchors`` are the names of the rows in the address of a page, where it has any.
    """

    caption: str
    columns: Sequence[Column]
    key: str
    folded: bool = False
    anchors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns where there is room, the second a little wider."""

    first: Sequence[Part]
    second: Sequence[Part]


#: A text is a piece of HTML.
Part = str | Fold | Events | Table | Columns
Parts = Iterator[Part]
