"""Download: what each format is for, and the licences of each layer."""

from __future__ import annotations

from dashboard.briefing.spec import DATA, FORMATS
from dashboard.views.context import PageContext


def head_html(page: PageContext) -> str:
    """What the page is for."""
    return page.render("download.html")


def formats_html(page: PageContext) -> str:
    """What can be made, and what it is for."""
    looked_at = [name for name in FORMATS if name not in DATA]
    return page.render("formats.html", data=DATA, looked_at=looked_at)


def licences_html(page: PageContext) -> str:
    """Under which licence each layer may be used."""
    terms = {licence.id: licence.terms for licence in page.archive.seeds.licences}
    return page.render("licences.html", terms=terms)
