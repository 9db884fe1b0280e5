"""Tables of records: which columns each has, and records to rows and back.

A field is a column of its name; columns that no field has are kept in the note of a record that has
one. Only a text has one a language of the data set, ``name_uk``, and
the administrative units of a place have two a level, its name and its code: ``county``,
``county_code``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from dashboard import records
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


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that tables have in a data set of these languages and administrative levels."""

    languages: tuple[str, ...]
    levels: tuple[str, ...] = ()

    @classmethod
    def of_dataset(cls, dataset: Dataset) -> Columns:
        """Those of a data set."""
        return cls(dataset.languages, dataset.level_ids)

    @classmethod
    def of_header(cls, header: Sequence[str]) -> Columns:
        """Those that a table itself seems to be made for, where its data set cannot be read."""
        start = column("name", "")
        languages = (name.removeprefix(start) for name in header if name.startswith(start))
        levels = (name for name in header if code_column(name) in header)
        return cls(tuple(languages), tuple(levels))

    def of(self, model: type[Record]) -> tuple[str, ...]:
        """Names of the columns of a table of such records, those of single kinds of rows last."""
        return _columns_of(self, model)

    def required(self, model: type[Record]) -> list[str]:
        """Those of them that no row can do without; of a text that in the first language."""
        names = (name for name, info in model.model_fields.items() if info.is_required())
        return [made for name in names for made in islice(self.of_field(model, name), 1)]

    def of_field(self, model: type[Record], name: str) -> Iterable[str]:
        """Names of the columns that a field has in a table of such records."""
        if name in text_fields(model):
            return (column(name, code) for code in self.languages)
        if name == _UNITS:
            return (made for level in self.levels for made in (level, code_column(level)))
        return (name,)

    def fields(self, model: type[Record], row: Mapping[str, str]) -> dict[str, Any]:
        """A row, as ``csv_rows`` gives it, as the fields of a record.

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
