"""Heights as shaded relief: how much darker than level land light from upper left leaves it.

The picture of it is in the spherical Mercator projection of web maps, counted from the meridian in
the middle of the study area, so that one over the antimeridian is in one piece.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dashboard.records import StudyArea

Bounds = tuple[float, float, float, float]

_RADIUS_M = 6_378_137.0
_MARGIN = 0.12
"""Of the longer side of the study area: so far beyond it at most the relief fades to nothing."""
_LIGHT = np.array([-0.5, 0.5, math.sqrt(0.5)])
"""East, north and up, towards the light: azimuth 315°, 45° high."""
_STEEP_SHARE, _MOST_EXAGGERATED = 80, 10.0
"""Heights are multiplied so that so many in a hundred slopes are below 45°, and at most by that."""
DARKEST = 15
"""The step of the darkest land; with 0 for what is as bright as level land or brighter, sixteen."""


def mercator(area: StudyArea) -> tuple[str, Bounds, float]:
    """The CRS of the picture; the study area and the margin around it there, in its metres."""
    west, south, east, north = area.bbox
    half = math.radians(east - west) / 2 * _RADIUS_M
    low, high = (float(mercator_y(side)) * _RADIUS_M for side in (south, north))
    bounds = (-half, low, half, high)
    crs = f"+proj=webmerc +lon_0={(west + east) / 2:.9f} +datum=WGS84 +units=m"
    return crs, bounds, _MARGIN * max(2 * half, bounds[3] - bounds[1])


def mercator_y(latitude: Any) -> Any:
    """Radians north of the equator of a latitude on a Mercator map, or of an array of them."""
    return np.arcsinh(np.tan(np.radians(latitude)))


def in_degrees(area: StudyArea, bounds: Bounds) -> Bounds:
    """Bounds in the CRS of the picture as degrees."""
    middle = (area.bbox[0] + area.bbox[2]) / 2
    west, east = (middle + math.degrees(bounds[i] / _RADIUS_M) for i in (0, 2))
    south, north = (math.degrees(math.atan(math.sinh(bounds[i] / _RADIUS_M))) for i in (1, 3))
    return west, south, east, north


def shaded(heights: np.ndarray, bounds: Bounds, area: Bounds) -> tuple[np.ndarray, float]:
    """Steps of shade up to ``DARKEST``; how many times as high the land is taken to be for them.

    ``heights``: rows from north to south of a grid over ``bounds``; where one is not a number there
    is no shade.
    ``area``: within ``bounds``: from its sides to those the shade fades to nothing.
    """
    step = (bounds[2] - bounds[0]) / heights.shape[1]
    y = np.linspace(bounds[3] - step / 2, bounds[1] + step / 2, heights.shape[0])
    on_ground = step / np.cosh(y / _RADIUS_M)[:, None]
    east, north = (slope / on_ground for slope in _slopes(heights))
    steepness = np.hypot(east, north)
    inclined = steepness[steepness > 0]
    steep = float(np.percentile(inclined, _STEEP_SHARE)) if inclined.size else 1.0
    exaggeration = round(min(max(1 / steep, 1.0), _MOST_EXAGGERATED), 1)
    east, north = east * exaggeration, north * exaggeration
    lit = (_LIGHT[2] - _LIGHT[0] * east - _LIGHT[1] * north) / np.sqrt(1 + east**2 + north**2)
    shade = np.clip(np.nan_to_num(1 - lit / _LIGHT[2]), 0, 1) * _fade(heights.shape, bounds, area)
    return np.round(DARKEST * shade).astype(np.uint8), exaggeration


def _slopes(heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rise to the east and to the north for one step of the grid (Horn 1981)."""
    rows, columns = heights.shape
    padded = np.pad(heights.astype(float), 1, mode="edge")

    def at(down: int, right: int) -> np.ndarray:
        return padded[1 + down : 1 + down + rows, 1 + right : 1 + right + columns]

    east = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1)
    north = at(-1, -1) + 2 * at(-1, 0) + at(-1, 1) - at(1, -1) - 2 * at(1, 0) - at(1, 1)
    return east / 8, north / 8


def _fade(shape: tuple[int, ...], bounds: Bounds, area: Bounds) -> np.ndarray:
    """From 0 at the edges of a grid over bounds to 1 at those of an area within, and in it."""
    west, south, east, north = bounds
    halves = (north - south) / shape[0] / 2, (east - west) / shape[1] / 2
    y = np.linspace(south + halves[0], north - halves[0], shape[0])[::-1]
    x = np.linspace(west + halves[1], east - halves[1], shape[1])
    down = np.interp(y, (south, area[1], area[3], north), (0, 1, 1, 0))
    across = np.interp(x, (west, area[0], area[2], east), (0, 1, 1, 0))
    return np.minimum(down[:, None], across)
