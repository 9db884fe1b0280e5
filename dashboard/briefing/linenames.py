"""Which lines of a map are named, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.archive import Snapshot
from dashboard.briefing import pathlabels
from dashboard.briefing.mapframe import MapFrame
from dashboard.records import Feature
from dashboard.style import class_of

if TYPE_CHECKING:  # a sheet calls this module
    from dashboard.briefing.figure import Sheet

_APART_M = 2500
"""A line's name stands where no other named line runs within this many metres."""


def every(sheet: Sheet, frame: MapFrame, state: Snapshot, *, roads_only: bool = False) -> None:
    """Road numbers, and by name and date along their path the agreed lines that hold."""
    named = (
        ("road",)
        if roads_only
        else ("road", "agreed_line", "later_line", "corridor", "agreed_area")
    )
    texts = [
        la for la in sheet.archive.dataset.layers if la.name in sheet.layers and la.style in named
    ]
    for text in sorted(texts, key=lambda la: named.index(la.style)):
        for feature in state.features(text.name):
            if text.style == "road":
                number, ink = feature.properties.get("ref", ""), sheet.table["road"].stroke
                pathlabels.shields(frame, sheet.ground.of(feature), number, ink)
            else:
                one(sheet, frame, feature)


def one(sheet: Sheet, frame: MapFrame, feature: Feature) -> None:
    """One agreed geometry by name, along its line or its outline."""
    p = feature.properties
    geometry = sheet.ground.of(feature)
    if p.get("kind") == "depth_band":
        if "Polygon" not in geometry.geom_type:
            text = f"{p['depth_km']:g} {sheet.wording['briefing.km']}"
            pathlabels.along(
                frame, geometry, text, colour=sheet.table["depth_line"].stroke, share=0.74
            )
        return
    layer = next(la for la in sheet.archive.dataset.layers if la.name == feature.layer)
    style = class_of(feature, layer.style)
    outline = geometry.boundary if "Polygon" in geometry.geom_type else geometry
    for other in frame.named_lines:
        # where two lines run together the name would be read of both
        outline = outline.difference(other)
    frame.named_lines.append(
        geometry.buffer(_APART_M) if outline is geometry else outline.buffer(_APART_M)
    )
    title = p.get(f"title_{sheet.wording.language}") or p["title_en"]
    pathlabels.along(
        frame, outline, title, colour=sheet.table[style].stroke, share=0.78, beside=True
    )
