"""What a figure rests on: its events with their sources, as a table that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.analysis.evidence import event_table
from dashboard.analysis.transfers import event_areas_km2, events_of, sources_of
from dashboard.archive import Archive
from dashboard.quantity import Unit
from dashboard.records import Event
from dashboard.ui import grid, record
from dashboard.ui.figures import block, party
from dashboard.wording import Wording


def expander(archive: Archive, words: Wording, events: Iterable[str], *, key: str) -> None:
    """The events behind a figure, folded; says so where there are none.

    What is folded is made only when it is opened: a page has many figures.
    """
    ids = tuple(events)
    if not ids:
        st.html(block(words, f'<p class="src">{escape(words["behind_nothing"])}</p>', ""))
        return
    title = words.fill("behind", n=len(ids), sources=len(sources_of(archive, ids)))
    folded = fold(words, title, key=key)
    if folded.open:
        with folded:
            events_frame(archive, words, ids, key=key)


def fold(words: Wording, title: str, *, key: str) -> DeltaGenerator:
    """A quiet fold: a line of text that opens. ``open`` tells whether it is."""
    around = st.container(key=f"events-fold-{words.direction}-{key}")
    return around.expander(title, key=f"fold-{key}", on_change="rerun")


def events_frame(
    archive: Archive, words: Wording, events: Iterable[str], *, key: str, caption: str = ""
) -> None:
    """The events as a table, with a download and every source they cite as a link."""
    ids = tuple(events)
    cited = sources_of(archive, ids)
    caption = caption or words.fill("behind", n=len(ids), sources=len(cited))
    grid.table(
        words, caption, _columns(archive, words, ids), key=f"events-{key}",
        search_aliases=other_names(archive, words, events_of(archive, ids)),
    )  # fmt: skip
    st.download_button(
        words["download_csv"], event_table(archive, ids).to_csv(index=False), f"events-{key}.csv",
        "text/csv", key=f"download-{key}",
    )  # fmt: skip
    head = escape(words.fill("sources_cited", n=len(cited)))
    st.html(
        block(
            words,
            f"<details><summary>{head}</summary>"
            f'<p class="src">{record.links(archive, words, cited)}</p></details>',
            "",
        )
    )


def _columns(archive: Archive, words: Wording, ids: Iterable[str]) -> list[grid.Column]:
    events, sizes = events_of(archive, ids), event_areas_km2(archive)
    cited = ([archive.sources[s] for s in e.sources if s in archive.sources] for e in events)
    return [
        *changed(archive, words, events),
        grid.Column(
            words["size_km2"], [sizes.get(e.id) for e in events], "number", 84, unit=Unit.KM2
        ),
        grid.Column(words["sources"], [grid.cited(found) for found in cited], "links", 260),
        grid.Column(words["note"], [e.note for e in events], "long", 240),
    ]


def changed(archive: Archive, words: Wording, events: Sequence[Event]) -> list[grid.Column]:
    """The columns of a table of events: day, place, from whom to whom, how sure."""
    return [
        grid.Column(words["day"], [e.day for e in events], "day", 92),
        grid.Column(
            words["place"], [words.of(archive.places[e.place], "name") for e in events], width=130
        ),
        grid.Column(words["from"], [party(archive, words, e.from_party) for e in events]),
        grid.Column(words["to"], [party(archive, words, e.to_party) for e in events]),
        grid.Column(words["certainty"], [words[f"certainty_{e.certainty}"] for e in events]),
        grid.Column(words["basis"], [words[f"basis_{e.basis}"] for e in events], width=176),
    ]


def other_names(archive: Archive, words: Wording, events: Sequence[Event]) -> list[str]:
    """What else the place of each event is called, for a search in a table of events."""
    places = [archive.places[event.place] for event in events]
    return [
        "\n".join(n for n in (p.name_en, p.name_ar, *p.alt_names) if n != words.of(p, "name"))
        for p in places
    ]
