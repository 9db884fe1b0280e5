"""How a page writes its links: as plain addresses, so that every view can be opened, kept
and sent."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import urlencode

from dashboard.views.choice import Choice


class Links:
    """How a page links to other pages and to what it shows.

    These are the links of the app, which has one page: a choice is its query.
    """

    #: Whether charts have their values, under the pointer and as a table: several times the bytes
    #: of the chart itself.
    chart_values = True

    def href(self, shown: Choice, wanted: Choice) -> str:
        """The address of the view of ``wanted``, from the page of ``shown``."""
        return f"?{query(wanted.to_query())}"

    def source_href(self, shown: Choice, source: str) -> str:
        """The address of the entry of a source; empty where pages show all of it themselves."""
        return ""

    def method_href(self, shown: Choice) -> str:
        """The address of the page about figures; empty where pages explain them themselves."""
        return ""

    def picture(self, shown: Choice, svg: str) -> str:
        """The address of a small picture: here the picture itself."""
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


def query(parameters: Mapping[str, str]) -> str:
    """The parameters of a link as its query or its fragment, readable."""
    return urlencode(parameters, safe=":.")
