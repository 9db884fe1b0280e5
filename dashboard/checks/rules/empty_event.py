"""An event changes who holds the place.

A report that a party holds what it held is no event; it may be worth an entry in
``attestations.csv``.

Bad: ``from_party`` NOR, ``to_party`` NOR. Good: ``from_party`` NOR, ``to_party`` SOU.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import AreaStatement, Event, UnplacedEvent

ID = "empty-event"


def check(subject: Subject) -> Iterator[Problem]:
    """Events from a party to itself."""
    if not subject.seeds:
        return
    seeds = subject.seeds
    events: tuple[Event | AreaStatement | UnplacedEvent, ...]
    events = (*seeds.events, *seeds.area_statements, *seeds.unplaced_events)
    for event in events:
        if event.from_party == event.to_party:
            what = f"{event.id!r} passes from {event.from_party} to {event.to_party}"
            yield Problem(at(event, "to_party"), what, "name two parties or remove the event", ID)
