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
from dashboard.views.parts import Events, Parts
from dashboard.views.small_map import small_map_src


def parts(page: PageContext) -> Parts:
    """One claim with the events its test rests on, or the list of all."""
    results = claim_results(page.archive)
    found = results.get(page.choice.claim or "")
    if found is None:
        yield list_html(page, tuple(results.values()))
        return
    yield claim_html(page, found)
    if found.finding and found.on_land:
        within = getattr(found.claim.test, "within", None)
        yield Events(found.finding.events, f"claim-{found.claim.id}", within=within)


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
        # with every parameter: the map then changes none, and "back" leads back here
        "view_href": lambda found: page.links.href(page.choice, map_choice(page, found)),
        "map_of": functools.partial(_map_of, page),
    }


def map_choice(page: PageContext, found: ClaimResult) -> Choice:
    """The choice that shows the test of a claim on the map."""
    archive, finding, test = page.archive, found.finding, found.claim.test
    shown = Choice.opening(archive).with_(language=page.words.language)
    if finding is None or test is None:
        return shown
    day = min(max(finding.day, archive.first_day), archive.last_day)
    layers = shown.with_(layers=()).with_layers(archive, *test.layers)
    shown = shown.with_(day=day, layers=layers)
    of_figures = (about.agreement for about in finding.figures if about.agreement)
    named = (*found.claim.concerns, *of_figures, *finding.named)
    concerned = [archive.agreements[ident] for ident in named if ident in archive.agreements]
    if concerned:  # the one of the day shown comes first
        first = min(concerned, key=lambda agreement: agreement.flag_day != day)
        shown = shown.with_(agreement=first.id, tab="agreements")
    if finding.since:
        shown = shown.with_(since=finding.since, compare="difference", tab="difference")
    return shown


def _map_of(page: PageContext, found: ClaimResult) -> tuple[str, tuple[dt.date, ...]]:
    """That map in small, as the source of an image, and the one or two days it shows."""
    view = map_choice(page, found)
    days = view.span if view.compare == "difference" else (view.day,)
    return small_map_src(page, days[-1], *days[:-1]), days
