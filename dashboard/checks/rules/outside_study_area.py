"""A place lies in the study area or within ``margin_km`` of it.

Places a little outside shape the cells at the rim. One far away usually has longitude and latitude
swapped, or is another place of the same name. Posts are held to the same box.

Bad: ``lon`` 0.15, ``lat`` 10.05. Good: ``lon`` 10.05, ``lat`` 0.15.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyproj

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "outside-study-area"


def check(subject: Subject) -> Iterator[Problem]:
    """Positions farther from the box than the margin; distances are geodesic."""
    if not subject.seeds:
        return
    area = subject.seeds.dataset.study_area
    west, south, east, north = area.bbox
    records = [*subject.seeds.places, *subject.seeds.posts]
    records = [record for record in records if record.lon is not None and record.lat is not None]
    if not records or not (west < east and south < north):
        return
    lon, lat = np.array([(record.lon, record.lat) for record in records]).T
    nearest = np.clip(lon, west, east), np.clip(lat, south, north)
    *_, metres = pyproj.Geod(ellps="WGS84").inv(lon, lat, *nearest)
    for record, km in zip(records, np.asarray(metres) / 1000, strict=True):
        if km > area.margin_km:
            what = f"{record.id!r} at {record.lon}, {record.lat} is {km:.0f} km outside"
            wanted = f"give lon and lat at most {area.margin_km:g} km outside the study area"
            yield Problem(at(record, "lon"), what, wanted, ID)
