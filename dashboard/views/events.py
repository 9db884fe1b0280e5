"""Events as tables: what a figure rests on, with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.analysis.events import event_areas_km2, sources_of
from dashboard.quantity import Unit
from dashboard.records import Event
from dashboard.standing import Citation
from dashboard.views.context import PageContext
from dashboard.views.tables import Column, links_of


def caption(page: PageContext, ids: Sequence[str]) -> str:
    """How many events there are, from how many sources."""
    sources = len(sources_of(page.archive, ids))
    return page.words.fill("behind", n=len(ids), sources=sources)


def columns(page: PageContext, events: Sequence[Event], within: str | None = None) -> list[Column]:
    """Columns of a table of events; the land is that in an area."""
    words, places = page.words, page.archive.places
    sizes = event_areas_km2(page.archive, within)
    return [
        Column(words["day"], [e.day for e in events], "day", 92),
        Column(words["place"], [words.of(places[e.place], "name") for e in events], width=130),
        Column(words["from"], [page.party(e.from_party) for e in events]),
        Column(words["to"], [page.party(e.to_party) for e in events]),
        Column(words["certainty"], [words[f"certainty_{e.certainty}"] for e in events]),
        Column(words["basis"], [words[f"basis_{e.basis}"] for e in events], width=176),
        Column(words["size_km2"], [sizes.get(e.id) for e in events], "number", 84, unit=Unit.KM2),
        cited(page, (page.sources(e.sources) for e in events), width=260),
        Column(words["event_note"], [page.note(e.note) for e in events], "long", 240),
    ]


def cited(page: PageContext, rows: Iterable[Iterable[Citation]], width: int = 240) -> Column:
    """The column with the sources of each row."""
    return Column(page.words["sources"], [links_of(row) for row in rows], "links", width)


def other_names(page: PageContext, events: Sequence[Event]) -> list[str]:
    """Other names of the place of each event, so that a search finds it by them."""
    places = [page.archive.places[event.place] for event in events]
    return [
        "\n".join(n for n in (*p.name.values(), *p.alt_names) if n != page.words.of(p, "name"))
        for p in places
    ]
