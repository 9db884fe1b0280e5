"""The land that the study area is cut to is in the basemap.

``study_area.land_layer`` names a basemap file, ``land_id`` a feature in it, which must be a
polygon: cells end where that land ends.

Bad: ``land_id = "almeria"``. Good: ``land_id = "almera"``, a polygon of
``basemap/countries.geojson``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "unknown-land"


def check(subject: Subject) -> Iterator[Problem]:
    """A study area whose land does not exist or is no polygon."""
    if not subject.seeds or "basemap" in subject.unread.kinds:
        return
    area, basemap = subject.seeds.dataset.study_area, subject.seeds.basemap
    if area.land_layer not in basemap:
        what = f"there is no basemap layer {area.land_layer!r}"
        yield Problem(at(area, "land_layer"), what, f"use {', '.join(sorted(basemap))}", ID)
        return
    kinds = {feature.id: feature.geometry.geom_type for feature in basemap[area.land_layer]}
    if area.land_id not in kinds:
        what = f"layer {area.land_layer!r} has no feature {area.land_id!r}"
        yield Problem(at(area, "land_id"), what, "use the id of a feature there", ID)
    elif kinds[area.land_id] not in ("Polygon", "MultiPolygon"):
        what = f"feature {area.land_id!r} is a {kinds[area.land_id]}"
        yield Problem(at(area, "land_id"), what, "name a polygon", ID)
