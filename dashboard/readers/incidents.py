"""Tables of incidents (ACLED, UCDP GED), one a row: dated points, no changes of control.

A row says what happened, where and when. Where a person has said that a kind of rows tells who took
a place, these become events as well (``takings``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from dashboard.errors import Problem
from dashboard.readers.days import DayFormat, read_day
from dashboard.readers.mapping import Column, Columns, Mapping, Only, require_wanted
from dashboard.readers.positions import read_position
from dashboard.readers.tables import text_rows
from dashboard.readers.takings import Takings, taking_events
from dashboard.readers.task import Refused, Task, require_id
from dashboard.records import (
    Incident,
    IncidentKind,
    LayerText,
    PrecisionM,
    Record,
    Seeds,
    Series,
)
from dashboard.store import Entries


class IncidentColumns(Record):
    """Columns of the table; those that are left out are not read.

    ``last_day`` is that of a row that is about several days, both inclusive. ``precision`` says by
    a word how exact the position is.
    """

    id: Column
    day: Column
    last_day: str = ""
    date_format: DayFormat = "%Y-%m-%d"
    kind: Column
    lon: Column
    lat: Column
    precision: Column
    place: str = ""
    actors: Columns = ()
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
    only: Only = Field(default_factory=dict)
    values: dict[str, str]
    precision_m: Annotated[dict[str, PrecisionM], Field(min_length=1)]
    kinds: tuple[IncidentKind, ...] = ()
    layers: tuple[LayerText, ...] = ()
    control: Takings | None = None

    def problems(self, seeds: Seeds) -> Iterator[Problem]:
        """Problems for what it names and neither it nor the data set has."""
        yield from super().problems(seeds)
        known = [kind.id for kind in (*seeds.dataset.incident_kinds, *self.kinds)]
        wanted = f"give one of {', '.join(known) or 'those under [[kinds]]'}, or nothing"
        yield from self.unknown("values", self.values, known, "incident kind", wanted)
        if self.control:
            places = {place.id for place in seeds.places}
            named, wanted = self.control.places, "use an id entered in places.csv"
            yield from self.unknown("control.places", named, places, "place", wanted)
            for word, taking in self.control.changes.items():
                at = f"control.changes.{word}.takers"
                yield from self.unknown_parties(at, taking.takers, seeds)

    def named(self) -> Iterator[str]:
        """Every column it names."""
        columns = dict(self.columns)
        del columns["date_format"]
        yield from columns.pop("actors")
        yield from filter(None, columns.values())
        yield from self.only


def read(task: Task[IncidentsMapping]) -> Entries:
    """Incidents of the tables, their kinds and layer, and the events that some of them tell."""
    mapping = task.mapping
    columns = list(dict.fromkeys(mapping.named()))
    words: dict[str, str] = {}  # that of the table for the kind of each

    def make(row: dict[str, str]) -> Incident:
        made = _incident(mapping, row, task.seeds)
        words.setdefault(made.id, row[mapping.columns.kind])
        return made

    found = task.by_id(lambda path: text_rows(path, columns, task.report), make)
    rows: dict[str, Any] = {"incidents.csv": tuple(found.values())}
    if mapping.control:
        listed = ((words[incident.id], incident) for incident in found.values())
        rows["control/events.csv"] = taking_events(mapping.control, listed, task)
    return Entries(rows=rows, layers=mapping.layers, incident_kinds=mapping.kinds)


def _incident(mapping: IncidentsMapping, row: dict[str, str], seeds: Seeds) -> Incident:
    """The incident of a row; raises ``Refused``."""
    columns, area = mapping.columns, seeds.dataset.study_area
    require_wanted(mapping.only, row)
    ident, kind, exactness = row[columns.id], row[columns.kind], row[columns.precision]
    require_id(columns.id, ident)
    if kind not in mapping.values:
        raise Refused(f"{columns.kind} {kind!r} is not in the mapping")
    if not mapping.values[kind]:
        raise Refused(f"{columns.kind} {kind!r} is not wanted")
    days = _days(columns, row, seeds.dataset.series)
    if exactness not in mapping.precision_m:
        raise Refused(f"{columns.precision} {exactness!r} is not in the mapping")
    lon, lat = read_position(row[columns.lon], row[columns.lat], area, "a row")
    return Incident(
        id=f"{mapping.source.id}-{ident}",
        kind=mapping.values[kind],
        **days,
        lon=lon,
        lat=lat,
        precision_m=mapping.precision_m[exactness],
        place_as_reported=_cell(row, columns.place),
        actors=";".join(row[name] for name in columns.actors),
        fatalities=_count(row, columns.fatalities),
        fatalities_low=_count(row, columns.fatalities_low),
        fatalities_high=_count(row, columns.fatalities_high),
        reported_by=_cell(row, columns.reported_by),
        sources=(mapping.source.id,),
        note=_cell(row, columns.note),
    )


def _days(columns: IncidentColumns, row: dict[str, str], series: Series) -> dict[str, Any]:
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


def _cell(row: dict[str, str], column: str) -> str:
    """The text of a column, as it can stand in a table; empty if there is no such column."""
    return " ".join(row[column].split()) if column else ""


def _count(row: dict[str, str], column: str) -> int | None:
    text = _cell(row, column).removesuffix(".0")  # so a column with empty cells is often written
    if not text:
        return None
    if not text.isdecimal():
        raise Refused(f"{column} {{value}} is no number of people", text)
    return int(text)
