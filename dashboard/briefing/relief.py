"""Shaded relief under a map on paper: the picture of the layer, laid out in the measuring CRS."""

from __future__ import annotations

import base64
import io
from itertools import chain, product

import numpy as np
from PIL import Image

from dashboard.archive import Archive, per_archive
from dashboard.briefing import drawing
from dashboard.briefing.context import RenderContext
from dashboard.briefing.geometry import Bounds, MapGeometry
from dashboard.briefing.mapframe import MapFrame
from dashboard.derive.relief import mercator_y
from dashboard.records import Feature

_PER_INCH = 160
_PARTS = 16
"""In how many parts a side is bent from one projection to the other."""


def draw(context: RenderContext, frame: MapFrame) -> None:
    """Draw the relief in a frame if its layer is chosen; on a see-through sheet on land that
    somebody can hold."""
    geometry, archive = context.geometry, context.archive
    names = (layer.name for layer in archive.dataset.layers if layer.style == "relief")
    chosen = (name for name in names if name in context.layers)
    for feature in chain.from_iterable(archive.layers.get(name, ()) for name in chosen):
        shade = _in_frame(geometry, feature, frame.bounds, round(frame.box.width * _PER_INCH))
        image = np.zeros((*shade.shape, 4), dtype=np.uint8)
        image[..., 3] = (shade * np.float32(context.styles["relief"].fill_opacity)).round()
        within = geometry.study_area if context.spec.sheet == "transparent" else None
        drawing.image(frame.ax, image, frame.bounds, z=frame.height("relief"), within=within)


def _in_frame(geometry: MapGeometry, feature: Feature, bounds: Bounds, columns: int) -> np.ndarray:
    """Shade from 0 to 255 on a grid over bounds in metres."""
    west, south, east, north = bounds
    rows = round(columns * (north - south) / (east - west))
    x, y = np.linspace(0, columns, _PARTS + 1).round(), np.linspace(0, rows, _PARTS + 1).round()
    lon, lat = geometry.degrees(
        *np.meshgrid(west + (east - west) * x / columns, north - (north - south) * y / rows)
    )
    picture = _picture(geometry.archive, feature.properties["image"])
    left, low, right, high = feature.geometry.bounds
    top, bottom = mercator_y(high), mercator_y(low)
    u = (lon - left) / (right - left) * picture.width
    v = (top - mercator_y(lat)) / (top - bottom) * picture.height
    mesh = []
    for i, j in product(range(_PARTS), repeat=2):
        corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))  # counter-clockwise
        quad = tuple(float(each[at]) for at in corners for each in (u, v))
        mesh.append(((int(x[j]), int(y[i]), int(x[j + 1]), int(y[i + 1])), quad))
    method, resample = Image.Transform.MESH, Image.Resampling.BILINEAR
    return np.asarray(picture.transform((columns, rows), method, mesh, resample))


@per_archive
def _picture(archive: Archive, address: str) -> Image.Image:
    """How opaque the picture of the layer is."""
    data = base64.b64decode(address.partition(",")[2])
    return Image.open(io.BytesIO(data)).convert("RGBA").getchannel("A")
