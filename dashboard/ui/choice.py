"""What the reader chose, as one value: the page is a function of it, and so is the link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.archive import Archive
from dashboard.mapview import ONLINE_BASES

OFFLINE = "offline"
VIEWS = ("map", "agreement", "ceasefires", "claims", "evidence")
TABS = ("agreements", "changes", "place", "sources")
_SEPARATOR = "."  # needs no escaping in a link


@dataclass(frozen=True, slots=True)
class Choice:
    """The day, the layers shown, the base map, the open view and tab, what is selected."""

    day: dt.date
    layers: tuple[str, ...]
    base: str = OFFLINE
    view: str = VIEWS[0]
    tab: str = TABS[0]
    agreement: str | None = None
    place: str | None = None

    @classmethod
    def opening(cls, archive: Archive) -> Choice:
        """The choice a page opens with when its link says nothing."""
        shown = tuple(layer.name for layer in switchable(archive) if layer.shown)
        return cls(archive.dataset.opening_day, shown)

    def with_(self, **changes: Any) -> Choice:
        """The choice with some fields changed."""
        return replace(self, **changes)

    def to_query(self) -> dict[str, str]:
        """The link's parameters: always explicit, short, readable."""
        query = {
            "date": self.day.isoformat(),
            "layers": _SEPARATOR.join(self.layers) or "none",
            "base": self.base,
            "view": self.view,
            "tab": self.tab,
        }
        return query | {k: v for k in ("agreement", "place") if (v := getattr(self, k))}

    @classmethod
    def from_query(cls, query: Mapping[str, str], archive: Archive) -> tuple[Choice, tuple[str, ...]]:
        """Read a link's parameters; anything unusable falls back to the opening choice.

        Returns
        -------
        tuple
            The choice, and the names of the parameters that could not be used.
        """
        choice, refused = cls.opening(archive), []
        readers = {
            "date": ("day", lambda text: _day(text, archive)),
            "layers": ("layers", lambda text: _layers(text, archive)),
            "base": ("base", lambda text: _one_of(text, (OFFLINE, *ONLINE_BASES))),
            "view": ("view", lambda text: _one_of(text, VIEWS)),
            "tab": ("tab", lambda text: _one_of(text, TABS)),
            "agreement": ("agreement", lambda text: _one_of(text, archive.agreements)),
            "place": ("place", lambda text: _one_of(text, archive.places)),
        }
        for name, (field, read) in readers.items():
            if name not in query:
                continue
            try:
                choice = replace(choice, **{field: read(query[name])})
            except ValueError:
                refused.append(name)
        return choice, tuple(refused)


def switchable(archive: Archive) -> tuple:
    """The data set's layers a reader can switch: all but the base map."""
    return tuple(layer for layer in archive.dataset.layers if layer.style != "basemap")


def _day(text: str, archive: Archive) -> dt.date:
    day = dt.date.fromisoformat(text)
    if not archive.first_day <= day <= archive.last_day:
        raise ValueError(f"{day} is outside the series")
    return day


def _layers(text: str, archive: Archive) -> tuple[str, ...]:
    if text == "none":
        return ()
    wanted = text.split(_SEPARATOR)
    known = tuple(layer.name for layer in switchable(archive))
    if not set(wanted) <= set(known):
        raise ValueError(f"unknown layer in {text!r}")
    return tuple(name for name in known if name in wanted)


def _one_of(text: str, known: Any) -> str:
    if text not in known:
        raise ValueError(f"{text!r} is not known")
    return text
