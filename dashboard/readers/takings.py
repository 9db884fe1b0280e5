"""Rows of a table of incidents that say who took a place, as events.

Which rows do, and which party each actor is, a person writes down. The place is one named in the
mapping, or the nearest one, where the row's position is exact enough to tell it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
from pydantic import Field

from dashboard.derive.area_statements import changes
from dashboard.derive.histories import histories, holder_on
from dashboard.measure import geodesic_distance_km
from dashboard.readers.mapping import Mapping, PartyByWord, Standing
from dashboard.readers.task import Refused, Report, Task
from dashboard.records import WRITTEN, Event, Incident, Record, Seeds


class Taking(Standing):
    """What rows of one word say: that the one of ``takers`` among the actors took the place.

    ``takers`` are actors, by their words in the table, with the party each is.
    """

    takers: Annotated[PartyByWord, Field(min_length=1)]


class Takings(Record):
    """Rows that tell who took a place, by their word in the column ``kind``.

    ``places`` are places by the name the table has for them; any other row is about the place
    nearest to it, within ``nearest_within_km``. Without that it is about none.
    """

    changes: Annotated[dict[str, Taking], Field(min_length=1)]
    places: dict[str, str] = Field(default_factory=dict)
    nearest_within_km: Annotated[float, Field(gt=0), WRITTEN] | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a row tells: that a party took a place by the end of a day."""

    row: Incident
    taking: Taking
    party: str
    place: str

    @property
    def day(self) -> dt.date:
        return self.row.last_day or self.row.day


def taking_events(
    asked: Takings, found: Iterable[tuple[str, Incident]], task: Task[Mapping]
) -> tuple[Event, ...]:
    """The events that some incidents tell, in time order; how many, and why not others, is noted.

    ``found``: incidents, each with the word of the table for its kind.
    """
    rows = [(asked.changes[word], row) for word, row in found if word in asked.changes]
    report = Report(read=len(rows))
    taken = _once_a_day(_taken(rows, _place_finder(asked, task.seeds), report), report)
    histories_of = _Histories(task.seeds, {row.id for _, row in rows})
    for each in sorted(taken, key=lambda each: (each.day, each.place)):
        try:
            histories_of.add(each)
        except Refused as refused:
            report.refuse(refused, each.row.id)
    report.used = len(histories_of.added)
    counts, *reasons = report.lines()
    task.report.notes += [f"who took a place: {counts}", *reasons]
    return tuple(histories_of.added)


def _taken(
    rows: Iterable[tuple[Taking, Incident]], place_of: Callable[[Incident], str], report: Report
) -> Iterator[_Taken]:
    for taking, row in rows:
        try:
            yield _Taken(row, taking, _taker(taking, row), place_of(row))
        except Refused as refused:
            report.refuse(refused, row.id)


def _taker(taking: Taking, row: Incident) -> str:
    """The party of the one actor that is a taker, or of several that are of one."""
    named = {taking.takers[actor] for actor in row.actors if actor in taking.takers} - {""}
    if len(named) != 1:
        actors = " and ".join(row.actors) or "nobody"
        which = "none" if not named else "more than one"
        raise Refused(f"of {actors} {which} is a taker in the mapping")
    return named.pop()


def _once_a_day(taken: Iterable[_Taken], report: Report) -> list[_Taken]:
    """One row a place and day; where they name different parties, none."""
    by_day: dict[tuple[str, dt.date], list[_Taken]] = defaultdict(list)
    for each in taken:
        by_day[each.place, each.day].append(each)
    kept = []
    for rows in by_day.values():
        first, *others = sorted(rows, key=lambda each: each.row.id)
        if len({each.party for each in rows}) > 1:
            report.refuse("rows of one place and day differ", first.row.id, len(rows))
            continue
        again = "the place has a row of that day that says the same"
        report.refuse(again, others[0].row.id if others else "", len(others))
        kept.append(first)
    return kept


def _place_finder(asked: Takings, seeds: Seeds) -> Callable[[Incident], str]:
    """A function that gives the id of the place a row is about; it raises ``Refused`` where the
    mapping's rule gives none."""
    places = sorted(seeds.places, key=lambda place: place.id)
    lon, lat = (np.array([getattr(place, name) for place in places]) for name in ("lon", "lat"))
    within = asked.nearest_within_km

    def place_of(row: Incident) -> str:
        if named := asked.places.get(row.place_as_reported):
            return named
        if within is None:
            raise Refused(f"the mapping names no place {row.place_as_reported!r}")
        if row.precision_m > within * 1000:
            raise Refused(f"a row's position is not known to {within:g} km")
        here = np.full(len(places), row.lon), np.full(len(places), row.lat)
        km = geodesic_distance_km(*here, lon, lat)
        if not len(km) or km.min() > within:
            raise Refused(f"there is no place within {within:g} km")
        return places[int(km.argmin())].id

    return place_of


class _Histories:
    """What is entered of places, and events that fit it: an event is refused where it does not.

    Events of ``own`` ids were added by an earlier run; they are made again.
    """

    def __init__(self, seeds: Seeds, own: set[str]):
        self.seeds = seeds
        self.added: list[Event] = []
        self.baseline = {row.place: row for row in seeds.baseline}
        self.events: dict[str, list[Event]] = defaultdict(list)
        others = replace(seeds, events=tuple(e for e in seeds.events if e.id not in own))
        for event in changes(others):
            self.events[event.place].append(event)

    def add(self, taken: _Taken) -> None:
        """Add the event of a row that is not before those added; raises ``Refused``."""
        entered = self.events[taken.place]
        if any(event.day == taken.day for event in entered):
            raise Refused("another change of that place and day is entered")
        held = self._holder(taken.place, taken.day - dt.timedelta(days=1))
        if held == taken.party:
            raise Refused("the taker held the place already")
        later = min((e for e in entered if e.day > taken.day), key=lambda e: e.day, default=None)
        if later and later.from_party != taken.party:
            raise Refused("the next change of the place that is entered is not from the taker")
        row = taken.row
        event = Event(
            id=row.id,
            day=taken.day,
            day_earliest=row.day if row.last_day else None,
            place=taken.place,
            from_party=held,
            to_party=taken.party,
            certainty=taken.taking.certainty,
            basis=taken.taking.basis,
            sources=row.sources,
            place_as_reported=row.place_as_reported,
            note=row.note,
        )
        entered.append(event)
        self.added.append(event)

    def _holder(self, place: str, day: dt.date) -> str | None:
        """Who held a place on a day, by what is entered."""
        if day < self.seeds.dataset.series.first_day:
            raise Refused("on the first day of the series, which the baseline tells of")
        known = [self.baseline[place]] if place in self.baseline else []
        entered = tuple(self.events[place])
        alone = replace(self.seeds, baseline=tuple(known), events=entered, area_statements=())
        spell = holder_on(histories(alone).get(place, ()), day)
        return spell.controller if spell else None
