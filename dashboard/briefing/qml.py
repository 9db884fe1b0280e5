"""The style table as QGIS reads it from a GeoPackage: categories by the column ``class``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard import markup
from dashboard.colour import channels
from dashboard.style import CASING_EXTRA, HATCH_ANGLES, VIEW_LOOKS, Style

_TEMPLATES = markup.environment("dashboard.briefing")
_MM = 0.28
"""Millimetres for a pixel of the map on screen."""


def style(keys: Sequence[str], table: Mapping[str, Style], geometry_type: str) -> str:
    """A QML document with one category a class key, and the columns that hold the period."""
    kinds = {"Point": "marker", "Polygon": "fill"}
    text = _TEMPLATES.get_template("qml.xml").render(
        kind=next((kinds[name] for name in kinds if name in geometry_type), "line"),
        styles=[(key, table[key]) for key in keys],
        look=VIEW_LOOKS["single"],
        angles=HATCH_ANGLES,
        casing=CASING_EXTRA,
        mm=_MM,
        rgba=_rgba,
        dashes=_dashes,
    )
    return "\n".join(line for line in text.splitlines() if line.strip())


def _dashes(lengths: Iterable[float]) -> str:
    return ";".join(f"{length * _MM:g}" for length in lengths)


def _rgba(colour: str | None, opacity: float = 1.0) -> str:
    return ",".join(map(str, (*channels(colour or "#000000"), round(255 * opacity))))
