"""Turns baseline and events into spells: who held a place from which day to which.

A spell needs at least a day. Where a place changed hands several times in one day, the last
change of the day holds and the spell names them all; where the day ends as it began, no spell
is split and the changes are named in ``same_day_events``. Nothing is claimed after the last day
of the series.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from dashboard.derive.area_statements import changes
from dashboard.records import Baseline, Certainty, Event, Period, Seeds

_UNKNOWN = "no source says who held the place before its first reported change"
_NO_LONGER_KNOWN = "a source says who left the place, and none who has held it since"
_METHODS = {
    "reported": "a source names the place",
    "area_statement": "a source closed a whole area that includes the place on that day",
    "published_area": "a published map of areas shows it",
    "redrawn": "a published map drew the boundary anew; no change on the ground is known",
    "inferred": "inferred from neighbours or from later control; the day is approximate",
}


class Spell(NamedTuple):
    """One spell of control of a place.

    ``controller`` is ``None`` while unknown, and then so are ``certainty`` and ``basis``.
    ``events`` opened the spell (empty for a baseline), ``event`` is the one that holds;
    ``same_day_events`` came and went within a day of the spell. ``day`` is when it was opened.
    """

    place: str
    controller: str | None
    period: Period
    previous: str | None = None
    event: str | None = None
    events: tuple[str, ...] = ()
    same_day_events: tuple[str, ...] = ()
    operation: str | None = None
    sources: tuple[str, ...] = ()
    certainty: Certainty | None = None
    basis: str | None = None
    method: str = _UNKNOWN

    @property
    def day(self) -> dt.date:
        """First day of the spell."""
        assert self.period.valid_from is not None
        return self.period.valid_from

    @property
    def end(self) -> dt.date:
        """The day after the last of the spell."""
        assert self.period.valid_to is not None
        return self.period.valid_to

    @property
    def _cell(self) -> str:
        """What kind of cell it is about."""
        if self.basis in ("published_area", "redrawn"):
            return "face of published areas"
        return "cell of the nearest place with a known history"

    def opened(self) -> dict[str, Any]:
        """What a feature of the spell says of how it began."""
        return {
            "event": self.event,
            "events": list(self.events),
            "operation": self.operation,
            "sources": list(self.sources),
            "certainty": self.certainty,
            "basis": self.basis,
            "method": f"{self._cell}; {self.method}",
        }


_DAY, _ORDER = attrgetter("day"), attrgetter("order")

Histories = Mapping[str, tuple[Spell, ...]]


def histories(seeds: Seeds) -> dict[str, tuple[Spell, ...]]:
    """Spells of control of every place that has a baseline or an event in the series.

    Returns by place id the spells in time order. They cover every day of the series without gap or
    overlap; the last one ends the day after the series. Row order of the seeds plays no part.
    """
    series = seeds.dataset.series
    baseline = {row.place: row for row in seeds.baseline}
    events: dict[str, list[Event]] = defaultdict(list)
    for event in changes(seeds):
        if series.first_day <= event.day <= series.last_day:
            events[event.place].append(event)
    whole = Period(series.first_day, series.end)
    return {
        place: _spells(place, whole, baseline.get(place), events.get(place, ()))
        for place in sorted(set(baseline) | set(events))
    }


def holder_on(spells: Sequence[Spell], day: dt.date) -> Spell | None:
    """The spell that contains ``day``; ``None`` outside the series."""
    for spell in spells:
        if spell.period.contains(day):
            return spell
    return None


@dataclass(slots=True)
class _Turn:
    """What began a spell: the events of a day, none for the first spell.

    ``passed`` are events that came and went within a day of the spell.
    """

    day: dt.date
    previous: str | None = None
    events: Sequence[Event] = ()
    passed: tuple[str, ...] = ()


def _spells(
    place: str, whole: Period, baseline: Baseline | None, events: Sequence[Event]
) -> tuple[Spell, ...]:
    if not events:
        return (_first(place, whole, baseline),)
    assert whole.valid_from
    assert whole.valid_to
    turns, held = [_Turn(whole.valid_from)], baseline.controller if baseline else None
    for day, group in groupby(sorted(events, key=_ORDER), key=_DAY):
        today = tuple(group)
        if today[-1].to_party == held:
            turns[-1].passed += tuple(event.id for event in today)
        else:
            turns.append(_Turn(day, held, today))
            held = today[-1].to_party
    ends = [*(turn.day for turn in turns[1:]), whole.valid_to]
    return tuple(
        _opened(place, Period(turn.day, end), turn)
        if turn.events
        else _first(place, Period(turn.day, end), baseline, turn.passed)
        for turn, end in zip(turns, ends, strict=True)
        if turn.day < end  # the first may end as it begins
    )


def _first(
    place: str, period: Period, baseline: Baseline | None, passed: tuple[str, ...] = ()
) -> Spell:
    if baseline is None:
        return Spell(place, None, period, same_day_events=passed)
    return Spell(
        place,
        baseline.controller,
        period,
        same_day_events=passed,
        sources=_distinct(baseline.sources),
        certainty=baseline.certainty,
        basis=baseline.basis,
        method=f"held on the first day of the series: {baseline.method}",
    )


def _opened(place: str, period: Period, turn: _Turn) -> Spell:
    closing = turn.events[-1]
    known = bool(closing.to_party)
    return Spell(
        place,
        closing.to_party,
        period,
        previous=turn.previous,
        event=closing.id,
        events=tuple([event.id for event in turn.events]),
        same_day_events=turn.passed,
        operation=closing.operation or None,
        sources=_distinct(tuple([s for event in turn.events for s in event.sources])),
        certainty=closing.certainty if known else None,
        basis=closing.basis if known else None,
        method=_METHODS[closing.basis] if known else _NO_LONGER_KNOWN,
    )


@lru_cache(maxsize=4096)  # many changes cite the same
def _distinct(sources: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(sources)))


def in_force(seeds: Seeds) -> Callable[[dt.date], list[str]]:
    """Asks of a day which agreements were in force, disputed ones included, in time order."""

    @cache
    def on(day: dt.date) -> list[str]:
        held = (a for a in seeds.agreements if a.force_on(day) in ("yes", "disputed"))
        return [a.id for a in sorted(held, key=lambda a: (a.signed_on.earliest, a.id))]

    return on
