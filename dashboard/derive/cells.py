"""Places to cells: a Voronoi diagram cut to the study area, with shared edges.

The cells are the faces of one noded arrangement of lines. Every vertex of it is put on the grid
of the output (6 decimals of a degree, about 0.1 m) exactly once, before any face is made. So
neighbouring cells have identical vertices on their common edge, no vertex of one lies inside a
straight edge of another, and the cells cover the study area without gap or overlap by
construction, not by luck of rounding.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from dashboard.derive.grid import (
    GRID,
    Segment,
    merged,
    metric,
    on_grid,
    segments,
    to_degrees,
    to_metric,
)
from dashboard.errors import BuildError
from dashboard.records import Place, Seeds

#: Edges get a vertex at least this often, so that a straight line in the measuring CRS, a
#: straight line in degrees and a geodesic stay within a few centimetres of each other.
_STEP_M = 2_000.0
_STEP_DEGREES = 0.02


@dataclass(frozen=True, slots=True)
class Edge:
    """What two cells have in common.

    ``a`` < ``b`` are the ids of the places; ``geometry`` is in EPSG:4326; ``precision_m`` is half
    the distance between the two places plus the larger error of their positions: the change of
    control happened somewhere between the places, the edge is drawn in the middle.
    """

    a: str
    b: str
    geometry: BaseGeometry
    precision_m: int


@dataclass(frozen=True, slots=True)
class Cells:
    """The study area divided among places: ``polygons`` by place id, and the ``edges``.

    All geometries are in EPSG:4326 with 6 decimals; ``precision_m`` is by place id.
    """

    study_area: BaseGeometry
    polygons: Mapping[str, BaseGeometry]
    edges: tuple[Edge, ...]
    precision_m: Mapping[str, int]

    def joined(self, places: Iterable[str]) -> BaseGeometry:
        """The cells of ``places`` as one geometry, every vertex of their outline kept."""
        return shapely.normalize(
            shapely.coverage_union_all([self.polygons[place] for place in sorted(places)])
        )


def study_area(seeds: Seeds) -> BaseGeometry:
    """The box of the study area cut to its land feature.

    Returns
    -------
    BaseGeometry
        Polygon or multipolygon in EPSG:4326 with 6 decimals and a vertex at least every 0.02°.

    Raises
    ------
    BuildError
        If the land feature is missing or does not meet the box.
    """
    area = seeds.dataset.study_area
    found = [f for f in seeds.basemap.get(area.land_layer, ()) if f.id == area.land_id]
    if not found:
        raise BuildError(
            f"study_area: basemap layer {area.land_layer!r} has no feature {area.land_id!r}; "
            "wanted the land the study area lies on"
        )
    land = shapely.intersection(
        shapely.box(*area.bbox), shapely.make_valid(found[0].geometry), grid_size=GRID
    )
    parts = shapely.get_parts(land)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    if not shapely.area(parts).sum():
        raise BuildError(
            f"study_area: bbox {area.bbox} does not meet land {area.land_id!r}; wanted an overlap"
        )
    return on_grid(shapely.segmentize(shapely.union_all(parts), _STEP_DEGREES))


def make_cells(seeds: Seeds, with_history: Iterable[str]) -> Cells:
    """Divide the study area among the places that have a known history.

    Parameters
    ----------
    seeds
        Seeds free of problems. Places up to ``margin_km`` outside the study area take part.
    with_history
        Ids of places with a baseline or an event in the series.

    Returns
    -------
    Cells
        A partition of the study area; a place whose Voronoi cell does not reach into the study
        area has no cell.

    Raises
    ------
    BuildError
        If no place takes part, or two of them stand within a metre of each other.
    """
    area = study_area(seeds)
    to_m = metric(seeds.dataset.measuring_crs)
    places, sites = _sites(seeds, area, set(with_history), to_m)
    lines = _voronoi_edges(sites, to_metric(area, to_m))
    arrangement = shapely.union_all(
        [on_grid(to_degrees(lines, to_m)), shapely.boundary(area)], grid_size=GRID
    )
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(on_grid(arrangement))))
    inner = shapely.point_on_surface(faces)
    shapely.prepare(area)
    inside = shapely.contains_properly(area, inner)
    faces, inner = faces[inside], inner[inside]
    owners = _owners(sites, to_metric(inner, to_m))
    polygons = _polygons(faces, owners, places)
    edges = _edges(polygons, places, sites)
    return Cells(area, polygons, edges, _precision(polygons, edges, places))


def _sites(
    seeds: Seeds, area: BaseGeometry, with_history: set[str], to_m: Transformer
) -> tuple[list[Place], np.ndarray]:
    """The places that take part, in order of id, and their positions in metres."""
    places = sorted((p for p in seeds.places if p.id in with_history), key=lambda place: place.id)
    if not places:
        raise BuildError("places: none with a known history; wanted at least one")
    points = shapely.points([(place.lon, place.lat) for place in places])
    sites = to_metric(points, to_m)
    margin_m = seeds.dataset.study_area.margin_km * 1000
    near = shapely.distance(sites, to_metric(area, to_m)) <= margin_m
    places = [place for place, keep in zip(places, near, strict=True) if keep]
    sites = _to_the_millimetre(sites[near])
    if not places:
        raise BuildError("places: none with a known history near the study area; wanted one")
    close = shapely.STRtree(sites).query(sites, predicate="dwithin", distance=1.0)
    for one, other in zip(*close, strict=True):
        if one < other:
            raise BuildError(
                f"places: {places[one].id!r} and {places[other].id!r} stand within 1 m; "
                "wanted places that can be told apart"
            )
    return places, sites


def _to_the_millimetre(sites: np.ndarray) -> np.ndarray:
    """Far below any precision here, and equal on every machine's arithmetic."""
    rounded: np.ndarray = shapely.transform(sites, lambda xy: np.round(xy, 3))
    return rounded


def common_edges(
    polygons: Mapping[str, BaseGeometry], places: Sequence[Place], crs: str
) -> tuple[Edge, ...]:
    """The edges of cells made before, as ``make_cells`` found them.

    Parameters
    ----------
    polygons
        Cells by place id, in EPSG:4326 with the vertices ``make_cells`` gave them.
    places
        The place of each cell.
    crs
        The measuring CRS of the data set.
    """
    points = shapely.points([(place.lon, place.lat) for place in places])
    return _edges(polygons, places, _to_the_millimetre(to_metric(points, metric(crs))))


def _voronoi_edges(sites: np.ndarray, area_m: BaseGeometry) -> BaseGeometry:
    """Voronoi edges of the sites around the study area, in metres.

    Eight guard points far outside keep the frame of the Delaunay algorithm from bending the
    edges of the outermost sites; they are too far away to own any ground here.
    """
    xmin, ymin, xmax, ymax = shapely.total_bounds([*sites, area_m])
    centre, radius = ((xmin + xmax) / 2, (ymin + ymax) / 2), 40 * (xmax - xmin + ymax - ymin + 1)
    turns = [2 * math.pi * (k + 0.3) / 8 for k in range(8)]
    guards = [
        (round(centre[0] + radius * math.cos(t)), round(centre[1] + radius * math.sin(t)))
        for t in turns
    ]
    points = shapely.multipoints([*sites, *shapely.points(guards)])
    edges = shapely.voronoi_polygons(points, only_edges=True)
    reach = shapely.box(*shapely.buffer(area_m, 1_000, quad_segs=1).bounds)
    lines = shapely.normalize(shapely.intersection(edges, reach))
    return shapely.segmentize(lines, _STEP_M)


def _owners(sites: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """For each point, the index of the nearest site; the first by id where two are as near."""
    point, site = shapely.STRtree(sites).query_nearest(inner, all_matches=True)
    owners = np.full(len(inner), len(sites))
    np.minimum.at(owners, point, site)
    return owners


def _polygons(
    faces: np.ndarray, owners: np.ndarray, places: Sequence[Place]
) -> dict[str, BaseGeometry]:
    parts: dict[int, list[BaseGeometry]] = defaultdict(list)
    for face, owner in zip(faces, owners, strict=True):
        parts[int(owner)].append(face)
    return {
        places[owner].id: shapely.normalize(
            shapely.coverage_union_all(parts[owner]) if len(parts[owner]) > 1 else parts[owner][0]
        )
        for owner in sorted(parts)
    }


def _edges(
    polygons: Mapping[str, BaseGeometry], places: Sequence[Place], sites: np.ndarray
) -> tuple[Edge, ...]:
    """What two cells have in common; a piece of only one cell lies on the rim of the area."""
    holders: dict[Segment, list[str]] = defaultdict(list)
    for place, polygon in polygons.items():
        for piece in segments(polygon):
            holders[piece].append(place)
    shared: dict[tuple[str, str], list[Segment]] = defaultdict(list)
    for piece, sides in holders.items():
        if len(sides) == 2:
            shared[min(sides), max(sides)].append(piece)
    stand = {
        place.id: (point, place.precision_m) for place, point in zip(places, sites, strict=True)
    }
    edges = []
    for (a, b), pieces in sorted(shared.items()):
        (site_a, error_a), (site_b, error_b) = stand[a], stand[b]
        precision = round(shapely.distance(site_a, site_b) / 2 + max(error_a, error_b))
        line = merged(shapely.linestrings(sorted(pieces)))
        edges.append(Edge(a, b, line, precision))
    return tuple(edges)


def _precision(
    polygons: Mapping[str, BaseGeometry], edges: Sequence[Edge], places: Sequence[Place]
) -> dict[str, int]:
    """Median precision of a cell's edges; of the position alone where a cell has no neighbour."""
    around: dict[str, list[int]] = defaultdict(list)
    for edge in edges:
        around[edge.a].append(edge.precision_m)
        around[edge.b].append(edge.precision_m)
    own = {place.id: place.precision_m for place in places}
    return {
        place: round(float(np.median(around[place]))) if around[place] else own[place]
        for place in polygons
    }
