"""Areas with periods: who held which land from one day to another, as maps of single days.

There is a map for every day on which an area begins or no longer counts, and one for the day before
it, so that a change is of the very day the file says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboard.readers.control_maps import ControlMap, HolderMapping, note_repaired
from dashboard.readers.days import PeriodColumns
from dashboard.readers.task import Refused, Task
from dashboard.readers.vector import vector_rows
from dashboard.records import Period, Series

_DAY = dt.timedelta(days=1)


#: The period of the areas of a feature, and the areas.
_Held = tuple[Period, ControlMap]


def maps_by_day(task: Task[HolderMapping], columns: PeriodColumns) -> dict[dt.date, ControlMap]:
    """A map for each day on which who held what changes, the day before it, and the first."""
    held: list[_Held] = []
    for done, path in enumerate(task.files, start=1):
        task.progress(f"read {path.name}", done, len(task.files))
        held += _held(path, task, columns)
    note_repaired((areas for _, areas in held), task.report)
    return {day: _on(day, held) for day in _days(held, task.seeds.dataset.series)}


def _held(path: Path, task: Task[HolderMapping], columns: PeriodColumns) -> Iterator[_Held]:
    """The features of a file that say who held land in the series; the others are counted.

    One whose days cannot be read can be of any day: there is no map without it, and none with it.
    """
    series, report = task.seeds.dataset.series, task.report
    days = Period(series.first_day, series.last_day + _DAY)
    for where, row in vector_rows(path, task.seeds.dataset.study_area):
        report.read += 1
        areas, period = ControlMap(where), Period()
        areas.take(row, task.mapping)
        try:
            period = columns.read(row.texts)
        except Refused as refused:
            areas.refuse(str(refused))
        if areas.left_out:
            (reason,) = areas.left_out
            report.refuse(reason, areas.where)
        elif not period.overlaps(days):
            report.refuse("its period is outside the series", areas.where)
        else:
            report.refuse(areas.refused, areas.where, bool(areas.refused))
            report.used += not areas.refused
            yield period, areas


def _days(held: Sequence[_Held], series: Series) -> list[dt.date]:
    """The days a map is needed of, in order: all are days of the series."""
    turns = {end for period, _ in held for end in (period.valid_from, period.valid_to) if end}
    inside = [day for day in turns if series.first_day < day <= series.last_day]
    return sorted({series.first_day, *inside, *(day - _DAY for day in inside)})


def _on(day: dt.date, held: Sequence[_Held]) -> ControlMap:
    """The areas that hold on a day; their features are counted by themselves."""
    made = ControlMap(f"{day}")
    for areas in (areas for period, areas in held if period.contains(day)):
        if areas.refused:
            made.refuse(f"{areas.where}: {areas.refused}")
        for party, polygons in areas.parts.items():
            made.parts[party] += polygons
    return made
