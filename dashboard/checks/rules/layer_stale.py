"""The layers were built from these very seeds.

The catalog carries the sha256 of the seeds it was built from. When it differs, the map does not
show what has been entered.

Bad: an event added, no build. Good: ``build`` after every change of the seeds.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import store
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "layer-stale"


def check(subject: Subject) -> Iterator[Problem]:
    """A catalog of other seeds."""
    if subject.catalog is None or not subject.seeds:
        return
    if problem := store.stale_layers(subject.catalog, subject.seeds.sha256, subject.geo_name):
        yield problem
