"""Days against one another: of changes, their operations, their sources, the series."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import shapely

from dashboard import records
from dashboard.checks.rule import Questions, question
from dashboard.checks.subject import Subject
from dashboard.records import (
    DateSpan,
    Event,
    GroupHolding,
    Operation,
    Record,
    Report,
    Source,
    TruthCheck,
)

_DAY = dt.timedelta(days=1)
#: The field with the day that a record's sources report; of changes and groups see ``_days``.
_REPORTED = {
    records.Operation: "start_on",
    records.TruthCheck: "day",
    records.Agreement: "signed_on",
    records.Declaration: "declared_on",
    records.Compliance: "date",
    records.Fact: "date",
}
#: Kinds of sources that report what has just happened.
_OF_THE_DAY = ("news agency", "news", "state media", "monitor", "copy", "social/video")
_LATE, _APART, _AFTER, _BEFORE_FIRST, _SILENT, _IDLE = 31, 60, 31, 90, 183, 3 * 366
_FAR_KM, _FEW = 20.0, 5


@question
def source_of_another_time(subject: Subject) -> Questions:
    """A source can have reported what it is cited for.

    It was published on the day or later; one that reports the news of the day (agencies, papers,
    monitors) of a change of control within a month. A source without a date, unless it is a
    database, is not cited for a change more than two months from all else it is cited for.

    Bad: an event of June that cites a page of March. Good: the page of June, the day in March, or
    ``meant`` with the reason.
    """
    sources = subject.sources
    reported = list(_reported(subject))
    cited: dict[str, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for record, first, last in reported:
        for name in record.sources:
            cited[name].append((first, last))
    for record, first, last in reported:
        for source in (sources[name] for name in record.sources if name in sources):
            if reason := _mismatch(record, first, last, source, cited[source.id]):
                yield record, "sources", reason, "cite the source that says it, or correct the day"


def _reported(subject: Subject) -> Iterator[tuple[Any, dt.date, dt.date]]:
    """Records with the first and last day of what their sources report."""
    first_day = subject.seeds.dataset.series.first_day  # holdings of older reports begin there
    for record in subject.of_type(Report):
        yield record, *_days(record)
    for record in subject.of_type(GroupHolding):
        if record.valid_from > first_day:
            yield record, record.valid_from, record.valid_from
    for kind, field in _REPORTED.items():
        for record in subject.of_type(kind):
            if day := getattr(record, field):
                ends = (day.earliest, day.latest) if isinstance(day, DateSpan) else (day, day)
                yield record, *ends


def _days(change: Report) -> tuple[dt.date, dt.date]:
    """The first and the last day that a change can have happened."""
    first = getattr(change, "day_earliest", None) or change.day
    return first, getattr(change, "day_latest", None) or change.day


def _mismatch(
    record: Record,
    first: dt.date,
    last: dt.date,
    source: Source,
    cited: list[tuple[dt.date, dt.date]],
) -> str | None:
    published = source.published_on
    change = isinstance(record, Report | TruthCheck)
    if published and published.latest < first:
        return f"{source.id!r} was published on {published}, before {first}"
    if published and change and source.kind in _OF_THE_DAY:
        late = (published.earliest - last).days
        return f"{source.id!r} was published {late} days after {last}" if late > _LATE else None
    if published or not change or len(cited) < 2 or source.kind == "database":
        return None
    others = list(cited)
    others.remove((first, last))
    if any((start - last).days <= _APART >= (first - end).days for start, end in others):
        return None
    apart = min(max((start - last).days, (first - end).days) for start, end in others)
    return f"{source.id!r} is cited for nothing else within {apart} days of {first}"


@question
def outside_operation(subject: Subject) -> Questions:
    """A change of control belongs to the days, the parties and the ground of its operation.

    Its day lies from ``start_on`` to ``end_on``; some other change of the operation is between the
    same two parties, and some other is within twenty kilometres, where the operation has five more.

    Bad: an event of June in an operation that ended in March. Good: the operation of June, the day
    in March, or ``meant`` with the reason.
    """
    seeds = subject.seeds
    operations = {operation.id: operation for operation in seeds.operations}
    pairs: dict[str, Counter[tuple[str | None, str | None]]] = defaultdict(Counter)
    for change in seeds.reports:
        pairs[change.operation][change.from_party, change.to_party] += 1
    away = {name: _km_away(subject, name) for name in operations}
    for change in seeds.reports:
        operation = operations.get(change.operation)
        if operation is None:
            continue
        what = _off_days(change, operation) or _off_parties(change, pairs[operation.id])
        if not what and isinstance(change, Event):
            km = away[operation.id].get(change.place, 0.0)
            what = f"{km:.0f} km from every other change of" if km > _FAR_KM else None
        if what:
            wrong = f"{change.id!r} is {what} {operation.id!r}"
            yield change, "operation", wrong, "correct its operation, day or place"


def _off_days(change: Report, operation: Operation) -> str | None:
    first, last = _days(change)
    if last < operation.start_on:
        return f"{(operation.start_on - last).days} day(s) before the start of"
    if operation.end_on and first > operation.end_on:
        return f"{(first - operation.end_on).days} day(s) after the end of"
    return None


def _off_parties(change: Report, pairs: Counter[tuple[str | None, str | None]]) -> str | None:
    if pairs[change.from_party, change.to_party] == 1 and pairs.total() > _FEW:
        return (
            f"the only one from {change.from_party or 'nobody'} to {change.to_party or 'nobody'} in"
        )
    return None


def _km_away(subject: Subject, operation: str) -> dict[str, float]:
    """How far each place of an operation is from the nearest other, where there are some."""
    changed = {event.place for event in subject.changes if event.operation == operation}
    rows = [row for row, place in enumerate(subject.seeds.places) if place.id in changed]
    if len(rows) <= _FEW:
        return {}
    points = shapely.points(subject.positions_km[rows])
    (one, _), km = shapely.STRtree(points).query_nearest(
        points, exclusive=True, return_distance=True, all_matches=False
    )
    return {subject.seeds.places[rows[i]].id: float(each) for i, each in zip(one, km, strict=True)}


@question
def operation_days(subject: Subject) -> Questions:
    """An operation begins when something of it does.

    One with changes of control begins not more than three months before the first; an arrangement
    begins within three months of the signing of some agreement.

    Bad: ``start_on`` a year before the first event. Good: its own year, or ``meant`` with the
    reason.
    """
    seeds = subject.seeds
    first: dict[str, dt.date] = {}
    for change in seeds.reports:
        first[change.operation] = min(change.day, first.get(change.operation, change.day))
    signed = [agreement.signed_on for agreement in seeds.agreements]
    for operation in seeds.operations:
        start, change_day = operation.start_on, first.get(operation.id)
        if change_day and (change_day - start).days > _BEFORE_FIRST:
            what = f"it begins on {start}, and its first change is of {change_day}"
            yield operation, "start_on", what, "correct its start or the operation of its changes"
        elif (
            operation.kind == "arrangement"
            and signed
            and not any(
                span.earliest - _BEFORE_FIRST * _DAY <= start <= span.latest + _BEFORE_FIRST * _DAY
                for span in signed
            )
        ):
            what = f"it begins on {start}, and no agreement was signed within three months"
            yield operation, "start_on", what, "correct its start, or enter the agreement"


@question
def agreement_days(subject: Subject) -> Questions:
    """An agreement is signed about when it comes into force and when its sources speak of it.

    It is in force, by its own term or what a side declared, within two months of its signing, and
    some source with a date speaks of it within half a year.

    Bad: ``signed_on`` 2000-02-01, in force from 2001-02-02. Good: 2001-02-01, or ``meant`` with the
    reason: ratified a year later.
    """
    sources = subject.sources
    for agreement in subject.seeds.agreements:
        signed, force = agreement.signed_on, agreement.in_force
        starts = [
            *agreement.declared_starts,
            *([force.from_day] if force and force.from_day else []),
        ]
        apart = [max((day - signed.latest).days, (signed.earliest - day).days) for day in starts]
        if apart and min(apart) > _APART:
            what = f"signed on {signed}, and in force {min(apart)} days from it"
            yield agreement, "signed_on", what, "correct the day of one of the two"
            continue
        cited = (sources[name].published_on for name in agreement.sources if name in sources)
        late = [(on.earliest - signed.latest).days for on in cited if on]
        if late and min(late) > _SILENT:
            what = f"signed on {signed}, and its first source is {min(late)} days younger"
            yield agreement, "signed_on", what, "correct the day, or cite a source of that time"


@question
def after_series(subject: Subject) -> Questions:
    """A change of control is of a day in the series, or of the month after it.

    The build leaves out what comes after ``series.last_day``: an event of a year mistyped is gone
    from the map without a word. Changes of the days after the series may wait there for it to be
    continued.

    Bad: ``day`` 2091-02-20 in a series of 2001. Good: 2001-02-20.
    """
    seeds, last = subject.seeds, subject.seeds.dataset.series.last_day
    for change in seeds.reports:
        if (change.day - last).days > _AFTER:
            what = f"{change.id!r} is of {change.day}, and the series ends on {last}"
            yield change, "day", what, "correct the day, or continue the series"


@question
def idle_series(subject: Subject) -> Questions:
    """The series ends while something is known.

    Three years without a change before ``series.last_day`` are either a front that stands still or
    a year mistyped; the map says of each day who held what.

    Bad: ``last_day = 2042-12-31``, the last event of 2001. Good: ``last_day = 2001-12-31``, or
    ``meant`` with the reason.
    """
    series = subject.seeds.dataset.series
    days = [change.day for change in subject.changes if change.day <= series.last_day]
    if days and (series.last_day - max(days)).days > _IDLE:
        what = f"it ends on {series.last_day}, and the last change is of {max(days)}"
        yield series, "last_day", what, "end it where knowledge ends"
