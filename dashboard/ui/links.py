"""Links inside the app: plain addresses, so that every view can be opened, kept and sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dashboard.ui.choice import Choice


def address(choice: Choice, **changes: Any) -> str:
    """Address of the view a changed choice shows, relative to the app."""
    return query(choice.with_(**changes).to_query())


def query(parameters: Mapping[str, str]) -> str:
    """Address of the view with these parameters."""
    return "?" + urlencode(parameters, safe=":.")
