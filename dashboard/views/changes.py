"""The changes tab: what was reported to change hands, latest first, to read and to copy."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from dashboard.analysis.events import by_day_and_operation, event_areas_km2
from dashboard.quantity import Evidence, Quantity, Unit
from dashboard.records import Event
from dashboard.views.context import PageContext
from dashboard.views.parts import Parts

_SHOWN = 200


def parts(page: PageContext) -> Parts:
    """The list, by day and operation; each place leads to its record on that day.

    Up to the day shown the latest are listed, between two days that are compared all.
    """
    archive, choice = page.archive, page.choice
    comparing = choice.compare != "single"
    since, until = choice.span if comparing else (dt.date.min, choice.day)
    events = [e for e in archive.events.values() if since < e.day <= until]
    events.sort(key=lambda e: (e.day, e.seq, e.place), reverse=True)
    rows = events if comparing else events[:_SHOWN]
    sizes = event_areas_km2(archive)
    yield page.render(
        "changes.html",
        intro=_intro(page, (since, until) if comparing else None, len(events), len(rows)),
        compared=comparing,
        evidence=Evidence(until, since if comparing else archive.first_day),
        days=by_day_and_operation(archive, rows),
        again={place for place, n in Counter(e.place for e in rows).items() if n > 1},
        area=lambda event: Quantity(sizes.get(event.id), Unit.KM2),
        caveat=lambda event: _caveat(page, event),
    )


def _caveat(page: PageContext, event: Event) -> str:
    """What is to be said of a change that is not reported for its place with certainty."""
    words = page.words
    caveats = []
    if event.certainty != "high":
        caveats.append(
            words.fill("changes_certainty", certainty=words[f"certainty_{event.certainty}"])
        )
    if event.basis != "reported":
        caveats.append(words[f"basis_{event.basis}"])
    return words["list_comma"].join(caveats)


def _intro(page: PageContext, span: tuple[dt.date, dt.date] | None, count: int, shown: int) -> str:
    """A sentence on how many changes there are, and how many of them are listed."""
    words, (since, until) = page.words, span or (dt.date.min, page.choice.day)
    days = {"a": words.date(since), "b": words.date(until)} if span else {}
    if not count:
        sentences = [
            words.fill("changes_listed_none_between" if span else "changes_listed_none", **days)
        ]
    elif span:
        sentences = [words.counted("changes_listed_between", count, **days)]
    elif shown == count:
        sentences = [words.counted("changes_listed_all", count)]
    else:
        sentences = [words.counted("changes_listed_latest", count, shown=shown)]
    unplaced = sum(since < e.day <= until for e in page.archive.seeds.unplaced_events)
    if unplaced:
        sentences.append(words.counted("changes_unplaced", unplaced))
    return " ".join(sentences)
