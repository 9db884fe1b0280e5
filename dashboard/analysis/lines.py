"""How far the line of contact stands from an agreed line, along both.

Samples every kilometre along one line, to the nearest point of the other. Distances to the nearest
point understate a bulge seen from the line it left, so both directions are given: from the agreed
line to the ground, and from the ground to the agreed line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.analysis.projected import NOWHERE, ProjectedGeometry, projected
from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import Archive
from dashboard.derive.distance import SAME_M, sampled
from dashboard.measure import geodesic_length_km
from dashboard.quantity import Quantity, Unit
from dashboard.records import DrawnLineRecipe, Feature, OfLine

#: A recipe of a line between two parties.
AgreedLine = OfLine | DrawnLineRecipe


@dataclass(frozen=True, slots=True)
class Sample:
    """One sampled point of a line, in degrees, and how far from the other it lies.

    ``km`` is signed: positive where the ground has moved into land of the party that the agreed
    line was drawn around, negative where that party has moved forward.
    """

    along_km: float
    km: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Direction:
    """Distances from one line to the other.

    All are without a value where there is no other line.
    """

    #: km of the line the distances are taken along.
    length: Quantity
    #: ``mean``, ``maximum``: km to the other line, with the errors of both lines as theirs where
    #: the two lie apart.
    mean: Quantity
    maximum: Quantity
    #: Per cent of the line that lies apart from the other.
    moved: Quantity
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class LineGap:
    """An agreed line and the line of contact between the same two parties on a day.

    ``transfers`` is the land between the two parties that is in other hands than when the line was
    fixed: what moved it.
    """

    recipe: AgreedLine
    from_agreed: Direction
    from_ground: Direction
    transfers: Transfers

    @property
    def key(self) -> str:
        """Unique among the lines of a gap."""
        return self.recipe.id

    @property
    def is_measured(self) -> bool:
        """Whether the two parties touch on the day."""
        return self.from_agreed.mean.value is not None


_NO_KM = Quantity(None, Unit.KM)
_NOWHERE = Direction(_NO_KM, _NO_KM, _NO_KM, Quantity(None, Unit.PERCENT))


def line_gap(
    archive: Archive, recipe: AgreedLine, features: list[Feature], day: dt.date
) -> LineGap:
    """Distances both ways; without values where the two parties do not touch on the day."""
    land, stretches = projected(archive), _stretches(archive, recipe, day)
    moved = _moved(archive, recipe, day)
    if not stretches:
        return LineGap(recipe, _NOWHERE, _NOWHERE, moved)
    agreed = land.metres(shapely.union_all([f.geometry for f in features]))
    each = land.metres(np.array([f.geometry for f in stretches], dtype=object))
    ground, off = shapely.union_all(each), _errors(each, stretches, features)
    # A sample away from the other line has one holder on both its sides at the other's time.
    pushed_now = _held(archive, land, recipe.held_by, day, False)
    pushed_then = _held(archive, land, recipe.held_by, recipe.day, True)
    return LineGap(
        recipe,
        _direction(land, agreed, ground, pushed_now, lambda ways: off(shapely.get_point(ways, -1))),
        _direction(land, ground, agreed, pushed_then, lambda ways: off(shapely.get_point(ways, 0))),
        moved,
    )


def _stretches(archive: Archive, agreed: AgreedLine, day: dt.date) -> tuple[Feature, ...]:
    """The line of contact between the two parties of an agreed line."""
    sides = {agreed.held_by, agreed.facing}
    return tuple(
        f
        for f in archive.as_of(day).features("line_of_contact")
        if set(f.properties["controllers"]) == sides
    )


def _moved(archive: Archive, recipe: AgreedLine, day: dt.date) -> Transfers:
    """All transfers, since the line was fixed, of land that the two parties now hold the
    other way."""
    change, parties = archive.between(recipe.day, day), archive.party_ids
    sides = [parties.index(recipe.held_by), parties.index(recipe.facing)]
    mask = change.changed
    for state in (change.a, change.b):
        mask = mask & np.isin(state.controller, sides)
    return transfers(archive, recipe.day, day, cells=mask)


def _held(
    archive: Archive, land: ProjectedGeometry, party: str, day: dt.date, wanted: bool
) -> Callable[[np.ndarray], np.ndarray]:
    """A function from points to whether ``party`` held each of them on a day (if not ``wanted``:
    did not)."""
    state, code = archive.as_of(day).controller, archive.party_ids.index(party)

    def asked(points_m: np.ndarray) -> np.ndarray:
        cell = land.cells_at(points_m)
        held: np.ndarray = (cell != NOWHERE) & (state[cell] == code)
        return held if wanted else ~held

    return asked


def _errors(
    stretches_m: np.ndarray, stretches: Sequence[Feature], agreed: Sequence[Feature]
) -> Callable[[np.ndarray], np.ndarray]:
    """A function that gives the error of distances at points of the line of contact, in km: that of
    the stretch (the largest where some meet) and that of the agreed line."""
    tree = shapely.STRtree(stretches_m)
    precision = np.array([f.properties["precision_m"] for f in stretches])
    most = max(f.properties["precision_m"] for f in agreed)

    def asked(points_m: np.ndarray) -> np.ndarray:
        off_m, (point, stretch) = np.zeros(len(points_m)), tree.query_nearest(points_m)
        np.maximum.at(off_m, point, precision[stretch] + most)
        return off_m / 1000

    return asked


def _direction(
    land: ProjectedGeometry,
    line: BaseGeometry,
    other: BaseGeometry,
    pushed: Callable[[np.ndarray], np.ndarray],
    off: Callable[[np.ndarray], np.ndarray],
) -> Direction:
    """Distances from ``line`` to ``other``.

    ``pushed`` tells which points have a positive distance (see ``Sample.km``); ``off`` gives how
    far distances can be off, in km, by the shortest ways they were measured along.
    """
    points, along = sampled(line)
    km, ways = land.shortest_km(points, np.full(len(points), other))
    moved = shapely.length(ways) > SAME_M
    signed = np.where(moved, km * np.where(pushed(points), 1.0, -1.0), 0.0)
    at = shapely.get_coordinates(land.degrees(points))
    rows = np.column_stack([along / 1000, signed, at])
    samples = tuple(Sample(*row) for row in rows.tolist())
    length = float(geodesic_length_km([land.degrees(line)])[0])
    size, error = np.abs(signed), np.where(moved, off(ways), 0.0)
    return Direction(
        Quantity(length, Unit.KM),
        Quantity(float(size.mean()), Unit.KM, float(error.mean())),
        Quantity(float(size.max()), Unit.KM, float(error[size.argmax()])),
        Quantity(100 * float(moved.mean()), Unit.PERCENT),
        samples,
    )
