"""Evidence: figures with their ranges, and the changes they count."""

from __future__ import annotations

from dashboard.analysis.evidence import AreaEvidence, area_evidence
from dashboard.analysis.scenarios import across
from dashboard.views.context import PageContext
from dashboard.views.parts import Events, Html, Parts


def head_html(page: PageContext) -> str:
    """What the page is of."""
    return page.render("evidence_head.html")


def parts(page: PageContext) -> Parts:
    """The figures of the area and the days chosen, and the changes they count."""
    found = asked(page)
    yield Html(page.render("evidence.html", found=found))
    if found.events:
        since, until = page.choice.span
        caption = page.words.fill(
            "changes_between", a=page.words.date(since), b=page.words.date(until)
        )
        yield Events(found.events, "evidence", caption)


def asked(page: PageContext) -> AreaEvidence:
    """The evidence of the area and the two days chosen, with what scenarios make of it."""
    since, until = page.choice.span
    return across(
        page.archive, lambda archive: area_evidence(archive, since, until, page.choice.area)
    )
