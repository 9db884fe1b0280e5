"""Archive → folium map. The only importer of folium.

The map is built once a data set and never again while dates change: every layer carries all its
periods, and the browser's runtime (``web``) picks those that hold. The folium map knows
the base layers and hands each layer to that runtime through one small element, ``PeriodLayer``.
Its script needs Leaflet and the runtime, nothing from a network.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import folium
import xyzservices
from branca.element import MacroElement
from folium.template import Template

from dashboard.archive import Archive
from dashboard.records import LayerText

ONLINE_BASES = ("OpenStreetMap.Mapnik", "OpenTopoMap", "Esri.WorldImagery")
"""Tile sets offered besides the offline basemap, by their xyzservices names."""
OFFLINE_BASE = "offline"
"""Name of the basemap that comes with the data and needs no network."""
CLOSEST_ZOOM = 15
"""A pixel is some metres there: nothing on the map is known more exactly."""


def switchable(archive: Archive) -> tuple[LayerText, ...]:
    """The data set's layers a reader can switch: all but the base map."""
    return tuple(layer for layer in archive.dataset.layers if layer.style != "basemap")


def limits(archive: Archive) -> tuple[float, float, float, float]:
    """West, south, east, north of what the map shows: the study area and some way round it."""
    west, south, east, north = archive.dataset.study_area.bbox
    return west - 1.8, south - 1.2, east + 1.8, north + 1.2


def _farthest_zoom(west: float, east: float) -> int:
    """The zoom at which all the map shows is about as wide as a telephone."""
    return round(math.log2(480 / 256 * 360 / (east - west)))


class PeriodLayer(MacroElement):
    """One layer with all its periods, which the runtime adds to the map: ``timemap.addLayer``.

    Only the layer's name stands in the script. Its data travels beside the script as JSON: branca
    reads every script as a Jinja template, and text from data must never be one.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        timemap.addLayer({{ this._parent.get_name() }}, {{ this.key|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, key: str):
        super().__init__()
        self._name, self._id = "period_layer", key
        self.key = key


class BaseChoice(MacroElement):
    """Tells the runtime under which name a tile layer of the map can be chosen."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        timemap.addBase({{ this._parent.get_name() }},
                        {{ this.key|tojson }}, {{ this.layer.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, key: str, layer: folium.TileLayer):
        super().__init__()
        self._name = "base_choice"
        self._id = key.replace(".", "_")
        self.key, self.layer = key, layer


def build_map(
    archive: Archive, layers: Iterable[str], bases: Iterable[str] = ONLINE_BASES
) -> folium.Map:
    """The folium map of a data set: view limits, base layers, and the feature layers in order.

    Element names are stable, so two builds of one data set are equal as text. The layers' data
    is what ``payload.layers`` gives, whose names ``layers`` are; ``bases`` are the tile sets
    offered.
    """
    west, south, east, north = limits(archive)
    board = folium.Map(
        tiles=None,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=120,
        zoom_control=False,
        max_bounds=True,
        min_lat=south,
        max_lat=north,
        min_lon=west,
        max_lon=east,
    )
    # folium gives its own arguments of these names to a default tile layer, and there is none
    board.options |= {"min_zoom": _farthest_zoom(west, east), "max_zoom": CLOSEST_ZOOM}
    board._id = "timemap"
    for name in bases:
        provider = xyzservices.providers.query_name(name)
        tiles = folium.TileLayer(provider, show=False)
        tiles._id = name.replace(".", "_")
        tiles.add_to(board)
        BaseChoice(name, tiles).add_to(board)
    for name in layers:
        PeriodLayer(name).add_to(board)
    return board


def map_script(board: folium.Map) -> str:
    """The script folium generates for a map: what the browser runs, once."""
    root = board.get_root()
    root.render()
    return root.script.render()
