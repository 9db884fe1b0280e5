"""Parts of a page as HTML that needs no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from dashboard.markup import environment
from dashboard.publish.links import SiteLinks
from dashboard.quantity import Quantity
from dashboard.views import events as listed
from dashboard.views.context import PageContext
from dashboard.views.parts import Columns, Events, Fold, Part, Table
from dashboard.views.tables import Column


def render(page: PageContext, template: str, **context: Any) -> Markup:
    """A template of ``publish/templates`` as HTML; it can include those of ``views``."""
    made = environment("dashboard.publish", "dashboard.views").get_template(template)
    return Markup(made.render(page=page, words=page.words, **context))  # autoescape is on


def html_of(page: PageContext, links: SiteLinks, parts: Iterable[Part]) -> Markup:
    """Parts as HTML, in order."""
    return Markup("\n").join(_html(page, links, part) for part in parts)


def _html(page: PageContext, links: SiteLinks, part: Part) -> Markup:
    match part:
        case str(html):
            return Markup(html)
        case Fold(title, html, _):
            return render(page, "fold.html", title=title, html=Markup(html()))
        case Events(ids):
            href = links.events_href(page.choice, ids) if ids else ""
            text = listed.caption(page, ids) if ids else page.words["behind_nothing"]
            return render(page, "events.html", text=text, href=href)
        case Table():
            return render(page, "table.html", table=part, rows=_rows(part.columns))
        case Columns(first, second):
            both = (html_of(page, links, first), html_of(page, links, second))
            return render(page, "columns.html", both=both)


def _rows(columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    return list(zip(*map(_values, columns), strict=True))


def _values(column: Column) -> Sequence[Any]:
    """The values of a column; numbers as quantities."""
    if column.kind != "number":
        return column.values
    return [None if v is None or v != v else Quantity(v, column.unit) for v in column.values]
