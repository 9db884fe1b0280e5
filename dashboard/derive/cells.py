"""Turns places and faces of published areas into cells that divide the study area.

Around places the cells are a Voronoi diagram; in the zone of published areas they are the faces of
those. All are the faces of one noded arrangement of lines. Every vertex of it is put on the grid
of the output (6 decimals of a degree, about 0.1 m) exactly once, before any face is made. So
neighbouring cells have identical vertices on their common edge, no vertex of one lies inside a
straight edge of another, and the cells cover the study area without gap or overlap by
construction, not by luck of rounding.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from dashboard import wording
from dashboard.cache import Cache, no_cache
from dashboard.derive.grid import (
    GRID,
    distinct,
    ends_of,
    lesser_end_first,
    merged_by,
    metric,
    numbered,
    numbered_bytes,
    on_grid,
    packed,
    polygons_in,
    shared_lines,
    to_degrees,
    to_metric,
)
from dashboard.errors import BuildError
from dashboard.measure import geodesic_area_km2, geodesic_distance_km
from dashboard.quantity import Quantity
from dashboard.quantity import Unit as UnitOfMeasure
from dashboard.records import AreaCell, Place, Seeds, Text, Unit, units_in
from dashboard.wording import Wording, format

#: Edges get a vertex at least this often, so that a straight line in the measuring CRS, a
#: straight line in degrees and a geodesic stay within a few centimetres of each other.
_STEP_M = 2_000.0
STEP_DEGREES = 0.02
#: Vertices of faces are farther apart, whatever grid they are on.
_APART_M = 0.01
#: Decimals of a degree in the id and name of a cell of published areas: about a metre.
_NAME_DECIMALS = 5
#: The signs that letters of such an id stand for.
_SIGNS = str.maketrans({"n": "", "s": "-", "e": " ", "w": " -", "-": "."})


class Edge(NamedTuple):
    """What two cells have in common.

    ``a`` < ``b`` are the ids of the places; ``geometry`` is in EPSG:4326; ``precision_m`` is half
    the distance between the two places plus the larger error of their positions: the change of
    control happened somewhere between the places, the edge is drawn in the middle. An edge of
    published areas is where they were drawn, with their error.
    """

    a: str
    b: str
    geometry: BaseGeometry
    precision_m: int


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges of cells, a row each.

    ``cells`` are ids of places in order, ``sides`` (N, 2) which two of them each edge lies between.
    """

    cells: Sequence[str]
    sides: np.ndarray
    lines: np.ndarray
    precision_m: np.ndarray

    def __len__(self) -> int:
        return len(self.sides)

    def __iter__(self) -> Iterator[Edge]:
        rows = (self.sides.tolist(), self.lines, self.precision_m.tolist())
        for (a, b), line, precision_m in zip(*rows, strict=True):
            yield Edge(self.cells[a], self.cells[b], line, precision_m)

    def among(self, places: Set[str]) -> np.ndarray:
        """Whether each side of each edge is one of these places: (N, 2)."""
        is_one = np.array([cell in places for cell in self.cells], dtype=bool)
        found: np.ndarray = is_one[self.sides]
        return found

    def where(self, wanted: np.ndarray) -> Edges:
        """Those for which it is true."""
        rows = (self.sides[wanted], self.lines[wanted], self.precision_m[wanted])
        return Edges(self.cells, *rows)


@dataclass(frozen=True, eq=False)
class Faces:
    """Faces of published areas and the ``zone`` they divide.

    ``zone`` is in EPSG:4326 with 6 decimals, the ``polygons`` are in the measuring CRS and cover
    it but for what rounding took off its rim. ``precision_m`` is how far their edges can be off.
    """

    zone: BaseGeometry
    polygons: np.ndarray
    precision_m: int


@dataclass(frozen=True, slots=True)
class Cells:
    """The study area divided among places: ``polygons`` by place id, and the ``edges``.

    All geometries are in EPSG:4326 with 6 decimals; ``area_km2``, ``precision_m`` are by place id.
    ``faces`` are the records of cells made of published areas in order of id, each with the number
    of its face.
    """

    study_area: BaseGeometry
    polygons: Mapping[str, BaseGeometry]
    area_km2: Mapping[str, float]
    edges: Edges
    precision_m: Mapping[str, int]
    faces: Sequence[tuple[AreaCell, int]] = ()

    def joined(self, places: Iterable[str], cache: Cache = no_cache) -> BaseGeometry:
        """The cells of ``places`` as one geometry, every vertex of their outline kept."""
        parts = [self.polygons[place] for place in sorted(places)]

        def made() -> bytes:
            whole: bytes = shapely.to_wkb(shapely.normalize(shapely.coverage_union_all(parts)))
            return whole

        return shapely.from_wkb(cache((b"joined", *shapely.to_wkb(parts)), made))


def study_area(seeds: Seeds) -> BaseGeometry:
    """The box of the study area cut to its land, in EPSG:4326 with 6 decimals and a vertex at least
    every ``STEP_DEGREES``.

    Raises ``BuildError`` if a land feature is missing or does not meet the box.
    """
    area = seeds.dataset.study_area
    there = {feature.id: feature for feature in seeds.shapes.get(area.land_layer, ())}
    parts = []
    for ident in area.land_id:
        if ident not in there:
            raise BuildError(
                f"study_area: basemap layer {area.land_layer!r} has no feature {ident!r}; "
                "wanted the land the study area lies on"
            )
        sound = shapely.make_valid(there[ident].geometry)
        land = shapely.intersection(shapely.box(*area.bbox), sound, grid_size=GRID)
        pieces = polygons_in(land)
        if not shapely.area(pieces).sum():
            raise BuildError(
                f"study_area: bbox {area.bbox} does not meet land {ident!r}; wanted an overlap"
            )
        parts += pieces.tolist()
    return on_grid(shapely.segmentize(shapely.union_all(parts), STEP_DEGREES))


def make_cells(
    seeds: Seeds, with_history: Iterable[str], faces: Faces | None = None, cache: Cache = no_cache
) -> Cells:
    """Divide the study area among the places that have a known history, and faces.

    A place whose Voronoi cell does not reach into the study area has no cell.
    ``seeds``: seeds free of problems. Places up to ``margin_km`` outside the study area take part.
    ``with_history``: ids of places with a baseline or an event in the series.
    ``faces``: what published areas make of their zone. Places in it shape the cells at its rim and
    have none themselves where these lie inside.
    ``cache``: of the polygons and edges of places and faces.

    Raises ``BuildError`` if neither a place nor a face takes part, or two places stand within a
    metre of each other.
    """
    area = study_area(seeds)
    to_m = metric(seeds.dataset.measuring_crs)
    places, sites = _sites(seeds, area, set(with_history), to_m)
    if not places and faces is None:
        raise BuildError("places: none with a known history near the study area; wanted one")
    shapes = (area, *sites, *((faces.zone, *faces.polygons) if faces else ()))
    inputs = (b"cells", seeds.dataset.measuring_crs.encode(), *shapely.to_wkb(shapes))
    numbers, made_of = numbered(cache(inputs, lambda: _divided(area, sites, faces, to_m)))
    owners = numbers.ravel().tolist()
    joined = dict(zip(owners, made_of, strict=True))
    drawn = {number: polygon for number, polygon in joined.items() if number >= len(places)}
    error_m, units = faces.precision_m if faces else 0, _units(seeds, drawn)
    idents = _idents(drawn.values())
    records = area_cells(idents, error_m, _names(seeds, idents, units), units)
    made = dict(zip(drawn, records, strict=True))
    of = {**dict(enumerate(places)), **made}
    polygons = dict(sorted((of[number].id, polygon) for number, polygon in joined.items()))
    of_faces = numbers.ravel() >= len(places)
    areas = _areas_km2(made_of[~of_faces], made_of[of_faces], cache)
    area_km2 = {of[number].id: km2 for number, km2 in zip(owners, areas, strict=True)}
    if len(polygons) < len(joined):
        raise BuildError("cells: two lie within a metre of each other; wanted a wider sliver_m")
    edges = common_edges(polygons, tuple(of.values()), seeds.dataset.measuring_crs, cache)
    precision_m = _precision(edges, tuple(of.values()))
    of_face = [(record, number - len(places)) for number, record in made.items()]
    of_face.sort(key=lambda each: each[0].id)
    return Cells(area, polygons, area_km2, edges, precision_m, of_face)


def _divided(
    area: BaseGeometry, sites: np.ndarray, faces: Faces | None, to_m: Transformer
) -> bytes:
    """The polygons of the study area that belong to sites and faces, these numbered after those,
    each with its number."""
    lines, noded, alone = [shapely.boundary(area)], [], {}
    if len(sites):
        edges = _voronoi_edges(sites, to_metric(area, to_m))
        lines.append(on_grid(to_degrees(_outside(edges, faces, to_m), to_m)))
    if faces is not None:
        edges = _FaceEdges(faces, to_m)
        lines += [shapely.boundary(faces.zone), *edges.onward]
        alone = edges.alone(lines)
        between = edges.without(alone)
        met = _come_near(between, lines)
        lines, noded = [*lines, *between[met]], between[~met]
    pieces, inner = _arrangement(lines, noded, area)
    inner_m = to_metric(inner, to_m)
    owners = _owners(sites, inner_m) if len(sites) else np.zeros(len(inner), dtype=int)
    if faces is not None:
        shapely.prepare(faces.zone)
        inside = shapely.contains_properly(faces.zone, inner)
        owners[inside] = len(sites) + _faces_at(faces, inner_m[inside])
    alone = {len(sites) + face: polygon for face, polygon in alone.items()}
    rest = ~np.isin(owners, list(alone))
    joined = dict(sorted({**_joined(pieces[rest], owners[rest]), **alone}.items()))
    return numbered_bytes(np.array(list(joined))[:, None], list(joined.values()))


def _areas_km2(of_places: np.ndarray, of_faces: np.ndarray, cache: Cache) -> list[float]:
    """Geodesic areas to a square metre; those of places are cached as one, as their cells are."""

    def measured(polygons: np.ndarray) -> list[bytes]:
        return [each.tobytes() for each in np.rint(geodesic_area_km2(polygons) * 1e6)]

    inputs = (b"areas", *shapely.to_wkb(of_places))
    places = cache(inputs, lambda: b"".join(measured(of_places)))
    faces = cache.each("area_m2", shapely.to_wkb(of_faces), lambda asked: measured(of_faces[asked]))
    areas: list[float] = (np.frombuffer(b"".join([places, *faces])) / 1e6).tolist()
    return areas


def _idents(polygons: Iterable[BaseGeometry]) -> list[str]:
    """The ids of cells of published areas, by a point in each."""
    inner = shapely.get_coordinates(shapely.point_on_surface(list(polygons)))
    return [called_by_position(lat, lon)[0] for lon, lat in inner.tolist()]


def called_by_position(lat: float, lon: float) -> tuple[str, str]:
    """The id and the name of a cell of published areas: where a point in it lies."""
    north, east = (f"{abs(value):.{_NAME_DECIMALS}f}".replace(".", "-") for value in (lat, lon))
    ident = f"{'n' if lat >= 0 else 's'}{north}{'e' if lon >= 0 else 'w'}{east}"
    return ident, _called(lat, lon)


def _called(lat: float, lon: float) -> str:
    return f"{lat:.{_NAME_DECIMALS}f}, {lon:.{_NAME_DECIMALS}f}"


def _position(ident: str) -> tuple[float, float]:
    """Latitude and longitude of the point that gives a cell of published areas its id."""
    lat, lon = ident.translate(_SIGNS).split()
    return float(lat), float(lon)


def names_area_cell(ident: str) -> bool:
    """Whether an id is that of a cell of published areas, or of a change of its control."""
    return bool(re.fullmatch(r"[ns][0-9]+-[0-9]{5}[ew][0-9]+-[0-9]{5}(-[0-9]{8})?", ident))


def area_cells(
    idents: Collection[str],
    precision_m: int,
    names: Iterable[Text],
    units: Iterable[tuple[Unit, ...]],
) -> tuple[AreaCell, ...]:
    """The records of cells of published areas, by the ids and the names that ``make_cells`` gave
    them; ``units`` are those each lies in."""
    positions = [_position(ident) for ident in idents]
    return AreaCell.of_columns(
        {
            "id": idents,
            "name": names,
            "lon": [lon for _, lon in positions],
            "lat": [lat for lat, _ in positions],
            "rank": repeat(4, len(positions)),
            "precision_m": repeat(precision_m, len(positions)),
            "certainty": repeat("high", len(positions)),
            "units": units,
        }
    )


def _names(
    seeds: Seeds, idents: Sequence[str], units: Sequence[tuple[Unit, ...]]
) -> tuple[Text, ...]:
    """What cells of published areas are called: where they lie, after the smallest unit they lie in
    or, where there is none, the nearest place."""
    languages, places = seeds.dataset.languages, sorted(seeds.places, key=lambda place: place.id)
    positions = np.array([_position(ident) for ident in idents]).reshape(-1, 2)
    names = [_called(*position) for position in positions.tolist()]
    for i, within in enumerate(units):
        if within and within[-1].name:
            names[i] = f"{within[-1].name} ({names[i]})"
    called = [Text({languages[0]: name}) for name in names]
    without = [i for i, within in enumerate(units) if not within or not within[-1].name]
    if places and without:
        to_m, (lat, lon) = metric(seeds.dataset.measuring_crs), positions[without].T
        owners = _owners(_positions(places, to_m), to_metric(shapely.points(lon, lat), to_m))
        nearest = [places[i] for i in owners.tolist()]
        at = np.array([(place.lon, place.lat) for place in nearest]).T
        km = geodesic_distance_km(lon, lat, *at).tolist()
        spoken = {code: wording.of_seeds(seeds, code) for code in languages}
        for i, place, far in zip(without, nearest, km, strict=True):
            near = {code: _near(each, place, far, names[i]) for code, each in spoken.items()}
            called[i] = Text(near)
    return tuple(called)


def _near(words: Wording, place: Place, km: float, position: str) -> str:
    far = format.text(words, Quantity(km, UnitOfMeasure.KM))
    return words.fill("near_place", place=words.of(place, "name"), far=far, position=position)


def _units(seeds: Seeds, cells: Mapping[int, BaseGeometry]) -> list[tuple[Unit, ...]]:
    """The administrative units of each cell: where areas of units were entered those it shares
    most land with, else those of the nearest place that has any."""
    found: list[tuple[Unit, ...]] = [() for _ in cells]
    polygons, to_m = (
        np.array(list(cells.values()), dtype=object),
        metric(seeds.dataset.measuring_crs),
    )
    named = [place for place in seeds.places if place.units]
    if named and cells:
        named.sort(key=lambda place: place.id)
        inside = to_metric(shapely.point_on_surface(polygons), to_m)
        nearest = _owners(_positions(named, to_m), inside).tolist()
        found = [named[i].units for i in nearest]
    if drawn := sorted(seeds.shapes.get("units", ()), key=lambda unit: unit.id):
        areas = np.array([unit.geometry for unit in drawn], dtype=object)
        cell, unit = shapely.STRtree(areas).query(polygons, predicate="intersects")
        shared = shapely.area(shapely.intersection(polygons[cell], areas[unit]))
        for i in np.lexsort((-unit, shared)).tolist():  # the largest last
            found[cell[i]] = units_in(drawn[unit[i]].properties, seeds.dataset.level_ids)
    return found


def _sites(
    seeds: Seeds, area: BaseGeometry, with_history: set[str], to_m: Transformer
) -> tuple[list[Place], np.ndarray]:
    """The places that take part, in order of id, and their positions in metres."""
    places = sorted((p for p in seeds.places if p.id in with_history), key=lambda place: place.id)
    sites = _positions(places, to_m)
    land = to_metric(area, to_m)
    shapely.prepare(land)
    near = shapely.dwithin(land, sites, seeds.dataset.study_area.margin_km * 1000)
    places = [place for place, keep in zip(places, near, strict=True) if keep]
    sites = sites[near]
    close = shapely.STRtree(sites).query(sites, predicate="dwithin", distance=1.0)
    for one, other in zip(*close, strict=True):
        if one < other:
            raise BuildError(
                f"places: {places[one].id!r} and {places[other].id!r} stand within 1 m; "
                "wanted places that can be told apart"
            )
    return places, sites


def _positions(places: Iterable[Place], to_m: Transformer) -> np.ndarray:
    """Points in metres to the millimetre: far below any precision here, equal on every machine."""
    points = shapely.points(np.array([(p.lon, p.lat) for p in places]).reshape(-1, 2))
    rounded: np.ndarray = shapely.transform(to_metric(points, to_m), lambda xy: np.round(xy, 3))
    return rounded


def _outside(edges: BaseGeometry, faces: Faces | None, to_m: Transformer) -> BaseGeometry:
    """Voronoi edges but for what lies in the zone of published areas, by more than a metre."""
    if faces is None:
        return edges
    return shapely.difference(edges, shapely.buffer(to_metric(faces.zone, to_m), -1.0))


class _FaceEdges:
    """The edges of faces as lines, one that two have in common once.

    ``onward``: where an edge meets the rounded rim, one leads on to the rim of the zone: so that
    what lies between the two is cut where the faces are. In degrees, as all that is made here.
    """

    def __init__(self, faces: Faces, to_m: Transformer):
        self._polygons, self._to_m = faces.polygons, to_m
        rings, face = shapely.get_rings(faces.polygons, return_index=True)
        ends = lesser_end_first(ends_of(rings))
        pairs, self._piece = distinct(packed(ends, _APART_M))
        self._pieces = np.empty((len(pairs), 4))
        self._pieces[self._piece] = ends
        self._face = np.repeat(face, shapely.get_num_coordinates(rings) - 1)
        count = np.bincount(self._piece)
        rim, inner = (pairs[count == times].ravel() for times in (1, 2))
        _, met, _ = np.intersect1d(rim, inner, return_indices=True)
        nodes = shapely.points(self._pieces[count == 1].reshape(-1, 2)[met])
        nodes = on_grid(to_degrees(nodes, to_m))
        self.onward = on_grid(shapely.shortest_line(nodes, shapely.boundary(faces.zone)))

    def alone(self, lines: Sequence[BaseGeometry]) -> dict[int, BaseGeometry]:
        """The faces that no line comes near, by their number: nothing can cut them."""
        x1, y1, x2, y2 = self._pieces[self._piece].T
        far = np.ones(len(self._polygons), dtype=bool)
        far[self._face[np.hypot(x2 - x1, y2 - y1) > _STEP_M]] = False  # such edges get vertices
        drawn = on_grid(to_degrees(self._polygons, self._to_m))
        far &= ~_come_near(drawn, lines)
        return dict(zip(np.flatnonzero(far).tolist(), shapely.normalize(drawn[far]), strict=True))

    def without(self, alone: Mapping[int, BaseGeometry]) -> np.ndarray:
        """The edges but for those of no other face."""
        asked = np.unique(self._piece[~np.isin(self._face, list(alone))])
        edges = shapely.linestrings(self._pieces[asked].reshape(-1, 2, 2))
        return on_grid(to_degrees(shapely.segmentize(edges, _STEP_M), self._to_m))


def _come_near(shapes: np.ndarray, lines: Sequence[BaseGeometry]) -> np.ndarray:
    """Which shapes may get a vertex where lines cross them, or pass within a step of the grid."""
    ends = ends_of(shapely.get_parts(np.array(lines, dtype=object)))
    tree = shapely.STRtree(shapely.linestrings(ends.reshape(-1, 2, 2)))
    near = np.zeros(len(shapes), dtype=bool)
    near[tree.query(shapes, predicate="dwithin", distance=2 * GRID)[0]] = True
    return near


def _arrangement(
    lines: Sequence[BaseGeometry], noded: Sequence[BaseGeometry], area: BaseGeometry
) -> tuple[np.ndarray, np.ndarray]:
    """The faces of lines inside the study area, and a point in each; in degrees.

    ``noded`` are lines that meet others, and each other, at their ends only.
    """
    met = shapely.get_parts(on_grid(shapely.union_all(lines, grid_size=GRID)))
    pieces = shapely.get_parts(shapely.polygonize([*met, *noded]))
    inner = shapely.point_on_surface(pieces)
    shapely.prepare(area)
    inside = shapely.contains_properly(area, inner)
    return pieces[inside], inner[inside]


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


def _faces_at(faces: Faces, inner: np.ndarray) -> np.ndarray:
    """For each point, the index of the face it lies in, of the nearest beside the rounded rim."""
    owners = np.full(len(inner), -1)
    point, face = shapely.STRtree(faces.polygons).query(inner, predicate="within")
    owners[point] = face
    beside = np.flatnonzero(owners < 0)
    owners[beside] = _owners(faces.polygons, inner[beside])
    return owners


def _joined(pieces: np.ndarray, owners: np.ndarray) -> dict[int, BaseGeometry]:
    """The pieces of each owner as one geometry, in order of owner."""
    parts: dict[int, list[BaseGeometry]] = defaultdict(list)
    for piece, owner in zip(pieces, owners.tolist(), strict=True):
        parts[owner].append(piece)
    return {
        owner: shapely.normalize(
            shapely.coverage_union_all(parts[owner]) if len(parts[owner]) > 1 else parts[owner][0]
        )
        for owner in sorted(parts)
    }


def _common(polygons: np.ndarray) -> bytes:
    """What two polygons have in common, with the numbers of the two, in order of these."""
    lines, sides = shared_lines(polygons, GRID)
    pairs, pair = distinct(sides)
    return numbered_bytes(pairs, merged_by(lines, pair))


def common_edges(
    polygons: Mapping[str, BaseGeometry], places: Sequence[Place], crs: str, cache: Cache = no_cache
) -> Edges:
    """What two cells have in common; a piece of only one cell lies on the rim of the area.

    ``polygons``: cells by place id, in EPSG:4326 with the vertices ``make_cells`` gave them.
    ``places``: the place of each cell.
    ``crs``: the measuring CRS of the data set.
    """
    names = sorted(polygons)
    drawn = np.array([polygons[name] for name in names], dtype=object)
    pairs, lines = numbered(cache((b"edges", *shapely.to_wkb(drawn)), lambda: _common(drawn)))
    of = {place.id: place for place in places}
    sites = _positions((of[name] for name in names), metric(crs))
    error = np.array([of[name].precision_m for name in names])[pairs].max(axis=1)
    published = np.array([isinstance(of[name], AreaCell) for name in names])[pairs].any(axis=1)
    apart = np.where(published, 0.0, shapely.distance(*sites[pairs.T]) / 2)
    return Edges(names, pairs, lines, np.rint(apart + error).astype(int))


def _precision(edges: Edges, places: Sequence[Place]) -> dict[str, int]:
    """Median precision of a cell's edges; of the position alone where a cell has no neighbour."""
    cell, precision_m = edges.sides.ravel(), np.repeat(edges.precision_m, 2)
    order = np.lexsort((precision_m, cell))
    count = np.bincount(cell, minlength=len(edges.cells))
    first = np.cumsum(count) - count
    made = {place.id: place.precision_m for place in places}
    has = np.flatnonzero(count)
    middle = [first[has] + (count[has] - 1) // 2, first[has] + count[has] // 2]
    medians = np.rint(precision_m[order][middle].mean(axis=0)).astype(int).tolist()
    made |= zip([edges.cells[i] for i in has.tolist()], medians, strict=True)
    return {cell: made[cell] for cell in edges.cells}
