"""The sources panel: everything cited, and the known gaps."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.archive import Archive
from dashboard.ui.choice import Choice
from dashboard.wording import Wording


def view(archive: Archive, words: Wording, choice: Choice) -> None:
    """Draw the table of sources and the list of what is missing."""
    seeds = archive.seeds
    no_position = sum(post.lon is None for post in seeds.posts)
    st.caption(
        words.fill(
            "sources_intro",
            n=len(archive.sources),
            unplaced=len(seeds.unplaced_events),
            unresolved=len(seeds.unresolved_places),
            posts=no_position,
        )
    )
    rows = sorted(archive.sources.values(), key=lambda s: (s.publisher, s.id))
    table = pd.DataFrame(
        {
            words["publisher"]: [s.publisher for s in rows],
            words["title"]: [s.title or s.note or s.id for s in rows],
            words["kind"]: [s.kind for s in rows],
            words["published_on"]: [str(s.published_on or "") for s in rows],
            words["link"]: [s.url or None for s in rows],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        height=330,
        column_config={words["link"]: st.column_config.LinkColumn(display_text=words["open_link"])},
    )
    with st.expander(words["gap_events"]):
        st.dataframe(
            pd.DataFrame(
                {
                    words["day"]: [e.day for e in seeds.unplaced_events],
                    words["place"]: [e.place_name for e in seeds.unplaced_events],
                    words["area"]: [e.area for e in seeds.unplaced_events],
                    words["from"]: [e.from_party for e in seeds.unplaced_events],
                    words["to"]: [e.to_party for e in seeds.unplaced_events],
                }
            ),
            hide_index=True,
        )
    with st.expander(words["gap_posts"]):
        gaps = [post for post in seeds.posts if post.lon is None]
        st.dataframe(
            pd.DataFrame(
                {
                    words["post"]: [p.label for p in gaps],
                    words["established"]: [str(p.established) for p in gaps],
                    words["position"]: [p.position_quality for p in gaps],
                }
            ),
            hide_index=True,
        )
