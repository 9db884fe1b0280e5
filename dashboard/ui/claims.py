"""Claims: who said what, our verdict with its sources, and the test a map can make."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import streamlit as st

from dashboard.analysis.claims import ClaimResult, claim_results
from dashboard.ui import event_list
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.ui.links import query


def view(page: PageContext) -> None:
    """Draw one claim with the events its test rests on, or the list of all."""
    results = claim_results(page.archive)
    found = results.get(page.choice.claim or "")
    if found is None:
        st.html(claims_html(page, tuple(results.values())))
        return
    st.html(claims_html(page, [found], alone=True))
    if found.finding and found.on_land:
        event_list.expander(page, found.finding.events, key=f"claim-{found.claim.id}")


def claims_html(page: PageContext, results: Sequence[ClaimResult], *, alone: bool = False) -> str:
    """A claim ``alone`` on its page, or claims as a list after what is known of the document they
    stand in."""
    view_href = functools.partial(_view_href, page)
    return page.render("claims.html", results=results, alone=alone, view_href=view_href)


def _view_href(page: PageContext, found: ClaimResult) -> str:
    """Address of the map that shows a claim's test, spelled out in full: the page then rewrites
    none, and "back" comes back here."""
    saved, _ = Choice.from_query(found.view, page.archive)
    return query(saved.to_query())
