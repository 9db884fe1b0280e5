"""Evidence: figures with their ranges, and the changes they count."""

from __future__ import annotations

from dashboard.analysis.evidence import AreaEvidence, area_evidence
from dashboard.analysis.incidents import incidents_between
from dashboard.analysis.scenarios import across
from dashboard.views import incidents
from dashboard.views.context import PageContext
from dashboard.views.parts import Events, Parts


def parts(page: PageContext) -> Parts:
    """The figures of the area and the days chosen, and the changes they count."""
    found = evidence_of(page)
    yield page.render("evidence.html", found=found)
    if events := found.transfers.events:
        since, until = page.choice.span
        caption = page.words.fill(
            "changes_between", a=page.words.date(since), b=page.words.date(until)
        )
        yield Events(events, "evidence", caption, page.choice.area)
    yield from incident_parts(page)


def incident_parts(page: PageContext, *, folded: bool = False) -> Parts:
    """The incidents in the area between the two days; nothing where the data set has no
    incidents."""
    archive, words, (since, until) = page.archive, page.words, page.choice.span
    if archive.seeds.incidents:
        days = {"a": words.date(since), "b": words.date(until)}
        title = incidents.title_with_kinds(page, words.fill("incidents_between", **days))
        found = incidents_between(archive, since, until, page.choice.area)
        rows = incidents.of_kinds_shown(page, found)
        if rows and not folded:
            yield page.render("table_title.html", title=title)
        if rows:
            yield incidents.table(page, title, rows, "evidence-incidents", folded=folded)
        else:
            none = incidents.title_with_kinds(page, words.fill("incidents_none", **days))
            yield page.render("notes.html", notes=[none])


def evidence_of(page: PageContext) -> AreaEvidence:
    """The evidence of the chosen area and days, with scenarios."""
    since, until = page.choice.span
    return across(
        page.archive, lambda archive: area_evidence(archive, since, until, page.choice.area)
    )
