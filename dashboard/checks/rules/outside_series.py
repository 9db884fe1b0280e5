"""Days the build needs lie in the series.

Control is known from ``series.first_day`` on. An event before it contradicts the baseline, which
says who held what on that day; a recipe, a comparison, the test of a claim or the opening view of a
day outside the series would show nothing. Events after ``series.last_day`` may be entered: the
build leaves them out.

Bad: an event of 2000-12-31 in a series that begins 2001-01-01. Good: that event in the baseline.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import AreaStatement, Event, Record, UnplacedEvent

ID = "outside-series"


def check(subject: Subject) -> Iterator[Problem]:
    """Days before the series, or outside it where only its days make sense."""
    if not subject.seeds:
        return
    dataset = subject.seeds.dataset
    first, last = dataset.series.first_day, dataset.series.last_day
    seeds = subject.seeds
    events: tuple[Event | AreaStatement | UnplacedEvent, ...]
    events = (*seeds.events, *seeds.area_statements, *seeds.unplaced_events)
    for event in events:
        if event.day < first:
            what = f"{event.day} is before the series begins on {first}"
            yield Problem(at(event, "day"), what, "enter earlier changes in the baseline", ID)
    days: list[tuple[Record, str]] = [(dataset, "opening_day")]
    days += [(recipe, "day") for recipe in dataset.recipes]
    days += [(note, name) for note in dataset.day_notes for name in ("first_day", "last_day")]
    for figure in subject.seeds.published_figures:
        days += [(figure, "compare_from"), (figure, "compare_to")]
    for claim in subject.seeds.claims:
        if claim.test:
            names = ("from_day", "to_day", "until_day", "days")
            days += [(claim.test, name) for name in names]
    for record, name in days:
        value = getattr(record, name, None)
        for day in value if isinstance(value, tuple) else (value,):
            if day is not None and not first <= day <= last:
                what = f"{day} is outside the series"
                yield Problem(at(record, name), what, f"give a day from {first} to {last}", ID)
