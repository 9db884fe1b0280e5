"""Links inside the app: plain addresses, so that every view can be opened, kept and sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from dashboard.ui.choice import Choice
from dashboard.wording import Wording


def address(choice: Choice, **changes: Any) -> str:
    """Address of the view a changed choice shows, relative to the app."""
    return query(choice.with_(**changes).to_query())


def query(parameters: Mapping[str, str]) -> str:
    """Address of the view with these parameters."""
    return "?" + urlencode(parameters, safe=":.")


def anchor(text: str, href: str, *, label: str = "") -> str:
    """A link as HTML; ``label`` tells more to a screen reader than the text alone."""
    more = f' aria-label="{escape(label, quote=True)}"' if label else ""
    body = f"<bdi>{escape(text)}</bdi>"
    return f'<a href="{escape(href, quote=True)}" target="_self"{more}>{body}</a>'


def to_evidence(
    words: Wording,
    choice: Choice,
    *,
    area: str | None,
    since: dt.date | None,
    day: dt.date,
    text: str = "",
    label: str = "",
) -> str:
    """Link to the events and sources behind a figure: the changes after one day, up to another.

    Parameters
    ----------
    since
        The day after which changes count; ``None`` leaves the choice's own.
    text, label
        What the link says, and what it says to a screen reader; by itself, what it leads to.
    """
    span = {"since": since} if since else {}
    href = address(choice, view="evidence", area=area, day=day, claim=None, **span)
    return anchor(text or words["events_behind"], href, label=label)
