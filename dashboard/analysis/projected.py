"""Geometry in metres: the cell of a point, the share of a cell within a shape.

Cells are projected once into the measuring CRS of the data set, and so is each edge between two of
them along which a line of contact ever ran, in the archive or in a scenario. An area is a share of
the geodesic area of its cells, and distances are geodesic.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
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


def projected(archive: Archive) -> ProjectedGeometry:
    """The geometry of an archive and of its scenarios in metres, made once."""
    return _projected(archive.original)


@per_archive
def _projected(archive: Archive) -> ProjectedGeometry:
    return ProjectedGeometry(archive)


@dataclass(frozen=True, slots=True, eq=False)
class ContactGeometry:
    """The line of contact of an archive: its stretches in metres, in layer order, and the edge that
    each of them is, as its number in ``ProjectedGeometry.edges_m``."""

    stretches_m: np.ndarray
    edges: np.ndarray


@per_archive
def contact_geometry(archive: Archive) -> ContactGeometry:
    """The line of contact of an archive in metres, made once."""
    land, features = projected(archive), archive.layers["line_of_contact"]
    stretches = land.metres(np.array([f.geometry for f in features], dtype=object))
    return ContactGeometry(stretches, land.numbers(stretches))


class ProjectedGeometry:
    """The cells of an archive in metres, and measurements against them."""

    def __init__(self, archive: Archive):
        self.archive, self._tree = archive, archive.cells_m
        #: Each of ``archive.cells``, in metres.
        self.cells_m: np.ndarray = self._tree.geometries
        self._to_m = metric(archive.dataset.measuring_crs)
        self._fractions: dict[str, np.ndarray] = {}
        self._number: dict[bytes, int] = {}
        self._lock = Lock()
        self.edges_m: np.ndarray = np.empty(0, dtype=object)

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

    def numbers(self, edges_m: np.ndarray) -> np.ndarray:
        """The numbers of edges in ``edges_m``, which gains those it lacks."""
        with self._lock:
            numbers = [
                self._number.setdefault(key, len(self._number))
                for key in shapely.to_wkb(edges_m).tolist()
            ]
            new = dict(zip(numbers, edges_m.tolist(), strict=True))
            more: np.ndarray = np.empty(len(self._number) - len(self.edges_m), dtype=object)
            more[:] = [new[len(self.edges_m) + i] for i in range(len(more))]
            self.edges_m = np.concatenate([self.edges_m, more])
        return np.array(numbers, dtype=np.intp)

    def shortest_km(self, one: Any, other: Any) -> tuple[np.ndarray, np.ndarray]:
        """Geodesic length of the shortest way between each pair, and the ways in metres."""
        ways = shapely.shortest_line(one, other)
        ends = shapely.get_coordinates(self.degrees(ways)).reshape(-1, 4)
        return geodesic_distance_km(*ends.T), ways


class Ruler:
    """How far some shapes, in metres, are from edges, by their numbers; each pair is measured once,
    whichever scenario asks."""

    def __init__(self, land: ProjectedGeometry, shapes_m: np.ndarray):
        self._land, self._shapes_m = land, shapes_m
        self._metres: np.ndarray = np.empty((len(shapes_m), 0))
        self._km: dict[tuple[int, int], float] = {}

    def metres(self, edges: np.ndarray) -> np.ndarray:
        """Shapes × edges: distances in the measuring CRS, which tell what is nearest."""
        metres = self._metres
        if len(edges) and edges.max() >= metres.shape[1]:
            new = self._land.edges_m[metres.shape[1] :]
            measured = shapely.distance(self._shapes_m[:, None], new[None, :])
            self._metres = metres = np.hstack([metres, measured])
        return metres[:, edges]

    def km(self, shapes: np.ndarray, edges: np.ndarray) -> np.ndarray:
        """Geodesic distances of pairs: a shape, by its number, and an edge."""
        pairs = list(zip(shapes.tolist(), edges.tolist(), strict=True))
        if new := list({pair: None for pair in pairs if pair not in self._km}):
            shape, edge = np.array(new).T
            km, _ = self._land.shortest_km(self._shapes_m[shape], self._land.edges_m[edge])
            self._km.update(zip(new, km.tolist(), strict=True))
        return np.array([self._km[pair] for pair in pairs])
