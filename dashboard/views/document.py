"""The document the claims were taken from: what it is, and what it was put together from."""

from __future__ import annotations

from dashboard.views.context import PageContext
from dashboard.views.parts import Html, Parts


def parts(page: PageContext) -> Parts:
    """The page, cited as what the document is."""
    yield Html(page.render("document.html", document=page.archive.seeds.claims_document))
