"""A folium map of a day or of a change: a notebook shows it, ``save`` writes it as one file.

Nothing is fetched: Leaflet stands in the file, and folium's lists of scripts and style sheets,
which name hosts, are left empty. Each style of ``DRAW_ORDER`` is a pane. What is seen and what is
pointed at are two things: the areas of a class are one shape, so that no mesh shows, and under the
pointer lie cells without colour and wide strokes along the lines.

Text from the data stands in the page as HTML of our own template, ``furniture.html``, which escapes
it; a feature in the script has the number of its record there, and no text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import folium
import shapely
from folium.map import CustomPane
from folium.raster_layers import ImageOverlay
from folium.template import Template
from markupsafe import escape
from shapely.geometry.base import BaseGeometry

from dashboard import mapview, web
from dashboard.archive.map_content import Drawing, MapContent, MapLayer
from dashboard.archive.map_records import Record
from dashboard.legend import legend_entries, look_alike_note
from dashboard.markup import environment
from dashboard.style import CASING_EXTRA, CASING_OPACITY, INK, SEA, Style, style_table

#: Pixels of a line that react to the pointer.
GRASP = 12
#: Names of places up to this rank stand on the map; of no more places than these, all.
NAMED_RANK, MOST_NAMES = 3, 120
#: Styles without records: the cells under them answer the pointer.
WITHOUT_RECORD = ("basemap", "topography", "low_certainty", "gained", "taken")
#: Topmost panes: what is pointed at.
CELLS, STROKES = "cells", "strokes"


def draw(content: MapContent, tiles: str | None = None) -> folium.Map:
    """The map, on the base map that comes with the data.

    ``tiles``: xyzservices name of online tiles to show instead, ``OpenStreetMap.Mapnik`` for one;
    the reader can go back to the base map of the data.

    Raises ``ValueError`` if xyzservices knows no such tiles.
    """
    made, drawer = _empty_map(content), _Drawer(content)
    for level, pane in enumerate((*content.look.styles, CELLS, STROKES)):
        CustomPane(pane, z_index=400 + level, pointer_events=True).add_to(made)
    if tiles:
        base = mapview.tiles(tiles)
        folium.TileLayer(
            base.url, name=base.name, attr=base.attribution, max_zoom=base.max_zoom
        ).add_to(made)
    groups = [(drawer.group(layer, bool(tiles)), layer) for layer in content.layers]
    for group, _ in groups:
        group.add_to(made)
    end = "left" if content.words.direction == "rtl" else "right"
    folium.LayerControl(position=f"top{end}").add_to(made)
    _Finish().add_to(made)  # type: ignore[no-untyped-call]
    for number, element in enumerate(_walk(made)):
        element._id = str(number)  # two maps of one view are equal as text
    shown_in: dict[str, list[str]] = {}
    for group, layer in groups:
        for key in dict.fromkeys(drawing.key for drawing in layer.drawings):
            shown_in.setdefault(key, []).append(group.get_name())
    root = made.get_root()
    assert isinstance(root, folium.Figure)  # folium.Map makes one for itself
    _furnish(root, content, shown_in, drawer.records)
    return made


def _empty_map(content: MapContent) -> folium.Map:
    view = mapview.map_view(content.data.dataset)
    west, south, east, north = content.bounds
    made = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        zoom_start=round(view.min_zoom) + 2,
        tiles=None,
        zoom_control=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=120,
        max_bounds=True,
        min_lat=view.south,
        max_lat=view.north,
        min_lon=view.west,
        max_lon=view.east,
    )
    # folium gives its own arguments of these names to a default tile layer, and there is none
    made.options |= {"min_zoom": view.min_zoom, "max_zoom": view.max_zoom}
    made.default_js, made.default_css = [], []
    return made


def _walk(element: folium.Element) -> Iterator[folium.Element]:
    yield element
    for child in element._children.values():
        yield from _walk(child)


# --- layers --------------------------------------------------------------------------------


class _Drawer:
    """Turns the layers of a map into folium's, and numbers the ``records`` of their features."""

    def __init__(self, content: MapContent):
        self.content, self.table = content, style_table(content.data.dataset)
        self.records: dict[Record, int] = {}

    def group(self, layer: MapLayer, on_tiles: bool) -> folium.FeatureGroup:
        """One layer a reader can switch."""
        made = folium.FeatureGroup(
            name=_for_script(layer.title),
            overlay=not layer.is_base,
            control=on_tiles or not layer.is_base,
            show=layer.shown and not (layer.is_base and on_tiles),
        )

        def height(drawing: Drawing) -> float:
            # a stripe lies on its edge here: of two along one edge the wider is on top
            style = self.table[drawing.key]
            return style.weight if style.inside else math.inf

        for drawing in sorted(layer.drawings, key=height):
            style = self.table[drawing.key]
            drawn: Callable[[Drawing, Style], Iterator[folium.Element]] = self._shapes
            if style.radius:
                drawn = self._points
            elif drawing.style == "relief":
                drawn = _pictures
            for piece in drawn(drawing, style):
                piece.add_to(made)
        return made

    def _points(self, drawing: Drawing, style: Style) -> Iterator[folium.GeoJson]:
        """Dots; those of places by rank, with a name where there is room for it."""
        path = {**_path(style), "radius": style.radius}
        if drawing.style != "place":
            yield _geojson(drawing.style, *self._recorded(drawing.style, drawing.features), path)
            return
        least = 4 if len(drawing.features) <= MOST_NAMES else NAMED_RANK
        for rank in range(1, least + 1):
            ranked = [f for f in drawing.features if f.properties["rank"] == rank]
            if not ranked:
                continue
            shapes, properties = self._recorded(drawing.style, ranked)
            named = [{"name": each["record"], "rank": rank} for each in properties]
            yield _geojson(drawing.style, shapes, named, path, interactive=False)

    def _shapes(self, drawing: Drawing, style: Style) -> Iterator[folium.GeoJson]:
        """Lines and areas: casing, stroke and fill, hatch; then what answers the pointer."""
        whole = shapely.union_all([feature.geometry for feature in drawing.features])
        if "Line" in whole.geom_type:
            whole = shapely.line_merge(whole)
        for path in _paths(drawing.key, style):
            yield _geojson(drawing.style, [whole], [{}], path, interactive=False)
        if drawing.style in WITHOUT_RECORD or drawing.key.startswith("band"):
            return
        shapes, properties = self._recorded(drawing.style, drawing.features)
        if drawing.style == "control":
            outline = {"stroke": True, "opacity": 1, "weight": 1.6, "color": INK}
            clear = {"stroke": False, "fill": True, "fillOpacity": 0}
            yield _geojson(CELLS, shapes, properties, clear, highlight=outline)
        else:
            lines = [s.boundary if "Polygon" in s.geom_type else s for s in shapes]
            grasp = {"opacity": 0, "weight": GRASP, "fill": False}
            yield _geojson(STROKES, lines, properties, grasp)

    def _recorded(
        self, style: str, features: Iterable[Any]
    ) -> tuple[list[BaseGeometry], list[dict[str, int]]]:
        shapes, properties = [], []
        for feature in features:
            record = self.content.record(style, feature)
            shapes.append(feature.geometry)
            properties.append({"record": self.records.setdefault(record, len(self.records))})
        return shapes, properties


def _pictures(drawing: Drawing, style: Style) -> Iterator[ImageOverlay]:
    """The pictures of features."""
    for feature in drawing.features:
        west, south, east, north = feature.geometry.bounds
        made = ImageOverlay(
            "https:",
            [[south, west], [north, east]],
            pixelated=False,
            opacity=style.fill_opacity,
            pane=drawing.style,
        )
        made.url = feature.properties["image"]  # folium takes an address of this kind for a file
        yield made


def _geojson(
    pane: str,
    shapes: Iterable[BaseGeometry],
    properties: Iterable[dict[str, int]],
    path: dict[str, Any],
    *,
    highlight: dict[str, Any] | None = None,
    interactive: bool = True,
) -> folium.GeoJson:
    """A folium layer of features that are all drawn alike, by Leaflet's options ``path``."""
    path = path | {"pane": pane, "interactive": interactive}  # folium gives a marker its path only
    features = [
        {"type": "Feature", "id": i, "properties": row, "geometry": shape.__geo_interface__}
        for i, (shape, row) in enumerate(zip(shapes, properties, strict=True))
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda _: path,
        highlight_function=(lambda _: highlight) if highlight else None,
        on_each_feature=folium.JsCode("describeFeature"),
        marker=folium.CircleMarker() if "radius" in path else None,
        control=False,
        smooth_factor=0,
        pane=pane,
        interactive=interactive,
    )


def _paths(key: str, style: Style) -> Iterator[dict[str, Any]]:
    """Leaflet's options of each stroke and fill that a style is made of, from the bottom up."""
    if style.stroke and style.casing:
        yield {
            "color": style.casing,
            "weight": style.weight + CASING_EXTRA,
            "opacity": CASING_OPACITY,
            "fill": False,
        }
    if style.stroke or style.fill:
        yield _path(style)
    if style.hatch != "none":
        yield {"stroke": False, "fill": True, "fillColor": f"url(#hatch-{key})", "fillOpacity": 1}


def _path(style: Style) -> dict[str, Any]:
    return {
        "stroke": bool(style.stroke),
        "color": style.stroke,
        "weight": style.weight,
        "opacity": style.opacity,
        "dashArray": " ".join(map(str, style.dash)) or None,
        "lineCap": "butt" if style.dash else "round",
        "fill": bool(style.fill),
        "fillColor": style.fill,
        "fillOpacity": style.fill_opacity,
    }


# --- what stands in the page beside the map ------------------------------------------------


def _furnish(
    root: folium.Figure,
    content: MapContent,
    shown_in: dict[str, list[str]],
    records: Iterable[Record],
) -> None:
    """Leaflet, our script and styles; title, legend, notice, credit and records.

    ``shown_in`` has the layers of each class, by the names folium gives them.
    """
    data, words = content.data, content.words
    opacity, records = content.look.control_opacity, tuple(records)
    scale_bar = web.script("map/scaleBar.js", "core/format.js")
    head = _html("head.html", web=web, scale_bar=scale_bar, sea=SEA, control_opacity=opacity)
    root.header.add_child(_Raw(head))
    furniture = _html(
        "furniture.html",
        words=words,
        dataset=data.dataset,
        attribution=data.seeds.attribution,
        days=content.days,
        notes=[*filter(None, [look_alike_note(data.dataset, shown_in, words)]), *content.notes],
        bounds=content.bounds,
        legend=[
            entry
            for entry in legend_entries(data.dataset, data.reference, words)
            if entry.key in shown_in
        ],
        shown_in=shown_in,
        table=style_table(data.dataset),
        casing=CASING_EXTRA,
        casing_opacity=CASING_OPACITY,
        control_opacity=opacity,
        records=records,
        sources=dict.fromkeys(cited for r in records for cited in r.sources),
    )
    root.html.add_child(_Raw(furniture))
    root.title = escape(words.of(data.dataset, "title"))


class _Raw(folium.Element):
    """Text that stands in the page as it is."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str):
        super().__init__()
        self.text = text


class _Finish(folium.MacroElement):
    """Hands the map to our script when all its layers are on it."""

    _template = Template(
        "{% macro script(this, kwargs) %}finishMap({{ this._parent.get_name() }});{% endmacro %}"
    )


def _for_script(text: str) -> str:
    """Text as HTML without braces: folium reads its script as a Jinja template once more."""
    return str(escape(text)).replace("{", "&#123;").replace("}", "&#125;")


def _html(template: str, **context: Any) -> str:
    return environment("dashboard.archive").get_template(template).render(**context)
