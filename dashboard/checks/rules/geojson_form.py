"""Every GeoJSON file is a feature collection of features with id, properties and geometry.

Found in reading. Coordinates are longitude, latitude (RFC 7946); ``NaN`` is no number there.

Bad: ``{"type": "Feature", "properties": null, "geometry": null}``.
Good: ``{"type": "Feature", "id": "R1", "properties": {}, "geometry": {"type": "Point",
"coordinates": [10.1, 0.1]}}``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "geojson-form"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
