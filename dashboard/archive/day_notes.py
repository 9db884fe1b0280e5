"""What readers must know on certain days of a layer shown, with the figure that goes with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from dashboard.archive.data import ArchiveData
from dashboard.quantity import Quantity, Unit
from dashboard.records import DayNote, Feature
from dashboard.wording import Wording, format


def day_notes(
    data: ArchiveData, words: Wording, days: Iterable[dt.date], layers: Collection[str]
) -> tuple[str, ...]:
    """The notes on the days that are about these layers, each once, as they are to be read."""
    notes = [note for note in data.dataset.day_notes if note.layer in layers]
    told = (note_on(data, words, note, day) for day in days for note in notes if note.covers(day))
    return tuple(dict.fromkeys(told))


def note_on(data: ArchiveData, words: Wording, note: DayNote, day: dt.date) -> str:
    """A note with its figure on one day.

    That of control is the share of the land shown whose holder is known only from statements about
    whole areas; other layers have none.
    """
    text = words.of(note, "text")
    if data.layers.get(note.layer) is not data.spells:
        return text
    share = area_statement_share(data.spells[i] for i in data.held_rows(note.layer, day))
    return f"{text} {words.fill('note_area_statements', share=format.text(words, share))}"


def area_statement_share(spells: Iterable[Feature]) -> Quantity:
    """Per cent of the land of these spells of control that rests on statements about areas."""
    whole, stated = 0.0, 0.0
    for spell in spells:
        whole += spell.properties["area_km2"]
        stated += spell.properties["area_km2"] * (spell.properties["basis"] == "area_statement")
    return Quantity(stated, Unit.KM2).share_of(whole)
