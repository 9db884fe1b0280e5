"""Links inside the app: plain addresses, so that every view can be opened, kept and sent."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from dashboard.ui.choice import Choice


def address(choice: Choice, **changes: Any) -> str:
    """Address of the view a changed choice shows, relative to the app."""
    return query(choice.with_(**changes).to_query())


def query(parameters: Mapping[str, str]) -> str:
    """Address of the view with these parameters."""
    return "?" + urlencode(parameters, safe=":.")


def anchor(text: str, href: str, *, label: str = "") -> str:
    """A link as HTML; ``label`` tells more to a screen reader than the text alone."""
    more = f' aria-label="{escape(label, quote=True)}"' if label else ""
    return f'<a href="{escape(href, quote=True)}" target="_self"{more}>{escape(text)}</a>'
