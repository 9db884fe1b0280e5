"""Every id in a derived feature leads to something entered.

The app follows a feature to its agreements, sources, place, events, operation, recipe and parties.
A link that leads nowhere means that the layers and the seeds do not belong together.

Bad: ``"agreements": ["coast_truce"]``. Good: ``"agreements": ["coast-truce"]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.subject import Subject
from dashboard.errors import Problem

ID = "layer-links"
_LEADS_TO = {
    "agreements": "agreement",
    "sources": "source",
    "place": "place",
    "places": "place",
    "event": "event",
    "events": "event",
    "same_day_events": "event",
    "operation": "operation",
    "recipe": "recipe",
    "controller": "party",
    "controllers": "party",
    "previous": "party",
    "taken_from": "party",
    "taken_by": "party",
    "held_before": "party",
    "operator": "operator",
}


def check(subject: Subject) -> Iterator[Problem]:
    """Ids in properties that nothing entered has."""
    if not subject.seeds:
        return
    for where, feature in subject.features:
        for name, kind in _LEADS_TO.items():
            value = feature.properties.get(name)
            for identifier in value if isinstance(value, list) else [value]:
                if identifier and not subject.exists(kind, str(identifier)):
                    what = f"there is no {kind} {identifier!r}"
                    yield Problem(f"{where}.{name}", what, "build the layers again", ID)
