"""The study area is a box in degrees, and the measuring CRS measures in metres.

``bbox`` is west, south, east, north in EPSG:4326. Cells, depths and corridors are measured in
``measuring_crs``, so it must be projected, in metres, and not Web Mercator, whose lengths are
wrong away from the equator, and made for the part of the world the study area is in.

Bad: ``bbox = [10.3, 0.0, 9.95, 0.3]``, ``measuring_crs = "EPSG:3857"``.
Good: ``bbox = [9.95, 0.0, 10.3, 0.3]``, ``measuring_crs = "EPSG:32632"``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyproj

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.store.display import shown

ID = "study-area"


def check(subject: Subject) -> Iterator[Problem]:
    """A box that is none, a negative margin, a CRS that cannot measure."""
    if not subject.seeds:
        return
    dataset, area = subject.seeds.dataset, subject.seeds.dataset.study_area
    west, south, east, north = area.bbox
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        what = f"{list(area.bbox)} is no box"
        yield Problem(at(area, "bbox"), what, "give west, south, east, north in degrees", ID)
    if area.margin_km < 0:
        what = f"{area.margin_km} is negative"
        yield Problem(at(area, "margin_km"), what, "give 0 or more", ID)
    if reason := _unfit(dataset.measuring_crs, area.bbox):
        what = f"{shown(dataset.measuring_crs)} {reason}"
        wanted = "name a projected CRS in metres, such as the local UTM zone"
        yield Problem(at(dataset, "measuring_crs"), what, wanted, ID)


def _unfit(name: str, bbox: tuple[float, ...]) -> str | None:
    try:
        crs = pyproj.CRS.from_user_input(name)
    except pyproj.exceptions.CRSError:
        return "is no CRS"
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        return "does not measure in metres"
    if "Pseudo-Mercator" in crs.name:
        return "is Web Mercator"
    made_for = crs.area_of_use.bounds if crs.area_of_use else (-180, -90, 180, 90)
    (west, south, east, north), (left, low, right, high) = made_for, bbox
    apart = high < south or low > north
    if west <= east:  # else it reaches over the antimeridian
        apart = apart or right < west or left > east
    return "is made for another part of the world" if apart else None
