"""Published areas beside the cells made from them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from dashboard.analysis.over_time import OverTime
from dashboard.archive import Archive
from dashboard.archive.columns import UNKNOWN, Mask
from dashboard.cache import Cache, no_cache
from dashboard.derive.grid import metric, to_metric
from dashboard.derive.published import areas_of, maps_that_count, version_of, zone_of
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature, PublishedAreas

#: How far an area can be off and count as exact: so many km², or such a part of it.
_EXACT_KM2, _EXACT_PART = 5.0, 1e-4


@dataclass(frozen=True, slots=True)
class ShownBy:
    """The maps of one spell of control, in time order, and the one before the first of them.

    ``is_redrawn``: by the first of them the boundary was only drawn anew.
    """

    maps: tuple[PublishedAreas, ...]
    before: PublishedAreas | None
    is_redrawn: bool

    @property
    def sources(self) -> tuple[str, ...]:
        """What the maps were published in."""
        return tuple(dict.fromkeys(source for row in self.maps for source in row.sources))


def shown_by(archive: Archive, spell: Feature) -> ShownBy | None:
    """The published maps that a spell of control rests on; ``None`` if it rests on none."""
    if spell.properties["basis"] not in ("published_area", "redrawn"):
        return None
    listed, start = maps_that_count(archive.entered), spell.period.valid_from or archive.first_day
    # the first map may be older than the series
    on = [max(row.day, archive.first_day) for row in listed]
    rows = [i for i, day in enumerate(on) if spell.period.contains(day)]
    before = listed[rows[0] - 1] if rows and rows[0] and start > archive.first_day else None
    return ShownBy(tuple(listed[i] for i in rows), before, spell.properties["basis"] == "redrawn")


@dataclass(frozen=True, slots=True)
class ComparedArea:
    """The area of a party within the zone on a published map, and how far ours is from it."""

    day: dt.date
    party: str
    published: Quantity
    difference: Quantity
    is_exact: bool


def compared_areas(archive: Archive, cache: Cache = no_cache) -> tuple[ComparedArea, ...]:
    """Area by party and day, as published and as ours; planar, in the measuring CRS.

    The areas of maps that are in ``cache`` are not measured again.
    """
    rules, maps = archive.dataset.published_areas, maps_that_count(archive.entered)
    if rules is None or not maps:
        return ()
    of_areas, km2 = archive.of_areas, np.zeros(len(archive.cells))
    to_m = metric(archive.dataset.measuring_crs)
    km2[of_areas] = shapely.area(to_metric(archive.cell_polygons[of_areas], to_m)) / 1e6
    held = OverTime(archive, [max(row.day, archive.first_day) for row in maps]).km2_of_cells(km2)
    found = []
    for number, (row, areas) in enumerate(zip(maps, _published(archive, maps, cache), strict=True)):
        for party, published in areas.items():
            ours = float(held[party][number]) if party in held else 0.0
            off = abs(ours - published)
            found.append(
                ComparedArea(
                    row.day,
                    party,
                    Quantity(published, Unit.KM2),
                    Quantity(off, Unit.KM2),
                    off <= max(_EXACT_KM2, _EXACT_PART * published),
                )
            )
    return tuple(found)


def _published(
    archive: Archive, maps: Sequence[PublishedAreas], cache: Cache
) -> Iterator[dict[str, float]]:
    """Planar km² of each party within the zone, as each map shows them."""
    seeds = archive.entered
    zone = to_metric(zone_of(seeds), metric(archive.dataset.measuring_crs))
    shapely.prepare(zone)

    def measured(row: PublishedAreas) -> bytes:
        inside = {
            party: area if zone.contains_properly(area) else shapely.intersection(area, zone)
            for party, area in areas_of(seeds, row).items()
        }
        return json.dumps({party: area.area / 1e6 for party, area in inside.items()}).encode()

    within: bytes = shapely.to_wkb(zone)
    inputs = [version_of(seeds, row).encode() + within for row in maps]
    cached = cache.each("published_km2", inputs, lambda asked: [measured(maps[i]) for i in asked])
    return map(json.loads, cached)


@dataclass(frozen=True, slots=True)
class Redrawn:
    """Changes of cells of published areas: boundaries drawn anew, and changes on the ground.

    ``days`` are those of maps that drew a boundary anew.
    """

    days: int
    cells: int
    area: Quantity
    changes: int
    changed: Quantity


def redrawn(archive: Archive) -> Redrawn:
    """Changes that are only redrawn boundaries, apart from changes on the ground."""
    control = archive.control
    changed = archive.of_areas[control.cell] & (control.previous != UNKNOWN)
    only_redrawn, changes = changed & control.redrawn, changed & ~control.redrawn

    def area(rows: Mask) -> Quantity:
        return Quantity(float(control.km2[control.cell[rows]].sum()), Unit.KM2)

    return Redrawn(
        days=len(np.unique(control.start[only_redrawn])),
        cells=int(only_redrawn.sum()),
        area=area(only_redrawn),
        changes=int(changes.sum()),
        changed=area(changes),
    )
