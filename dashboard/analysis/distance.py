"""How far the line of contact stands from an agreed line, on many days at once.

``lines.line_gap`` measures one day, in both directions; here only from the agreed line, for every
day of the series and for each scenario.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from dashboard.analysis.projected import Ruler, contact_geometry, projected
from dashboard.analysis.scenarios import across, scenario_days
from dashboard.archive import Archive, per_archive
from dashboard.derive.distance import SAME_M, sampled
from dashboard.quantity import Quantity, Unit
from dashboard.records import LineDistanceRecipe, OfLine

_NONE = -1


def distance_recipes(archive: Archive) -> tuple[LineDistanceRecipe, ...]:
    """The recipes of distances whose line is in the layers: stale layers may lack it."""
    return tuple(
        recipe
        for recipe in archive.dataset.recipes
        if recipe.kind == "line_distance" and recipe.line in archive.drawn
    )


@per_archive
def line_distance(archive: Archive, recipe: LineDistanceRecipe) -> LineDistance:
    """The distances that a recipe of kind ``line_distance`` is about; made once."""
    return LineDistance(archive, recipe)


class LineDistance:
    """Distances from each kilometre of an agreed line to the line of contact of any day.

    ``recipe``: its ``line`` is in the layers.
    """

    def __init__(self, archive: Archive, recipe: LineDistanceRecipe):
        agreed = archive.recipes[recipe.line]
        assert isinstance(agreed, OfLine)
        self._whole = recipe.period
        sides = {agreed.held_by, agreed.facing}
        self._ruler = _ruler(archive.original, agreed.id)
        layer = archive.layers["line_of_contact"]
        rows = [i for i, f in enumerate(layer) if set(f.properties["controllers"]) == sides]
        self._start, self._end = archive.line.start[rows], archive.line.end[rows]
        self._edges = contact_geometry(archive).edges[rows]
        most_m = max(f.properties["precision_m"] for f in archive.drawn[agreed.id])
        self._off_km = np.array([layer[i].properties["precision_m"] + most_m for i in rows]) / 1000
        self._far = self._ruler.metres(self._edges)

    @property
    def points(self) -> int:
        """At how many points of the agreed line the distance is taken."""
        return len(self._far)

    def km(self, days: Sequence[dt.date]) -> np.ndarray:
        """Days × points: km to the nearest stretch between the two parties; NaN where none is."""
        return self._measured(days)[0]

    def _measured(self, days: Sequence[dt.date]) -> tuple[np.ndarray, np.ndarray]:
        """The distances of ``km`` and their errors: both lines' together, 0 where they coincide."""
        nearest = np.full((len(days), self.points), _NONE)
        off = np.zeros(nearest.shape)
        known: dict[bytes, tuple[np.ndarray, ...]] = {}  # the same stretches hold on many days
        for row, day in enumerate(days):
            held = (self._start <= day.toordinal()) & (day.toordinal() < self._end)
            if self._whole.contains(day) and held.any():
                key = held.tobytes()
                if key not in known:
                    known[key] = self._nearest(held)
                nearest[row], off[row] = known[key]
        km = np.full(nearest.shape, np.nan)
        measured = nearest != _NONE
        points = np.broadcast_to(np.arange(self.points), nearest.shape)
        km[measured] = self._km(points[measured], nearest[measured])
        return km, np.where(km > 0, off, 0.0)

    def _nearest(self, held: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The nearest stretch to each point and its error in km: the largest where some are equally
        near."""
        rows = np.flatnonzero(held)
        far = self._far[:, rows]
        ties = far <= far.min(axis=1, keepdims=True)
        return rows[far.argmin(axis=1)], np.where(ties, self._off_km[rows], 0.0).max(axis=1)

    def _km(self, points: np.ndarray, stretches: np.ndarray) -> np.ndarray:
        """From points to stretches, by their numbers."""
        pairs, which = np.unique(points * self._far.shape[1] + stretches, return_inverse=True)
        point, stretch = np.divmod(pairs, self._far.shape[1])
        length = self._ruler.km(point, self._edges[stretch])
        found: np.ndarray = np.where(self._far[point, stretch] <= SAME_M, 0.0, length)[which]
        return found

    def on(self, days: Sequence[dt.date]) -> tuple[Distance, ...]:
        """The mean and the greatest distance on each day; without values where there is none."""
        km, off = self._measured(days)
        farthest = (np.arange(len(km)), km.argmax(axis=1))
        means = map(_km, km.mean(axis=1), off.mean(axis=1))
        return tuple(map(Distance, days, means, map(_km, km[farthest], off[farthest])))


@per_archive
def _ruler(archive: Archive, agreed: str) -> Ruler:
    """Measures from each kilometre of an agreed line."""
    land, line = projected(archive), shapely.union_all([f.geometry for f in archive.drawn[agreed]])
    points, _ = sampled(land.metres(line))
    return Ruler(land, points)


@dataclass(frozen=True, slots=True)
class Distance:
    """The mean and the greatest distance in km on a day, each with the errors of both lines."""

    day: dt.date
    mean: Quantity
    maximum: Quantity

    @property
    def key(self) -> dt.date:
        """Unique among the distances of other days."""
        return self.day


def _km(value: float, error: float) -> Quantity:
    return Quantity(None if np.isnan(value) else float(value), Unit.KM, float(error))


@per_archive
def distance_on(archive: Archive, recipe: LineDistanceRecipe, day: dt.date) -> Distance | None:
    """The distance of the line of contact on a day, with its range.

    ``None`` where there is none to be measured.
    """
    (found,) = across(archive, lambda made: line_distance(made, recipe).on([day]))
    return None if found.mean.value is None else found


def over_time(archive: Archive, recipe: LineDistanceRecipe) -> tuple[Distance, ...]:
    """The distances over the series, one for each day on which they may change."""
    days = sorted({*scenario_days(archive), recipe.valid_from})
    return across(archive, lambda made: line_distance(made, recipe).on(days))
