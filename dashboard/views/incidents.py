"""Incidents as a table: those of the kinds on the map; it can be narrowed to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.records import Incident
from dashboard.views.context import PageContext
from dashboard.views.events import cited
from dashboard.views.parts import Table
from dashboard.views.tables import Column


def of_kinds_shown(page: PageContext, rows: Sequence[Incident]) -> list[Incident]:
    """The incidents whose kind the choice shows."""
    kinds = page.choice.incident_kinds
    return [row for row in rows if kinds is None or row.kind in kinds]


def title_with_kinds(page: PageContext, title: str) -> str:
    """A title for a list of incidents of the kinds shown; it names them unless all are."""
    chosen, words = page.choice.incident_kinds, page.words
    if chosen is None:
        return title
    kinds = (k for k in page.archive.dataset.incident_kinds if k.id in chosen)
    named = words["list_comma"].join(words.of(kind, "name") for kind in kinds)
    return words.fill("incidents_of_kinds", title=title, kinds=named)


def table(
    page: PageContext, caption: str, rows: Sequence[Incident], key: str, *, folded: bool = False
) -> Table:
    """The table of some incidents, in their order."""
    return Table(caption, list(_columns(page, rows)), key, folded=folded)


def _columns(page: PageContext, rows: Sequence[Incident]) -> Iterator[Column]:
    """The columns; some are left out where no row has a value."""
    words = page.words
    kinds = {kind.id: words.of(kind, "name") for kind in page.archive.dataset.incident_kinds}
    yield Column(words["day"], [row.day for row in rows], "day", 92)
    if any(row.last_day for row in rows):
        yield Column(words["until"], [row.last_day for row in rows], "day", 92)
    yield Column(words["kind"], [kinds[row.kind] for row in rows], width=150, narrows=True)
    yield Column(words["place_as_reported"], [row.place_as_reported for row in rows], width=130)
    yield Column(words["actors"], [words["list_comma"].join(r.actors) for r in rows], "long", 200)
    yield Column(words["fatalities"], [row.fatalities for row in rows], "number", 84)
    if any(row.fatalities_low is not None or row.fatalities_high is not None for row in rows):
        yield Column(words["range_head"], [_range(page, row) for row in rows], width=90)
    yield Column(words["error_m"], [row.precision_m for row in rows], "number", 84)
    yield Column(words["reported_by"], [row.reported_by for row in rows], "long", 150)
    yield cited(page, (page.sources(row.sources) for row in rows))
    yield Column(words["event_note"], [row.note for row in rows], "long", 320)


def _range(page: PageContext, row: Incident) -> str:
    """The lowest and the highest number of dead that sources give."""
    ends = (row.fatalities_low, row.fatalities_high)
    if ends[0] == ends[1]:
        return ""
    low, high = ("?" if end is None else page.words.locale.number(end) for end in ends)
    return page.words.fill("span", low=low, high=high)
