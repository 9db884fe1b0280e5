"""Administrative units × dates: a long table of who held which unit, and the units' areas.

The units become published areas: a map for every day on which one of them passed to another
holder, and one for the last day before on which the table says who held it, so that the range of
days of a change is that of the table. Where the mapping says of which level they are, they become
units of the data set, too.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.derive.grid import GRID, on_grid
from dashboard.errors import ReaderError
from dashboard.readers.control_maps import area_rules, map_entries
from dashboard.readers.long_table import LongTableMapping, table_runs
from dashboard.readers.mapping import Column
from dashboard.readers.runs import Runs
from dashboard.readers.task import Refused, Task
from dashboard.readers.vector import sound, vector_rows
from dashboard.records import (
    AdminLevel,
    Certainty,
    Feature,
    Period,
    PrecisionM,
    Record,
    StudyArea,
    code_column,
)
from dashboard.store import Entries

UNITS = "control/units.geojson"
_NAMED = 5


class UnitAreas(Record):
    """The file with the areas of the units, found from the folder of the mapping file.

    ``id`` is the property that holds the word by which the table names a unit, ``name`` the one
    that holds its name, if that is another. ``layer`` is that of a file with several.
    """

    file: Column
    layer: str = ""
    id: Column
    name: str = ""
    precision_m: PrecisionM


class UnitsMapping(LongTableMapping):
    """A table of units × dates, and the areas of the units.

    With ``level``, an entry of ``dataset.toml``, cells are called by the unit they lie in, and
    figures are given by unit.
    """

    kind: Literal["units"]
    areas: UnitAreas
    level: AdminLevel | None = None
    certainty: Certainty


def read(task: Task[UnitsMapping]) -> Entries:
    """A file of published areas for each day that is needed, and the rows that name them.

    Raises ``ReaderError`` if a unit has no known holder on the first day: its land would pass to
    whoever holds the rest, which no row said.
    """
    mapping = task.mapping
    area_rules(task)
    names, areas = _areas(
        task.folder / mapping.areas.file, mapping.areas, task.seeds.dataset.study_area
    )
    words = sorted(areas)
    found = table_runs(task, words, {})
    task.report.used = int(found.rows.sum())
    if not task.report.used:
        return Entries()
    first = task.seeds.dataset.series.first_day.toordinal()
    _require_holders(found, words, first)
    days = _days(found, first, mapping.table.rows == "changes")
    maps = {}
    for done, day in enumerate(map(dt.date.fromordinal, days), start=1):
        task.progress(f"areas of {day}", done, len(days))
        maps[day] = _map(found, day.toordinal(), words, areas, task)
    stated = mapping.areas.precision_m, f"{mapping.source.id}-", mapping.holder.method
    entries = map_entries(maps, mapping, *stated)
    if mapping.level is None:
        return entries
    level, code = mapping.level.id, code_column(mapping.level.id)
    units = [
        Feature(word, "units", on_grid(areas[word]), Period(), {level: names[word], code: word})
        for word in words
    ]
    return replace(entries, levels=(mapping.level,), shapes={UNITS: units})


def _areas(
    path: Path, asked: UnitAreas, area: StudyArea
) -> tuple[dict[str, str], dict[str, BaseGeometry]]:
    """The name and the area of each unit by the word the table has for it; parts of one unit are
    joined."""
    names: dict[str, str] = {}
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for where, row in vector_rows(path, area, asked.layer):
        word = row.texts.get(asked.id, "")
        if not word:
            raise ReaderError(f"{where} has no {asked.id}; it has {', '.join(row.texts)}")
        try:
            geometry = sound(row.geometry, area)
        except Refused as refused:
            raise ReaderError(f"{where}, {word!r}: {refused}") from None
        if not geometry.geom_type.endswith("Polygon"):
            raise ReaderError(f"{where}, {word!r}, is no polygon")
        names.setdefault(word, row.texts.get(asked.name, "") or word)
        parts[word].append(geometry)
    return names, {word: shapely.union_all(each) for word, each in parts.items()}


def _days(found: Runs, first: int, exact: bool) -> list[int]:
    """Days, as ordinals, for which a map is needed, in order; ``first`` is that of the series."""
    turns = ~found.starts & (found.first > first)
    before = found.first[turns] - 1 if exact else found.before[turns]
    return sorted({first, *(day for day in (*found.first[turns], *before) if day > first)})


def _require_holders(found: Runs, words: Sequence[str], day: int) -> None:
    known = {words[place] for place in found.place[found.first <= day]}
    if unknown := [word for word in words if word not in known]:
        listed = ", ".join(unknown[:_NAMED]) + (", …" if len(unknown) > _NAMED else "")
        raise ReaderError(
            f"{len(unknown)} unit(s) without a holder on {dt.date.fromordinal(day)}: {listed}; "
            "a row of each of that day or before is wanted, or areas without them"
        )


def _map(
    found: Runs,
    day: int,
    words: Sequence[str],
    areas: dict[str, BaseGeometry],
    task: Task[UnitsMapping],
) -> dict[str, BaseGeometry]:
    """The area of each party that holds a unit on a day."""
    parties = [party.id for party in task.seeds.dataset.parties]
    begun = np.flatnonzero(found.first <= day)
    held = dict(zip(found.place[begun].tolist(), found.party[begun].tolist(), strict=True))
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for place, party in held.items():
        parts[parties[party]].append(areas[words[place]])
    return {
        party: on_grid(shapely.union_all(each, grid_size=GRID))
        for party, each in sorted(parts.items())
    }
