"""Geometry in metres: the cell of a point, the share of a cell within a shape.

Cells are projected once into the measuring CRS of the data set. An area is a share of the geodesic
area of its cells, and distances are geodesic.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Archive, per_archive
from dashboard.derive.grid import metric, to_degrees, to_metric
from dashboard.derive.shares import shares
from dashboard.measure import geodesic_distance_km
from dashboard.records import Feature

NOWHERE = -1


@per_archive
def projected(archive: Archive) -> ProjectedGeometry:
    """The geometry of an archive in metres, made once."""
    return ProjectedGeometry(archive)


class ProjectedGeometry:
    """The cells of an archive in metres, and measurements against them."""

    def __init__(self, archive: Archive):
        self.archive, self._tree = archive, archive.cells_m
        #: Each of ``archive.cells``, in metres.
        self.cells_m: np.ndarray = self._tree.geometries
        self._to_m = metric(archive.dataset.measuring_crs)
        self._fractions: dict[str, np.ndarray] = {}

    def metres(self, geometry: Any) -> Any:
        """A geometry, or an array of them, in degrees as metres."""
        return to_metric(geometry, self._to_m)

    def degrees(self, geometry: Any) -> Any:
        """A geometry, or an array of them, in metres as degrees."""
        return to_degrees(geometry, self._to_m)

    def cells_at(self, points_m: np.ndarray) -> np.ndarray:
        """Index into ``archive.cells`` of the cell each point lies in, ``NOWHERE`` outside."""
        found = np.full(len(points_m), NOWHERE)
        point, cell = self._tree.query(points_m, predicate="intersects")
        # On a shared border the first cell counts, whatever the order of the tree.
        for i, c in sorted(zip(point.tolist(), cell.tolist(), strict=True), reverse=True):
            found[i] = c
        return found

    def fractions(self, feature: Feature) -> np.ndarray:
        """Share of each cell that lies in an area, from 0 to 1."""
        if feature.id not in self._fractions:
            self._fractions[feature.id] = shares(self._tree, self.metres(feature.geometry))
        return self._fractions[feature.id]

    def lengths_km(self, lines_m: BaseGeometry) -> np.ndarray:
        """km of lines, given in metres, within each cell."""
        km = np.zeros(len(self.cells_m))
        near = self._tree.query(lines_m, predicate="intersects")
        km[near] = shapely.length(shapely.intersection(self.cells_m[near], lines_m)) / 1000
        return km

    def areas_km2(self, area_m: BaseGeometry) -> np.ndarray:
        """km² of an area, given in metres, within each cell."""
        areas: np.ndarray = shares(self._tree, area_m) * self.archive.cell_area_km2
        return areas

    @cached_property
    def contact_m(self) -> np.ndarray:
        """The stretches of the line of contact, in metres, in layer order."""
        features = self.archive.layers["line_of_contact"]
        stretches: np.ndarray = self.metres(np.array([f.geometry for f in features], dtype=object))
        return stretches

    def shortest_km(self, one: Any, other: Any) -> tuple[np.ndarray, np.ndarray]:
        """Geodesic length of the shortest way between each pair, and the ways in metres."""
        ways = shapely.shortest_line(one, other)
        ends = shapely.get_coordinates(self.degrees(ways)).reshape(-1, 4)
        return geodesic_distance_km(*ends.T), ways
