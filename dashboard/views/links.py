"""How a page writes its links: as plain addresses, so that every view can be opened, kept
and sent."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode

from dashboard.views.choice import Choice


class Links(Protocol):
    """How a page links to other pages and to what it shows."""

    #: Whether charts have their values, under the pointer and as a table: several times the bytes
    #: of the chart itself.
    chart_values: bool

    def href(self, shown: Choice, wanted: Choice) -> str:
        """The address of the view of ``wanted``, from the page of ``shown``."""

    def source_href(self, shown: Choice, source: str) -> str:
        """The address of the entry of a source; empty where pages show all of it themselves."""

    def method_href(self, shown: Choice) -> str:
        """The address of the page about figures; empty where pages explain them themselves."""

    def picture(self, shown: Choice, svg: str) -> str:
        """The address of a small picture."""


class QueryLinks:
    """Links of the app, which has one page: a choice is its query."""

    chart_values = True

    def href(self, shown: Choice, wanted: Choice) -> str:
        """Address of the view of a choice, relative to the app."""
        return query(wanted.to_query())

    def source_href(self, shown: Choice, source: str) -> str:
        """Nothing: pages of the app show all of a source."""
        return ""

    def method_href(self, shown: Choice) -> str:
        """Nothing: pages of the app have the explanation, folded."""
        return ""

    def picture(self, shown: Choice, svg: str) -> str:
        """The picture itself as a ``data:`` address."""
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


def query(parameters: Mapping[str, str]) -> str:
    """Address of the view with these parameters."""
    return "?" + urlencode(parameters, safe=":.")
