"""The layer of shaded relief: one feature, the land its picture covers, with the picture in it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import numpy as np
import shapely

from dashboard import store
from dashboard.derive.grid import on_grid
from dashboard.derive.relief import DARKEST, in_degrees, mercator, shaded
from dashboard.records import Feature, Period, Seeds

#: Pixels of the longer side, the most that the bytes allow.
_SIDES = (1000, 800, 640, 512)
_MOST_BYTES = 300_000


def relief(seeds: Seeds) -> Iterator[Feature]:
    """A feature if there is a raster of heights."""
    described, area = seeds.dataset.relief, seeds.dataset.study_area
    if seeds.relief is None or described is None:
        return
    crs, wanted, margin = mercator(area)
    for side in _SIDES:
        heights, covered = store.heights(seeds.relief, crs, wanted, margin, side)
        steps, exaggeration = shaded(heights, covered, wanted)
        picture = _png(steps)
        if len(picture) <= _MOST_BYTES:
            break
    properties = {
        "image": f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}",
        "exaggeration": exaggeration,
        "sources": sorted(set(described.sources)),
        "licence": described.licence,
        "basis": "reported",
        "method": "shaded by slope (Horn 1981), light from azimuth 315° and 45° high; Web Mercator",
        "precision_m": described.precision_m,
    }
    land = on_grid(shapely.box(*in_degrees(area, covered)))
    yield Feature("relief", "relief", land, Period(), properties)


def _png(steps: np.ndarray) -> bytes:
    """Steps of shade as black, more or less transparent."""
    from PIL import Image  # only where there is a raster

    made, picture = io.BytesIO(), Image.fromarray(steps)
    picture.putpalette([0, 0, 0] * (DARKEST + 1))
    opacity = bytes(255 * step // DARKEST for step in range(DARKEST + 1))
    picture.save(made, "PNG", bits=4, optimize=True, transparency=opacity)
    return made.getvalue()
