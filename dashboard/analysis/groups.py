"""Places known to be held by a group, within the depths that an agreement gives, on one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from dashboard.archive import Archive
from dashboard.quantity import Quantity, Unit, count
from dashboard.records import GroupTest, Place


@dataclass(frozen=True, slots=True)
class DepthGroups:
    """Places within one depth of the line, and beyond the depth before it."""

    #: ``depth_from``, ``depth``: km from the line.
    depth_from: Quantity
    depth: Quantity
    #: Places known to be held by the groups asked about, in order of id.
    known: tuple[Place, ...]
    count: Quantity
    #: How many other places of the same party no group is known of.
    unknown: Quantity


@dataclass(frozen=True, slots=True)
class GroupsWithin:
    """The test of a provision about groups; ``all_known`` counts their places at any depth."""

    test: GroupTest
    all_known: Quantity
    depths: tuple[DepthGroups, ...]


def groups_within(archive: Archive, test: GroupTest) -> GroupsWithin:
    """Count the places of the groups a provision is about in the band it gives."""
    held = [row for row in archive.seeds.group_holdings if row.period.contains(test.day)]
    known = {row.place for row in held if row.group in test.groups}
    of_others = {row.place for row in held} - known
    return GroupsWithin(test, count(len(known)), tuple(_depths(archive, test, known, of_others)))


def _depths(
    archive: Archive, test: GroupTest, known: set[str], of_others: set[str]
) -> Iterator[DepthGroups]:
    parties = {g.party for g in archive.dataset.groups if g.id in test.groups}
    state = archive.as_of(test.day)
    places = [
        archive.places[cell]
        for cell in archive.cells
        if (spell := state.spell(cell)) and spell.properties["controller"] in parties
    ]
    bands = archive.land_of(test.within)
    for band in sorted(bands, key=lambda feature: feature.properties["depth_km"]):
        inside = [p for p in places if band.geometry.covers(shapely.Point(p.lon, p.lat))]
        named = tuple(sorted((p for p in inside if p.id in known), key=lambda p: p.id))
        others = [p for p in inside if p.id not in known and p.id not in of_others]
        yield DepthGroups(
            Quantity(band.properties["depth_from_km"], Unit.KM),
            Quantity(band.properties["depth_km"], Unit.KM),
            named,
            count(len(named)),
            count(len(others)),
        )
