"""Claims: who said what, our verdict with its sources, and the test a map can make."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import streamlit as st

from dashboard.analysis.claims import ClaimResult, claim_results
from dashboard.records import VERDICTS
from dashboard.ui import event_list
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.ui.links import query


def view(page: PageContext) -> None:
    """Draw one claim with the events its test rests on, or the list of all."""
    results = claim_results(page.archive)
    found = results.get(page.choice.claim or "")
    if found is None:
        st.html(list_html(page, tuple(results.values())))
        return
    st.html(claim_html(page, found))
    if found.finding and found.on_land:
        event_list.expander(page, found.finding.events, key=f"claim-{found.claim.id}")


def list_html(page: PageContext, results: Sequence[ClaimResult]) -> str:
    """What the document is and why it is tested, the verdicts as a filter, and the claims."""
    wanted = page.choice.verdict
    return page.render(
        "claims.html",
        counts={word: sum(r.claim.verdict == word for r in results) for word in VERDICTS},
        results=[r for r in results if wanted in (None, r.claim.verdict)],
        total=len(results),
        tested=sum(r.on_land for r in results),
        view_href=functools.partial(_view_href, page),
    )


def claim_html(page: PageContext, found: ClaimResult) -> str:
    """One claim on a page of its own."""
    return page.render("claim.html", found=found, view_href=functools.partial(_view_href, page))


def _view_href(page: PageContext, found: ClaimResult) -> str:
    """Address of the map that shows a claim's test, spelled out in full: the page then rewrites
    none, and "back" comes back here."""
    saved, _ = Choice.from_query(found.view, page.archive)
    return query(saved.to_query())
