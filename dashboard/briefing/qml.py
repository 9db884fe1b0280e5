"""The style table as QGIS reads it from a GeoPackage: categories by the column ``class``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from dashboard.style import CASING_EXTRA, HATCH_ANGLES, VIEW_LOOKS, Style

_TEMPORAL = {
    "enabled": "1",
    "mode": "2",  # start and end in fields
    "startField": "valid_from",
    "endField": "valid_to",
    "limitMode": "0",  # the end is not part of the period
    "accumulate": "0",
    "durationField": "",
    "durationUnit": "min",
    "fixedDuration": "0",
    "startExpression": "",
    "endExpression": "",
}
_MM = 0.28
"""Millimetres for a pixel of the map on screen."""


def style(keys: Sequence[str], table: Mapping[str, Style], geometry_type: str) -> str:
    """A QML document with one category a class key, and the columns that hold the period."""
    kind = (
        "marker" if "Point" in geometry_type else "fill" if "Polygon" in geometry_type else "line"
    )
    root = ET.Element("qgis", version="3.34", styleCategories="Symbology|Temporal")
    # the program's own clock moves through the periods; their end is the first day after them
    ET.SubElement(root, "temporal", _TEMPORAL)
    plain = dict.fromkeys(("symbollevels", "enableorderby", "forceraster"), "0")
    by_class = {"type": "categorizedSymbol", "attr": "class", **plain}
    renderer = ET.SubElement(root, "renderer-v2", by_class)
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    for i, key in enumerate(keys):
        about = {"symbol": str(i), "value": key, "label": key, "render": "true", "type": "string"}
        ET.SubElement(categories, "category", about)
        _SYMBOLS[kind](
            _symbol(symbols, str(i), kind, VIEW_LOOKS["single"].opacity(key)), table[key]
        )
    ET.SubElement(root, "layerGeometryType").text = str(("marker", "line", "fill").index(kind))
    return "<!DOCTYPE qgis>\n" + ET.tostring(root, encoding="unicode")


def _symbol(parent: ET.Element, name: str, kind: str, alpha: float = 1.0) -> ET.Element:
    about = {"name": name, "type": kind, "alpha": f"{alpha:g}", "clip_to_extent": "1"}
    return ET.SubElement(parent, "symbol", about)


def _layer(symbol: ET.Element, kind: str, **options: object) -> ET.Element:
    about = {"class": kind, "enabled": "1", "locked": "0", "pass": "0"}
    layer = ET.SubElement(symbol, "layer", about)
    held = ET.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(held, "Option", name=name, value=str(value), type="QString")
    return layer


def _marker(symbol: ET.Element, style: Style) -> None:
    _layer(
        symbol,
        "SimpleMarker",
        name="circle",
        color=_rgba(style.fill),
        outline_color=_rgba(style.stroke),
        outline_width=style.weight * _MM,
        size=2 * style.radius * _MM,
        size_unit="MM",
    )


def _line(symbol: ET.Element, style: Style) -> None:
    if style.casing:
        _layer(
            symbol,
            "SimpleLine",
            line_color=_rgba(style.casing),
            line_width=(style.weight + CASING_EXTRA) * _MM,
            line_width_unit="MM",
            joinstyle="round",
        )
    dashes = ";".join(f"{d * _MM:g}" for d in style.dash)
    _layer(
        symbol,
        "SimpleLine",
        line_color=_rgba(style.stroke),
        line_width=style.weight * _MM,
        line_width_unit="MM",
        joinstyle="round",
        use_custom_dash=int(bool(dashes)),
        customdash=dashes or "5;2",
        customdash_unit="MM",
    )


def _fill(symbol: ET.Element, style: Style) -> None:
    # neighbouring cells of one party show no seam, so an outline in the fill's own colour is none
    outlined = style.stroke and style.stroke != style.fill
    _layer(
        symbol,
        "SimpleFill",
        color=_rgba(style.fill, style.fill_opacity if style.fill else 0),
        style="solid" if style.fill else "no",
        outline_color=_rgba(style.stroke),
        outline_style=("dash" if style.dash else "solid") if outlined else "no",
        outline_width=style.weight * _MM,
        outline_width_unit="MM",
    )
    ink = _rgba(style.hatch_colour, style.hatch_opacity)
    for angle in HATCH_ANGLES.get(style.hatch, ()):
        ruled = {"angle": angle, "distance": 2.1, "distance_unit": "MM", "line_width": 0.26}
        inner = _symbol(_layer(symbol, "LinePatternFill", **ruled), f"@0@{angle}", "line")
        _layer(inner, "SimpleLine", line_color=ink, line_width=0.26, line_width_unit="MM")
    if style.hatch == "dots":
        layer = _layer(symbol, "PointPatternFill", distance_x=2.1, distance_y=2.1)
        inner = _symbol(layer, "@0@dots", "marker")
        _layer(inner, "SimpleMarker", name="circle", size=0.6, outline_style="no", color=ink)


_SYMBOLS = {"marker": _marker, "line": _line, "fill": _fill}


def _rgba(colour: str | None, opacity: float = 1.0) -> str:
    r, g, b = (int((colour or "#000000")[i : i + 2], 16) for i in (1, 3, 5))
    return f"{r},{g},{b},{round(255 * opacity)}"
