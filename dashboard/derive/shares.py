"""How much of each cell lies in an area that need not be made of cells."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

#: Share of a cell below which an overlap is only the difference between a straight line in degrees
#: and one in metres.
_SLIVER = 1e-4


def shares(cells: shapely.STRtree, area: BaseGeometry) -> np.ndarray:
    """Share of each cell that lies in an area, from 0 to 1, both in metres of one plane."""
    found = np.zeros(len(cells))
    shapely.prepare(area)
    near = cells.query(area, predicate="intersects")
    whole = shapely.covers(area, cells.geometries[near])
    found[near[whole]] = 1.0
    cut = near[~whole]
    if len(cut):
        parts = shapely.area(shapely.intersection(cells.geometries[cut], area))
        found[cut] = parts / shapely.area(cells.geometries[cut])
    return np.where(found < _SLIVER, 0.0, found)
