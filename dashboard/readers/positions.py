"""Positions in the columns or fields of a file."""

from __future__ import annotations

from dashboard.derive.antimeridian import continued
from dashboard.readers.periods import Refused
from dashboard.records import StudyArea


def read_position(lon: str, lat: str, area: StudyArea, what: str) -> tuple[float, float]:
    """Longitude and latitude in degrees, as the data set counts them; raises ``Refused``.

    ``what`` is what the position is of, such as ``a place``.
    """
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise Refused(f"{what} has no position in degrees") from None
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise Refused(f"the position of {what} is not on the globe")
    return continued(x, area), y
