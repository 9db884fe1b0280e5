"""What a picture is made of: the data, the words, the page and how the map looks. Only data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import shapely

from dashboard.archive import Archive
from dashboard.briefing import cards
from dashboard.briefing.canvas import Page
from dashboard.briefing.findings import Findings
from dashboard.briefing.geometry import Bounds, MapGeometry, map_geometry
from dashboard.briefing.mapframe import paper_styles
from dashboard.briefing.spec import SIZES, BriefSpec, Size, dates_of, layers_of
from dashboard.style import PRINT_LOOKS, Style, ViewLook
from dashboard.wording import Wording


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What every part of a picture is given."""

    archive: Archive
    words: Wording
    spec: BriefSpec
    size: Size
    page: Page
    #: Metres its maps show: west, south, east, north.
    bounds: Bounds
    geometry: MapGeometry
    #: Class key → style.
    styles: Mapping[str, Style]
    #: What a map of this kind shows.
    look: ViewLook
    #: Names of the layers chosen.
    layers: tuple[str, ...]
    findings: Findings
    #: Whether annotations are drawn; otherwise there is only room for them.
    annotate: bool = True

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The dates that have a map each."""
        if self.spec.kind in ("situation", "difference", "chart"):
            return (self.spec.day,)
        return dates_of(self.spec, self.archive)

    @property
    def is_crowded(self) -> bool:
        """Whether a small page has several maps."""
        return self.size.is_small and len(self.days) > 1

    @property
    def is_brief(self) -> bool:
        """Whether several maps share a page seen on a screen."""
        return len(self.days) > 1 and not self.size.is_paper

    @property
    def is_scale_beside(self) -> bool:
        """Whether the scale stands in the legend: it would hide much of one of several maps."""
        return self.is_brief and self.spec.sheet in ("full", "legend")

    @property
    def edge(self) -> float:
        """Inches left free round the page."""
        return 0.032 * max(self.size.width, self.size.height)

    @property
    def inner(self) -> float:
        """Width between the page's edges."""
        return self.size.width - 2 * self.edge


def render_context(
    archive: Archive,
    words: Wording,
    spec: BriefSpec,
    size: Size | None = None,
    *,
    annotate: bool = True,
) -> RenderContext:
    """The context of a checked spec, on a page of its own size unless another is given."""
    size = size or SIZES[spec.size]
    findings, geometry = Findings(archive, words, spec), map_geometry(archive)
    shown = None
    if spec.kind == "difference":
        shown = shapely.union_all(list(geometry.changed(findings.change).values()))
    return RenderContext(
        archive=archive,
        words=words,
        spec=spec,
        size=size,
        page=Page(size, right_to_left=words.direction == "rtl"),
        bounds=geometry.seen_in(spec.extent, shown, cards.marked(geometry, spec.annotations)),
        geometry=geometry,
        styles=paper_styles(archive.dataset),
        look=PRINT_LOOKS[spec.kind],
        layers=layers_of(spec, archive),
        findings=findings,
        annotate=annotate,
    )
