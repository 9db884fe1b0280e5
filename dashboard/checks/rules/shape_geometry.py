"""Lines and basemap features entered have sound geometries on the globe.

Coordinates are longitude (-180 to 180), latitude (-90 to 90). A polygon whose ring crosses itself
cannot be measured or cut.

Bad: a ring drawn as a bow tie. Good: a ring that touches itself only where it closes.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.geometry import unsound
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "shape-geometry"


def check(subject: Subject) -> Iterator[Problem]:
    """Entered features whose geometry is invalid or off the globe."""
    for where, reason in unsound(subject.shapes):
        yield Problem(f"{where}.geometry", reason, "give valid lon, lat coordinates", ID)
