"""What a figure rests on: its events with their sources, as a table that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from dashboard.analysis.evidence import event_table
from dashboard.analysis.transfers import event_areas_km2, events_of, sources_of
from dashboard.briefing.spreadsheet import harmless
from dashboard.quantity import Unit
from dashboard.records import Event
from dashboard.standing import Citation
from dashboard.ui import grid
from dashboard.ui.context import PageContext


def expander(page: PageContext, events: Iterable[str], *, key: str) -> None:
    """The events of a figure, folded; says so where there are none.

    What is folded is made only when it is opened: a page has many figures.
    """
    ids = tuple(events)
    if not ids:
        st.html(page.render("notes.html", notes=[page.words["behind_nothing"]]))
        return
    folded = fold(page, _caption(page, ids), key=key)
    if folded.open:
        with folded:
            table(page, ids, key=key)


def fold(page: PageContext, title: str, *, key: str) -> ExpanderContainer:
    """A quiet fold: a line of text that opens. ``open`` tells whether it is."""
    around = st.container(key=f"events-fold-{page.words.direction}-{key}")
    return around.expander(title, key=f"fold-{key}", on_change="rerun")


def table(page: PageContext, events: Iterable[str], *, key: str, caption: str = "") -> None:
    """The events as a table, with a download and every source they cite as a link."""
    ids = tuple(events)
    shown = events_of(page.archive, ids)
    grid.table(
        page.words,
        caption or _caption(page, ids),
        _columns(page, shown),
        key=f"events-{key}",
        search_aliases=other_names(page, shown),
    )
    st.download_button(
        page.words["download_csv"],
        event_table(page.archive, ids).map(harmless).to_csv(index=False),
        f"events-{key}.csv",
        "text/csv",
        key=f"download-{key}",
    )
    st.html(page.render("sources_cited.html", ids=sources_of(page.archive, ids)))


def _caption(page: PageContext, ids: Sequence[str]) -> str:
    sources = len(sources_of(page.archive, ids))
    return page.words.fill("behind", n=len(ids), sources=sources)


def _columns(page: PageContext, events: Sequence[Event]) -> list[grid.Column]:
    words, sizes = page.words, event_areas_km2(page.archive)
    return [
        *columns(page, events),
        grid.Column(
            words["size_km2"], [sizes.get(e.id) for e in events], "number", 84, unit=Unit.KM2
        ),
        cited(page, (page.sources(e.sources) for e in events), width=260),
        grid.Column(words["note"], [page.note(e.note) for e in events], "long", 240),
    ]


def columns(page: PageContext, events: Sequence[Event]) -> list[grid.Column]:
    """The columns of a table of events: day, place, from whom to whom, how sure."""
    words, places = page.words, page.archive.places
    return [
        grid.Column(words["day"], [e.day for e in events], "day", 92),
        grid.Column(words["place"], [words.of(places[e.place], "name") for e in events], width=130),
        grid.Column(words["from"], [page.party(e.from_party) for e in events]),
        grid.Column(words["to"], [page.party(e.to_party) for e in events]),
        grid.Column(words["certainty"], [words[f"certainty_{e.certainty}"] for e in events]),
        grid.Column(words["basis"], [words[f"basis_{e.basis}"] for e in events], width=176),
    ]


def cited(page: PageContext, rows: Iterable[Iterable[Citation]], width: int = 240) -> grid.Column:
    """The column with the sources of each row."""
    return grid.Column(page.words["sources"], [grid.cited(row) for row in rows], "links", width)


def other_names(page: PageContext, events: Sequence[Event]) -> list[str]:
    """What else the place of each event is called, for a search in a table of events."""
    places = [page.archive.places[event.place] for event in events]
    return [
        "\n".join(n for n in (*p.name.values(), *p.alt_names) if n != page.words.of(p, "name"))
        for p in places
    ]
