"""Lines and basemap features entered have sound geometries on the globe, of the kind they need.

Coordinates are longitude (-180 to 180), latitude (-90 to 90). A polygon whose ring crosses itself
cannot be measured or cut, and one smaller than the sixth decimal of a degree is nothing on the map.
Roads, rivers and the coast are lines; countries and lakes are areas.

Bad: a ring drawn as a bow tie. Good: a ring that touches itself only where it closes.
"""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from dashboard.checks.geometry import unsound
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "shape-geometry"
_STEP = 1e-6
_WANTED = {
    "roads": "LineString",
    "rivers": "LineString",
    "coast": "LineString",
    "countries": "Polygon",
    "lakes": "Polygon",
}


def check(subject: Subject) -> Iterator[Problem]:
    """Entered features whose geometry is invalid or off the globe."""
    unfit = dict(unsound(subject.shapes))
    for where, reason in unfit.items():
        yield Problem(f"{where}.geometry", reason, "give valid lon, lat coordinates", ID)
    for where, feature in subject.shapes:
        kind, wanted = feature.geometry.geom_type, _WANTED[feature.layer]
        if kind.removeprefix("Multi") != wanted:
            what = f"the geometry is a {kind}"
            yield Problem(f"{where}.geometry", what, f"draw a {wanted} or Multi{wanted}", ID)
        elif where not in unfit and shapely.set_precision(feature.geometry, _STEP).is_empty:
            what = f"the {kind} is nothing at 6 decimals"
            yield Problem(f"{where}.geometry", what, "draw it larger or take it out", ID)
