"""Areas of control: a folder of maps of who held which land, a file or a property a day, or areas
with periods (``area_periods``).

Each day becomes a file of published areas and a row of their table. A day on which something
cannot be used is refused as a whole and named, and the others come in: land left out of a map would
pass to whoever holds the rest, which no map said.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import shapely
from pydantic import model_validator
from shapely.geometry.base import BaseGeometry

from dashboard.console import counted
from dashboard.errors import ReaderError
from dashboard.readers.area_periods import maps_by_day
from dashboard.readers.control_maps import (
    ControlMap,
    HolderMapping,
    apart,
    area_rules,
    map_entries,
    note_repaired,
)
from dashboard.readers.days import DayFormat, PeriodColumns, day_in_name, read_day
from dashboard.readers.task import Refused, Task
from dashboard.readers.vector import vector_rows
from dashboard.records import AreaRules, Certainty, PrecisionM, Record
from dashboard.store import Entries


class DayOfMap(Record):
    """Where the day of a map stands: in the file's name, or in a property of its features."""

    property: str = ""
    date_format: DayFormat = "%Y-%m-%d"


class AreasMapping(HolderMapping):
    """Maps of areas, each of a ``day``, or areas that hold for a ``period``. ``layer`` is that of
    a file with several."""

    kind: Literal["areas"]
    layer: str = ""
    day: DayOfMap | None = None
    period: PeriodColumns | None = None
    certainty: Certainty
    precision_m: PrecisionM

    @model_validator(mode="after")
    def _day_or_period(self) -> AreasMapping:
        if self.day and self.period:
            raise ValueError(
                "day and period are given; areas are of a day or hold for a period: keep one"
            )
        return self


def read(task: Task[AreasMapping]) -> Entries:
    """A file of published areas for each day that can be used, and the rows that name them."""
    mapping, rules = task.mapping, area_rules(task)
    maps, unused = {}, list[str]()
    found = _found(task)
    for done, (day, each) in enumerate(sorted(found.items()), start=1):
        task.progress(f"areas of {day}", done, len(found))
        try:
            maps[day] = apart(each, rules, task)
        except Refused as refused:
            task.report.refuse(refused, each.where, each.read, listed=True)
            unused.append(f"{day}: {refused}")
            continue
        task.report.used += each.read - each.left_out.total()
        for reason, n in each.left_out.items():
            task.report.refuse(reason, each.where, n)
    if not maps:
        task.report.used = 0
    if mapping.period and unused:  # no feature counts as refused for them
        days = counted(len(unused), "day of change has", "days of change have")
        task.report.notes.append(f"{days} no map (first: {unused[0]})")
    _note(task, list(maps), has_gaps=mapping.period is None)
    _note_off(task, maps, rules)
    return map_entries(maps, mapping, mapping.precision_m)


def _note_off(
    task: Task[AreasMapping], maps: Mapping[dt.date, dict[str, BaseGeometry]], rules: AreaRules
) -> None:
    """Say on which days nothing is drawn in the study area."""
    within = shapely.box(*task.seeds.dataset.study_area.bbox)
    off = [day for day, areas in maps.items() if not any(map(within.intersects, areas.values()))]
    if off:
        what = f"{counted(len(off), 'map has', 'maps have')} no area in the study area"
        task.report.notes.append(
            f"{what} (first: {off[0]}): all of it is {rules.rest}'s on these days"
        )


# --- what the files say -------------------------------------------------------------------------


def _found(task: Task[AreasMapping]) -> dict[dt.date, ControlMap]:
    """The maps of days of the series."""
    if period := task.mapping.period:
        return maps_by_day(task, period)
    found = _in_series(_maps(task), task)
    note_repaired(found.values(), task.report)
    return found


def _maps(task: Task[AreasMapping]) -> dict[dt.date, ControlMap]:
    """What the files hold by day; a file that cannot be read is refused and named."""
    found: dict[dt.date, ControlMap] = {}
    for done, path in enumerate(task.files, start=1):
        task.progress(f"read {path.name}", done, len(task.files))
        try:
            days = _days_of(path, task)
        except (Refused, ReaderError) as refused:
            reason = str(refused).removeprefix(f"{path.name}: ")
            task.report.read += 1
            task.report.refuse(reason, path.name, listed=True)
            continue
        for day, each in days.items():
            if day in found:
                reason = f"{day} is that of {found[day].where} too"
                task.report.refuse(reason, each.where, each.read, listed=True)
                found[day].refused = f"{day} is that of {each.where} too"
            else:
                found[day] = each
    return found


def _days_of(path: Path, task: Task[AreasMapping]) -> dict[dt.date, ControlMap]:
    """The maps of one file: one, or one for each day its features name."""
    dated = task.mapping.day or DayOfMap()
    day = None if dated.property else day_in_name(path.stem, dated.date_format)
    found: dict[dt.date, ControlMap] = {}
    for where, row in vector_rows(path, task.seeds.dataset.study_area, task.mapping.layer):
        task.report.read += 1
        try:
            of = day or read_day(row.texts.get(dated.property, ""), dated.date_format)
        except Refused as refused:
            task.report.refuse(refused, where)
            continue
        each = found.setdefault(of, ControlMap(path.name))
        each.take(row, task.mapping)
    if day and not found:
        raise Refused("no feature is in it")
    return found


# --- a day as it is entered ---------------------------------------------------------------------


def _in_series(
    found: dict[dt.date, ControlMap], task: Task[AreasMapping]
) -> dict[dt.date, ControlMap]:
    """The maps of days of the series; of those before, the last, if none is of the first day."""
    series, kept = task.seeds.dataset.series, dict(found)
    before = sorted(day for day in found if day < series.first_day)
    if before and series.first_day not in found:
        before.pop()
    for day in (*before, *(day for day in found if day > series.last_day)):
        reason = f"{day} is outside the series, {series.first_day} to {series.last_day}"
        task.report.refuse(reason, found[day].where, found[day].read, listed=True)
        del kept[day]
    return kept


def _note(task: Task[AreasMapping], days: Sequence[dt.date], *, has_gaps: bool) -> None:
    """What else there is to know: days without a map, before the first and after the last too."""
    notes, series = task.report.notes, task.seeds.dataset.series
    gaps = [(b - a, a, b) for a, b in itertools.pairwise(days) if (b - a).days > 1]
    if gaps and has_gaps:
        length, a, b = max(gaps)
        notes.append(f"days without a map: the longest gap is {length.days} days, {a} to {b}")
    if days and days[0] > series.first_day:
        notes.append(f"the first map is of {days[0]}; the series begins on {series.first_day}")
    if days and has_gaps and days[-1] < series.last_day:
        notes.append(f"the last map is of {days[-1]}; it stands until {series.last_day}")
