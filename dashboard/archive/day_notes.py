"""What readers must know on certain days of a layer shown, with the figure that goes with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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
    held = {day: [data.spells[i] for i in data.held_rows("control_areas", day)] for day in days}
    parts = [words.of(note, "text")]
    if note.figure == "area_statements":
        shares = {day: format.text(words, area_statement_share(held[day])) for day in days}
        parts.append(words.fill("note_area_statements", share=_on_days(words, shares)))
    if note.figure == "groups":
        features = data.layer(note.layer)
        points = {day: [features[i] for i in data.held_rows(note.layer, day)] for day in days}
        parts += _groups_known(data, words, points, held)
    return " ".join(parts)


def _on_days(words: Wording, texts: Mapping[dt.date, str]) -> str:
    """A text that is the same on all days, else that of each day with the day."""
    different = list(dict.fromkeys(texts.values()))
    if len(different) > 1:
        different = [f"{text} ({words.locale.brief_date(day)})" for day, text in texts.items()]
    return words["list_semicolon"].join(different)


def _groups_known(
    data: ArchiveData,
    words: Wording,
    points: Mapping[dt.date, Iterable[Feature]],
    held: Mapping[dt.date, Iterable[Feature]],
) -> Iterator[str]:
    """For each party with groups: how many places each is known to hold by day, and of how many no
    group is known."""
    number = words.locale.number
    count = {day: Counter(point.properties["group"] for point in points[day]) for day in points}
    places = {day: Counter(spell.properties["controller"] for spell in held[day]) for day in held}
    for party in dict.fromkeys(group.party for group in data.dataset.groups):
        ours = [group for group in data.dataset.groups if group.party == party]
        named, rest = dict[dt.date, str](), dict[dt.date, str]()
        for day, of in count.items():
            known = [f"{words.of(g, 'short')} {number(of[g.id])}" for g in ours if of[g.id]]
            named[day] = words["list_comma"].join(known) or number(0)
            rest[day] = number(places[day][party] - sum(of[group.id] for group in ours))
        yield words.fill(
            "note_groups",
            groups=_on_days(words, named),
            party=words.of(data.parties[party], "short"),
            rest=_on_days(words, rest),
        )


def area_statement_share(spells: Iterable[Feature]) -> Quantity:
    """Per cent of the land of these spells of control that rests on statements about areas."""
    whole, stated = 0.0, 0.0
    for spell in spells:
        whole += spell.properties["area_km2"]
        stated += spell.properties["area_km2"] * (spell.properties["basis"] == "area_statement")
    return Quantity(stated, Unit.KM2).share_of(whole)
