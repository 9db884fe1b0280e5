"""Derived features have sound geometries on the globe.

Whoever opens a layer elsewhere should not have to repair it first. A finding here is a defect of
the build, not of the seeds.

Bad: a cell whose ring crosses itself. Good: what shapely calls valid.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.geometry import unsound
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "layer-geometry"


def check(subject: Subject) -> Iterator[Problem]:
    """Derived features whose geometry is invalid or off the globe."""
    for where, reason in unsound(subject.features):
        yield Problem(f"{where}.geometry", reason, "build the layers again", ID)
