"""KML 2.2 with a time span on every feature that has a period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard import markup
from dashboard.archive import Archive
from dashboard.colour import channels
from dashboard.records import Feature
from dashboard.standing import cite_feature, standing_list
from dashboard.style import VIEW_LOOKS, class_of, style_table
from dashboard.wording import Wording

_TEMPLATES = markup.environment("dashboard.briefing")
_NO_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
#: Google Earth takes names and descriptions for HTML: quotation marks that look alike are text.
_NO_TAGS = (("&lt;", "‹"), ("&gt;", "›"))
_DATA = (
    "controller",
    "previous",
    "taken_by",
    "taken_from",
    "certainty",
    "basis",
    "precision_m",
    "area_km2",
    "area_error_km2",
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
    layers = [la for la in archive.dataset.layers if la.name in features and la.style != "basemap"]
    used = {class_of(f, la.style) for la in layers for f in features[la.name]}
    table, bounds = style_table(archive.dataset), archive.dataset.study_area.bbox
    text = _TEMPLATES.get_template("kml.xml").render(
        words=words,
        notes=notes,
        day=day,
        **dict(zip(("west", "south", "east", "north"), bounds, strict=True)),
        styles=[(key, table[key]) for key in sorted(used)],
        look=VIEW_LOOKS["single"],
        folders=[
            (la, [_placemark(archive, words, f, la.style) for f in features[la.name]])
            for la in layers
        ],
        colour=_colour,
        pairs=_pairs,
    )
    for sign, alike in _NO_TAGS:
        text = text.replace(sign, alike)
    return _NO_XML.sub("", text).lstrip().encode("utf-8")


def _placemark(
    archive: Archive, words: Wording, feature: Feature, layer_style: str
) -> dict[str, object]:
    """What the template writes of a feature. KML's end is a day that still belongs to the span."""
    p, period = feature.properties, feature.period
    p = {**p, "standing": standing_list(cite_feature(archive.sources, p))}
    texts = (words.of_properties(p, name) for name in ("name", "title"))
    names = (*texts, p.get("label"), p.get("place"), _of_parties(archive, words, p), feature.id)
    data = {name: p[name] for name in _DATA if p.get(name) not in (None, "", [], ())}
    return {
        "id": feature.id,
        "name": next(filter(None, names)),
        "begin": period.valid_from,
        "end": period.valid_to and period.valid_to - dt.timedelta(days=1),
        "style": class_of(feature, layer_style),
        "data": {k: ";".join(v) if isinstance(v, list | tuple) else v for k, v in data.items()},
        "geometry": feature.geometry,
    }


def _of_parties(archive: Archive, words: Wording, p: Mapping[str, Any]) -> str:
    """Who holds an area, or who faces whom on a line, or whom land was taken from."""

    def named(party: str | None) -> str:
        return words.holder(archive.parties.get(party or ""), "short")

    if "taken_by" in p:
        giver, taker = named(p["taken_from"]), named(p["taken_by"])
        return words.fill("briefing.taken_from", giver=giver, taker=taker)
    if "controllers" in p:
        return " – ".join(map(named, p["controllers"]))
    return named(p["controller"]) if "controller" in p else ""


def _colour(colour: str | None, opacity: float) -> str:
    """``aabbggrr``, the order KML wants."""
    r, g, b = channels(colour or "#FFFFFF")
    return f"{round(opacity * 255):02x}{b:02x}{g:02x}{r:02x}"


def _pairs(geometry: BaseGeometry) -> str:
    """Degrees to four decimals, ten metres: far less than the error of any geometry."""
    return " ".join(f"{x:.4f},{y:.4f}" for x, y in shapely.get_coordinates(geometry).tolist())
