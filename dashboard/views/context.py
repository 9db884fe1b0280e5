"""What every template of a page is given: the data, the words and the reader's choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.analysis import areas
from dashboard.analysis.scenarios import moved_count
from dashboard.archive import Archive, per_archive
from dashboard.archive.references import in_words
from dashboard.markup import environment
from dashboard.quantity import Evidence, Quantity
from dashboard.records import Agreement
from dashboard.standing import Citation, cite
from dashboard.style import HATCH_ANGLES, Style, style_table
from dashboard.views.choice import Choice
from dashboard.views.links import Links
from dashboard.wording import Wording, format

_OF_THE_APP = Links()


@dataclass(frozen=True, slots=True)
class PageContext:
    """The data, the words and the choice a page is made of; ``page`` in every template."""

    archive: Archive
    words: Wording
    choice: Choice
    links: Links = _OF_THE_APP
    #: Macros imported for this page (``dashboard.markup``).
    macros: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def render(self, template: str, **context: Any) -> str:
        """A template of ``views/templates`` as HTML. It is given ``page``, ``words`` and
        ``context``."""
        made = environment("dashboard.views").get_template(template)
        return made.render(page=self, words=self.words, **context)

    def href(self, **changes: Any) -> str:
        """The address of the view with these fields of the choice changed."""
        return self.links.href(self.choice, self.choice.with_(**changes))

    def record_href(self, record: str) -> str:
        """Address of the map with a record open (``analysis.findable``)."""
        return self.href(view="map", tab="record", record=record)

    def evidence_href(self, evidence: Evidence) -> str:
        """Address of the changes a figure counts, with their sources."""
        since = evidence.since or self.archive.first_day
        return self.href(
            view="evidence", area=evidence.area, since=since, day=evidence.until, claim=None
        )

    def group_names(self, groups: Iterable[str]) -> str:
        """Short names of groups within a party, in a list."""
        known = {group.id: group for group in self.archive.dataset.groups}
        return self.words["list_comma"].join(self.words.of(known[g], "short") for g in groups)

    def party(self, ident: str | None) -> str:
        """The short name of a party, or its id if the data set does not have it; the word for
        *unknown* for ``None``."""
        party = self.archive.parties.get(ident or "")
        return self.words.holder(party, "short") if party or ident is None else ident

    def area(self, ident: str | None) -> str:
        """The title of an area of ``Archive.within``; ``None`` is the whole study area."""
        if ident is None:
            return self.words["study_area"]
        return areas.area_title(self.archive, self.words, ident)

    def position(self, share: float) -> tuple[str, str]:
        """Latitude and longitude in degrees of a point on the map, to be shown as an example:
        ``share`` of the way from its south-western corner to the north-eastern."""
        west, south, east, north = self.archive.opening_bounds
        return f"{south + share * (north - south):.2f}", f"{west + share * (east - west):.2f}"

    def agreements(self, records: Iterable[Agreement]) -> str:
        """Short names of agreements, in a list."""
        return self.words["list_comma"].join(self.words.agreement(record) for record in records)

    def style(self, name: str) -> Style:
        """How a class of the style table is drawn."""
        return _styles(self.archive)[name]

    def fill(self, style: str) -> str:
        """Colour and hatch of a class of the style table, as on the map: a CSS background."""
        return _fill(self.archive, style)

    def holder_fill(self, ident: str | None) -> str:
        """The background of land that a party holds; for anybody else that of unknown control."""
        return self.fill(f"control.{ident if ident in self.archive.parties else 'unknown'}")

    def holder_colour(self, ident: str | None) -> str:
        """The colour of a party; for anybody else that of unknown control."""
        party = self.archive.parties.get(ident or "")
        return party.colour if party else self.style("control.unknown").fill or ""

    def shares(
        self, held: Mapping[str, Quantity], unknown: Quantity | None
    ) -> list[tuple[str | None, Quantity]]:
        """The shares of an area by holder, in per cent, ``None`` standing for unknown. Shares too
        small to draw are left out."""
        parts = [*held.items(), *([(None, unknown)] if unknown else [])]
        whole = sum(km2.value or 0.0 for _, km2 in parts)
        return [(ident, km2.share_of(whole)) for ident, km2 in parts if format.is_land(km2.value)]

    def flows(
        self, passed: Mapping[tuple[str, str], Quantity]
    ) -> list[tuple[tuple[str, str], Quantity]]:
        """Land by (from party, to party), the largest first, without pairs that are zero in every
        scenario."""
        found = ((pair, km2) for pair, km2 in passed.items() if km2.value or km2.high)
        return sorted(found, key=lambda flow: -(flow[1].value or 0.0))

    def percent_of_series(self, day: dt.date) -> float:
        """Where a day begins within the series, in per cent of its length."""
        return _percent_of_series(self.archive, day)

    def state_edges(self) -> tuple[float, ...]:
        """Where each of ``archive.state_days`` begins, as ``percent_of_series``; then the end."""
        return _state_edges(self.archive)

    def sources(self, ids: Iterable[str], one_fact: bool = True) -> tuple[Citation, ...]:
        """The sources of a record in its order, as ``standing.cite`` gives them."""
        return cite(self.archive.sources, ids, one_fact=one_fact)

    def note(self, text: str) -> str:
        """A note of a record with the ids in it replaced by names."""
        return in_words(self.archive, text)

    def moved_counts(self) -> dict[str, str]:
        """How many events each scenario leaves out or dates otherwise, in words."""
        counts = moved_count(self.archive).items()
        return {name: self.words.locale.number(count) for name, count in counts}

    def day_notes(self) -> tuple[str, ...]:
        """What the data set says about how exactly the days of its events are known."""
        return tuple(r.note for r in self.archive.dataset.day_readings if r.note)


@per_archive
def _styles(archive: Archive) -> Mapping[str, Style]:
    return style_table(archive.dataset)


def _percent_of_series(archive: Archive, day: dt.date) -> float:
    first, last = archive.first_day, archive.last_day
    return 100 * (day - first).days / ((last - first).days + 1)


@per_archive
def _state_edges(archive: Archive) -> tuple[float, ...]:
    return (*(_percent_of_series(archive, day) for day in archive.state_days), 100.0)


@per_archive
def _fill(archive: Archive, style: str) -> str:
    look = _styles(archive)[style]
    ink = f"{look.hatch_colour}{round(255 * look.hatch_opacity):02x}"
    tiles = [
        f"repeating-linear-gradient({180 - angle}deg, {ink} 0 1.2px, transparent 1.2px 5.6px)"
        for angle in HATCH_ANGLES.get(look.hatch, ())  # CSS counts them the other way
    ]
    if look.hatch == "dots":
        tiles = [f"radial-gradient({ink} 1.1px, transparent 1.3px) 0 0 / 6px 6px"]
    return f"background:{','.join([*tiles, look.fill or 'transparent'])}"
