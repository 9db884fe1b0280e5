"""KML 2.2 with a time span on every feature that has a period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Archive
from dashboard.records import Feature, Period, Source
from dashboard.standing import cite_feature, standing_list
from dashboard.style import VIEW_LOOKS, Style, class_of, style_table
from dashboard.wording import Wording

KML, GX = "http://www.opengis.net/kml/2.2", "http://www.google.com/kml/ext/2.2"
_NO_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
#: Google Earth takes names and descriptions for HTML: quotation marks that look alike are text.
_NO_TAGS = str.maketrans("<>", "‹›")
_DATA = (
    "controller",
    "previous",
    "taken_by",
    "taken_from",
    "certainty",
    "basis",
    "precision_m",
    "area_km2",
    "error_km2",
    "length_km",
    "status",
    "place_as_reported",
    "actors",
    "fatalities",
    "reported_by",
    "sources",
    "standing",
)


def document(
    archive: Archive,
    words: Wording,
    day: dt.date,
    features: Mapping[str, Sequence[Feature]],
    notes: Mapping[str, str],
) -> bytes:
    """Features by layer, each with its period, opening at a day; the base map left out."""
    ET.register_namespace("", KML)
    ET.register_namespace("gx", GX)
    root = ET.Element(f"{{{KML}}}kml")
    top = _child(root, "Document")
    _child(top, "name", notes["title"])
    _child(top, "open", "1")
    lines = (f"{name}: {value}" for name, value in notes.items() if value)
    _child(top, "description", "\n".join(lines))
    _view(top, archive, day)
    layers = [la for la in archive.dataset.layers if la.name in features and la.style != "basemap"]
    table = style_table(archive.dataset)
    used = {class_of(f, la.style) for la in layers for f in features[la.name]}
    for key in sorted(used):
        _style(top, key, table[key])
    for layer in layers:
        folder = _child(top, "Folder")
        _child(folder, "name", words.of(layer, "title"))
        for feature in features[layer.name]:
            _placemark(folder, feature, layer.style, words, archive.sources)
    for mark in root.iter(f"{{{KML}}}Placemark"):
        mark.tail = "\n"
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _child(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    element = ET.SubElement(parent, f"{{{KML}}}{tag}")
    if text is not None:
        # XML has no place for these characters; everything else is escaped by the library
        element.text = _NO_XML.sub("", text).translate(_NO_TAGS)
    return element


def _view(top: ET.Element, archive: Archive, day: dt.date) -> None:
    west, south, east, north = archive.dataset.study_area.bbox
    look = _child(top, "LookAt")
    stamp = ET.SubElement(look, f"{{{GX}}}TimeStamp")
    _child(stamp, "when", day.isoformat())
    _child(look, "longitude", f"{(west + east) / 2:.4f}")
    _child(look, "latitude", f"{(south + north) / 2:.4f}")
    _child(look, "range", f"{(north - south) * 160_000:.0f}")


def _style(top: ET.Element, key: str, style: Style) -> None:
    element = _child(top, "Style")
    element.set("id", key)
    if style.radius:
        icon = _child(element, "IconStyle")
        _child(icon, "color", _colour(style.fill, 1.0))
        _child(icon, "scale", "0.6")
    line = _child(element, "LineStyle")
    opacity = style.opacity if style.stroke else 0.5
    _child(line, "color", _colour(style.stroke or style.fill, opacity))
    _child(line, "width", f"{style.weight if style.stroke != style.fill else 0:g}")
    area = _child(element, "PolyStyle")
    opacity = min(VIEW_LOOKS["single"].opacity(key), max(style.fill_opacity, 0.4))
    _child(area, "color", _colour(style.fill, opacity if style.fill else 0.0))


def _colour(colour: str | None, opacity: float) -> str:
    """``aabbggrr``, the order KML wants."""
    r, g, b = ((colour or "#FFFFFF")[i : i + 2] for i in (1, 3, 5))
    return f"{round(opacity * 255):02x}{b}{g}{r}".lower()


def _placemark(
    folder: ET.Element,
    feature: Feature,
    layer_style: str,
    words: Wording,
    sources: Mapping[str, Source],
) -> None:
    p = feature.properties
    p = {**p, "standing": standing_list(cite_feature(sources, p))}
    mark = _child(folder, "Placemark")
    mark.set("id", feature.id)
    texts = (words.of_properties(p, name) for name in ("name", "title"))
    names = (*texts, p.get("label"), p.get("place"), feature.id)
    _child(mark, "name", str(next(filter(None, names))))
    _span(mark, feature.period)
    _child(mark, "styleUrl", f"#{class_of(feature, layer_style)}")
    if layer_style != "place":  # a name is there to be read, not to be asked
        _data(mark, p)
    _geometry(mark, feature.geometry)


def _data(mark: ET.Element, p: Mapping[str, Any]) -> None:
    data = _child(mark, "ExtendedData")
    for name in _DATA:
        if p.get(name) not in (None, "", [], ()):
            entry = _child(data, "Data")
            entry.set("name", name)
            value = p[name]
            listed = isinstance(value, list | tuple)
            _child(entry, "value", ";".join(value) if listed else str(value))


def _span(mark: ET.Element, period: Period) -> None:
    """The period with its last day: KML's end is a day that still belongs to it."""
    if period.valid_from is None and period.valid_to is None:
        return
    span = _child(mark, "TimeSpan")
    if period.valid_from:
        _child(span, "begin", period.valid_from.isoformat())
    if period.valid_to:
        _child(span, "end", (period.valid_to - dt.timedelta(days=1)).isoformat())


def _geometry(parent: ET.Element, geometry: BaseGeometry) -> None:
    if hasattr(geometry, "geoms"):
        many = _child(parent, "MultiGeometry")
        for part in geometry.geoms:
            _geometry(many, part)
    elif geometry.geom_type == "Point":
        _child(_child(parent, "Point"), "coordinates", _pairs([geometry.coords[0]]))
    elif geometry.geom_type == "LineString":
        line = _child(parent, "LineString")
        _child(line, "tessellate", "1")
        _child(line, "coordinates", _pairs(shapely.get_coordinates(geometry)))
    else:
        polygon = _child(parent, "Polygon")
        for n, ring in enumerate((geometry.exterior, *geometry.interiors)):
            tag = "innerBoundaryIs" if n else "outerBoundaryIs"
            edge = _child(_child(polygon, tag), "LinearRing")
            _child(edge, "coordinates", _pairs(shapely.get_coordinates(ring)))


def _pairs(coordinates: Iterable) -> str:
    """Degrees to four decimals, ten metres: far less than the error of any geometry."""
    return " ".join(f"{x:.4f},{y:.4f}" for x, y in coordinates)
