"""What the reader chose, as one value. A page follows from it, and so does a link."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from dashboard.analysis.ceasefires import WINDOWS
from dashboard.analysis.findable import findable
from dashboard.annotations import read_annotations
from dashboard.archive import Archive
from dashboard.errors import ChoiceError
from dashboard.mapview import OFFLINE_BASE, ONLINE_BASES, map_view
from dashboard.records import VERDICTS
from dashboard.style import VIEW_LOOKS

VIEWS = (
    "map",
    "agreement",
    "ceasefires",
    "claims",
    "evidence",
    "document",
    "help",
    "method",
    "download",
    "about",
)
COMPARE = tuple(VIEW_LOOKS)
TABS = ("agreements", "changes", "record", "sources", "difference")
ERROR = ("band",)  # ways of drawing how far the line of contact can be off
_VIEW = re.compile(r"-?[0-9]+(\.[0-9]+)?_-?[0-9]+(\.[0-9]+)?_[0-9]+(\.[0-9]+)?")
_SEPARATOR = "."  # needs no escaping in a link
_SPAN_SEPARATOR = ".."
_NO_LAYERS = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """The day and the day compared with, the layers, the map's view, what is open and selected.

    ``at`` is the view of the map as the link has it, ``lat_lon_zoom``; empty for the opening one.
    ``lens`` are the first and the last day the timeline shows; ``None`` for the whole series.
    ``incident_kinds`` are those shown of the data set's; ``None`` for all.
    ``record`` is what the panel's record is of, ``KIND:ID`` (``analysis.findable``); an
    ``agreement`` has a tab and a page of its own. ``area`` is what the evidence is of,
    ``error`` how that of the line is drawn. ``annotations`` are what the author of the link adds
    to the map, as a list (``dashboard.annotations``).
    ``verdict`` filters the claims, ``window`` is the figure the ceasefires are sorted by.
    """

    day: dt.date
    layers: tuple[str, ...]
    since: dt.date
    language: str
    compare: str = COMPARE[0]
    at: str = ""
    lens: tuple[dt.date, dt.date] | None = None
    incident_kinds: tuple[str, ...] | None = None
    base: str = OFFLINE_BASE
    view: str = VIEWS[0]
    tab: str = TABS[0]
    agreement: str | None = None
    record: str | None = None
    error: str | None = None
    annotations: str | None = None
    area: str | None = None
    claim: str | None = None
    verdict: str | None = None
    window: str | None = None

    @classmethod
    def opening(cls, archive: Archive) -> Choice:
        """The choice of a link without parameters."""
        dataset = archive.dataset
        shown = tuple(layer.name for layer in archive.switchable_layers if layer.shown)
        day, language, tab = dataset.opening_day, dataset.languages[0], tabs(archive)[0]
        return cls(day, shown, archive.reference_day, language, tab=tab)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The two days, the earlier first: what a comparison is of."""
        return min(self.since, self.day), max(self.since, self.day)

    def with_(self, **changes: Any) -> Choice:
        """The choice with some fields changed."""
        return replace(self, **changes)

    def with_layers(self, archive: Archive, *names: str) -> tuple[str, ...]:
        """The chosen layers and these, in the order of the data set."""
        wanted = {*self.layers, *names}
        return tuple(layer.name for layer in archive.switchable_layers if layer.name in wanted)

    def to_query(self) -> dict[str, str]:
        """The link's parameters: always explicit, short, readable."""
        fields = {name: getattr(self, each.field) for name, each in _PARAMETERS.items()}
        query = {name: _text(value) for name, value in fields.items() if value}
        return query if self.layers else {**query, "layers": _NO_LAYERS}

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], archive: Archive
    ) -> tuple[Choice, tuple[str, ...]]:
        """Read the parameters of a link; what cannot be used stays as in the opening choice.

        Returns the choice, and the names of the parameters that could not be used.
        """
        choice, refused = cls.opening(archive).read(query, archive)
        if "tab" not in query:
            choice = replace(choice, tab=choice._opening_tab())
        return choice, refused

    def _opening_tab(self) -> str:
        """The tab of a link that names none: that of its record, its agreement or its
        comparison."""
        if self.record:
            return "record"
        if self.agreement:
            return "agreements"
        return self.tab if self.compare == "single" else "difference"

    def differs_from(self, other: Choice) -> tuple[str, ...]:
        """Names of the fields in which two choices differ."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) != getattr(other, name))

    def read(self, query: Mapping[str, str], archive: Archive) -> tuple[Choice, tuple[str, ...]]:
        """This choice, changed by the parameters of a link.

        Returns the choice, and the names of the parameters that could not be used.
        """
        choice, refused = self, []
        for name, parameter in _PARAMETERS.items():
            if name not in query:
                continue
            nothing = query[name] == "" and parameter.may_be_empty
            try:
                value: Any = None if nothing else parameter.read(query[name], archive)
                choice = replace(choice, **{parameter.field: value})
            except (ValueError, ChoiceError):
                refused.append(name)
        if choice.tab == "difference" and choice.compare == "single":  # one day has no difference
            choice = replace(choice, tab=tabs(archive)[0])
        return choice, tuple(refused)


def tabs(archive: Archive) -> tuple[str, ...]:
    """The tabs of the panel, the one open at first in front; that of agreements only where there
    are any."""
    return TABS if archive.agreements else TABS[1:]


def read_view(text: str) -> str:
    """A view of a map, ``lat_lon_zoom``, in its shortest form.

    Raises ``ValueError`` if it is not three numbers a map can be set to.
    """
    if not _VIEW.fullmatch(text):
        raise ValueError(f"{text!r} is no view of a map")
    lat, lon, zoom = (float(part) for part in text.split("_"))
    if not (-90 <= lat <= 90 and -180 <= lon <= 360 and 0 <= zoom <= 20):
        raise ValueError(f"{text!r} is no view of a map")
    return f"{lat:.4f}_{lon:.4f}_{zoom:g}"


def _view(text: str, archive: Archive) -> str:
    view = read_view(text)
    lat, lon, _ = (float(part) for part in view.split("_"))
    limits = map_view(archive.dataset)
    if not (limits.west <= lon <= limits.east and limits.south <= lat <= limits.north):
        raise ValueError(f"the map does not reach {lat}, {lon}")
    return view


def _day(text: str, archive: Archive) -> dt.date:
    day = dt.date.fromisoformat(text)
    if day.isoformat() != text or not archive.first_day <= day <= archive.last_day:
        raise ValueError(f"{text!r} is no day of the series")
    return day


def _lens(text: str, archive: Archive) -> tuple[dt.date, dt.date]:
    first, last = (_day(part, archive) for part in text.split(_SPAN_SEPARATOR))
    if first >= last:
        raise ValueError(f"{text!r} is no span of days")
    return first, last


def _layers(text: str, archive: Archive) -> tuple[str, ...]:
    known = [layer.name for layer in archive.switchable_layers]
    return () if text == _NO_LAYERS else _some_of(text, known)


def _incident_kinds(text: str, archive: Archive) -> tuple[str, ...] | None:
    known = [kind.id for kind in archive.dataset.incident_kinds]
    wanted = _some_of(text, known)
    return None if len(wanted) == len(known) else wanted


def _some_of(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The names listed, in the order in which they are known."""
    wanted = set(text.split(_SEPARATOR))
    if not wanted <= set(known):
        raise ValueError(f"{text!r} names what is not known")
    return tuple(name for name in known if name in wanted)


def _area(text: str, archive: Archive) -> str:
    archive.within(text)
    return text


def _annotations(text: str, archive: Archive) -> str | None:
    return text if read_annotations(text, archive, "link", by_name=False) else None


def _record(text: str, archive: Archive) -> str:
    if text not in findable(archive) or findable(archive)[text].kind == "agreement":
        raise ValueError(f"no record {text!r} for the panel")
    return text


def _one_of(known: Callable[[Archive], Container[str]]) -> Callable[[str, Archive], str]:
    def read(text: str, archive: Archive) -> str:
        if text not in known(archive):
            raise ValueError(f"{text!r} is not known")
        return text

    return read


def _text(value: Any) -> str:
    """The value of a field as a link has it."""
    if not isinstance(value, tuple):
        return str(value)
    separator = _SPAN_SEPARATOR if isinstance(value[0], dt.date) else _SEPARATOR
    return separator.join(map(str, value))


class _Parameter(NamedTuple):
    """A parameter of a link: the field it sets, the function that reads it, whether it may be
    empty."""

    field: str
    read: Callable[[str, Archive], Any]
    may_be_empty: bool = False


_PARAMETERS = {
    "date": _Parameter("day", _day),
    "layers": _Parameter("layers", _layers),
    "base": _Parameter("base", _one_of(lambda _: (OFFLINE_BASE, *ONLINE_BASES))),
    "lang": _Parameter("language", _one_of(lambda archive: archive.dataset.languages)),
    "compare": _Parameter("compare", _one_of(lambda _: COMPARE)),
    "since": _Parameter("since", _day),
    "view": _Parameter("view", _one_of(lambda _: VIEWS)),
    "tab": _Parameter("tab", _one_of(tabs)),
    "at": _Parameter("at", _view),
    "lens": _Parameter("lens", _lens, True),
    "incidents": _Parameter("incident_kinds", _incident_kinds, True),
    "agreement": _Parameter("agreement", _one_of(lambda archive: archive.agreements), True),
    "record": _Parameter("record", _record, True),
    "error": _Parameter("error", _one_of(lambda _: ERROR), True),
    "annotations": _Parameter("annotations", _annotations, True),
    "area": _Parameter("area", _area, True),
    "claim": _Parameter("claim", _one_of(lambda a: {c.id for c in a.seeds.claims}), True),
    "verdict": _Parameter("verdict", _one_of(lambda _: VERDICTS), True),
    "window": _Parameter("window", _one_of(lambda _: WINDOWS), True),
}
PARAMETERS = tuple(_PARAMETERS)
"""Names of what a link can say of a choice."""
