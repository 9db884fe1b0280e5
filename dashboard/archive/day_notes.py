"""What readers must know on certain days of a layer shown, with the figure that goes with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from dashboard.archive.data import ArchiveData
from dashboard.quantity import Quantity, Unit
from dashboard.records import DayNote, Feature
from dashboard.wording import Wording, format


def day_notes(
    data: ArchiveData, words: Wording, days: Sequence[dt.date], layers: Collection[str]
) -> tuple[str, ...]:
    """The notes on the days that are about these layers, each once, as they are to be read."""
    found = list[str]()
    for note in data.dataset.day_notes:
        covered = [day for day in dict.fromkeys(days) if note.covers(day)]
        if note.layer in layers and covered:
            found.append(note_on(data, words, note, *covered))
    return tuple(found)


def note_on(data: ArchiveData, words: Wording, note: DayNote, *days: dt.date) -> str:
    """A note with its figure on a day; on several days each figure with its day."""
    parts = [words.of(note, "text")]
    held = {day: [data.spells[i] for i in data.held_rows("control_areas", day)] for day in days}
    if note.figure == "area_statements":
        shares = {day: format.text(words, area_statement_share(held[day])) for day in days}
        figures = [f"{share} ({words.locale.brief_date(day)})" for day, share in shares.items()]
        if len(set(shares.values())) == 1:
            figures = list(shares.values())[:1]
        parts.append(words.fill("note_area_statements", share=words["list_comma"].join(figures)))
    if note.figure == "groups":
        features = data.layer(note.layer)
        for day in days:
            points = [features[i] for i in data.held_rows(note.layer, day)]
            parts += _groups_known(data, words, points, held[day])
    return " ".join(dict.fromkeys(parts))


def _groups_known(
    data: ArchiveData, words: Wording, points: Iterable[Feature], held: Iterable[Feature]
) -> Iterator[str]:
    """For each party with groups: how many places each is known to hold, and of how many no group
    is known."""
    count = Counter(point.properties["group"] for point in points)
    places = Counter(spell.properties["controller"] for spell in held)
    groups = data.dataset.groups
    for party in dict.fromkeys(group.party for group in groups):
        known = {g: count[g.id] for g in groups if g.party == party and count[g.id]}
        named = (f"{words.of(g, 'short')} {words.locale.number(n)}" for g, n in known.items())
        yield words.fill(
            "note_groups",
            groups=words["list_comma"].join(named) or words.locale.number(0),
            party=words.of(data.parties[party], "short"),
            rest=words.locale.number(places[party] - sum(known.values())),
        )


def area_statement_share(spells: Iterable[Feature]) -> Quantity:
    """Per cent of the land of these spells of control that rests on statements about areas."""
    whole, stated = 0.0, 0.0
    for spell in spells:
        whole += spell.properties["area_km2"]
        stated += spell.properties["area_km2"] * (spell.properties["basis"] == "area_statement")
    return Quantity(stated, Unit.KM2).share_of(whole)
