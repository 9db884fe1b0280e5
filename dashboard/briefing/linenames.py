"""Which lines of a map are named, and what they are called."""

from __future__ import annotations

from dashboard.archive import Snapshot
from dashboard.briefing import pathlabels
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import MapFrame
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature
from dashboard.style import INK, class_of
from dashboard.wording import format

_APART_M = 2500
"""A line's name stands where no other named line runs within this many metres."""


def label_lines(
    context: RenderContext, frame: MapFrame, state: Snapshot, *, roads_only: bool = False
) -> None:
    """Road numbers, and by name and date along their path the agreed lines that hold."""
    named = (
        ("road",)
        if roads_only
        else ("road", "agreed_line", "later_line", "corridor", "agreed_area")
    )
    texts = [
        la
        for la in context.archive.dataset.layers
        if la.name in context.layers and la.style in named
    ]
    for text in sorted(texts, key=lambda la: named.index(la.style)):
        for feature in state.features(text.name):
            if text.style == "road":
                number, ink = (
                    feature.properties.get("ref", ""),
                    context.styles["road"].stroke or INK,
                )
                pathlabels.shields(frame, context.geometry.of(feature), number, ink)
            else:
                label_feature(context, frame, feature)


def label_feature(context: RenderContext, frame: MapFrame, feature: Feature) -> None:
    """One agreed geometry by name, along its line or its outline."""
    p = feature.properties
    geometry = context.geometry.of(feature)
    if p.get("kind") == "depth_band":
        if "Polygon" not in geometry.geom_type:
            text = format.exact(context.words, Quantity(p["depth_km"], Unit.KM))
            pathlabels.place_line_label(
                frame, geometry, text, colour=context.styles["depth_line"].stroke or INK, share=0.74
            )
        return
    layer = next(la for la in context.archive.dataset.layers if la.name == feature.layer)
    style = class_of(feature, layer.style)
    outline = geometry.boundary if "Polygon" in geometry.geom_type else geometry
    for other in frame.named_lines:
        # where two lines run together the name would be read of both
        outline = outline.difference(other)
    frame.named_lines.append(
        geometry.buffer(_APART_M) if outline is geometry else outline.buffer(_APART_M)
    )
    title = p.get(f"title_{context.words.language}") or p["title_en"]
    pathlabels.place_line_label(
        frame, outline, title, colour=context.styles[style].stroke or INK, share=0.78, beside=True
    )
