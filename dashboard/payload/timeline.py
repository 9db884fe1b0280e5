"""What the date control shows of the records: bars of operations and truces, notes on days.

Days are numbers, 0 the first day of the series.
"""

from __future__ import annotations

import datetime as dt
import itertools

from dashboard.archive import Archive
from dashboard.archive.day_notes import note_on
from dashboard.payload.layers import day_range, number_of
from dashboard.payload.types import Bar, Note
from dashboard.records import Agreement, DayNote, Operation, Period
from dashboard.wording import Wording


def offensives(archive: Archive, words: Wording) -> list[Bar]:
    """Offensives as bars with lanes."""
    known = archive.operations.values()
    return _packed([_offensive(archive, words, o) for o in known if o.kind == "offensive"])


def _offensive(archive: Archive, words: Wording, operation: Operation) -> Bar:
    """The bar of an operation on the slider; one with no stated end ends with its last entered
    change.

    ``starts`` and ``ends`` are the days stated, also where the series does not have them.
    """
    end = operation.end_on
    if end is None:
        days = [e.day for e in archive.events.values() if e.operation == operation.id]
        end = max(days, default=operation.start_on)
    start, beyond = day_range(archive, Period(operation.start_on, end + dt.timedelta(days=1)))
    return {
        "from": start,
        "to": beyond,
        "name": words.text(operation.name),
        "starts": number_of(archive, operation.start_on),
        "ends": number_of(archive, operation.end_on) if operation.end_on else None,
        "lane": 0,
    }


def _packed(spans: list[Bar]) -> list[Bar]:
    """Bars with their lanes: each lies in the lowest lane where it overlaps no bar before it."""
    ends: list[int] = []
    for span in sorted(spans, key=lambda s: (s["from"], s["to"])):
        free = [lane for lane, end in enumerate(ends) if end <= span["from"]]
        span["lane"] = free[0] if free else len(ends)
        ends[span["lane"] : span["lane"] + 1] = [span["to"]]
    return spans


def truces(archive: Archive, words: Wording) -> list[Bar]:
    """Agreements in force as bars with lanes, without those signed before the series."""
    beyond = number_of(archive, archive.last_day) + 1
    spans: list[Bar] = []
    for a in (a for a in archive.agreements.values() if a.flag_day >= archive.first_day):
        stated = number_of(archive, a.end_day) - 1 if a.end_day else None
        spans += [
            {
                "from": start,
                "to": end,
                "name": words.agreement(a),
                "force": force,
                "agreement": a.id,
                "starts": start,
                "ends": end - 1 if end < beyond else stated,
                "lane": 0,
            }
            for start, end, force in force_spans(archive, a)
        ]
    return _packed(spans)


def note_entry(archive: Archive, words: Wording, note: DayNote) -> Note:
    """A note: its text on its first day, and on each later day that may change a figure in it."""
    periods = [feature.period for feature in archive.layers.get(note.layer, ())]
    turns = {day for period in periods for day in (period.valid_from, period.valid_to) if day}
    turns |= set(archive.state_days)
    inside = sorted(day for day in turns if note.first_day < day <= note.last_day)
    days = [note.first_day, *(inside if note.figure else ())]
    return {
        "layer": note.layer,
        "from": number_of(archive, note.first_day),
        "to": number_of(archive, note.last_day) + 1,
        "days": [number_of(archive, day) for day in days],
        "texts": [note_on(archive, words, note, day) for day in days],
    }


def force_spans(archive: Archive, agreement: Agreement) -> list[tuple[int, int, str]]:
    """Half-open spans of days in which the agreement is in force, each with ``yes`` or
    ``disputed``.

    Found by asking the record on every day on which its answer can change.
    """
    if agreement.in_force is None:
        return []
    beyond = number_of(archive, archive.last_day) + 1
    days = [*agreement.starts, agreement.end_day]
    turns = sorted({0, beyond, *(min(max(number_of(archive, d), 0), beyond) for d in days if d)})
    spans: list[tuple[int, int, str]] = []
    for start, end in itertools.pairwise(turns):
        force = agreement.force_on(archive.first_day + dt.timedelta(days=start))
        if force in ("yes", "disputed"):
            spans.append((start, end, force))
    return spans
