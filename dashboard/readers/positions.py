"""Positions in the columns or fields of a file."""

from __future__ import annotations

import numpy as np

from dashboard.derive.antimeridian import continued
from dashboard.measure import km_outside
from dashboard.readers.report import Refused
from dashboard.records import StudyArea


def read_position(lon: str, lat: str, area: StudyArea, what: str) -> tuple[float, float]:
    """Longitude and latitude in degrees, as the data set counts them; raises ``Refused``.

    A decimal comma is as good as a point. ``what`` is what the position is of, such as ``a place``:
    it has to lie in the study area or its margin.
    """
    try:
        x, y = (float(text.replace(",", ".")) for text in (lon, lat))
    except ValueError:
        raise Refused(f"{what} has no position in degrees: {{value}}", f"{lon} {lat}") from None
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise Refused(f"the position of {what} is not on the globe: {{value}}", f"{lon} {lat}")
    if not is_near(x, y, area):
        exchanged = abs(x) <= 90 and is_near(y, x, area)
        hint = "; are longitude and latitude exchanged?" if exchanged else ""
        raise Refused(f"{what} is more than {area.margin_km:g} km outside the area{hint}")
    return continued(x, area), y


def is_near(lon: float, lat: float, area: StudyArea) -> bool:
    """Whether a position lies in the study area or its margin."""
    x = continued(lon, area)
    west, south, east, north = area.bbox
    if west <= x <= east and south <= lat <= north:
        return True
    return bool(km_outside(np.array([(x, lat)]), area.bbox)[0] <= area.margin_km)
