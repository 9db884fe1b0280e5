"""A place lies in the study area or within ``margin_km`` of it.

Places a little outside shape the cells at the rim. One far away usually has longitude and latitude
swapped, or is another place of the same name. Posts are held to the same box. Roads and rivers may
run farther, but not farther than the study area is across.

Bad: ``lon`` 0.15, ``lat`` 10.05. Good: ``lon`` 10.05, ``lat`` 0.15.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyproj
import shapely

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Place, Post, Seeds, StudyArea

ID = "outside-study-area"
_WGS84 = pyproj.Geod(ellps="WGS84")


def check(subject: Subject) -> Iterator[Problem]:
    """Positions farther from the box than the margin; distances are geodesic."""
    if not subject.seeds:
        return
    area = subject.seeds.dataset.study_area
    west, south, east, north = area.bbox
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return  # no box: another rule says so
    yield from _positions(subject.seeds, area)
    *_, metres = _WGS84.inv(west, south, east, north)
    across = max(metres / 1000, area.margin_km)
    for where, feature in subject.shapes:
        points = shapely.get_coordinates(feature.geometry)
        if feature.layer not in subject.seeds.lines or not (np.abs(points) <= (180, 90)).all():
            continue
        km = _km_outside(points, area)
        if km.max() > across:
            lon, lat = points[km.argmax()].tolist()
            what = f"it runs through {lon}, {lat}, {km.max():.0f} km outside"
            wanted = f"give points at most {across:.0f} km outside the study area"
            yield Problem(f"{where}.geometry", what, wanted, ID)


def _positions(seeds: Seeds, area: StudyArea) -> Iterator[Problem]:
    listed: tuple[Place | Post, ...] = (*seeds.places, *seeds.posts)
    records = [record for record in listed if None not in _position(record)]
    if not records:
        return
    outside = _km_outside(np.array([_position(record) for record in records]), area)
    for record, km in zip(records, outside, strict=True):
        if km > area.margin_km:
            what = f"{record.id!r} at {record.lon}, {record.lat} is {km:.0f} km outside"
            wanted = f"give lon and lat at most {area.margin_km:g} km outside the study area"
            yield Problem(at(record, "lon"), what, wanted, ID)


def _position(record: Place | Post) -> tuple[float | None, float | None]:
    return record.lon, record.lat


def _km_outside(points: np.ndarray, area: StudyArea) -> np.ndarray:
    """How far each of N (longitude, latitude) is from the box, geodesic."""
    west, south, east, north = area.bbox
    lon, lat = points.T
    *_, metres = _WGS84.inv(lon, lat, np.clip(lon, west, east), np.clip(lat, south, north))
    return np.asarray(metres) / 1000
