"""Several events of one place on one day have their order in ``seq``.

The order of rows never matters, so two changes of a place on one day need ``seq`` 1 and 2; with the
same number it would be open who held the place in the evening.

Bad: two rows ``2001-03-10,1,brissa``. Good: ``2001-03-10,1,brissa`` and ``2001-03-10,2,brissa``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Event

ID = "same-day-order"


def check(subject: Subject) -> Iterator[Problem]:
    """Events that share place, day and seq with an earlier row."""
    seen: dict[tuple[str, dt.date, int], Event] = {}
    for event in subject.seeds.events if subject.seeds else ():
        other = seen.setdefault((event.place, event.day, event.seq), event)
        if other is not event:
            what = f"seq {event.seq} of {event.place!r} on {event.day} is that of {other.id!r}"
            yield Problem(at(event, "seq"), what, "number them in the order they happened", ID)
