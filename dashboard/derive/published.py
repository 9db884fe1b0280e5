"""Turns published areas into cells with records of their control, as if each had been entered.

A map that somebody published for a day says who held which areas on it. The faces of all such maps
(``partition``) become cells; what the maps say of a face becomes a baseline and events, so that
from here on a cell of published areas is one like any other. The day of a change is that of the
map that first shows it; it happened after the map before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import repeat
from typing import NamedTuple

import numpy as np
import shapely
from pydantic_core import to_json
from shapely.geometry.base import BaseGeometry

from dashboard.cache import Cache, no_cache
from dashboard.derive.cells import STEP_DEGREES, Cells, Faces, area_cells, study_area
from dashboard.derive.contact import BASES, CERTAINTIES
from dashboard.derive.grid import GRID, metric, on_grid, polygons_in, to_metric
from dashboard.derive.partition import DatedAreas, Partition, partition
from dashboard.errors import BuildError
from dashboard.records import (
    AreaCell,
    AreaRules,
    Baseline,
    Basis,
    Event,
    Feature,
    PublishedAreas,
    Seeds,
    Text,
    Unit,
    units_in,
)

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Published:
    """What the maps of a data set make of their zone.

    ``maps`` are those that count, in time order: one a day of ``partition``.
    """

    maps: tuple[PublishedAreas, ...]
    partition: Partition
    faces: Faces


def maps_that_count(seeds: Seeds) -> tuple[PublishedAreas, ...]:
    """Published areas of the series in time order.

    Of those up to its first day the last one counts, of those after its last day none.
    """
    series = seeds.dataset.series
    ordered = sorted(seeds.published_areas, key=lambda row: (row.day, row.file))
    before = [row for row in ordered if row.day <= series.first_day]
    inside = [row for row in ordered if series.first_day < row.day <= series.last_day]
    return (*before[-1:], *inside)


def published(seeds: Seeds, cache: Cache = no_cache) -> Published | None:
    """The partition of the published areas, ``None`` where there are none.

    Of areas that are in ``cache`` nothing is made again, and their files are not read. Raises
    ``BuildError`` if their zone lies outside the study area.
    """
    maps, rules = maps_that_count(seeds), seeds.dataset.published_areas
    if not maps or rules is None:
        return None
    zone, to_m = zone_of(seeds), metric(seeds.dataset.measuring_crs)
    made = partition(
        (
            DatedAreas(row.day, partial(areas_of, seeds, row), version_of(seeds, row))
            for row in maps
        ),
        to_metric(zone, to_m),
        holders(seeds, rules),
        rules,
        cache,
    )
    precision_m = max(row.precision_m for row in maps)
    return Published(maps, made, Faces(zone, made.faces, precision_m))


def holders(seeds: Seeds, rules: AreaRules) -> tuple[str, ...]:
    """The parties in the data set's order, the one that holds the rest last."""
    parties = (party.id for party in seeds.dataset.parties)
    return (*(party for party in parties if party != rules.rest), rules.rest)


def zone_of(seeds: Seeds) -> BaseGeometry:
    """Where published areas count: their zone within the study area, or all of that.

    Raises ``BuildError`` if the zone lies outside the study area.
    """
    area, shapes = study_area(seeds), seeds.shapes.get("zone", ())
    if not shapes:
        return area
    zone = shapely.union_all([shapely.make_valid(shape.geometry) for shape in shapes])
    parts = polygons_in(shapely.intersection(area, zone, grid_size=GRID))
    if not len(parts):
        raise BuildError("published_areas: the zone lies outside the study area; wanted an overlap")
    return on_grid(shapely.union_all(parts))


def version_of(seeds: Seeds, row: PublishedAreas) -> str:
    """A version of the areas of a map by party, in the measuring CRS: equal only for equal areas.

    A file whose version is known is not read.
    """
    version = seeds.area_versions.get(row.file) or _version(seeds.areas[row.file])
    rules, dataset = seeds.dataset.published_areas, seeds.dataset
    parties = " ".join(party.id for party in dataset.parties)
    return f"{version} {dataset.measuring_crs} {rules.rest if rules else None} {parties}"


def _version(features: Iterable[Feature]) -> str:
    areas = ((feature.properties.get("party"), feature.geometry.wkb_hex) for feature in features)
    return hashlib.sha256(repr(list(areas)).encode()).hexdigest()


def areas_of(seeds: Seeds, row: PublishedAreas) -> dict[str, BaseGeometry]:
    """What a map shows each party to hold, in the measuring CRS; the rest left out."""
    rules = seeds.dataset.published_areas
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    for feature in seeds.areas[row.file]:
        found[feature.properties["party"]].append(
            shapely.segmentize(feature.geometry, STEP_DEGREES)
        )
    to_m = metric(seeds.dataset.measuring_crs)
    return {
        party: _one(to_metric(np.array(parts, dtype=object), to_m))
        for party, parts in sorted(found.items())
        if rules is None or party != rules.rest
    }


def _one(areas: np.ndarray) -> BaseGeometry:
    """Areas of one party as one; those that do not overlap as they are."""
    parts = shapely.multipolygons(shapely.get_parts(areas))
    return parts if parts.is_valid else shapely.union_all(shapely.make_valid(areas))


# --- what they say of each cell -----------------------------------------------------------------


class _State(NamedTuple):
    """Who holds a cell from a day on, and whether that is only a boundary drawn anew."""

    day: dt.date
    party: str
    basis: Basis


#: Cells, each with its states in time order.
_CellStates = Sequence[tuple[AreaCell, Sequence[_State]]]


class Courses:
    """Who held each cell of published areas from which map on: columns, a row a state of a cell.

    ``number`` is that of each cell by its id.
    """

    def __init__(self, seeds: Seeds, cells: Cells, made: Published):
        self._series, self._maps = seeds.dataset.series, made.maps
        self._parties = made.partition.parties
        self._cells = [cell for cell, _ in cells.faces]
        self.number: Mapping[str, int] = {cell.id: i for i, cell in enumerate(self._cells)}
        faces = [face for _, face in cells.faces]
        codes, redrawn = made.partition.holders[faces], made.partition.redrawn[faces]
        began = np.ones(codes.shape, dtype=bool)
        began[:, 1:] = codes[:, 1:] != codes[:, :-1]
        self._cell, self._map = np.nonzero(began)
        self._party, self._redrawn = codes[began], redrawn[began]
        self._first = np.searchsorted(self._cell, np.arange(len(faces) + 1)).tolist()

    def entered_in(self, seeds: Seeds, cells: Iterable[str]) -> Seeds:
        """The seeds with a place, a baseline and events for some of the cells."""
        found = []
        for number in sorted(self.number[cell] for cell in cells):
            rows = slice(self._first[number], self._first[number + 1])
            columns = (self._map[rows], self._party[rows], self._redrawn[rows])
            states = zip(*(column.tolist() for column in columns), strict=True)
            found.append((self._cells[number], [self._state(*state) for state in states]))
        return _with_control(seeds, self._maps, found)

    def _state(self, number: int, party: int, again: bool) -> _State:
        basis: Basis = "redrawn" if again else "published_area"
        return _State(self._maps[number].day, self._parties[party], basis)

    def version(self, cell: str) -> bytes:
        """A version of the spells of a cell: equal only for equal spells."""
        number = self.number[cell]
        rows = slice(self._first[number], self._first[number + 1])
        return cell.encode() + self._versions[rows].tobytes()

    @cached_property
    def _versions(self) -> np.ndarray:
        """The same of each row, as bytes."""
        series = (self._series.first_day, self._series.end, self._parties, self._maps[0])
        of_maps = [hashlib.sha256(to_json([*series, row])).digest() for row in self._maps]
        of_map = np.frombuffer(b"".join(of_maps), np.uint8).reshape(
            -1, hashlib.sha256().digest_size
        )
        held = np.column_stack([self._party, self._redrawn]).astype(np.uint8)
        return np.hstack([of_map[self._map], held])

    def rows(self, cells: Mapping[str, int], parties: Mapping[str, int]) -> np.ndarray:
        """The spells of some cells as ``SpellColumns`` have them: (N, 6).

        ``cells`` and ``parties`` give each its number there.
        """
        number = np.full(len(self._cells), -1)
        number[[self.number[cell] for cell in cells]] = list(cells.values())
        of_map = np.array([
            (max(row.day, self._series.first_day).toordinal(), CERTAINTIES.index(row.certainty))
            for row in self._maps
        ])  # fmt: skip
        start, certainty = of_map[self._map].T
        end = np.append(start[1:], 0)
        end[np.array(self._first[1:], dtype=int) - 1] = self._series.end.toordinal()
        basis = np.where(self._redrawn, BASES.index("redrawn"), BASES.index("published_area"))
        party = np.array([parties[each] for each in self._parties])[self._party]
        columns = (number[self._cell], party, start, end, certainty, basis)
        rows: np.ndarray = np.column_stack(columns)[number[self._cell] >= 0]
        return rows


def with_cells_of(seeds: Seeds, spells: Iterable[Feature]) -> Seeds:
    """The seeds with a place, a baseline and events for each cell of published areas, from the
    features of control that a build made of them; no file of areas is read.

    Cells that the seeds know already are left as they are.
    """
    known, maps = {place.id for place in seeds.places}, maps_that_count(seeds)
    if not maps:
        return seeds
    courses: dict[str, list[_State]] = defaultdict(list)
    names: dict[str, Text] = {}
    units: dict[str, tuple[Unit, ...]] = {}
    for spell in spells:
        if (cell := spell.properties["place"]) not in known:
            courses[cell].append(_state_of(spell))
            names[cell] = Text.in_flat(spell.properties, "name", seeds.dataset.languages)
            units[cell] = units_in(spell.properties, seeds.dataset.level_ids)
    precision_m = max(row.precision_m for row in maps)
    ordered = sorted(courses)
    cells = area_cells(
        ordered, precision_m, [names[cell] for cell in ordered], [units[cell] for cell in ordered]
    )
    return _with_control(seeds, maps, [(cell, courses[cell.id]) for cell in cells])


def _state_of(spell: Feature) -> _State:
    day, properties = spell.period.valid_from, spell.properties
    assert day is not None
    return _State(day, properties["controller"], properties["basis"])


def _with_control(seeds: Seeds, maps: Sequence[PublishedAreas], courses: _CellStates) -> Seeds:
    return replace(
        seeds,
        places=(*seeds.places, *(cell for cell, _ in courses)),
        baseline=(*seeds.baseline, *_baseline(maps[0], courses)),
        events=(*seeds.events, *_events(maps, courses)),
    )


def _baseline(row: PublishedAreas, courses: _CellStates) -> tuple[Baseline, ...]:
    count = len(courses)
    return Baseline.of_columns(
        {
            "place": [cell.id for cell, _ in courses],
            "controller": [course[0].party for _, course in courses],
            "certainty": repeat(row.certainty, count),
            "basis": repeat("published_area", count),
            "method": repeat(f"areas published for {row.day}", count),
            "sources": repeat(row.sources, count),
        }
    )


def _events(maps: Sequence[PublishedAreas], courses: _CellStates) -> tuple[Event, ...]:
    """A change between two maps: it can have been on any day after the earlier one."""
    of_day = {row.day: row for row in maps}
    written = {day: f"{day:%Y%m%d}" for day in of_day}
    after = {now.day: was.day + _DAY for was, now in itertools.pairwise(maps)}
    changes = [
        (cell.id, was, now) for cell, course in courses for was, now in itertools.pairwise(course)
    ]
    days = [now.day for _, _, now in changes]
    return Event.of_columns(
        {
            "id": [f"{cell}-{written[now.day]}" for cell, _, now in changes],
            "day": days,
            "day_earliest": [after[day] if after[day] < day else None for day in days],
            "place": [cell for cell, _, _ in changes],
            "from_party": [was.party for _, was, _ in changes],
            "to_party": [now.party for _, _, now in changes],
            "basis": [now.basis for _, _, now in changes],
            "certainty": [of_day[day].certainty for day in days],
            "sources": [of_day[day].sources for day in days],
        }
    )
