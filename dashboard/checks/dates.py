"""Dates in their order, and within the series."""

from __future__ import annotations

import datetime as dt
from functools import cache

from dashboard import records
from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject
from dashboard.records import DateSpan, Record, series_days

#: Record -> fields (earlier, later) and whether both may be the same day.
_ORDERED: dict[type[Record], tuple[tuple[str, str, bool], ...]] = {
    records.Series: (("first_day", "last_day", True),),
    records.GroupHolding: (("valid_from", "valid_to", False),),
    records.DayNote: (("first_day", "last_day", True),),
    records.Recipe: (("valid_from", "valid_to", False),),
    records.Event: (("day_earliest", "day", True), ("day", "day_latest", True)),
    records.AreaStatement: (("day_earliest", "day", True), ("day", "day_latest", True)),
    records.Incident: (("day", "last_day", True),),
    records.Operation: (("start_on", "end_on", True),),
    records.InForce: (("from_day", "until_day", False),),
    records.GainTest: (("from_day", "to_day", True),),
    records.KeptGainTest: (("from_day", "to_day", True), ("to_day", "until_day", True)),
    records.UnmovedTest: (("from_day", "to_day", True), ("to_day", "until_day", True)),
    records.GainFigure: (("compare_from", "compare_to", True),),
    records.Post: (
        ("established", "encircled", True),
        ("encircled", "withdrawn", True),
        ("established", "withdrawn", True),
    ),
}


@rule
def backward_dates(subject: Subject) -> Findings:
    """Dates that belong together run forwards.

    An operation ends on or after its start, a period of force or of validity ends after it begins,
    the series, comparisons and tests of claims have a first day before the last, and a post is
    established, encircled and withdrawn in that order. The last day of an incident is not before
    its first. The day of an event or area statement lies within its range of days. Dates known to
    the month only are called backward when every reading of them is.

    Bad: ``start_on`` 2001-03-31, ``end_on`` 2001-02-20. Good: the other way round.
    """
    ordered = ((of, pair) for kind, of in subject.entries.items() for pair in _ordered(kind))
    for records_of_kind, (first, second, same_day) in ordered:
        for record in records_of_kind:
            earlier, later = getattr(record, first), getattr(record, second)
            if earlier is None or later is None:
                continue
            start, end = _earliest(earlier), _latest(later)
            if end < start or (end == start and not same_day):
                relation = "before" if end < start else "the same day as"
                what = f"{later} is {relation} {first} {earlier}"
                wanted = f"give a day {'not before' if same_day else 'after'} {first}"
                yield record.at(second), what, wanted


@cache
def _ordered(kind: type[Record]) -> tuple[tuple[str, str, bool], ...]:
    """Pairs of a record, those of a recipe of any kind included."""
    return next((_ORDERED[each] for each in kind.__mro__ if each in _ORDERED), ())


def _earliest(date: dt.date | DateSpan) -> dt.date:
    return date.earliest if isinstance(date, DateSpan) else date


def _latest(date: dt.date | DateSpan) -> dt.date:
    return date.latest if isinstance(date, DateSpan) else date


@rule
def outside_series(subject: Subject) -> Findings:
    """Days the build needs lie in the series.

    Control is known from ``series.first_day`` on. An event before it contradicts the baseline,
    which says who held what on that day; a reference agreement, a recipe, an incident, a
    comparison, the test of a claim or the opening view of a day outside the series would show
    nothing. Events after ``series.last_day`` may be entered: the build leaves them out.

    Bad: an event of 2000-12-31 in a series that begins 2001-01-01. Good: that event in the
    baseline.
    """
    dataset = subject.seeds.dataset
    first, last = dataset.series.first_day, dataset.series.last_day
    seeds = subject.seeds
    for event in seeds.reports:
        if event.day < first:
            what = f"{event.day} is before the series begins on {first}"
            yield event.at("day"), what, "enter earlier changes in the baseline"
    reference = next((a for a in seeds.agreements if a.id == dataset.reference_agreement), None)
    if reference and not first <= reference.flag_day <= last:
        what = f"{reference.id!r} was signed on {reference.signed_on}, outside the series"
        wanted = f"name an agreement signed from {first} to {last}"
        yield dataset.at("reference_agreement"), what, wanted
    dated = ((of, name) for kind, of in subject.entries.items() for name in series_days(kind))
    for records_of_kind, name in dated:
        for record in records_of_kind:
            value = getattr(record, name)
            for day in value if isinstance(value, tuple) else (value,):
                if not first <= day <= last:
                    what = f"{day} is outside the series"
                    yield record.at(name), what, f"give a day from {first} to {last}"
