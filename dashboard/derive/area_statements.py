"""Turns statements about whole areas into changes of control of the places in them.

A source may say that a party left a wide area without naming its places. Such a statement is
entered once; it counts for each place of the area that the party still holds when the day ends.
What is reported of a place goes before what is said of its area: a place whose own next event shows
that the party still held it later is left to that event. Cells of published areas are no places to
it: there the maps say who held what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dashboard.records import AreaCell, AreaStatement, Event, Place, Seeds


def changes(seeds: Seeds) -> tuple[Event, ...]:
    """Every change of control: the events entered, and those that area statements stand for.

    Returns the events entered, in file order, then one for each place a statement covers, by day,
    id of the statement and place. Its id is ``STATEMENT-PLACE``, its basis ``area_statement`` and
    its origin the statement's. Row order plays no part.
    """
    if not seeds.area_statements:
        return seeds.events
    first = {row.place: row.controller for row in seeds.baseline}
    chains: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(seeds.events, key=lambda event: event.order):
        chains[event.place].append(event)
    named = (place for place in seeds.places if not isinstance(place, AreaCell))
    places, made = sorted(named, key=lambda place: place.id), []
    for statement in sorted(seeds.area_statements, key=lambda each: (each.day, each.id)):
        for place in places:
            if _within(place, statement.areas):
                chain = chains[place.id]
                past = [event for event in chain if event.day <= statement.day]
                held = past[-1].to_party if past else first.get(place.id)
                later = chain[len(past)].from_party if len(past) < len(chain) else None
                if held == statement.from_party != later:
                    chain.insert(len(past), _event(statement, place, past))
                    made.append(chain[len(past)])
    return (*seeds.events, *made)


def _within(place: Place, areas: Sequence[str]) -> bool:
    """Whether a place lies in one of the areas; in any if none is named."""
    units = (area.split(":", 1) for area in areas)
    return not areas or any(place.unit(level)[1] == code for level, code in units)


def _event(statement: AreaStatement, place: Place, past: Sequence[Event]) -> Event:
    """The change of one place, after its other changes of the day."""
    today = [event.seq for event in past if event.day == statement.day]
    made = Event(
        id=f"{statement.id}-{place.id}",
        day=statement.day,
        day_earliest=statement.day_earliest,
        day_latest=statement.day_latest,
        seq=max(today, default=0) + 1,
        place=place.id,
        from_party=statement.from_party,
        to_party=statement.to_party,
        operation=statement.operation,
        certainty=statement.certainty,
        basis="area_statement",
        sources=statement.sources,
        place_as_reported=statement.area_as_reported,
        note=statement.note,
    )
    made.set_origin(statement.origin)
    return made
