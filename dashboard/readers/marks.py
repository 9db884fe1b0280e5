"""Marks of a map that an encyclopedia keeps as a Lua module: a dot a place, its colour a party.

A module says who holds its places when it was saved, so every file is about one day. Several
revisions make a history: a mark whose party is another one than in the revision before changed
hands between the two days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from dashboard.errors import ReaderError
from dashboard.readers.control import control_entries
from dashboard.readers.days import DayFormat, day_in_name
from dashboard.readers.mapping import Columns, PartyMapping, Standing
from dashboard.readers.positions import DOUBLED, JudgedPlaces, doubled
from dashboard.readers.runs import packed, runs
from dashboard.readers.task import Refused, Task
from dashboard.records import Place, id_of
from dashboard.store import Entries


class MarksMapping(PartyMapping):
    """Revisions of a module; the words of ``values`` are pictures of marks.

    ``file_day`` is how the day stands in a file's name, without its ending: ``map-%Y-%m-%d``.
    ``any_name`` are fields by which a mark is named, the first that is filled in counts.
    """

    kind: Literal["marks"]
    file_day: DayFormat
    any_name: Annotated[Columns, Field(min_length=1)] = ("link", "label")
    places: JudgedPlaces
    standing: Standing


class _Marks:
    """Marks read so far: their places by id, and packed rows."""

    def __init__(self, task: Task[MarksMapping]):
        self.task, self.mapping = task, task.mapping
        self.parties = [party.id for party in task.seeds.dataset.parties]
        self.places: dict[str, Place] = {}
        self.rows: list[tuple[str, int, int]] = []

    def read(self, path: Path) -> None:
        """All marks of a file; those that cannot be used are refused."""
        report = self.task.report
        try:
            day = day_in_name(path.stem, self.mapping.file_day)
        except Refused as refused:
            raise ReaderError(f"{path.name}: {refused}") from None
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ReaderError(f"{path.name}: {error}; a module in UTF-8 is wanted") from None
        named: set[str] = set()
        for line, fields in lua_tables(text):
            if "lat" not in fields or "long" not in fields:
                continue  # no mark: what the module says of itself
            report.read += 1
            try:
                self._add(fields, day, named)
            except Refused as refused:
                report.refuse(refused, f"{path.name}: line {line}")
        if not named:
            report.notes.append(f"{path.name}: no mark of it is used (a table with lat and long)")

    def _add(self, fields: dict[str, str], day: dt.date, named: set[str]) -> None:
        mark = fields.get("mark", "")
        if mark not in self.mapping.values:
            raise Refused(f"mark {mark!r} is not in the mapping")
        party = self.mapping.values[mark]
        if not party:
            raise Refused(f"mark {mark!r} names nobody")
        place = self._place(fields)
        if place.id in named:
            raise Refused("another mark of the file has the same name")
        if day > self.task.seeds.dataset.series.last_day:
            raise Refused("after the last day of the series")
        named.add(place.id)
        self.places.setdefault(place.id, place)
        self.rows.append((place.id, day.toordinal(), self.parties.index(party)))

    def _place(self, fields: dict[str, str]) -> Place:
        names = (plain(fields.get(field, "")) for field in self.mapping.any_name)
        name = next(filter(None, names), "")
        if not (ident := id_of(name)):
            raise Refused(f"a mark has no name under {', '.join(self.mapping.any_name)}")
        mapping, dataset = self.mapping, self.task.seeds.dataset
        at = fields["long"], fields["lat"]
        return mapping.places.place(ident, name, *at, mapping.source.id, dataset)


def plain(text: str) -> str:
    """A label without the markup of a wiki: ``[[Town (river)|Town]]`` is ``Town``."""
    text = re.sub(r"\[\[(?:[^|\]]*\|)?([^\]]*)\]\]", r"\1", text)
    return " ".join(re.sub(r"<[^>]*>|'{2,}", " ", text).split())


def read(task: Task[MarksMapping]) -> Entries:
    """Places of the marks, who held them on the first day of the series, what changed after it."""
    marks = _Marks(task)
    for done, path in enumerate(task.files, start=1):
        marks.read(path)
        task.progress(f"read {path.name}", done, len(task.files))
    refused = set(doubled(marks.places, task.seeds))
    for ident, _, _ in marks.rows:
        if ident in refused:
            task.report.refuse(DOUBLED, ident)
    words = sorted(marks.places.keys() - refused)
    number = {word: n for n, word in enumerate(words)}
    rows = [(number[i], day, party) for i, day, party in marks.rows if i not in refused]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    found = runs([packed(*table.T)], words, task.report)
    return control_entries(found, words, marks.places, "mark of a map module", task)


# --- tables of a Lua module, as far as they are data ---------------------------------------------

_TOKEN = re.compile(
    r"""
    (?P<skip>--\[\[.*?\]\]|--[^\n]*|\s+)
    |(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\[\[.*?\]\])
    |(?P<word>[A-Za-z_]\w*)
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def lua_tables(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Every table with named strings or numbers: the line it begins on, and these as texts.

    What the fields of a table hold otherwise (tables, calls) is left out; a table inside another
    one comes by itself, before it.
    """
    tables: list[tuple[int, dict[str, str]]] = []
    line, name, assigned = 1, "", False
    for token in _TOKEN.finditer(text):
        kind, found = token.lastgroup, token.group()
        if found == "{":
            tables.append((line, {}))
        elif found == "}" and tables:
            begun, fields = tables.pop()
            if fields:
                yield begun, fields
        elif kind in ("text", "number") and assigned and tables:
            tables[-1][1][name] = found
            if kind == "text":
                inner = found[2:-2] if found.startswith("[[") else found[1:-1]
                tables[-1][1][name] = re.sub(r"\\(.)", r"\1", inner)
        line += found.count("\n")
        if kind != "skip":
            name = found if kind == "word" else name
            assigned = found == "="
