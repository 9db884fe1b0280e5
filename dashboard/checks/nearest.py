"""The places around each place, and who held each of them when: what neighbours are compared by."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from dashboard.cache import Cache, no_cache
from dashboard.derive.histories import Spell
from dashboard.records import Dataset, Place

#: How many places count as the places around one.
AROUND = 8
KM_PER_DEGREE = 111.2
_FIRST_REACH_KM = 0.5


def on_plane_km(positions: np.ndarray) -> np.ndarray:
    """N × 2 positions in degrees as km on a plane, good to a few per cent within a study area."""
    lon, lat = positions.T
    wide = np.cos(np.radians(lat.mean())) if lat.size else 1.0
    return np.column_stack((lon * wide, lat)) * KM_PER_DEGREE


@dataclass(frozen=True)
class Nearest:
    """The ``AROUND`` nearest other places of each of N places, the nearest first."""

    #: N × ``AROUND`` indices of places; there are fewer columns where there are fewer places.
    index: np.ndarray
    #: How far each is.
    km: np.ndarray

    @classmethod
    def of(cls, points: np.ndarray, cache: Cache = no_cache) -> Nearest:
        """The nearest of these N × 2 positions in km to each of them."""
        count = max(min(AROUND, len(points) - 1), 0)
        cached = cache((b"nearest", points.tobytes()), lambda: _found(points, count).tobytes())
        index, km = np.frombuffer(cached).reshape(2, len(points), count)
        return cls(index.astype(int), km)


def _found(points: np.ndarray, count: int) -> np.ndarray:
    """The ``count`` nearest of each point, and how far they are: 2 × N × ``count``."""
    found = np.zeros((2, len(points), count))
    tree = shapely.STRtree(shapely.points(points))
    left, reach = np.arange(len(points) if count else 0), _FIRST_REACH_KM
    while left.size:  # those that have too few within reach are looked at again, twice as far
        row, other = tree.query(tree.geometries[left], "dwithin", reach)
        row, other = row[left[row] != other], other[left[row] != other]
        enough = np.bincount(row, minlength=len(left)) >= count
        row, other = row[enough[row]], other[enough[row]]
        km = np.hypot(*(points[left[row]] - points[other]).T)
        order = np.lexsort((other, km, row))  # by place, then from the nearest on
        starts = np.searchsorted(row[order], np.flatnonzero(enough))
        first = order[starts[:, None] + np.arange(count)]
        found[:, left[enough]] = other[first], km[first]
        left, reach = left[~enough], 2 * reach
    return found


@dataclass(frozen=True)
class Holders:
    """Who held each of N places over the series, step by step."""

    #: M first days of steps, ordinals; nothing changes within a step.
    days: np.ndarray
    #: M lengths of the steps, in days.
    length: np.ndarray
    #: N × M numbers of parties, -1 where nobody is known to hold the place, or it is contested.
    party: np.ndarray
    #: The number of each party.
    number: Mapping[str, int]

    @classmethod
    def of(
        cls, places: Sequence[Place], histories: Mapping[str, Sequence[Spell]], dataset: Dataset
    ) -> Holders:
        """The spells of these places as one table."""
        nobody = {None, *dataset.contested}
        spells = [
            (row, spell)
            for row, place in enumerate(places)
            for spell in histories.get(place.id, ())
            if spell.controller not in nobody
        ]
        first, end = dataset.series.first_day, dataset.series.end
        periods = [(spell.day, spell.period.valid_to or end) for _, spell in spells]
        days = sorted({first, end, *itertools.chain.from_iterable(periods)})
        step = {day: at for at, day in enumerate(days)}
        number: dict[str, int] = {}
        party = np.full((len(places), len(days) - 1), -1, dtype=np.int16)
        for (row, spell), (since, until) in zip(spells, periods, strict=True):
            taken = number.setdefault(str(spell.controller), len(number))
            party[row, step[since] : step[until]] = taken
        ordinals = np.array([day.toordinal() for day in days])
        return cls(ordinals[:-1], np.diff(ordinals), party, number)
