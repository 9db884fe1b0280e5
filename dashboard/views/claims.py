"""Claims: who said what, our verdict with its sources, and the test a map can make."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.analysis.claims import ClaimResult, claim_results
from dashboard.records import VERDICTS
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.views.parts import Events, Html, Parts
from dashboard.views.small_map import small_map_src


def parts(page: PageContext) -> Parts:
    """One claim with the events its test rests on, or the list of all."""
    results = claim_results(page.archive)
    found = results.get(page.choice.claim or "")
    if found is None:
        yield Html(list_html(page, tuple(results.values())))
        return
    yield Html(claim_html(page, found))
    if found.finding and found.on_land:
        yield Events(found.finding.events, f"claim-{found.claim.id}")


def list_html(page: PageContext, results: Sequence[ClaimResult]) -> str:
    """What the document is and why it is tested, the verdicts as a filter, and the claims."""
    wanted = page.choice.verdict
    return page.render(
        "claims.html",
        counts={word: sum(r.claim.verdict == word for r in results) for word in VERDICTS},
        results=[r for r in results if wanted in (None, r.claim.verdict)],
        total=len(results),
        tested=sum(r.on_land for r in results),
        **_helpers(page),
    )


def claim_html(page: PageContext, found: ClaimResult) -> str:
    """One claim on a page of its own."""
    return page.render("claim.html", found=found, **_helpers(page))


def _helpers(page: PageContext) -> Mapping[str, Any]:
    """Functions that the templates of a claim call."""
    return {
        "view_href": functools.partial(_view_href, page),
        "map_of": functools.partial(_map_of, page),
    }


def _view(page: PageContext, found: ClaimResult) -> Choice:
    """The choice that shows the test of a claim on the map."""
    return Choice.from_query(found.view, page.archive)[0]


def _view_href(page: PageContext, found: ClaimResult) -> str:
    """The address of that map, with every parameter: the page then changes none, and "back" leads
    back here."""
    return page.links.href(page.choice, _view(page, found))


def _map_of(page: PageContext, found: ClaimResult) -> tuple[str, tuple[dt.date, ...]]:
    """That map in small, as the source of an image, and the one or two days it shows."""
    view = _view(page, found)
    days = view.span if view.compare == "difference" else (view.day,)
    return small_map_src(page, days[-1], *days[:-1]), days
