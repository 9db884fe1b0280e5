"""About: whose map this is, of what, what it is not, and how it is cited."""

from __future__ import annotations

from dashboard.views.context import PageContext
from dashboard.views.parts import Parts


def parts(page: PageContext) -> Parts:
    """The page."""
    archive, counted = page.archive, page.words.counted
    counts = {
        "places": counted("about_places", len(archive.places)),
        "events": counted("about_events", len(archive.events)),
        "agreements": counted("about_agreements", len(archive.agreements)),
        "sources": counted("about_sources", len(archive.sources)),
    }
    yield page.render("about.html", counts=counts, version=archive.version)
