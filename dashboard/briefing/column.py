"""Text that runs down a page: headings, paragraphs, rows."""

from __future__ import annotations

from dashboard.briefing import fonts
from dashboard.briefing.canvas import Page
from dashboard.style import INK


class Column:
    """Text in a column of a page; ``y`` is where the next goes.

    Parameters
    ----------
    region
        The part of the page it belongs to, one of ``tagged.REGIONS``.
    dry
        Whether nothing is drawn, so that a column can be measured before it is set.
    """

    def __init__(
        self,
        page: Page,
        x: float,
        y: float,
        width: float,
        *,
        region: str = "margin",
        scale: float = 1.0,
        dry: bool = False,
    ):
        self.page, self.x, self.y, self.width = page, x, y, width
        self.region, self.scale, self.dry = region, scale, dry

    def size(self, share: float = 1.0) -> float:
        """Type size in points for a share of the body size."""
        return self.page.body * self.scale * share

    def space(self, lines: float) -> None:
        """Leave room of so many body lines."""
        self.y += lines * self.size() / 72 * self.page.leading

    def line(
        self,
        text: str,
        *,
        share: float = 1.0,
        weight: int = 400,
        colour: str = INK,
        indent: float = 0.0,
        align: str = "start",
        advance: bool = True,
        label: str = "",
    ) -> None:
        """One line of text: a part of the element ``label``, or a paragraph of its own."""
        size = self.size(share)
        step = size / 72 * self.page.leading
        if not self.dry:
            at = self.x + indent if align == "start" else self.x + self.width
            label = label or self.page.label(self.region, "P")
            self.page.text(
                at,
                self.y + step * 0.76,
                text,
                label=label,
                size=size,
                weight=weight,
                colour=colour,
                align=align,
            )
        if advance:
            self.y += step

    def paragraph(
        self,
        text: str,
        *,
        share: float = 1.0,
        weight: int = 400,
        colour: str = INK,
        indent: float = 0.0,
        spare: float = 0.0,
        most: int | None = None,
        role: str = "P",
    ) -> None:
        """Text broken into lines of the column's width, ``spare`` inches left free at its end.

        What does not fit in ``most`` lines is cut with an ellipsis.
        """
        room = (self.width - indent - spare) * 72
        lines = fonts.wrap(text, self.size(share), room, weight)
        if most is not None and len(lines) > most:
            lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
        label = self.page.label(self.region, role)
        for line in lines:
            self.line(line, share=share, weight=weight, colour=colour, indent=indent, label=label)

    def heading(self, text: str) -> None:
        """A heading over a rule's width of its own."""
        if not self.dry:
            self.page.rule(self.x, self.y, self.width)
        self.space(0.25)
        self.paragraph(text, share=0.98, weight=700, role="H2")
        self.space(0.15)
