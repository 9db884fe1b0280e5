"""Every layer the data set describes is in the catalog, and every file the catalog lists is there.

The app starts only with all of them: a layer left out would look like a day without any.

Bad: a ``[[layers]]`` entry ``rivers`` and no ``rivers.geojson``. Good: ``build`` run since.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "layer-missing"


def check(subject: Subject) -> Iterator[Problem]:
    """Files that reading did not find, and described layers that were not built."""
    yield from subject.found_in_reading(ID)
    if subject.catalog is None or not subject.seeds:
        return
    for layer in subject.seeds.dataset.layers:
        if layer.name not in subject.catalog["layers"]:
            what = f"layer {layer.name!r} is not in the catalog"
            yield Problem(at(layer, "name"), what, "build the layers again", ID)
