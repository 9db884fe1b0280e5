"""About: whose map this is, of what, what it is not, and how it is cited."""

from __future__ import annotations

from dashboard.briefing.sentences import version_hash
from dashboard.views.context import PageContext
from dashboard.views.parts import Html, Parts


def parts(page: PageContext) -> Parts:
    """The page."""
    counted = ("places", "events", "agreements", "sources")
    counts = {
        name: page.words.counted(f"about_{name}", len(getattr(page.archive, name)))
        for name in counted
    }
    version = version_hash(page.archive)
    yield Html(page.render("about.html", counts=counts, version=version))
