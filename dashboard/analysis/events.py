"""Events as readers ask for them: those behind a figure, those of a day, with land and sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.transfers import transfer_table
from dashboard.archive import Archive, per_archive
from dashboard.quantity import Quantity, Unit
from dashboard.records import Event, column
from dashboard.standing import cite, standing_list


def events_of(archive: Archive, ids: Iterable[str]) -> tuple[Event, ...]:
    """The events a figure rests on, in time order."""
    found = (archive.events[i] for i in ids if i in archive.events)
    return tuple(sorted(found, key=lambda e: (e.day, e.place, e.seq)))


def sources_of(archive: Archive, ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of the sources of these events, the one used most first."""
    count = Counter(source for event in events_of(archive, ids) for source in event.sources)
    return tuple(sorted(count, key=lambda source: (-count[source], source)))


@per_archive
def event_areas_km2(archive: Archive, within: str | None = None) -> Mapping[str, float]:
    """km² of an area that passed with each event, by its id; the events of a figure sum up to it.

    Where several events of one day made one transfer of a cell the last has its area. An event
    without a transfer between two known parties is left out.
    """
    table, km2 = transfer_table(archive), archive.km2_within(within)
    return {
        events[-1]: size
        for spell, size in zip(table.spells, km2[table.cell].tolist(), strict=True)
        if size and (events := spell.properties.get("events"))
    }


@dataclass(frozen=True, slots=True)
class OperationDay:
    """The events of one day of one operation, or of none (``operation`` is ``None``)."""

    day: dt.date
    operation: str | None
    events: tuple[Event, ...]
    area: Quantity


def by_day_and_operation(archive: Archive, events: Iterable[Event]) -> tuple[OperationDay, ...]:
    """Events grouped by day and operation, the latest first.

    ``area`` is the land in km² that passed with the events, without an error of its own; no value
    where none passed from one party to another.
    """
    groups: dict[tuple[dt.date, str], list[Event]] = {}
    for event in events:
        groups.setdefault((event.day, event.operation or ""), []).append(event)
    sizes = event_areas_km2(archive)

    def area(group: Iterable[Event]) -> Quantity:
        passed = [sizes[event.id] for event in group if event.id in sizes]
        return Quantity(sum(passed) if passed else None, Unit.KM2)

    return tuple(
        OperationDay(day, operation or None, tuple(group), area(group))
        for (day, operation), group in sorted(groups.items(), reverse=True)
    )


def event_table(archive: Archive, ids: Iterable[str], within: str | None = None) -> pd.DataFrame:
    """The events behind a figure, in time order, each with its sources.

    Columns: id, day, place, its name in each language of the data set (``name_uk``), from_party,
    to_party, area_km2 (of ``within`` what passed with it, see ``event_areas_km2``), certainty,
    basis, operation, sources (as readers are shown them, joined with ``; ``), standing (of each),
    url (of the first source on the web), note.
    """
    events, sizes = events_of(archive, ids), event_areas_km2(archive, within)
    places = [archive.places[e.place] for e in events]
    operations = [archive.operations.get(e.operation) for e in events]
    cited = [cite(archive.sources, e.sources) for e in events]
    return pd.DataFrame(
        {
            "id": [e.id for e in events],
            "day": [e.day for e in events],
            "place": [place.id for place in places],
            **{
                column("name", code): [place.name.get(code, "") for place in places]
                for code in archive.dataset.languages
            },
            "from_party": [e.from_party for e in events],
            "to_party": [e.to_party for e in events],
            "area_km2": [sizes.get(e.id) for e in events],
            "certainty": [e.certainty for e in events],
            "basis": [e.basis for e in events],
            "operation": [operation.name if operation else "" for operation in operations],
            "sources": ["; ".join(source.label for source in each) for each in cited],
            "standing": [standing_list(each, "; ") for each in cited],
            "url": [next((s.url for s in each if s.url), None) for each in cited],
            "note": [e.note for e in events],
        }
    )
