"""The figure: one page with a map, its margin and its small print, of any kind and size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property

from dashboard.archive import Archive, Snapshot
from dashboard.briefing import fonts, furniture, labels, landnames, linenames
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.column import Column
from dashboard.briefing.findings import Findings
from dashboard.briefing.ground import Ground, ground
from dashboard.briefing.layout import SOFT, Box, Page
from dashboard.briefing.mapframe import MapFrame
from dashboard.briefing.margin import foot
from dashboard.briefing.output import About
from dashboard.briefing.paper import Paper
from dashboard.briefing.rows import Table
from dashboard.briefing.spec import (
    SIZES,
    TWO_DATES,
    BriefSpec,
    Size,
    agreement_of,
    layers_of,
    since_of,
)
from dashboard.payload.build import legend as map_legend
from dashboard.style import style_table
from dashboard.wording import Wording

_NAMES_PER_INCH2 = 0.62
"""Place names tried for a square inch of map at a body of ten points."""


class Sheet:
    """Everything a kind of figure needs to fill its page."""

    def __init__(
        self, archive: Archive, wording: Wording, spec: BriefSpec, size: Size | None = None
    ):
        self.archive, self.wording, self.spec = archive, wording, spec
        self.size = size or SIZES[spec.size]
        self.page = Page(self.size, right_to_left=wording.direction == "rtl")
        self.table = style_table(archive.dataset)
        self.ground: Ground = ground(archive)
        self.findings = Findings(archive, wording, spec)
        self.layers = layers_of(spec, archive)
        self.named: tuple[str, ...] = ()
        self.drawn: dict = {}
        self.edge = 0.40 * self.size.width / 16 if self.size.width > self.size.height else 0.36

    @property
    def most_names(self) -> int:
        """Place names tried on a map of this page."""
        area = self.size.width * self.size.height * 0.5 * (10 / self.page.body) ** 2
        return round(area * _NAMES_PER_INCH2)

    @property
    def is_square(self) -> bool:
        """Whether the margin stands below the map instead of beside it."""
        return self.size.width <= self.size.height

    @cached_property
    def printed(self) -> tuple[Table, ...]:
        """The tables there is room for in the margin."""
        tables = self.findings.tables()
        return tables[:2] if self.is_square else tables

    @property
    def earlier_day(self) -> dt.date | None:
        """The other date the figure speaks of, if it speaks of two."""
        if self.spec.kind in TWO_DATES:
            return since_of(self.spec, self.archive)
        if self.spec.kind == "agreement":
            return self.archive.agreements[agreement_of(self.spec, self.archive)].flag_day
        return None

    @property
    def inner(self) -> float:
        """Width between the page's edges."""
        return self.size.width - 2 * self.edge

    def head(self) -> float:
        """Title, as-of date and finding across the page; returns where the map may begin."""
        self.page.region = "head"
        column = Column(self.page, self.edge, self.edge * 0.8, self.inner)
        produced = self.findings.produced()
        column.line(produced, share=0.82, colour=SOFT, align="end", advance=False)
        column.paragraph(
            self.wording.of(self.archive.dataset, "title"),
            share=0.95,
            weight=600,
            colour=SOFT,
            spare=fonts.width(produced, column.size(0.82)) / 72 + 0.3,
            most=2,
        )
        title = self.findings.title()
        shares = (2.1, 1.9, 1.7, 1.5)
        share = next((s for s in shares if _fits(title, self.page.body * s, self.inner)), 1.35)
        column.paragraph(title, share=share, weight=700, most=2, role="H1")
        column.paragraph(self.findings.lead(), share=1.05, colour="#333A42", most=3)
        if told := self.findings.distance_line(self.printed):
            column.paragraph(told, share=0.9, colour="#333A42")
        column.space(0.4)
        self.page.region = "margin"
        return column.y

    def foot(self) -> float:
        """The small print; returns where the map must end."""
        f = self.findings
        tail = [f.version() + ".", self.projection()]
        if self.spec.link:
            tail.append(f"{f.say('link')}: {self.spec.link}")
        parts = [
            (f.say("notes"), f"{f.notice()} {f.disclaimer()}"),
            (f.say("sources"), f.credits()),
            (f.say("figures_of"), "\n".join(tail)),
        ]
        if self.spec.kind == "agreement" and (posts := Paper(f).posts_told()):
            parts.insert(0, (self.wording["posts_behind"], posts))
        high = foot(self.page, f, Box(self.edge, 0, self.inner, 0), parts, draw=False)
        top = self.size.height - self.edge * 0.75 - high
        self.page.region = "foot"
        foot(self.page, f, Box(self.edge, top, self.inner, high), parts)
        self.page.region = "margin"
        return top - 0.1

    def projection(self) -> str:
        """The spatial reference in words."""
        crs = self.ground.crs
        return self.findings.say("projection", name=crs.name, code=crs.to_epsg())

    def frame(self, box: Box, *, strokes: float = 1.0) -> MapFrame:
        """A map frame on this page, at a round scale on paper."""
        paper = self.size.name in ("a3", "a4")
        return MapFrame(
            self.page,
            box,
            self.ground,
            self.table,
            self.spec.extent,
            round_scale=paper,
            strokes=strokes,
        )

    def finish(
        self,
        frame: MapFrame,
        *,
        wanted: Iterable[str] = (),
        most: int | None = None,
        lines: bool = True,
        state: Snapshot | None = None,
    ) -> None:
        """Furniture, then words, from the ones with least choice of position to the freest."""
        furniture.scale_bar(frame, self.wording)
        furniture.north_arrow(frame, self.wording)
        furniture.ticks(frame, self.wording)
        # a line's name has many places to stand, a city's one: none may cost the map a city
        kept = labels.reserved(frame, self.archive, self.wording)
        frame.taken += kept
        linenames.every(self, frame, state or self.findings.state, roads_only=not lines)
        frame.taken = [box for box in frame.taken if box not in kept]
        if any(
            la.style == "place" and la.name in self.layers for la in self.archive.dataset.layers
        ):
            self.named += labels.places(
                frame, self.archive, self.wording, most=most or self.most_names, wanted=wanted
            )
        landnames.countries(frame, self.archive, self.wording)

    def finish_small(self, frame: MapFrame, *, first: bool) -> None:
        """The least a panel of many needs: scale and north on the first, the largest names."""
        if first:
            furniture.scale_bar(frame, self.wording)
            furniture.north_arrow(frame, self.wording)
        area = frame.box.width * frame.box.height * (10 / self.page.body) ** 2
        labels.places(frame, self.archive, self.wording, most=max(4, round(area)), scale=0.74)

    def legend(
        self, frames: Sequence[MapFrame], extra: dict[str, str] | None = None
    ) -> list[tuple[str, str]]:
        """Entries for what the frames show, in the map's reading order."""
        reference = self.archive.agreements[self.archive.dataset.reference_agreement]
        own = {
            f"taken.{p.id}": self.wording.fill(
                "legend_taken",
                party=self.wording.of(p, "short"),
                agreement=self.wording.agreement(reference),
            )
            for p in self.archive.dataset.parties
        } | (extra or {})
        shown = {key for frame in frames for key in frame.drawn}
        titles = {entry["key"]: entry["title"] for entry in map_legend(self.archive, self.wording)}
        titles = {**(extra or {}), **titles} | own
        titles["study_area"] = self.wording["briefing.study_area"]
        return [(key, title) for key, title in titles.items() if key in shown]


def composed(archive: Archive, wording: Wording, spec: BriefSpec) -> Sheet:
    """The filled page of a checked spec."""
    from dashboard.briefing import kinds  # kinds fill sheets, so they import this module

    sheet = Sheet(archive, wording, spec)
    kinds.COMPOSERS[spec.kind](sheet)
    return sheet


def about(sheet: Sheet) -> About:
    """What the file of a filled page says of itself."""
    named = tuple(dict.fromkeys(sheet.named))
    alt = alt_text(sheet.archive, sheet.wording, sheet.spec, named)
    return About(
        title=sheet.findings.title(),
        alt=alt,
        author=sheet.wording.of(sheet.archive.dataset, "title"),
        language=sheet.wording.language,
        produced_on=sheet.spec.produced_on,
        pictures={label: told or alt for label, told in sheet.page.pictures.items()},
    )


def _fits(text: str, size: float, room: float) -> bool:
    return fonts.width(text, size, 700) <= room * 72
