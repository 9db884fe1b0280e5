"""Every layer is byte for byte the one its catalog describes.

Found in reading, by sha256. A layer that was edited by hand, or that a version control merge has
mixed, no longer follows from the seeds.

Bad: a corrected name in ``data/geo/places.geojson``. Good: the name corrected in
``seeds/places.csv``, then ``build``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "layer-hash"


def check(subject: Subject) -> Iterator[Problem]:
    """What reading found under this rule."""
    return subject.found_in_reading(ID)
