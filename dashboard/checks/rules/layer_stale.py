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
    built_from = str(subject.catalog.get("seeds_sha256"))
    if built_from != subject.seeds.sha256:
        what = f"built from seeds {built_from[:12]}, but the seeds are {subject.seeds.sha256[:12]}"
        where = f"{subject.geo_name}/{store.CATALOG}:seeds_sha256"
        yield Problem(where, what, "build the layers again", ID)
