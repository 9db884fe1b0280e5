"""The sources panel: everything cited, and the known gaps."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd
import streamlit as st

from dashboard.archive import Archive
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
    _frame(
        words,
        {
            words["publisher"]: [s.publisher for s in rows],
            words["title"]: [s.title or s.note or s.id for s in rows],
            words["kind"]: [s.kind for s in rows],
            words["published_on"]: [str(s.published_on or "") for s in rows],
            words["link"]: [s.url or None for s in rows],
        },
        height=330,
    )
    with st.expander(words["gap_events"]):
        _frame(words, _unplaced(archive, words))
    with st.expander(words["gap_places"]):
        _frame(words, {
            words["name"]: [p.name for p in seeds.unresolved_places],
            words["area"]: [p.area for p in seeds.unresolved_places],
            words["why"]: [p.reason for p in seeds.unresolved_places],
            **_cited(archive, words, (p.sources for p in seeds.unresolved_places)),
        })  # fmt: skip
    with st.expander(words["gap_posts"]):
        gaps = [post for post in seeds.posts if post.lon is None]
        _frame(words, {
            words["post"]: [p.label for p in gaps],
            words["established"]: [str(p.established) for p in gaps],
            words["position"]: [p.position_quality for p in gaps],
            **_cited(archive, words, (p.sources for p in gaps)),
        })  # fmt: skip


def _unplaced(archive: Archive, words: Wording) -> dict[str, list]:
    events = archive.seeds.unplaced_events
    return {
        words["day"]: [e.day for e in events],
        words["place"]: [e.place_name for e in events],
        words["area"]: [e.area for e in events],
        words["from"]: [party(archive, words, e.from_party) for e in events],
        words["to"]: [party(archive, words, e.to_party) for e in events],
        **_cited(archive, words, (e.sources for e in events)),
    }


def _cited(archive: Archive, words: Wording, ids: Iterable[tuple[str, ...]]) -> dict[str, list]:
    """Columns with the sources of each row, and a link to the first that is on the web."""
    cited = [[archive.sources[s] for s in row if s in archive.sources] for row in ids]
    return {
        words["sources"]: ["; ".join(s.title or s.publisher or s.id for s in c) for c in cited],
        words["link"]: [next((s.url for s in c if s.url), None) for c in cited],
    }


def _frame(words: Wording, columns: dict[str, list], height: int | str = "auto") -> None:
    link = st.column_config.LinkColumn(display_text=words["open_link"])
    st.dataframe(
        pd.DataFrame(columns), hide_index=True, height=height, column_config={words["link"]: link}
    )
