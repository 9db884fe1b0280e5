"""How a page writes its links: plain addresses, so that every view can be opened, kept and sent."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode

from dashboard.views.choice import Choice


class Links(Protocol):
    """What leads from a page to others, and to what is shown in it."""

    #: Whether charts tell their values under the pointer, which weigh more than the chart itself.
    charts_answer: bool

    def href(self, shown: Choice, wanted: Choice) -> str:
        """Address of the view of a choice, as the page of another writes it."""

    def source_href(self, shown: Choice, source: str) -> str:
        """Address of what is said of a source; empty where a page says all of it itself."""

    def method_href(self, shown: Choice) -> str:
        """Address of what is said of how figures are made; empty where a page says it itself."""

    def picture(self, shown: Choice, svg: str) -> str:
        """Address of a small picture."""


class QueryLinks:
    """Links of the app: a choice is the query of its one page."""

    charts_answer = True

    def href(self, shown: Choice, wanted: Choice) -> str:
        """Address of the view of a choice, relative to the app."""
        return query(wanted.to_query())

    def source_href(self, shown: Choice, source: str) -> str:
        """Nothing: a page of the app says all of a source it cites."""
        return ""

    def method_href(self, shown: Choice) -> str:
        """Nothing: a page of the app says it, folded."""
        return ""

    def picture(self, shown: Choice, svg: str) -> str:
        """The picture itself: the app has no file of it."""
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


def query(parameters: Mapping[str, str]) -> str:
    """Address of the view with these parameters."""
    return "?" + urlencode(parameters, safe=":.")
