"""A raster of heights over the invented coast, and a copy of its seeds that has it."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from edits import edited
from PIL import Image
from pyproj import Transformer

from dashboard import store
from dashboard.records import Feature

#: Beyond the study area on every side, in degrees and in metres of its measuring CRS.
DEGREES = ("EPSG:4326", (9.8, -0.1, 10.45, 0.45))
METRES = ("EPSG:32632", (585_000.0, -15_000.0, 665_000.0, 50_000.0))
DESCRIBED = """\
[relief]
sources = ["atlas"]
licence = "public domain"
precision_m = 90

[[layers]]
name = "relief"
style = "relief"
title = {en = "Relief", ar = "التضاريس"}
about = {en = "Shaded heights."}
licence = "public domain"

"""


def ridges(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Heights in metres: three ridges from south-west to north-east, steep in the south-east."""
    across = (lon - lat - 9.85) / 0.12 % 1
    return 900 * np.where(across < 0.8, across / 0.8, (1 - across) / 0.2)


def write_raster(
    path: Path,
    crs: str | None = DEGREES[0],
    bounds: tuple[float, ...] = DEGREES[1],
    heights: Callable[[np.ndarray, np.ndarray], np.ndarray] = ridges,
    **profile: Any,
) -> None:
    """A GeoTIFF of heights at longitudes and latitudes, the same in each of its bands."""
    west, south, east, north = bounds
    options = {"width": 300, "height": 250, "count": 1, "dtype": "float32"} | profile
    wide, high = options["width"], options["height"]
    dx, dy = (east - west) / wide, (north - south) / high
    at = rasterio.Affine(dx, 0, west, 0, -dy, north)  # south-up where north is the lesser
    x, y = np.meshgrid(west + dx * (np.arange(wide) + 0.5), north - dy * (np.arange(high) + 0.5))
    if crs:
        x, y = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)
    values = np.broadcast_to(heights(np.asarray(x), np.asarray(y)), (high, wide))
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=at, **options) as raster:
        for band in raster.indexes:
            raster.write(values.astype(options["dtype"]), band)


def add_relief(data: Path, **raster: Any) -> Path:
    """Add heights, and who made them, to a data directory; returns the file of heights."""
    path = data / "seeds" / store.RELIEF
    write_raster(path, **raster)
    edited(data / "seeds" / store.DATASET, "[[layers]]", f"{DESCRIBED}[[layers]]", 1)
    return path


def shade_at(layer: Sequence[Feature], lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """How dark the picture of a layer of relief is at positions near the equator, 0 to 255."""
    (feature,) = layer
    data = base64.b64decode(feature.properties["image"].removeprefix("data:image/png;base64,"))
    opacity = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))[..., 3].astype(float)
    west, south, east, north = feature.geometry.bounds
    rows, columns = opacity.shape
    down, right = (north - lat) / (north - south) * rows, (lon - west) / (east - west) * columns
    return opacity[down.astype(int), right.astype(int)]
