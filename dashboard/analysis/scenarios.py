"""What the figures are when doubtful events are left out or dated otherwise.

A scenario is a whole archive with other histories, the line of contact that follows from them and
the same cells, so any question can be asked of it: ``across`` asks the archive and every scenario
and gives the archive's answer, each quantity in it with what it is in the others. Agreed geometry,
and the area a figure is about, stay as they are: the question is what control does to the figure.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
import shapely

from dashboard.archive import Archive, per_archive
from dashboard.derive.cells import Edges, common_edges
from dashboard.derive.contact import line_of_contact, stretches
from dashboard.derive.histories import Histories, Spell, histories, in_force
from dashboard.quantity import EXTENSIVE, SCENARIOS, Quantity
from dashboard.records import DayReading, Event, Feature, Operation, Period, Seeds

_DAY = dt.timedelta(days=1)
Answer = TypeVar("Answer")


def across(archive: Archive, ask: Callable[[Archive], Answer]) -> Answer:
    """The archive's answer to a question, each quantity in it with its value in every scenario.

    ``ask``: gives a quantity, or a dataclass, mapping or tuple of what holds quantities. All else
    in it is the archive's own. Dataclasses in a tuple are matched by their attribute ``key``.

    Where a scenario's answer lacks a quantity, its value there is 0 for an area, a share or a
    count, and missing for a distance or a time. A mapping also gains the keys that only scenarios
    have (a party that holds land in a scenario only), with 0 as the archive's value; a tuple gains
    nothing.
    """
    answers = {name: ask(other) for name, other in scenarios(archive).items()}
    merged: Answer = _merged(ask(archive), answers)
    return merged


def _merged(shown: Any, answers: Mapping[str, Any]) -> Any:
    """One part of an answer with the same part of the others; ``None`` stands for left out."""
    if isinstance(shown, Quantity):
        nothing = Quantity(0.0 if shown.unit in EXTENSIVE else None, shown.unit)
        return shown.with_scenarios({name: other or nothing for name, other in answers.items()})
    if is_dataclass(shown) and not isinstance(shown, type):
        changed = {}
        for name in (each.name for each in fields(shown) if each.init):
            part = getattr(shown, name)
            others = {n: getattr(answer, name, None) for n, answer in answers.items()}
            if (merged := _merged(part, others)) is not part:
                changed[name] = merged
        return replace(shown, **changed) if changed else shown
    if isinstance(shown, Mapping):
        return _merged_mapping(shown, answers)
    if isinstance(shown, tuple) and any(hasattr(item, "key") for item in shown):
        keyed = {n: {i.key: i for i in other or ()} for n, other in answers.items()}
        return tuple(
            _merged(item, {name: items.get(item.key) for name, items in keyed.items()})
            for item in shown
        )
    return shown


def _merged_mapping(shown: Mapping[Any, Any], answers: Mapping[str, Any]) -> Mapping[Any, Any]:
    others = {name: answer or {} for name, answer in answers.items()}
    examples: dict[Any, Any] = {}
    for answer in (*others.values(), shown):
        examples |= answer
    if not any(isinstance(value, Quantity) or is_dataclass(value) for value in examples.values()):
        return shown
    keys = [*shown, *(key for key in examples if key not in shown)]
    whole = {key: shown[key] if key in shown else _nothing_like(examples[key]) for key in keys}
    merged = {
        key: _merged(value, {name: other.get(key) for name, other in others.items()})
        for key, value in whole.items()
        if value is not None
    }
    return MappingProxyType(merged)


def _nothing_like(example: Any) -> Quantity | None:
    """The quantity in place of one that an answer leaves out; ``None`` if ``example`` is no
    quantity."""
    if not isinstance(example, Quantity):
        return None
    return replace(example, value=0.0 if example.unit in EXTENSIVE else None, error=None)


@per_archive
def scenarios(archive: Archive) -> Mapping[str, Archive]:
    """The archive with other histories, one for each scenario."""
    return {name: with_events(archive, scenario_events(archive, name)) for name in SCENARIOS}


@per_archive
def scenario_days(archive: Archive) -> tuple[dt.date, ...]:
    """First day of the series and every day on which the map changes in it or in a scenario."""
    made = (archive, *scenarios(archive).values())
    return tuple(sorted({day for each in made for day in each.state_days}))


@per_archive
def moved_count(archive: Archive) -> Mapping[str, int]:
    """How many events each scenario leaves out or moves; events that are outside the series either
    way do not count."""
    first, last = archive.first_day, archive.last_day
    before = {e.id: e.day for e in archive.events.values()}
    counts = {}
    for name in SCENARIOS:
        after = {e.id: e.day for e in scenario_events(archive, name)}
        pairs = ((day, after.get(ident)) for ident, day in before.items())
        counts[name] = sum(
            entered != moved and any(day and first <= day <= last for day in (entered, moved))
            for entered, moved in pairs
        )
    return counts


@per_archive
def scenario_events(archive: Archive, scenario: str) -> tuple[Event, ...]:
    """The changes of control as a scenario reads them, with those of area statements.

    ``without_low`` leaves out events of low certainty. ``earliest`` and ``latest`` move the days of
    events that have a range of their own, or that the data set's day readings speak of, as far as
    the order of a place's own events allows: no event passes the one before or after it at its
    place, and none the first day of the series, of which the baseline says who held what.
    """
    if scenario == "without_low":
        return tuple(e for e in archive.events.values() if e.certainty != "low")
    by_place: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(archive.events.values(), key=lambda e: e.order):
        by_place[event.place].append(event)
    readings, operations = archive.dataset.day_readings, archive.operations
    return tuple(
        event
        for events in by_place.values()
        for event in (
            _earliest(events, readings, operations, archive.first_day)
            if scenario == "earliest"
            else _latest(events, readings, operations)
        )
    )


def window(
    event: Event, readings: Iterable[DayReading], operations: Mapping[str, Operation]
) -> tuple[dt.date, dt.date]:
    """First and last day on which an event can have happened; its own day where nothing says so.

    A range the event gives itself comes before the readings of the data set.
    """
    if event.day_earliest or event.day_latest:
        return event.day_earliest or event.day, event.day_latest or event.day
    first = last = event.day
    for reading in readings:
        if reading.basis != event.basis or (reading.days and event.day not in reading.days):
            continue
        first = min(first, event.day - reading.earlier_days * _DAY)
        last = max(last, event.day + reading.later_days * _DAY)
        operation = operations.get(event.operation)
        if reading.within_operation and operation:
            first = min(first, operation.start_on)
            last = max(last, operation.end_on or event.day)
    return first, last


def _earliest(
    events: list[Event],
    readings: Iterable[DayReading],
    operations: Mapping[str, Operation],
    begins: dt.date,
) -> list[Event]:
    """The events of a place, each on its earliest day.

    Changes of one day move together, and stay after the change before. A change within the series
    moves at most to the day after its first: on the first day it would replace the baseline, and
    before it it would not be read.
    """
    moved: list[Event] = []
    for _, group in groupby(events, key=lambda e: e.day):
        today = list(group)
        first = max(window(event, readings, operations)[0] for event in today)
        if today[0].day >= begins:
            first = max(first, min(today[0].day, begins + _DAY))
        if moved:
            first = min(max(first, moved[-1].day + _DAY), today[0].day)
        moved.extend(e.model_copy(update={"day": first}) for e in today)
    return moved


def _latest(
    events: list[Event], readings: Iterable[DayReading], operations: Mapping[str, Operation]
) -> list[Event]:
    moved: list[Event] = []
    for _, group in groupby(reversed(events), key=lambda e: e.day):
        today = list(group)
        last = min(window(event, readings, operations)[1] for event in today)
        if moved:
            last = max(min(last, moved[-1].day - _DAY), today[0].day)
        moved.extend(e.model_copy(update={"day": last}) for e in today)
    return moved[::-1]


def with_events(archive: Archive, events: tuple[Event, ...]) -> Archive:
    """The archive with other events, and without area statements.

    Layers an agreement draws, and land taken, stay those of ``archive``. Only features of cells
    whose events differ are derived again.
    """
    seeds = replace(archive.seeds, events=events, area_statements=())
    differing = _differing(archive, events)
    made = _histories_of(seeds, differing)
    spells = tuple(
        spell
        for place, spells in archive.spells_of.items()
        for spell in (_with_history(spells[-1], made.get(place)) if place in differing else spells)
    )
    layers = {**archive.layers, "control_areas": spells}
    derived = _Layers(layers, archive, seeds, differing)
    return Archive(seeds, derived, archive.catalog, original=archive.original)


def _differing(archive: Archive, events: Iterable[Event]) -> frozenset[str]:
    """The cells whose events are not those of the archive."""
    before, after = ({e.id: e for e in each} for each in (archive.events.values(), events))
    differing = {
        event.place
        for ident in before.keys() | after.keys()
        if before.get(ident) != after.get(ident)
        for event in (before.get(ident), after.get(ident))
        if event
    }
    return frozenset(differing.intersection(archive.cells))


def _histories_of(seeds: Seeds, places: Set[str]) -> Histories:
    baseline = tuple(row for row in seeds.baseline if row.place in places)
    events = tuple(event for event in seeds.events if event.place in places)
    return histories(replace(seeds, baseline=baseline, events=events))


def _with_history(cell: Feature, made: Sequence[Spell] | None) -> Iterator[Feature]:
    """The features of a cell with another history; its holder is not known where it has none."""
    place, start = cell.properties["place"], cell.period.valid_from
    for spell in made or (Spell(place, None, Period(start, None)),):
        held = {"controller": spell.controller, "previous": spell.previous}
        yield cell._replace(
            id=f"control.{place}.{spell.day}",
            period=spell.period,
            properties={**cell.properties, **spell.opened(), **held},
        )


class _Layers(Mapping[str, tuple[Feature, ...]]):
    """Layers whose line of contact is derived when it is first asked for.

    ``layers``: all layers; of the line of contact only the name is used.
    ``original``: the archive whose cells they are.
    ``seeds``: what is known of the history of each place.
    ``differing``: the cells whose history is not that in ``original``.
    """

    def __init__(
        self,
        layers: Mapping[str, tuple[Feature, ...]],
        original: Archive,
        seeds: Seeds,
        differing: Set[str],
    ):
        self._layers, self._original = layers, original
        self._seeds, self._differing = seeds, differing

    def __getitem__(self, name: str) -> tuple[Feature, ...]:
        return self._contact if name == "line_of_contact" else self._layers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._layers)

    def __len__(self) -> int:
        return len(self._layers)

    @cached_property
    def _contact(self) -> tuple[Feature, ...]:
        """The line of the original, derived again along the cells that differ."""
        differing, original = self._differing, self._original
        edges = _edges_along(original, differing)
        beside = {place for edge in edges for place in (edge.a, edge.b)}
        held = {**dict.fromkeys(beside, ()), **_histories_of(self._seeds, beside)}
        found = stretches(edges, held, original.dataset.contested)
        elsewhere = (
            stretch
            for stretch in original.layers["line_of_contact"]
            if differing.isdisjoint(stretch.properties["places"])
        )
        return (*elsewhere, *line_of_contact(found, in_force(self._seeds)))


def _edges_along(archive: Archive, cells: Set[str]) -> Edges:
    """The edges that some cells share with others, whether a line ran there or not."""
    polygons = dict(zip(archive.cells, archive.cell_polygons, strict=True))
    tree = shapely.STRtree(archive.cell_polygons)
    _, beside = tree.query(np.array([polygons[cell] for cell in cells], dtype=object), "intersects")
    places = [archive.places[archive.cells[i]] for i in np.unique(beside).tolist()]
    found = common_edges(
        {place.id: polygons[place.id] for place in places}, places, archive.dataset.measuring_crs
    )
    a, b = found.among(cells).T
    return found.where(a | b)
