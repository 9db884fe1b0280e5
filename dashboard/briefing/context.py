"""What a picture is made of: the data, the words, the page and how the map looks. Only data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.archive import Archive
from dashboard.briefing.canvas import Page
from dashboard.briefing.findings import Findings
from dashboard.briefing.geometry import MapGeometry, map_geometry
from dashboard.briefing.rows import Table
from dashboard.briefing.spec import (
    SIZES,
    BriefSpec,
    Size,
    layers_of,
)
from dashboard.style import PRINT_LOOKS, Style, ViewLook, style_table
from dashboard.wording import Wording


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What every part of a picture is given.

    Attributes
    ----------
    styles
        Class key → style.
    look
        What a map of this kind shows.
    layers
        Names of the layers chosen.
    tables
        The figures there is room for in the margin.
    """

    archive: Archive
    words: Wording
    spec: BriefSpec
    size: Size
    page: Page
    geometry: MapGeometry
    styles: Mapping[str, Style]
    look: ViewLook
    layers: tuple[str, ...]
    findings: Findings
    tables: tuple[Table, ...]

    @property
    def is_square(self) -> bool:
        """Whether the margin stands below the map instead of beside it."""
        return self.size.width <= self.size.height

    @property
    def edge(self) -> float:
        """Inches left free round the page."""
        return 0.36 if self.is_square else 0.40 * self.size.width / 16

    @property
    def inner(self) -> float:
        """Width between the page's edges."""
        return self.size.width - 2 * self.edge


def render_context(
    archive: Archive, words: Wording, spec: BriefSpec, size: Size | None = None
) -> RenderContext:
    """The context of a checked spec, on a page of its own size unless another is given."""
    size = size or SIZES[spec.size]
    findings = Findings(archive, words, spec)
    tables = findings.tables()
    return RenderContext(
        archive=archive,
        words=words,
        spec=spec,
        size=size,
        page=Page(size, right_to_left=words.direction == "rtl"),
        geometry=map_geometry(archive),
        styles=style_table(archive.dataset),
        look=PRINT_LOOKS[spec.kind],
        layers=layers_of(spec, archive),
        findings=findings,
        tables=tables[:2] if size.width <= size.height else tables,
    )
