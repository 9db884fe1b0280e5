"""About: whose map this is, of what, and what it is not."""

from __future__ import annotations

from dashboard.views.context import PageContext
from dashboard.views.parts import Html, Parts


def parts(page: PageContext) -> Parts:
    """The page."""
    yield Html(page.render("about.html", archive=page.archive))
