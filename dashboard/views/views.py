"""The pages, and the navigation between them and the map."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from dashboard.archive import Archive
from dashboard.views.choice import VIEWS
from dashboard.views.context import PageContext
from dashboard.views.parts import Parts
from dashboard.wording import load

#: The views beside the map: each is a module of this package, or a template that needs none.
PAGES = tuple(view for view in VIEWS if view != VIEWS[0])
_TEMPLATES = ("method", "document", "about")
#: Pages about the map and the site itself.
ABOUT = ("help", "method", "download", "about")


def listed(archive: Archive) -> tuple[str, ...]:
    """The map and the pages the data set has content for.

    The page about the document is reached from the claims.
    """
    left_out = {"document", *ABOUT}
    if not archive.agreements:
        left_out |= {"agreement", "ceasefires"}
    if not archive.seeds.claims:
        left_out.add("claims")
    return tuple(view for view in VIEWS if view not in left_out)


def parts(page: PageContext, name: str) -> Parts:
    """The parts of a page, or of a tab of the panel."""
    if name in _TEMPLATES:
        return iter([page.render(f"{name}.html")])
    # imported when first shown: the map must not wait for the libraries of other pages
    made: Parts = importlib.import_module(f"dashboard.views.{name}").parts(page)
    return made


def title(page: PageContext) -> str:
    """The title of the browser tab; also of bookmarks and of the history."""
    words, choice = page.words, page.choice
    named = words.of(page.archive.dataset, "title")
    if choice.view == VIEWS[0]:
        return named
    record = choice.view == "agreement" and page.archive.agreements.get(choice.agreement or "")
    shown = words.agreement(record) if record else words[f"view_{choice.view}"]
    return f"{shown} · {named}"


def document_head(
    page: PageContext, named: str, embed: str = "", files: Sequence[str] = ()
) -> tuple[str, str]:
    """The opening tag of the HTML document of a page, and what belongs into its head.

    ``embed`` is ``map`` or ``slider`` for the map inside another page; ``files`` are addresses of
    what its code will ask for.
    """
    head = page.render("html_head.html", title=named, embed=embed, files=files)
    tag, _, rest = head.partition(">")
    return f"{tag.strip()}>", rest.strip()


def search_words(page: PageContext) -> dict[str, str]:
    """What the search of a page beside the map shows until it knows what can be found."""
    return {name: page.words[name] for name in ("search", "search_loading")}


def search_hint(page: PageContext) -> str:
    """The text in the empty search field."""
    return page.words["search_hint" if page.archive.agreements else "search_hint_places"]


def brand_html(page: PageContext) -> str:
    """The start of a page: the link past its head, and its title, which leads to the map."""
    on_map = page.choice.view == VIEWS[0]
    return page.render("brand.html", home=VIEWS[0], on_map=on_map)


def views_html(page: PageContext, other_languages: bool = True) -> str:
    """Links to every page and to this one in other languages."""
    spoken = page.archive.dataset.languages if other_languages else ()
    others = [load(code) for code in spoken if code != page.words.language]
    views = listed(page.archive)
    return page.render("views.html", views=views, about=ABOUT, languages=others)
