"""Made-up dated areas: what one party held on each day, as a map of control publishes it.

The line runs from south to north, rough at every scale; on each day some stretches of it advance or
fall back, and some are drawn anew a little beside where they were. The same seed gives the same
areas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import shapely

#: West, south, east, north of the land, in metres.
LAND_M = (0.0, 0.0, 400_000.0, 900_000.0)
FIRST_DAY = dt.date(2001, 1, 1)


def dated_areas(
    days: int, vertices: int, seed: int = 1
) -> Iterator[tuple[dt.date, shapely.Polygon]]:
    """Each day with the land east of the line, ``vertices`` points in its outline; in metres."""
    pick = np.random.default_rng(seed)
    west, south, east, north = LAND_M
    y = np.linspace(south, north, vertices - 2)
    x = 200_000.0 + _rough(len(y), pick)
    for day in range(days):
        for _ in range(pick.integers(0, 7)):
            where, bump = _stretch(len(x), pick)
            x[where] -= bump * pick.normal(600.0, 1_200.0)
        if pick.random() < 0.3:
            where, bump = _stretch(len(x), pick)
            x[where] += bump * pick.normal(0.0, 60.0, len(bump))
        line = np.column_stack([np.clip(x, west + 5_000, east - 5_000), y])
        outline = np.vstack([line, [(east, north), (east, south)]])
        yield FIRST_DAY + dt.timedelta(days=day), shapely.Polygon(outline)


def _rough(count: int, pick: np.random.Generator) -> np.ndarray:
    """A line of ``count`` steps that is as rough near as from afar."""
    waves = np.fft.rfftfreq(count)[1:] ** -1.4 * np.exp(2j * np.pi * pick.random(count // 2))
    line = np.fft.irfft(np.concatenate([[0], waves]), n=count)
    return line / np.abs(line).max() * 60_000.0


def _stretch(count: int, pick: np.random.Generator) -> tuple[slice, np.ndarray]:
    """Some points of a line in a row, and a weight for each, least at the ends."""
    size = int(pick.integers(8, 60))
    start = int(pick.integers(1, count - size - 1))
    return slice(start, start + size), np.sin(np.linspace(0, np.pi, size))
