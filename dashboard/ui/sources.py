"""The sources panel: everything cited, and the known gaps."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from dashboard.archive import Archive
from dashboard.ui import grid
from dashboard.ui.choice import Choice
from dashboard.ui.figures import block, party
from dashboard.wording import Wording


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the table of sources and the lists of what is missing from the map."""
    seeds = archive.seeds
    intro = words.fill(
        "sources_intro",
        n=len(archive.sources),
        unplaced=len(seeds.unplaced_events),
        unresolved=len(seeds.unresolved_places),
        posts=sum(post.lon is None for post in seeds.posts),
    )
    st.html(block(words, f'<p class="src">{escape(intro)}</p>', ""))
    rows = sorted(archive.sources.values(), key=lambda s: (s.publisher, s.id))
    grid.table(
        words,
        words["sources_tab"],
        [
            grid.Column(words["publisher"], [s.publisher for s in rows], width=120),
            grid.Column(
                words["title"], [[(s.title or s.note or s.id, s.url)] for s in rows], "links", 250
            ),
            grid.Column(words["kind"], [s.kind for s in rows], width=90),
            grid.Column(words["published_on"], [str(s.published_on or "") for s in rows], "day"),
        ],
        key="sources",
        height=330,
    )
    with st.expander(words["gap_events"]):
        grid.table(words, words["gap_events"], _unplaced(archive, words), key="gap-events")
    with st.expander(words["gap_places"]):
        found = seeds.unresolved_places
        columns = [
            grid.Column(words["name"], [p.name for p in found], width=130),
            grid.Column(words["area"], [p.area for p in found], width=150),
            grid.Column(words["why"], [p.reason for p in found], "long", 220),
            _cited(archive, words, (p.sources for p in found)),
        ]
        grid.table(words, words["gap_places"], columns, key="gap-places")
    with st.expander(words["gap_posts"]):
        gaps = [post for post in seeds.posts if post.lon is None]
        columns = [
            grid.Column(words["post"], [words.text(p.label) for p in gaps], width=130),
            grid.Column(words["established"], [str(p.established) for p in gaps], "day"),
            grid.Column(words["position"], [p.position_quality for p in gaps], width=120),
            _cited(archive, words, (p.sources for p in gaps)),
        ]
        grid.table(words, words["gap_posts"], columns, key="gap-posts")


def _unplaced(archive: Archive, words: Wording) -> list[grid.Column]:
    events = archive.seeds.unplaced_events
    return [
        grid.Column(words["day"], [e.day for e in events], "day", 92),
        grid.Column(words["place"], [e.place_name for e in events], width=130),
        grid.Column(words["area"], [e.area for e in events], width=150),
        grid.Column(words["from"], [party(archive, words, e.from_party) for e in events]),
        grid.Column(words["to"], [party(archive, words, e.to_party) for e in events]),
        _cited(archive, words, (e.sources for e in events)),
    ]


def _cited(archive: Archive, words: Wording, ids: Iterable[tuple[str, ...]]) -> grid.Column:
    """The column with the sources of each row."""
    cited = [grid.cited(archive.sources[s] for s in row if s in archive.sources) for row in ids]
    return grid.Column(words["sources"], cited, "links", 240)
