"""The data set's geometry in its metric CRS, ready to be drawn; projected once an archive."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from dashboard.analysis.projected import projected
from dashboard.archive import UNKNOWN, Archive, Change, Snapshot, per_archive
from dashboard.derive.grid import metric
from dashboard.records import Feature

Bounds = tuple[float, float, float, float]
_PAD, _COVERED = 0.02, 0.9
"""A step of the margin round what is shown, as a share of its size; how much of it must be land of
the study area."""
MOST_BLANK = 0.1
"""Share of a map that may be blank."""
_STEPS = 8
"""In how many steps what is shown grows to the shape of its place."""
_BEND_DEGREES = 0.25
_STROKE_M = 1000.0
"""About how far the strokes of a distance stand from each other."""


class MapGeometry:
    """Geometry of an archive in metres, dissolved as a map needs it.

    ``project``: a function from a geometry, or an array of them, in degrees to metres.
    ``cells``: each of ``archive.cells``, in metres.
    """

    def __init__(self, archive: Archive):
        self.archive = archive
        self.crs = CRS.from_user_input(archive.dataset.measuring_crs)
        self.project = projected(archive).metres
        self.cells = projected(archive).cells_m
        self._to_m = metric(archive.dataset.measuring_crs)
        self._layers: dict[str, np.ndarray] = {}
        self._row = {
            name: {id(feature): i for i, feature in enumerate(features)}
            for name, features in archive.layers.items()
        }

    @cached_property
    def places(self) -> dict[str, tuple[float, float]]:
        """Where each place of the archive lies, in metres, by its id."""
        known = list(self.archive.places.values())
        xy = shapely.get_coordinates(self.project(shapely.points([(p.lon, p.lat) for p in known])))
        return {place.id: (x, y) for place, (x, y) in zip(known, xy.tolist(), strict=True)}

    def layer(self, name: str) -> np.ndarray:
        """Projected geometries of a layer, in the order of its features."""
        if name not in self._layers:
            geometries = np.array([f.geometry for f in self.archive.layers[name]], dtype=object)
            if name == "basemap":  # a side of a polygon bends in the measuring CRS
                geometries = shapely.segmentize(geometries, _BEND_DEGREES)
            # spells of one cell share its outline, and edges of the line recur: project once
            keys = shapely.to_wkb(geometries)
            _, first, back = np.unique(keys, return_index=True, return_inverse=True)
            self._layers[name] = self.project(geometries[first])[back]
        return self._layers[name]

    def of(self, feature: Feature) -> BaseGeometry:
        """The projected geometry of one feature of the archive."""
        return self.layer(feature.layer)[self._row[feature.layer][id(feature)]]

    def dissolved(self, mask: np.ndarray) -> BaseGeometry:
        """The area of the cells in a mask over ``Archive.cells``."""
        return _dissolve(self.cells[mask])

    def held(self, state: Snapshot) -> dict[str, BaseGeometry]:
        """Area held by each party; the key ``unknown`` where the holder is not known."""
        codes = {party: code for code, party in enumerate(self.archive.parties)}
        found = {}
        for party, code in (codes | {"unknown": UNKNOWN}).items():
            cells = self.cells[state.controller == code]
            if len(cells):
                found[party] = _dissolve(cells)
        return found

    def low_certainty(self, state: Snapshot) -> BaseGeometry:
        """Area whose holder is known with low certainty only."""
        spells = self.archive.spells
        rows = [int(i) for i in state.rows if spells[i].properties["certainty"] == "low"]
        return _dissolve(self.layer("control_areas")[rows])

    def changed(self, change: Change) -> dict[tuple[str, str], BaseGeometry]:
        """Area that changed hands, by who holds it in the later state and who held it before."""
        parties, found = tuple(self.archive.parties), {}
        for giver, taker in change.flows():
            mask = change.changed & (change.a.controller == parties.index(giver))
            cells = self.cells[mask & (change.b.controller == parties.index(taker))]
            found[taker, giver] = _dissolve(cells)
        return found

    def lines(self, features: tuple[Feature, ...]) -> BaseGeometry:
        """Line features joined into as few lines as they make."""
        joined = shapely.union_all([self.of(feature) for feature in features])
        return shapely.line_merge(joined)

    def moved_lines(self, change: Change, layer: str) -> BaseGeometry:
        """What of a layer of lines holds in the earlier state of a change and not in the later."""
        kept = {feature.geometry.wkb for feature in change.b.features(layer)}
        gone = (f for f in change.a.features(layer) if f.geometry.wkb not in kept)
        return self.lines(tuple(gone))

    @cached_property
    def study_area(self) -> BaseGeometry:
        """Outline of everything the data set reconstructs."""
        return _dissolve(self.cells)

    @cached_property
    def units(self) -> dict[str, BaseGeometry]:
        """Land of each administrative unit by its name, from the cells of its places."""
        members, level = defaultdict(list), self.archive.dataset.breakdown_level or ""
        rows = {spell.properties["place"]: spell.properties for spell in self.archive.spells}
        for place, cell in zip(self.archive.cells, self.cells, strict=True):
            members[rows[place].get(level)].append(cell)
        return {name: _dissolve(np.array(cells)) for name, cells in members.items() if name}

    @cached_property
    def unit_lines(self) -> BaseGeometry:
        """Where two units meet."""
        lines = [area.boundary for area in self.units.values()]
        return shapely.difference(shapely.union_all(lines), self.study_area.boundary.buffer(1.0))

    def ribbon(self, features: Iterable[Feature]) -> BaseGeometry:
        """Land between two lines, from the strokes that lead from one to the other."""
        strokes = [self.of(feature) for feature in features]
        bands = shapely.buffer(strokes, _STROKE_M * 0.75, cap_style="flat")
        return shapely.union_all(bands).buffer(_STROKE_M / 4).buffer(-_STROKE_M / 4)

    def seen_in(
        self, extent: Bounds | None, shown: BaseGeometry | None, marked: BaseGeometry
    ) -> Bounds:
        """The bounds of a map in metres: those of ``extent``, in degrees; without one, of what is
        shown and marked. Marks count as far as the bounds of the study area.

        A margin is added on sides where it is mostly study area, so that little of the map is
        blank. If nothing is shown, the headline zone is.
        """
        if extent is not None:
            return tuple(self.project(shapely.box(*extent)).bounds)
        if shown is None or shown.is_empty:
            zone = self.archive.headline_zone
            shown = self.project(zone) if zone else self.study_area
        within = marked.intersection(self.study_area.envelope)
        bounds = list(shapely.union_all([shown, within]).bounds)
        size = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
        for side in (1, 2, 0, 3) * 4:  # south and east first, then west and north, four times
            grown = list(bounds)
            grown[side] += size * _PAD * (1 if side > 1 else -1)
            strip = shapely.box(*grown).difference(shapely.box(*bounds))
            if strip.intersection(self.study_area).area >= _COVERED * strip.area:
                bounds = grown
        return bounds[0], bounds[1], bounds[2], bounds[3]

    def filled(self, bounds: Bounds, shape: float) -> Bounds:
        """Bounds grown towards a width over height, on the sides where the study area goes on.

        At most a tenth of the map is blank then, or as much as before.
        """
        allowed = max(MOST_BLANK, self.blank_share(bounds))
        west, south, east, north = bounds
        wide, high = shape * (north - south), (east - west) / shape
        dx, dy = (wide - east + west) / _STEPS, (high - north + south) / _STEPS
        for _ in range(_STEPS):
            west, south, east, north = bounds
            ways = ((west, south - dy, east, north), (west, south, east, north + dy))
            if dx > 0:
                ways = ((west - dx, south, east, north), (west, south, east + dx, north))
            grown = min(ways, key=self.blank_share)
            if self.blank_share(grown) > allowed:
                break
            bounds = grown
        return bounds

    def blank_share(self, bounds: Bounds) -> float:
        """Share of what is shown that is no land of the study area."""
        shown = shapely.box(*bounds)
        return 1 - shown.intersection(self.study_area).area / shown.area

    def metres(self, lon: float, lat: float) -> tuple[float, float]:
        """A position in degrees as metres."""
        return self._to_m.transform(lon, lat)

    def degrees(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Longitude and latitude of a position in metres, or of an array of them."""
        return self._to_m.transform(x, y, direction="INVERSE")

    def convergence(self, bounds: Bounds) -> float:
        """Degrees by which true north lies clockwise of the grid's north at the middle."""
        x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
        lon, lat = self.degrees(x, y)
        up_x, up_y = self._to_m.transform(lon, lat + 0.05)
        return math.degrees(math.atan2(up_x - x, up_y - y))


@per_archive
def map_geometry(archive: Archive) -> MapGeometry:
    """The geometry of an archive, made once."""
    return MapGeometry(archive)


def clipped(geometry: BaseGeometry, bounds: Bounds) -> BaseGeometry:
    """What of a geometry lies in the frame, with a margin so that no stroke ends inside it."""
    west, south, east, north = bounds
    spare = (east - west) * 0.02
    return shapely.clip_by_rect(geometry, west - spare, south - spare, east + spare, north + spare)


def _dissolve(cells: np.ndarray) -> BaseGeometry:
    # cells share their edges exactly in degrees, and still do once projected point by point
    return shapely.coverage_union_all(cells)
