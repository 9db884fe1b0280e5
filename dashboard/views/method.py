"""Method: how the map follows from reports, and what the data set says of each layer."""

from __future__ import annotations

from dashboard.views.context import PageContext
from dashboard.views.parts import Html, Parts


def parts(page: PageContext) -> Parts:
    """The page."""
    yield Html(page.render("method.html", dataset=page.archive.dataset))
