"""The margin beside a map: figures and legend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.briefing import drawing, fonts
from dashboard.briefing.canvas import SOFT, Box
from dashboard.briefing.column import Column
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import Drawn
from dashboard.briefing.rows import Row, Table

_SWATCH = 0.30
"""Width of a legend's sample, in inches for a body of ten points."""


class Margin:
    """Writes figures and legend into a column; measured first, then drawn."""

    def __init__(self, context: RenderContext, drawn: Mapping[str, Drawn] | None = None):
        self.page, self.words = context.page, context.words
        self.styles, self.look = context.styles, context.look
        self.drawn = drawn or {}

    def fit(
        self, box: Box, tables: Sequence[Table], legend: Sequence[tuple[str, str]], heading: str
    ) -> float:
        """Fill a box, with smaller type where it would not fit; returns where the text ends."""
        for scale in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6):
            if self.height(box.width, scale, tables, legend, heading) <= box.height:
                break
        column = Column(self.page, box.x, box.y, box.width, scale=scale)
        self.write(column, tables, legend, heading)
        return column.y

    def height(
        self,
        width: float,
        scale: float,
        tables: Sequence[Table],
        legend: Sequence[tuple[str, str]] = (),
        heading: str = "",
    ) -> float:
        """Inches that tables and a legend take in a column."""
        column = Column(self.page, 0, 0, width, scale=scale, dry=True)
        self.write(column, tables, legend, heading)
        return column.y

    def write(
        self,
        column: Column,
        tables: Sequence[Table],
        legend: Sequence[tuple[str, str]],
        heading: str,
    ) -> None:
        """Tables, then the legend."""
        for table in tables:
            if table.rows:
                self.table(column, table)
                column.space(0.5)
        if legend:
            self.legend(column, legend, heading)

    def table(self, column: Column, table: Table) -> None:
        """A heading, a bar where rows are shares, the rows, a remark."""
        column.heading(table.heading)
        if table.remark:
            column.paragraph(table.remark, share=0.8, colour=SOFT)
        if table.bar:
            self._bar(column, table.rows)
        for row in table.rows:
            self._row(column, row)

    def legend(self, column: Column, entries: Iterable[tuple[str, str]], heading: str) -> None:
        """Every class drawn, with the sample of its style."""
        column.heading(heading)
        for key, title in entries:
            self._entry(column, key, title)

    def _entry(self, column: Column, key: str, title: str) -> None:
        indent = self._sample(column, key, _SWATCH)
        column.paragraph(title, share=0.86, indent=indent)
        column.space(0.1)

    def _row(self, column: Column, row: Row) -> None:
        element, text = self.page.label(column.region, "P"), row.text(self.words)
        indent = self._sample(column, row.style, 0.2) if row.style else 0.0
        if row.mark:
            indent = self._mark(column, row.mark)
        gap = column.size(4.2) / 72 if text.share else 0.0
        taken = gap + fonts.width(text.value, column.size(0.92), 600) / 72 + 0.1
        room = column.width - indent - taken
        # a label squeezed by a long value reads worse than one with the value under it
        under = room < 0.42 * column.width and bool(text.label)
        if under:
            room = column.width - indent
        narrow = Column(
            self.page, column.x, column.y, column.width - gap, scale=column.scale, dry=column.dry
        )
        top = column.y
        lines = fonts.wrap(text.label, column.size(0.92), room * 72)
        after = indent + fonts.width(lines[-1], column.size(0.92)) / 72 + 0.1
        wide = fonts.width(row.note, column.size(0.8)) / 72
        beside = len(lines) == 1 and not under and after + wide <= indent + room
        if row.note and beside:
            column.line(
                row.note, share=0.8, colour=SOFT, indent=after, advance=False, label=element
            )
        for line in lines:
            column.line(line, share=0.92, indent=indent, label=element)
        if not under:
            narrow.line(text.value, share=0.92, weight=600, align="end", label=element)
        if text.share:
            narrow.y = top
            narrow.width = column.width
            narrow.line(
                text.share, share=0.92, colour=SOFT, align="end", advance=False, label=element
            )
        if under:
            column.line(text.value, share=0.92, weight=600, align="end", label=element)
        if row.note and not beside:
            column.line(row.note, share=0.8, colour=SOFT, indent=indent, label=element)

    def _sample(self, column: Column, key: str, width: float) -> float:
        """Draw a sample at the column's line; returns the indent the text needs."""
        unit = column.size() / 10
        step = column.size(0.92) / 72 * self.page.leading
        if not column.dry:
            high = step * 0.62
            box = Box(column.x, column.y + (step - high) / 2 + step * 0.04, width * unit, high)
            self._swatch(self.page.left(box), key)
        return (width + 0.11) * unit

    def _mark(self, column: Column, text: str) -> float:
        """A number in its disc, as it stands on the chart; returns the indent the text needs."""
        step = column.size(0.92) / 72 * self.page.leading
        if not column.dry:
            box = self.page.left(Box(column.x, column.y, step, step))
            centre = box[0] + step / 2, box[1] + step / 2
            drawing.disc(self.page.overlay, *centre, text, column.size(0.78))
        return step * 1.45

    def _swatch(self, box: tuple, key: str, *, framed: bool = True) -> None:
        drawn = self.drawn.get(key) or Drawn(self.styles[key], self.look.opacity(key))
        x, y, width, height = box
        under = drawing.backgrounds(self.drawn, key)
        for i, (below, below_opacity) in enumerate(under):
            part = (x + width * i / len(under), y, width / len(under), height)
            drawing.swatch(self.page.overlay, part, below, opacity=below_opacity, framed=False)
        drawing.swatch(self.page.overlay, box, drawn.style, opacity=drawn.opacity, framed=framed)

    def _bar(self, column: Column, rows: Sequence[Row]) -> None:
        shares = [(row, row.share.value) for row in rows if row.share and row.share.value]
        total = sum(share for _, share in shares) or 1.0
        high = column.size(0.95) / 72
        x = column.x
        for row, share in shares:
            width = column.width * share / total
            if not column.dry and width > 0.004:
                box = self.page.left(Box(x, column.y + 0.04, width, high))
                self._swatch(box, row.style, framed=width > 0.03)
            x += width
        column.y += high + 0.12
