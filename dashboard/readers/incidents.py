"""Tables of incidents (ACLED, UCDP GED), one a row: dated points, no changes of control.

A row says what happened, where and when. Where a person has said that a kind of rows tells who took
a place, these become events as well (``takings``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from dashboard.errors import MappingError, Problem, shown
from dashboard.measure import km_outside
from dashboard.readers.mapping import Column, Mapping
from dashboard.readers.periods import Refused, read_day
from dashboard.readers.positions import read_position
from dashboard.readers.reader import Reader, Task
from dashboard.readers.tables import text_rows
from dashboard.readers.takings import Takings, taking_events
from dashboard.records import Incident, IncidentKind, Int, LayerText, Record, is_id
from dashboard.store import Entries


class IncidentColumns(Record):
    """Columns of the table; those that are left out are not read.

    ``last_day`` is that of a row that is about several days, both inclusive. ``precision`` says by
    a word how exact the position is.
    """

    id: Column
    day: Column
    last_day: str = ""
    date_format: str = "%Y-%m-%d"
    kind: Column
    lon: Column
    lat: Column
    precision: Column
    place: str = ""
    actors: tuple[Column, ...] = ()
    fatalities: str = ""
    fatalities_low: str = ""
    fatalities_high: str = ""
    reported_by: str = ""
    note: str = ""


class IncidentsMapping(Mapping):
    """A table of incidents.

    ``values`` says which of the data set's kinds of incidents each word of the column ``kind``
    stands for, nothing for one that is not wanted; ``precision_m`` how many metres each word of the
    column ``precision`` does. ``only`` keeps rows whose columns have one of the values named.
    ``kinds`` and ``layers`` are entries of ``dataset.toml``.
    """

    kind: Literal["incidents"]
    columns: IncidentColumns
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    values: dict[str, str]
    precision_m: Annotated[dict[str, Annotated[Int, Field(gt=0)]], Field(min_length=1)]
    kinds: tuple[IncidentKind, ...] = ()
    layers: tuple[LayerText, ...] = ()
    control: Takings | None = None

    def named(self) -> Iterator[str]:
        """Every column it names."""
        columns = dict(self.columns)
        del columns["date_format"]
        yield from columns.pop("actors")
        yield from filter(None, columns.values())
        yield from self.only


class _Incidents:
    """Incidents read so far by id, each with the word that the table has for its kind."""

    def __init__(self, task: Task):
        self.task, self.mapping = task, task.mapping
        self.area, self.series = task.seeds.dataset.study_area, task.seeds.dataset.series
        self.found: dict[str, tuple[str, Incident]] = {}

    def read(self, path: Path) -> None:
        """All rows of a file; those that cannot be used are refused."""
        report = self.task.report
        columns = list(dict.fromkeys(self.mapping.named()))
        for number, row in enumerate(text_rows(path, columns, self.mapping.delimiter), start=1):
            report.read += 1
            try:
                incident = self._incident(row)
                if incident.id in self.found:
                    raise Refused("two rows have one id")
            except Refused as refused:
                report.refuse(str(refused), f"{path.name}: row {number}")
                continue
            self.found[incident.id] = row[self.mapping.columns.kind], incident

    def _incident(self, row: dict[str, str]) -> Incident:
        mapping: IncidentsMapping = self.mapping
        columns = mapping.columns
        for name, wanted in mapping.only.items():
            if row[name] not in wanted:
                raise Refused(f"{name} is none of those asked for")
        if not is_id(row[columns.id]):
            raise Refused(f"{columns.id} is no id of letters, digits, - and _")
        return Incident(
            id=f"{mapping.source.id}-{row[columns.id]}",
            kind=self._kind(row[columns.kind]),
            **self._days(row),
            **self._position(row),
            place_as_reported=_cell(row, columns.place),
            actors=";".join(row[name] for name in columns.actors),
            fatalities=_count(row, columns.fatalities),
            fatalities_low=_count(row, columns.fatalities_low),
            fatalities_high=_count(row, columns.fatalities_high),
            reported_by=_cell(row, columns.reported_by),
            sources=(mapping.source.id,),
            note=_cell(row, columns.note),
        )

    def _kind(self, word: str) -> str:
        column = self.mapping.columns.kind
        if word not in self.mapping.values:
            raise Refused(f"{column} {word!r} is not in the mapping")
        kind: str = self.mapping.values[word]
        if not kind:
            raise Refused(f"{column} {word!r} is not wanted")
        return kind

    def _days(self, row: dict[str, str]) -> dict[str, Any]:
        columns, series = self.mapping.columns, self.series
        day = read_day(row[columns.day], columns.date_format)
        until = _cell(row, columns.last_day)
        last = read_day(until, columns.date_format) if until else day
        if last < day:
            raise Refused("the last day is before the first")
        if day < series.first_day:
            raise Refused("before the first day of the series")
        if day > series.last_day:
            raise Refused("after the last day of the series")
        return {"day": day, "last_day": last if last > day else None}

    def _position(self, row: dict[str, str]) -> dict[str, Any]:
        columns, area = self.mapping.columns, self.area
        word = row[columns.precision]
        if word not in self.mapping.precision_m:
            raise Refused(f"{columns.precision} {word!r} is not in the mapping")
        lon, lat = read_position(row[columns.lon], row[columns.lat], area, "a row")
        if km_outside(np.array([(lon, lat)]), area.bbox)[0] > area.margin_km:
            raise Refused(f"a row is about more than {area.margin_km:g} km outside the area")
        return {"lon": lon, "lat": lat, "precision_m": self.mapping.precision_m[word]}


def _cell(row: dict[str, str], column: str) -> str:
    """The text of a column, as it can stand in a table; empty if there is no such column."""
    return " ".join(row[column].split()) if column else ""


def _count(row: dict[str, str], column: str) -> int | None:
    text = _cell(row, column)
    if not text:
        return None
    if not text.isdecimal():
        raise Refused(f"{column} {text!r} is no number of people")
    return int(text)


def read(task: Task) -> Entries:
    """Incidents of the tables, their kinds and layer, and the events that some of them tell."""
    mapping: IncidentsMapping = task.mapping
    _require_kinds(mapping, task)
    incidents = _Incidents(task)
    for done, path in enumerate(task.files, start=1):
        incidents.read(path)
        task.progress(f"read {path.name}", done, len(task.files))
    found = list(incidents.found.values())
    task.report.used = len(found)
    rows: dict[str, Any] = {"incidents.csv": [incident for _, incident in found]}
    if mapping.control:
        rows["control/events.csv"] = taking_events(mapping.control, found, task)
    return Entries(rows=rows, layers=mapping.layers, incident_kinds=mapping.kinds)


def _require_kinds(mapping: IncidentsMapping, task: Task) -> None:
    """All ``values`` are kinds of the data set or of the mapping.

    Raises
    ------
    MappingError
        With a problem for each that is not.
    """
    known = [kind.id for kind in (*task.seeds.dataset.incident_kinds, *mapping.kinds)]
    wanted = f"give one of {', '.join(known) or 'those under [[kinds]]'}, or nothing"
    problems = [
        Problem(
            mapping.at(f"values.{word}"),
            f"{shown(kind)} is no kind of incident",
            wanted,
            "unknown-incident-kind",
        )
        for word, kind in mapping.values.items()
        if kind and kind not in known
    ]
    if problems:
        raise MappingError(problems)


READER = Reader(
    "incidents",
    "a table of incidents (ACLED, UCDP GED) in CSV: dated points, by kind",
    IncidentsMapping,
    read,
)
