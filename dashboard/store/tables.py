"""Tables of records (CSV): which columns each has, reading rows and writing them.

A field is a column of its name. A text has a column for each language of the data set, ``name_uk``;
the administrative units of a place have two for each level, name and code: ``county``,
``county_code``. Columns that no field has are kept in the note of a record that has one.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from dashboard import records
from dashboard.errors import Problem, shown, word
from dashboard.records import (
    Dataset,
    Place,
    Record,
    Text,
    code_column,
    column,
    text_fields,
    units_in,
)

#: Table -> its record, and the field of ``Seeds`` its rows go to.
TABLES: dict[str, tuple[type[Record], str]] = {
    "sources.csv": (records.Source, "sources"),
    "places.csv": (records.Place, "places"),
    "unresolved_places.csv": (records.UnresolvedPlace, "unresolved_places"),
    "control/baseline.csv": (records.Baseline, "baseline"),
    "control/events.csv": (records.Event, "events"),
    "control/area_statements.csv": (records.AreaStatement, "area_statements"),
    "control/published_areas.csv": (records.PublishedAreas, "published_areas"),
    "control/groups.csv": (records.GroupHolding, "group_holdings"),
    "control/unplaced_events.csv": (records.UnplacedEvent, "unplaced_events"),
    "control/operations.csv": (records.Operation, "operations"),
    "control/chain_fixes.csv": (records.ChainFix, "chain_fixes"),
    "incidents.csv": (records.Incident, "incidents"),
    "posts.csv": (records.Post, "posts"),
    "published_figures.csv": (records.PublishedFigure, "published_figures"),
    "attestations.csv": (records.Attestation, "attestations"),
    "truth_checks.csv": (records.TruthCheck, "truth_checks"),
    "translations.csv": (records.Translation, "translations"),
}
#: Record of a table -> the column that says of which kind a row is, and the record of each kind.
ROW_KINDS: dict[type[Record], tuple[str, dict[str, type[Record]]]] = {
    records.PublishedFigure: (
        "compare",
        {
            "held_area": records.HeldFigure,
            "held_share": records.HeldFigure,
            "gain": records.GainFigure,
            "net_gain": records.GainFigure,
        },
    ),
}


_UNITS = "units"
"""The field of a place that has two columns a level."""
_LIKE = 0.6
"""Likeness (``difflib``) from which on an unknown column counts as a known one misspelt."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that tables have in a data set of these languages and administrative levels."""

    languages: tuple[str, ...]
    levels: tuple[str, ...] = ()

    @classmethod
    def of_dataset(cls, dataset: Dataset) -> Columns:
        """The columns in a data set."""
        return cls(dataset.languages, dataset.level_ids)

    @classmethod
    def of_text(cls, text: str) -> Columns:
        """The columns a table seems to be made for, where its data set cannot be read."""
        try:
            header = next(csv.reader(io.StringIO(text, newline="")), [])
        except csv.Error:
            header = []
        start = column("name", "")
        languages = (name.removeprefix(start) for name in header if name.startswith(start))
        levels = (name for name in header if code_column(name) in header)
        return cls(tuple(languages), tuple(levels))

    def of(self, model: type[Record]) -> tuple[str, ...]:
        """Names of the columns of a table of such records, those of single kinds of rows last."""
        return _columns_of(self, model)

    def required(self, model: type[Record]) -> list[str]:
        """Names of the columns no row can do without; of a text the one in the first language."""
        names = (name for name, info in model.model_fields.items() if info.is_required())
        return [made for name in names for made in islice(self.of_field(model, name), 1)]

    def of_field(self, model: type[Record], name: str) -> Iterable[str]:
        """Names of the columns that a field has in a table of such records."""
        if name in text_fields(model):
            return (column(name, code) for code in self.languages)
        if name == _UNITS:
            return (made for level in self.levels for made in (level, code_column(level)))
        return (name,)

    def rows(
        self, model: type[Record], text: str, where: str, problems: list[Problem]
    ) -> list[tuple[int, dict[str, str]]] | None:
        """The rows of a table as the line each starts on and its cells by column, without empty
        ones; rows of the wrong length are left out.

        What is wrong is added to ``problems``. ``None`` if the header or a quote makes the table
        unreadable.
        """
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # inside cells, too
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows: list[tuple[int, dict[str, str]]] = []
        header: list[str] | None = None
        line = 1
        try:
            for cells in reader:
                start, line = line, reader.line_num + 1  # a quoted cell may span lines
                if header is None:
                    header = cells
                    found = list(self._wrong_columns(model, header, f"{where}:1"))
                    problems.extend(found)
                    if found:
                        return None
                elif not cells:
                    continue  # a blank line is no row
                elif len(cells) != len(header):
                    problems.append(_wrong_length(f"{where}:{start}", cells, header))
                else:
                    pairs = zip(header, cells, strict=True)
                    row = {name: bare for name, cell in pairs if (bare := cell.strip())}
                    rows.append((start, row))
        except csv.Error as error:
            what = f"the row cannot be read: {error}"
            wanted = "close every quote and double a quote inside a quoted cell"
            problems.append(Problem(f"{where}:{line}", what, wanted, "csv-shape"))
            return None
        if header is None:
            wanted = f"start with the header {','.join(self.of(model))}"
            problems.append(Problem(f"{where}:1", "the file is empty", wanted, "csv-header"))
            return None
        return rows

    def _wrong_columns(
        self, model: type[Record], header: Sequence[str], where: str
    ) -> Iterator[Problem]:
        """Columns that are there twice, unknown or missing.

        Others than the record's may be there if it has a note to keep them in, and they are not
        like one of its own.
        """
        known = list(self.of(model))
        if "note" in model.model_fields:
            known += [name for name in header if not _is_like(name, known)]
        twice = sorted({name for name in header if header.count(name) > 1})
        unknown = [name for name in dict.fromkeys(header) if name not in known]
        missing = [name for name in self.required(model) if name not in header]
        for names, what, wanted in (
            (twice, "appears twice", "keep one of them"),
            (unknown, "is unknown", f"use {', '.join(map(word, known))}"),
            (missing, "is missing", "add it, in every row"),
        ):
            for name in names:
                at = f"{where}:{word(name)}"
                yield Problem(at, f"column {shown(name)} {what}", wanted, "csv-header")

    def fields(self, model: type[Record], row: Mapping[str, str]) -> dict[str, Any]:
        """A row of a table as the fields of a record.

        Columns that no field has are kept in its note, each with its name.
        """
        known, texts, units = _read_from(self, model)
        made: dict[str, Any] = dict(row)
        if others := row.keys() - known:
            own = [f"{name}: {made.pop(name)}" for name in row if name in others]
            made["note"] = "; ".join([*filter(None, [made.get("note")]), *own])
        for name, columns in texts:
            if text := {code: words for code, at in columns if (words := made.pop(at, ""))}:
                made[name] = text
        if units:
            made[_UNITS] = units_in(row, self.levels)
            for name in units:
                made.pop(name, None)
        return made

    def entered(self, model: type[Record], path: Sequence[str | int]) -> list[str | int]:
        """The path of a field in a record as the column it was entered in."""
        name, *inside = path
        if name in text_fields(model):
            return [column(str(name), str(inside[0] if inside else self.languages[0]))]
        return list(path)

    def cells(self, record: Record) -> dict[str, str]:
        """A record as the cells of its table, by column."""
        made: dict[str, str] = {}
        for name, value in record:
            if isinstance(value, Text):
                made |= value.flat(name, self.languages)
            elif name == _UNITS and isinstance(record, Place):
                made |= record.flat_units(self.levels)
            else:
                made[name] = _cell(value)
        return made

    def table(self, name: str, rows: Iterable[Record]) -> str:
        """The CSV file of ``TABLES`` of that name: its header, and a line for each row."""
        written = io.StringIO()
        table = csv.DictWriter(written, self.of(TABLES[name][0]), lineterminator="\n")
        table.writeheader()
        table.writerows(map(self.cells, rows))
        return written.getvalue()


def _is_like(name: str, known: Sequence[str]) -> bool:
    """Whether a column that nobody asks for may be one of ``known``, misspelt."""
    bare = name.strip().casefold()
    return not bare or bool(difflib.get_close_matches(bare, known, n=1, cutoff=_LIKE))


def _wrong_length(where: str, cells: list[str], header: list[str]) -> Problem:
    found = f"{len(cells)} field(s) in a table of {len(header)}, starting {shown(cells[0])}"
    hint = "quote cells that contain a comma" if len(cells) > len(header) else "fill up with commas"
    return Problem(where, found, f"give {len(header)} fields ({hint})", "csv-shape")


@cache
def _columns_of(columns: Columns, model: type[Record]) -> tuple[str, ...]:
    _, kinds = ROW_KINDS.get(model, ("", {}))
    fields = (name for each in (model, *kinds.values()) for name in each.model_fields)
    return tuple(made for name in dict.fromkeys(fields) for made in columns.of_field(model, name))


@cache
def _read_from(
    columns: Columns, model: type[Record]
) -> tuple[frozenset[str], list[tuple[str, list[tuple[str, str]]]], tuple[str, ...]]:
    """The columns of a table of such records; of each text by language; and those of units."""
    texts = [
        (name, [(code, column(name, code)) for code in columns.languages])
        for name in text_fields(model)
    ]
    units = tuple(columns.of_field(model, _UNITS)) if _UNITS in model.model_fields else ()
    return frozenset(columns.of(model)), texts, units


def _cell(value: Any) -> str:
    """A field as it stands in a table; an empty cell is one without a value."""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
