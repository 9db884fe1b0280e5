"""About: whose map this is, of what, and what it is not."""

from __future__ import annotations

from dashboard.views.context import PageContext
from dashboard.views.parts import Html, Parts


def parts(page: PageContext) -> Parts:
    """The page."""
    archive, words = page.archive, page.words
    counts = {
        "places": words.counted("about_places", len(archive.places)),
        "events": words.counted("about_events", len(archive.events)),
        "agreements": words.counted("about_agreements", len(archive.agreements)),
        "sources": words.counted("about_sources", len(archive.sources)),
    }
    phrase = "about_counts" if archive.agreements else "about_counts_control"
    yield Html(page.render("about.html", archive=archive, phrase=phrase, counts=counts))
