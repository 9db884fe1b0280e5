"""What every map of a data set has in common: its limits and its base maps.

The app and the offline page are given it as JSON, ``Snapshot.to_folium`` makes a folium map of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import xyzservices

from dashboard.records import Dataset

ONLINE_BASES = ("OpenStreetMap.Mapnik", "OpenTopoMap", "Esri.WorldImagery")
"""Tile sets offered besides the offline base map, by their xyzservices names."""
OFFLINE_BASE = "offline"
"""Name of the base map that comes with the data and needs no network."""
MAX_ZOOM = 15
"""A pixel is some metres there: nothing on the map is known more exactly."""


@dataclass(frozen=True, slots=True)
class MapView:
    """How far the map can be moved, in degrees, and zoomed, in levels of the web tile scheme."""

    west: float
    south: float
    east: float
    north: float
    min_zoom: float
    max_zoom: float


@dataclass(frozen=True, slots=True)
class Tiles:
    """A set of online map tiles.

    ``url`` has the places ``{z}``, ``{x}``, ``{y}``, and ``{s}`` or not (a, b or c);
    ``attribution`` is HTML, written by the publisher of the tiles.
    """

    name: str
    url: str
    attribution: str
    max_zoom: int


def map_view(dataset: Dataset) -> MapView:
    """The limits of the map of a data set: the study area and as much again around it.

    Zoomed out the whole way, all of it is about as wide as a telephone.
    """
    west, south, east, north = dataset.study_area.bbox
    beside = max(east - west, north - south)
    end = dataset.study_area.easternmost
    west, east = max(west - beside, end - 360), min(east + beside, end)
    south, north = max(south - beside * 2 / 3, -85), min(north + beside * 2 / 3, 85)
    min_zoom = round(math.log2(480 / 256 * 360 / (east - west)))
    return MapView(west, south, east, north, min_zoom, MAX_ZOOM)


def tiles(name: str) -> Tiles:
    """The tile set of an xyzservices name.

    Raises ``ValueError`` if xyzservices knows none of that name.
    """
    provider = xyzservices.providers.query_name(name)
    return Tiles(
        name,
        provider.build_url(x="{x}", y="{y}", z="{z}", fill_subdomain=False),
        provider.html_attribution,
        provider.get("max_zoom", 18),
    )
