"""Which file of a site shows a choice, and how its pages link to each other."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import hashlib
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.archive import Archive
from dashboard.views.agreement import milestones, opening_day
from dashboard.views.choice import Choice
from dashboard.views.links import Links, query

RECORD, SOURCES, EMBED = "record", "sources", "embed"
"""Views that only a site has: a record on a page of its own, every source, the map alone."""
MAP = "index"
_FIRST_WINDOW = "first_30"
#: How many choices are cached with their pages: those of a page or two.
_LATEST = 4096
#: Sets of at most so many events are written as a list of numbers.
_FEW = 40


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site: its file, the choice it shows, and where in it a link leads."""

    file: str
    choice: Choice
    fragment: str = ""


class SiteLinks(Links):
    """Links between the files of a site. They are relative, so that the site can lie anywhere.

    A file shows one choice. The file of the map shows every day, by the fragment of its address; an
    agreement has a file for each of its ``agreement_days``. ``linked`` are the pages that others
    link to, ``pictures`` the small pictures they show, by file.
    """

    chart_values = False

    def __init__(self, archive: Archive):
        self._archive = archive
        self._opening = Choice.opening(archive)
        self._rows = {event: row for row, event in enumerate(event_rows(archive))}
        self.linked: dict[str, SitePage] = {}
        self.pictures: dict[str, str] = {}
        self.page_of = functools.lru_cache(_LATEST)(self._page_of)

    def href(self, shown: Choice, wanted: Choice) -> str:
        """The address of the page of ``wanted``, from the page of ``shown``."""
        page = self.page_of(wanted)
        self.linked.setdefault(page.file, page)
        return self.file_href(shown, page.file) + (f"#{page.fragment}" if page.fragment else "")

    def method_href(self, shown: Choice) -> str:
        """The address of the page about figures; empty on that page itself."""
        return "" if shown.view == "method" else self.href(shown, shown.with_(view="method"))

    def source_href(self, shown: Choice, source: str) -> str:
        """The address of the entry of a source on the page of all sources."""
        return f"{self._view_href(shown, SOURCES)}#{source}"

    def events_href(self, shown: Choice, events: Iterable[str]) -> str:
        """The address of the table of all events, narrowed to these."""
        return f"{self._view_href(shown, 'evidence')}#events={self.events_code(events)}"

    def events_code(self, events: Iterable[str]) -> str:
        """A set of events as the browser reads it: the edition of the table, then the numbers of
        the rows; for many events a bit for each row."""
        rows = sorted(self._rows[event] for event in events if event in self._rows)
        if len(rows) <= _FEW:
            return f"{self.edition}.{'.'.join(map(str, rows))}"
        bits = bytearray(rows[-1] // 8 + 1)
        for row in rows:
            bits[row // 8] |= 1 << row % 8
        code = base64.urlsafe_b64encode(bytes(bits)).decode("ascii").rstrip("=")
        return f"{self.edition}~{code}"

    @functools.cached_property
    def edition(self) -> str:
        """A hash of the order of events: a set of row numbers is valid for one table only."""
        return short_hash("\n".join(self._rows), 6)

    def picture(self, shown: Choice, svg: str) -> str:
        """The address of a small picture, which is written as a file."""
        file = f"pictures/{short_hash(svg, 12)}.svg"
        self.pictures[file] = svg
        return self.file_href(shown, file)

    def file_href(self, shown: Choice, file: str) -> str:
        """Address of any file of the site."""
        return _relative(file, self.page_of(shown).file)

    def _view_href(self, shown: Choice, view: str) -> str:
        """The address of a page that a site has once a language."""
        return self.file_href(shown, f"{shown.language}/{view}.html")

    def _page_of(self, choice: Choice) -> SitePage:
        """The page that shows a choice, or the one nearest to it."""
        match choice.view:
            case "map" if choice.tab == RECORD and choice.record:
                return self._record(choice, choice.record)
            case "map":
                return self._page(choice, MAP, self._map_fragment(choice), view="map")
            case "record" if choice.record:
                return self._record(choice, choice.record)
            case "agreement" if choice.agreement:
                return self._agreement(choice, choice.agreement)
            case "agreement":
                return self._page(choice, "agreements")
            case "ceasefires":
                window = choice.window if choice.window != _FIRST_WINDOW else None
                return self._page(choice, _joined("ceasefires", window), window=window)
            case "claims" if choice.claim:
                return self._page(choice, f"claim/{choice.claim}", claim=choice.claim)
            case "claims":
                return self._page(choice, _joined("claims", choice.verdict), verdict=choice.verdict)
            case "evidence":
                fragment = self._evidence_fragment(choice)
                return self._page(choice, "evidence", fragment, **self._whole_series())
        return self._page(choice, choice.view)

    def _page(self, asked: Choice, name: str, fragment: str = "", **shown: Any) -> SitePage:
        choice = self._opening.with_(**{"view": asked.view, "language": asked.language, **shown})
        return SitePage(f"{asked.language}/{name}.html", choice, fragment)

    def _record(self, asked: Choice, record: str) -> SitePage:
        kind, _, ident = record.partition(":")
        if kind == "name":  # names without a position are in a list
            return self._page(asked, SOURCES, view=SOURCES)
        if kind == "place" and (unit := self.unit_of(ident)):
            name = f"area/{unit.replace(':', '-')}"
            return self._page(asked, name, ident, view=RECORD, record=f"area:{unit}")
        return self._page(asked, f"{kind}/{ident.replace(':', '-')}", view=RECORD, record=record)

    def unit_of(self, place: str) -> str:
        """The smallest administrative unit with a record that contains a place, as ``LEVEL:CODE``:
        the place stands on its page. Empty for a place with a page of its own."""
        lies_in = self._archive.places[place].unit
        levels = reversed(self._archive.dataset.level_ids)
        units = (f"{level}:{lies_in(level)[1]}" for level in levels)
        return next((unit for unit in units if unit in self._archive.areas), "")

    def _agreement(self, asked: Choice, ident: str) -> SitePage:
        days = self.agreement_days(ident)
        day = asked.day if asked.day in days else days[0]
        name = ident if day == days[0] else f"{ident}-{day}"
        return self._page(asked, f"agreement/{name}", agreement=ident, day=day)

    def agreement_days(self, ident: str) -> list[dt.date]:
        """The days for which an agreement has a page; it opens on the first."""
        agreement = self._archive.agreements[ident]
        first = opening_day(self._archive, ident) or self._opening.day
        return [*dict.fromkeys([first, *(day for _, day in milestones(self._archive, agreement))])]

    def _whole_series(self) -> dict[str, Any]:
        return {"since": self._archive.first_day, "day": self._archive.last_day}

    def _evidence_fragment(self, choice: Choice) -> str:
        since, until = choice.span
        asked = {
            "area": choice.area or "",
            "since": since.isoformat() if since > self._archive.first_day else "",
            "date": until.isoformat() if until < self._archive.last_day else "",
        }
        return query({name: text for name, text in asked.items() if text})

    def _map_fragment(self, choice: Choice) -> str:
        """The parameters of a link to the map that differ from the opening choice."""
        opening = self._opening.to_query()
        fields = choice.to_query().items()
        ours = {"view", "lang", "base", "area", "claim", "verdict", "window"}
        return query({k: v for k, v in fields if k not in ours and opening.get(k) != v})


def event_rows(archive: Archive) -> list[str]:
    """Ids of the events in the order of the table of all events, the latest first."""
    events = (e for e in archive.events.values() if archive.first_day <= e.day <= archive.last_day)
    ordered = sorted(events, key=lambda e: (e.day, e.seq, e.place), reverse=True)
    return [event.id for event in ordered]


@functools.lru_cache(_LATEST)
def _relative(file: str, page: str) -> str:
    return posixpath.relpath(file, posixpath.dirname(page))


def _joined(name: str, part: str | None) -> str:
    return f"{name}-{part}" if part else name


def short_hash(text: str, length: int) -> str:
    """The first characters of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]
