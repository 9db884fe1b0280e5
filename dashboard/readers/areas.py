"""Dated areas: a folder of maps of who held which land, a file or a property a day.

Each day becomes a file of published areas and a row of their table. A day on which something
cannot be used is refused as a whole and named, and the others come in: land left out of a map would
pass to whoever holds the rest, which no map said.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import shapely
from pydantic import Field, model_validator
from shapely.geometry.base import BaseGeometry

from dashboard.derive.grid import GRID, metric, on_grid, to_metric
from dashboard.derive.partition import is_narrow
from dashboard.errors import MappingError, Problem, ReaderError, shown
from dashboard.readers.mapping import Column, Mapping, PartyByWord, require_parties
from dashboard.readers.periods import Refused, read_day
from dashboard.readers.reader import Reader, Task
from dashboard.readers.vector import text_of, vector_rows
from dashboard.records import AreaRules, Certainty, Feature, Id, Int, Period, PublishedAreas, Record
from dashboard.store import AREAS, Entries, geojson_text

_TABLE = "control/published_areas.csv"
_SUFFIXES = {".geojson", ".json", ".gpkg", ".shp", ".kml"}
_DIGITS = {"%Y": r"\d{4}", "%m": r"\d{2}", "%d": r"\d{2}", "%y": r"\d{2}", "%j": r"\d{3}"}


class DayOfMap(Record):
    """Where the day of a map stands: in the file's name, or in a property of its features."""

    property: str = ""
    date_format: str = "%Y-%m-%d"

    def in_name(self, name: str) -> dt.date:
        """The day in a file's name; raises ``Refused``."""
        form = "".join(
            _DIGITS.get(part, re.escape(part)) for part in re.split(r"(%\w)", self.date_format)
        )
        found = re.search(rf"(?<!\d){form}(?!\d)", name)
        if not found:
            raise Refused(f"there is no day in the file's name written {self.date_format}")
        return read_day(found[0], self.date_format)


class AreasMapping(Mapping):
    """Maps of areas. ``values`` says which party each word of the property ``holder`` stands for.

    A word that stands for nothing (``"lake" = ""``) marks what is to be left out. Where areas of
    two parties overlap, the one named first in ``order`` holds the land; without an order such a
    day is refused.
    """

    kind: Literal["areas"]
    holder: Column
    values: PartyByWord
    order: tuple[Id, ...] = ()
    day: DayOfMap = DayOfMap()
    certainty: Certainty
    precision_m: Annotated[Int, Field(gt=0)]

    @model_validator(mode="after")
    def _orders_each_once(self) -> AreasMapping:
        if len(set(self.order)) < len(self.order):
            raise ValueError("name each party once in order")
        return self


@dataclass(slots=True)
class _Map:
    """What was found for one day, and why it cannot be used, if so."""

    where: str
    read: int = 0
    parts: dict[str, list[BaseGeometry]] = field(default_factory=lambda: defaultdict(list))
    refused: str = ""
    left_out: int = 0
    mended: int = 0


def read(task: Task) -> Entries:
    """A file of published areas for each day that can be used, and the rows that name them."""
    mapping: AreasMapping = task.mapping
    rules = _rules(task)
    require_parties(mapping, mapping.values, task.seeds)
    rows, files = [], {}
    found = _in_series(_maps(task), task)
    for done, (day, each) in enumerate(sorted(found.items()), start=1):
        task.progress(f"areas of {day}", done, len(found))
        try:
            areas = _apart(each, mapping, rules, task.seeds.dataset.measuring_crs)
        except Refused as refused:
            task.report.refuse(str(refused), each.where, each.read)
            continue
        task.report.used += each.read - each.left_out
        task.report.refuse(
            "left out: as the mapping says, or no polygon", each.where, each.left_out
        )
        files[f"{AREAS}/{day}.geojson"] = geojson_text(
            [
                Feature(party, AREAS, area, Period(), {"party": party})
                for party, area in areas.items()
            ]
        )
        rows.append(_row(day, mapping))
    _note(task, [row.day for row in rows], sum(each.mended for each in found.values()))
    return Entries({_TABLE: rows}, files=files)


def _rules(task: Task) -> AreaRules:
    """Those of the data set; raises ``MappingError`` without."""
    rules = task.seeds.dataset.published_areas
    if rules is None:
        what = "the data set does not say who holds what no area covers"
        wanted = 'add [published_areas] with rest = "PARTY" to it'
        raise MappingError([Problem("seeds/dataset.toml", what, wanted, "published-maps")])
    return rules


# --- what the files say -------------------------------------------------------------------------


def _maps(task: Task) -> dict[dt.date, _Map]:
    """What the files hold by day; a file that cannot be read is refused and named."""
    found: dict[dt.date, _Map] = {}
    files = list(_files(task.files))
    for done, path in enumerate(files, start=1):
        task.progress(f"read {path.name}", done, len(files))
        try:
            days = _days_of(path, task)
        except (Refused, ReaderError) as refused:
            reason = str(refused).removeprefix(f"{path.name}: ")
            task.report.read += 1
            task.report.refuse(reason, path.name)
            task.report.listed.append((path.name, reason))
            continue
        for day, each in days.items():
            if day in found:
                reason = f"{day} is that of {found[day].where} too"
                task.report.refuse(reason, each.where, each.read)
                task.report.listed.append((each.where, reason))
                found[day].refused = f"{day} is that of {each.where} too"
            else:
                found[day] = each
    return found


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES)
        else:
            yield path


def _days_of(path: Path, task: Task) -> dict[dt.date, _Map]:
    """The maps of one file: one, or one for each day its features name."""
    mapping: AreasMapping = task.mapping
    day = None if mapping.day.property else mapping.day.in_name(path.stem)
    found: dict[dt.date, _Map] = {}
    for number, properties, geometry in vector_rows(path):
        where = f"{path.name}: feature {number}"
        texts = {name: text_of(value) for name, value in properties.items()}
        try:
            of = day or read_day(texts.get(mapping.day.property, ""), mapping.day.date_format)
        except Refused as refused:
            task.report.read += 1
            task.report.refuse(str(refused), where)
            continue
        each = found.setdefault(of, _Map(path.name))
        each.read += 1
        task.report.read += 1
        _take(each, texts.get(mapping.holder, ""), geometry, mapping)
    if day and not found:
        raise Refused("no feature is in it")
    return found


def _take(each: _Map, word: str, geometry: BaseGeometry | None, mapping: AreasMapping) -> None:
    """Add a feature to its map, or what is wrong with it."""
    party = mapping.values.get(word)
    if party is None:
        each.refused = each.refused or f"{mapping.holder} is {shown(word)}, which is not mapped"
        return
    polygons = [] if geometry is None or not party else _polygons(geometry)
    if not polygons:
        each.left_out += 1
        return
    west, south, east, north = shapely.total_bounds(polygons)
    if west < -180 or south < -90 or east > 180 or north > 90:
        each.refused = each.refused or "the areas reach off the globe; are they in degrees?"
        return
    sound = [polygon for polygon in polygons if polygon.is_valid]
    for broken in (polygon for polygon in polygons if not polygon.is_valid):
        each.mended += 1
        sound += _polygons(shapely.make_valid(broken))
    each.parts[party] += sound


def _polygons(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The polygons of a geometry, those of a collection too; lines and points left out."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


# --- a day as it is entered ---------------------------------------------------------------------


def _in_series(found: dict[dt.date, _Map], task: Task) -> dict[dt.date, _Map]:
    """The maps of days of the series; of those before, the last, if none is of the first day."""
    series, kept = task.seeds.dataset.series, dict(found)
    before = sorted(day for day in found if day < series.first_day)
    if before and series.first_day not in found:
        before.pop()
    for day in (*before, *(day for day in found if day > series.last_day)):
        reason = f"{day} is outside the series, {series.first_day} to {series.last_day}"
        task.report.refuse(reason, found[day].where, found[day].read)
        task.report.listed.append((found[day].where, reason))
        del kept[day]
    return kept


def _apart(
    each: _Map, mapping: AreasMapping, rules: AreaRules, crs: str
) -> dict[str, BaseGeometry]:
    """One area a party, no two of which overlap; raises ``Refused``."""
    if each.refused:
        raise Refused(each.refused)
    areas = {party: _one(parts) for party, parts in sorted(each.parts.items())}
    if not areas:
        raise Refused("no area is in it")
    order = {party: number for number, party in enumerate(mapping.order)}
    for one, other in itertools.combinations(areas, 2):
        common = _polygons(shapely.intersection(areas[one], areas[other]))
        if not common:
            continue
        if {one, other} <= order.keys():
            loser, winner = sorted((one, other), key=order.__getitem__, reverse=True)
            areas[loser] = _one(_polygons(shapely.difference(areas[loser], areas[winner])))
        elif not is_narrow([to_metric(part, metric(crs)) for part in common], rules.sliver_m).all():
            raise Refused(f"areas of {one} and {other} overlap; say in order which counts")
    return {party: area for party, area in areas.items() if not area.is_empty}


def _one(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Polygons as one area on the grid of the seeds, joined where they overlap."""
    area = on_grid(shapely.multipolygons(list(parts)))
    if area.is_valid:
        return area
    return shapely.multipolygons(_polygons(shapely.union_all(list(parts), grid_size=GRID)))


def _row(day: dt.date, mapping: AreasMapping) -> PublishedAreas:
    stated: dict[str, Any] = {"certainty": mapping.certainty, "precision_m": mapping.precision_m}
    return PublishedAreas(
        day=day,
        file=f"{day}.geojson",
        sources=(mapping.source.id,),
        licence=mapping.source.licence,
        **stated,
    )


def _note(task: Task, days: Sequence[dt.date], mended: int) -> None:
    """What else there is to know: rings mended, days without a map, and before the first."""
    notes, first = task.report.notes, task.seeds.dataset.series.first_day
    if mended:
        notes.append(f"{mended:,} areas with invalid rings were mended")
    gaps = [(b - a, a, b) for a, b in itertools.pairwise(days) if (b - a).days > 1]
    if gaps:
        length, a, b = max(gaps)
        notes.append(f"days without a map: the longest gap is {length.days} days, {a} to {b}")
    if days and days[0] > first:
        notes.append(f"the first map is of {days[0]}; the series begins on {first}")


READER = Reader(
    "areas",
    "a folder of dated areas (GeoJSON, GeoPackage, Shapefile, KML): who held which land when",
    AreasMapping,
    read,
)
