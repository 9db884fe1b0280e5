"""A map of who held which land on a day, as its features give it, made into one area a party."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from pydantic import model_validator
from shapely.geometry.base import BaseGeometry

from dashboard.console import counted
from dashboard.derive.grid import GRID, metric, on_grid, polygons_in, to_metric
from dashboard.derive.partition import is_narrow
from dashboard.errors import MappingError, Problem, shown
from dashboard.readers.mapping import Column, PartyMapping
from dashboard.readers.task import Refused, Report, Task
from dashboard.readers.vector import VectorRow, exchanged
from dashboard.records import AreaRules, Feature, Id, Period, PublishedAreas
from dashboard.store import AREAS, Entries, geojson_text


class HolderMapping(PartyMapping):
    """Who holds the areas of a map: ``holder`` is the property whose words ``values`` names.

    A word that stands for nothing (``"lake" = ""``) marks what is to be left out. Where areas of
    two parties overlap, the one named first in ``order`` holds the land; without an order such a
    day is refused.
    """

    holder: Column
    order: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _orders_each_once(self) -> HolderMapping:
        if len(set(self.order)) < len(self.order):
            raise ValueError("order names a party twice; name each once")
        return self


@dataclass(slots=True)
class ControlMap:
    """Features found for one day, by party, and why they cannot be used, if so.

    ``read`` counts features, ``left_out`` those that are no area of a party by why they are not,
    ``repaired`` polygons whose rings were not sound.
    """

    where: str
    read: int = 0
    parts: dict[str, list[BaseGeometry]] = field(default_factory=lambda: defaultdict(list))
    refused: str = ""
    left_out: Counter[str] = field(default_factory=Counter)
    repaired: int = 0

    def take(self, row: VectorRow, mapping: HolderMapping) -> None:
        """Add a feature, or what is wrong with it."""
        self.read += 1
        word, geometry = row.texts.get(mapping.holder, ""), row.geometry
        party = mapping.values.get(word)
        if party is None:
            has = "" if word else f"; it has {', '.join(row.texts) or 'no properties'}"
            self.refuse(f"{mapping.holder} is {shown(word)}, which is not mapped{has}")
            return
        if not party:
            self.left_out["left out, as the mapping says"] += 1
            return
        if geometry is None:
            self.left_out["has no geometry"] += 1
            return
        polygons = polygons_in(geometry).tolist()
        if not polygons:
            self.left_out["has no polygon"] += 1
            return
        west, south, east, north = shapely.total_bounds(polygons)
        if not (west >= -180 and south >= -90 and east <= 360 and north <= 90):  # nor is NaN
            self.refuse("the areas reach off the globe; are they in degrees?")
            return
        sound = [polygon for polygon in polygons if polygon.is_valid]
        broken = [polygon for polygon in polygons if not polygon.is_valid]
        for polygon in broken:
            sound += polygons_in(shapely.make_valid(polygon)).tolist()
        if not sound:
            self.refuse(f"the area of {party} has no size: its corners lie on one line")
            return
        self.repaired += len(broken)
        self.parts[party] += sound

    def refuse(self, reason: str) -> None:
        """Say why it cannot be used; the first reason counts."""
        self.refused = self.refused or reason


def area_rules(task: Task[PartyMapping]) -> AreaRules:
    """The rules for published areas of the data set; raises ``MappingError`` without."""
    rules = task.seeds.dataset.published_areas
    if rules is None:
        what = "the data set does not say who holds what no area covers"
        wanted = 'add [published_areas] with rest = "PARTY" to it'
        raise MappingError([Problem("seeds/dataset.toml", what, wanted, "published-maps")])
    return rules


def map_entries(
    maps: Mapping[dt.date, dict[str, BaseGeometry]],
    mapping: Any,
    precision_m: int,
    prefix: str = "",
    note: str = "",
) -> Entries:
    """A file of published areas for each day, with one area a party, and the rows that name them.

    ``prefix`` comes before the day in a file's name; ``mapping`` says who judged them how certain.
    """
    rows = [
        PublishedAreas(
            day=day,
            file=f"{prefix}{day}.geojson",
            sources=(mapping.source.id,),
            licence=mapping.source.licence,
            certainty=mapping.certainty,
            precision_m=precision_m,
            note=note,
        )
        for day in maps
    ]
    files = {}
    for row in rows:
        areas = maps[row.day].items()
        features = [Feature(p, AREAS, area, Period(), {"party": p}) for p, area in areas]
        files[f"{AREAS}/{row.file}"] = geojson_text(features)
    return Entries({"control/published_areas.csv": rows}, files=files)


def apart(each: ControlMap, rules: AreaRules, task: Task[HolderMapping]) -> dict[str, BaseGeometry]:
    """One area a party, no two of which overlap; raises ``Refused``."""
    if each.refused:
        raise Refused(each.refused)
    dataset, mapping = task.seeds.dataset, task.mapping
    to_m = metric(dataset.measuring_crs)
    areas = {party: _one(parts) for party, parts in sorted(each.parts.items())}
    if not areas:
        raise Refused("no area is in it")
    if all(exchanged(area, dataset.study_area) for area in areas.values()):
        what = "its areas lie outside the study area"
        raise Refused(f"{what}; are longitude and latitude exchanged?")
    order = {party: number for number, party in enumerate(mapping.order)}
    for one, other in itertools.combinations(areas, 2):
        common = polygons_in(shapely.intersection(areas[one], areas[other]))
        if not len(common):
            continue
        if {one, other} <= order.keys():
            loser, winner = sorted((one, other), key=order.__getitem__, reverse=True)
            areas[loser] = _one(polygons_in(shapely.difference(areas[loser], areas[winner])))
        elif not is_narrow(to_metric(common, to_m), rules.sliver_m).all():
            raise Refused(f"areas of {one} and {other} overlap; say in order which counts")
    return {party: area for party, area in areas.items() if not area.is_empty}


def _one(parts: Iterable[BaseGeometry]) -> BaseGeometry:
    """Polygons as one area on the grid of the seeds, joined where they overlap."""
    area = on_grid(shapely.multipolygons(list(parts)))
    if area.is_valid:
        return area
    return shapely.multipolygons(polygons_in(shapely.union_all(list(parts), grid_size=GRID)))


def note_repaired(maps: Iterable[ControlMap], report: Report) -> None:
    """Say in the report how many polygons were repaired."""
    if repaired := sum(each.repaired for each in maps):
        report.notes.append(
            counted(
                repaired,
                "area with invalid rings was repaired",
                "areas with invalid rings were repaired",
            )
        )
