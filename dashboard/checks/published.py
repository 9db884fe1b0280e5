"""Published areas: the table of the maps, and what is drawn in each."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from functools import partial

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject
from dashboard.derive.grid import polygons_in
from dashboard.derive.partition import is_narrow
from dashboard.derive.published import areas_of, holders, version_of
from dashboard.errors import shown
from dashboard.records import AreaRules, Feature, PublishedAreas
from dashboard.store import AREAS


@rule
def published_maps(subject: Subject) -> Findings:
    """Published areas have a map for the first day of the series, one a day and a file each.

    ``[published_areas]`` in ``dataset.toml`` says who holds what no area covers. Two maps of one
    day contradict each other unseen; a file that no row names would be left out in silence.

    Bad: rows for 2001-03-02 twice. Good: one row a day, the first of 2001-01-01 where the series
    begins then.
    """
    seeds, rows = subject.seeds, sorted(subject.seeds.published_areas, key=lambda row: row.day)
    if rows and seeds.dataset.published_areas is None:
        what, wanted = "published_areas is missing", "say in [published_areas] who holds the rest"
        yield f"{subject.seeds_name}/dataset.toml", what, wanted
    first_day = seeds.dataset.series.first_day
    if rows and rows[0].day > first_day:
        what = f"the first map is of {rows[0].day}, the series begins on {first_day}"
        yield rows[0].at("day"), what, "add a map of that day or before, or begin the series later"
    for name, used in (("day", "day"), ("file", "file")):
        first: dict[object, PublishedAreas] = {}
        for row in rows:
            other = first.setdefault(getattr(row, name), row)
            if other is not row:
                what = f"{getattr(row, name)} is that of the row at {other.origin}"
                yield row.at(name), what, f"give each row a {used} of its own"
    named = {row.file for row in rows}
    for name in sorted(set(seeds.areas) - named):
        where = f"{subject.seeds_name}/{AREAS}/{name}"
        yield where, "no row of published_areas.csv names it", "add a row or remove the file"


@rule
def published_areas(subject: Subject) -> Findings:
    """Every area of a published map is a sound polygon of one party of the data set.

    The property ``party`` of a feature says whose it is. Where areas of two parties overlap by more
    than ``sliver_m`` it is open who held the land: the reader of such files asks for an order.

    Bad: ``"party": "NORTH"`` where the id is NOR. Good: ``"party": "NOR"``.
    """
    rules = subject.seeds.dataset.published_areas
    for row in subject.seeds.published_areas:
        if rules is None:
            continue  # another rule says so
        where = f"{subject.seeds_name}/{AREAS}/{row.file}"
        inputs = ("areas", where, version_of(subject.seeds, row), f"{rules.sliver_m}")
        found = subject.cache(
            (text.encode() for text in inputs),
            partial(_found, subject, where, row, rules),
        )
        yield from json.loads(found)


def _found(subject: Subject, where: str, row: PublishedAreas, rules: AreaRules) -> bytes:
    """What is wrong with a file, in JSON."""
    unsound = list(_unsound(subject, where, subject.seeds.areas[row.file]))
    return json.dumps(unsound or list(_overlapping(subject, where, row, rules))).encode()


def _unsound(
    subject: Subject, where: str, features: Sequence[Feature]
) -> Iterator[tuple[str, str, str]]:
    parties = [party.id for party in subject.seeds.dataset.parties]
    if not features:
        yield where, "no area is in it", "give the areas of that day, or remove its row"
    for number, feature in enumerate(features, start=1):
        at, geometry = f"{where}:features.{number}", feature.geometry
        if (party := feature.properties.get("party")) not in parties:
            yield (
                f"{at}.properties.party",
                f"{shown(party)} is no party",
                f"use {', '.join(parties)}",
            )
        if geometry.geom_type not in ("Polygon", "MultiPolygon"):
            yield f"{at}.geometry", f"it is a {geometry.geom_type}", "give a polygon"
        elif not geometry.is_valid:
            reason = shapely.is_valid_reason(geometry).lower()
            yield f"{at}.geometry", f"the area is invalid: {reason}", "correct its rings"


def _overlapping(
    subject: Subject, where: str, row: PublishedAreas, rules: AreaRules
) -> Iterator[tuple[str, str, str]]:
    areas = areas_of(subject.seeds, row)
    for one, other in itertools.combinations(holders(subject.seeds, rules), 2):
        common = _common(areas.get(one), areas.get(other))
        if len(common) and not is_narrow(common, rules.sliver_m).all():
            what = (
                f"areas of {one} and {other} overlap by {shapely.area(common).sum() / 1e6:.1f} km²"
            )
            yield where, what, "give the land to one of them"


def _common(one: BaseGeometry | None, other: BaseGeometry | None) -> list[BaseGeometry]:
    if one is None or other is None or not one.intersects(other):
        return []
    return list(polygons_in(shapely.intersection(one, other)))
