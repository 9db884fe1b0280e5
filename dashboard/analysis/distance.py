"""How far the line of contact stands from an agreed line, on many days at once.

What ``lines.line_gap`` finds on one day from the agreed line outwards, and the strokes of the layer
show, for the days of a series, and for other histories of the same cells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from dashboard.analysis.projected import projected
from dashboard.analysis.scenarios import Spread, scenario_days, scenarios, spreads
from dashboard.archive import Archive, ordinals, per_archive
from dashboard.derive.distance import SAME_M, sampled
from dashboard.records import Recipe


@per_archive
def line_distance(archive: Archive, recipe: Recipe) -> LineDistance:
    """The distance a recipe of kind ``line_distance`` speaks of, made once."""
    return LineDistance(archive, recipe)


class LineDistance:
    """Distances from each kilometre of an agreed line to the line of contact of any day.

    Parameters
    ----------
    recipe
        A recipe of kind ``line_distance``; its ``line`` is in the layers.
    """

    def __init__(self, archive: Archive, recipe: Recipe):
        agreed = next(r for r in archive.dataset.recipes if r.id == recipe.line)
        self._whole = recipe.period
        self._land, sides = projected(archive), {agreed.held_by, agreed.facing}
        line = [
            f.geometry for f in archive.all_features() if f.properties.get("recipe") == agreed.id
        ]
        self._points, _ = sampled(self._land.metres(shapely.union_all(line)))
        layer = archive.layers["line_of_contact"]
        rows = [i for i, f in enumerate(layer) if set(f.properties["controllers"]) == sides]
        self._start, self._end = ordinals(layer[i] for i in rows)
        self._contact = self._land.contact_m[rows]
        self._far = shapely.distance(self._points[:, None], self._contact[None, :])

    @property
    def points(self) -> int:
        """At how many points of the agreed line the distance is taken."""
        return len(self._points)

    def km(self, days: Sequence[dt.date]) -> np.ndarray:
        """Days × points: km to the nearest stretch between the two parties; NaN where none is."""
        km = np.full((len(days), self.points), np.nan)
        known: dict[bytes, np.ndarray] = {}  # the same stretches hold on many days
        for row, day in enumerate(days):
            held = (self._start <= day.toordinal()) & (day.toordinal() < self._end)
            if self._whole.holds(day) and held.any():
                if held.tobytes() not in known:
                    known[held.tobytes()] = self._nearest_km(np.flatnonzero(held))
                km[row] = known[held.tobytes()]
        return km

    def _nearest_km(self, held: np.ndarray) -> np.ndarray:
        """From each point to the nearest of some stretches."""
        far = self._far[:, held]
        nearest = far.argmin(axis=1)
        length, _ = self._land.shortest_km(self._points, self._contact[held[nearest]])
        return np.where(far[np.arange(self.points), nearest] <= SAME_M, 0.0, length)

    def figures(self, days: Sequence[dt.date]) -> np.ndarray:
        """Two rows, the mean and the greatest distance in km, with a value for each day."""
        km = self.km(days)
        return np.stack([km.mean(axis=1), km.max(axis=1)])


@dataclass(frozen=True, slots=True)
class Distance:
    """The mean and the greatest distance in km on a day, each with the range it moves in."""

    mean: Spread
    most: Spread

    @property
    def told(self) -> dict[str, str]:
        """Both as they are written: the figure, and in brackets its range where it moves."""
        return {
            name: ranged(km.value, km.low, km.high)
            for name, km in (("mean", self.mean), ("most", self.most))
        }


def ranged(value: float, low: float, high: float) -> str:
    """A distance in km as every surface writes it, its range in brackets where it moves."""
    least, most = f"{low:.1f}", f"{high:.1f}"
    return f"{value:.1f}" + (f" ({least}–{most})" if least != most else "")


def distance_on(archive: Archive, recipe: Recipe, day: dt.date) -> Distance | None:
    """How far the line of contact stands on a day; ``None`` where there is none to be measured."""

    def ask(made: Archive) -> dict[str, float | None]:
        mean, most = line_distance(made, recipe).figures([day])[:, 0].tolist()
        return {"mean": None, "most": None} if mean != mean else {"mean": mean, "most": most}

    found = spreads(archive, ask)
    return None if found["mean"].value is None else Distance(found["mean"], found["most"])


def over_time(archive: Archive, recipe: Recipe) -> tuple[tuple[dt.date, ...], np.ndarray]:
    """Mean and greatest distance over the series, and the range doubtful events leave them in.

    Returns
    -------
    tuple
        The days from which on a value holds, and an array of three by two by their number: the
        figure, its least and its most in any scenario; the mean and the greatest distance in km.
        NaN where there is none to be measured.
    """
    days = tuple(sorted({*scenario_days(archive), recipe.valid_from}))
    found = [
        line_distance(a, recipe).figures(days) for a in (archive, *scenarios(archive).values())
    ]
    return days, np.stack([found[0], np.fmin.reduce(found), np.fmax.reduce(found)])
