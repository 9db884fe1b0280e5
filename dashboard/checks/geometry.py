"""What can be wrong with a geometry, whoever drew it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from dashboard.records import Feature


def unsound(features: Sequence[tuple[str, Feature]]) -> Iterator[tuple[str, str]]:
    """Address and defect of every geometry that is invalid or not on the globe (EPSG:4326)."""
    if not features:
        return
    geometries = np.array([feature.geometry for _, feature in features], dtype=object)
    west, south, east, north = shapely.bounds(geometries).T
    off = (west < -180) | (south < -90) | (east > 180) | (north > 90)
    invalid = ~shapely.is_valid(geometries)
    for index in np.flatnonzero(off | invalid).tolist():
        where, feature = features[index]
        if off[index]:
            box = [round(float(side), 3) for side in feature.geometry.bounds]
            yield where, f"the geometry reaches {box}, which is off the globe"
        else:
            reason = shapely.is_valid_reason(feature.geometry).lower()
            place = reason.rstrip("]").replace("[", " at ")
            yield where, f"the geometry is invalid: {place}"
