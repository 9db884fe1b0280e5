"""Charts of a page, drawn as clipped areas: distances, shares of an area, a line along its way."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.analysis.lines import Direction
from dashboard.quantity import Quantity, Unit
from dashboard.views.context import PageContext
from dashboard.wording import format

_ACCENT, _PALE = "var(--accent)", "var(--accent-rule)"
#: Years named below a chart, at most.
_YEARS = 9
#: Least height of an area: a distance of 0 must look different from an unknown one.
_LEAST = 1.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a chart with one value: its row in the table, its start and width in per cent."""

    cells: tuple[str, ...]
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What ``chart.html`` draws. Positions are in per cent of the plot, from its left and top."""

    #: Corners and colour of each area, as CSS has them, the one that lies on top last.
    areas: tuple[tuple[str, str], ...]
    #: What stands below the plot, with how far from its left.
    ticks: tuple[tuple[str, float], ...]
    #: What stands beside the plot, with how far from its top.
    marks: tuple[tuple[str, float], ...]
    #: ``heads``, ``values``: the table of values, which the pointer shows too; without rows unless
    #: ``Links.chart_values``.
    heads: tuple[str, ...]
    values: tuple[Stretch, ...]
    #: Where the day shown lies.
    at: float | None = None
    #: What it shows, where nothing beside it says so.
    text: str = ""

    @property
    def columns(self) -> list[float]:
        """How far each tick is from the one before it, the first from the left of the plot."""
        starts = [0.0, *(at for _, at in self.ticks)]
        return [after - before for before, after in itertools.pairwise(starts)]

    def reading(self, stretch: Stretch, separator: str) -> str:
        """A row of the table in one line; each of several values is named."""
        start, *cells = stretch.cells
        named = [
            f"{head} {cell}" if len(cells) > 1 else cell
            for head, cell in zip(self.heads[1:], cells, strict=True)
            if cell
        ]
        return f"{start}: {separator.join(named)}" if named else ""


def distances(page: PageContext, km: np.ndarray) -> Chart:
    """Distances over the series as steps, one value for each of ``archive.state_days``; a gap where
    there is no line."""
    most = float(np.nanmax(km))
    days, levels = page.state_edges(), np.minimum(_levels(km, 0.0, most), 100 - _LEAST)
    runs = []
    end = 0
    for is_known, run in itertools.groupby((~np.isnan(km)).tolist()):
        first, end = end, end + len(list(run))
        if is_known:
            runs.append((_area(days[first : end + 1], levels[first:end], 100.0), _ACCENT))
    cells = (("" if np.isnan(far) else _written(page, far, Unit.KM),) for far in km)
    return Chart(
        areas=tuple(runs),
        ticks=_years(page),
        marks=_marks(page, 0.0, most, Unit.KM),
        heads=(page.words["day"], page.words["chart_distance"]),
        values=_rows(page, _of_states(page, cells)),
        at=page.percent_of_series(page.choice.day),
    )


def shares(page: PageContext, series: Mapping[str | None, np.ndarray], text: str) -> Chart:
    """Area by holder over the series as stacked steps, one value for each of
    ``archive.state_days``."""
    sums = np.cumsum([*series.values()], axis=0)
    most, days = float(sums[-1].max()), page.state_edges()
    areas = [
        (_area(days, _levels(whole, 0.0, most), 100.0), page.holder_colour(party))
        for party, whole in zip(series, sums, strict=True)
    ]
    cells = (
        tuple(_written(page, km2, Unit.KM2) if km2 else "" for km2 in state)
        for state in zip(*series.values(), strict=True)
    )
    return Chart(
        areas=tuple(reversed(areas)),  # each reaches down to zero; the last drawn lies on top
        ticks=_years(page),
        marks=_marks(page, 0.0, most, Unit.KM2),
        heads=(page.words["day"], *map(page.party, series)),
        values=_rows(page, _of_states(page, cells)),
        at=page.percent_of_series(page.choice.day),
        text=text,
    )


def along_line(page: PageContext, way: Direction) -> Chart:
    """Distance along a line: above zero where the line of contact moved into the land it
    guarded."""
    words = page.words
    along = [sample.along_km for sample in way.samples]
    km = np.array([sample.km for sample in way.samples])
    length = way.length.value or along[-1]
    edges = [100 * min(at / length, 1.0) for at in (*along, length)]
    least, most = min(float(km.min()), 0.0), max(float(km.max()), 0.0)
    (zero,) = _levels(np.zeros(1), least, most)
    sides = (km.clip(min=0), km.clip(max=0))
    written = functools.partial(_written, page, unit=Unit.KM)
    values = (
        Stretch(
            (f"{words.locale.number(sample.along_km)} {words['along_line']}", written(sample.km)),
            start,
            end - start,
        )
        for sample, (start, end) in zip(way.samples, itertools.pairwise(edges), strict=True)
    )
    return Chart(
        areas=tuple(
            (_area(edges, _levels(side, least, most), zero), colour)
            for side, colour in zip(sides, (_ACCENT, _PALE), strict=True)
        ),
        ticks=((words.locale.number(0.0), 0.0), (format.text(words, way.length), 100.0)),
        marks=_marks(page, least, most, Unit.KM),
        heads=(words["chart_area"], words["chart_distance"]),
        values=_rows(page, values),
    )


def _area(edges: Sequence[float], levels: Iterable[float], zero: float) -> str:
    """The corners of the area between zero and a stepped line, which has one level between each two
    edges; a level is left out that is the one before, or has no width."""
    edges = [round(edge, 1) for edge in edges]
    corners: list[tuple[float, float]] = []
    before = zero
    for (edge, end), level in zip(itertools.pairwise(edges), levels, strict=True):
        if not corners or (level != before and edge < end):
            corners += [(edge, before), (edge, level)]
            before = level
    corners += [(edges[-1], before), (edges[-1], zero)]
    return ",".join(f"{x:g}% {y:g}%" for x, y in corners)


def _levels(values: np.ndarray, least: float, most: float) -> np.ndarray:
    """How far from the top of the plot values are drawn, to a pixel."""
    levels: np.ndarray = np.round(100 * (most - values) / ((most - least) or 1.0))
    return levels


# --- axes and values ----------------------------------------------------------------------


def _rows(page: PageContext, values: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The values of a chart; none unless ``Links.chart_values``."""
    return tuple(values) if page.links.chart_values else ()


def _of_states(page: PageContext, cells: Iterable[tuple[str, ...]]) -> Iterator[Stretch]:
    """Consecutive states with the same cells as one stretch, named by its first day."""
    starts: list[tuple[dt.date, tuple[str, ...]]] = []
    for day, state in zip(page.archive.state_days, cells, strict=True):
        if not starts or starts[-1][1] != state:
            starts.append((day, state))
    edges = [*(page.percent_of_series(day) for day, _ in starts), 100.0]
    for (day, shown), (start, end) in zip(starts, itertools.pairwise(edges), strict=True):
        yield Stretch((page.words.date(day), *shown), start, end - start)


def _years(page: PageContext) -> tuple[tuple[str, float], ...]:
    """The years of the series and where each begins, without the first, and without so many between
    them that each label has room."""
    first, last = page.archive.first_day, page.archive.last_day
    years = range(first.year, last.year + 1)
    named = years[1 :: math.ceil(len(years) / _YEARS)] or years
    starts = (max(first, dt.date(year, 1, 1)) for year in named)
    return tuple((str(day.year), page.percent_of_series(day)) for day in starts)


def _marks(
    page: PageContext, least: float, most: float, unit: Unit
) -> tuple[tuple[str, float], ...]:
    """The highest value drawn, zero, and the lowest."""
    values = (value for value in dict.fromkeys((most, least)) if value)
    marks = [(0.0, page.words.locale.number(0.0)), *((v, _written(page, v, unit)) for v in values)]
    height = (most - least) or 1.0
    return tuple((text, 100 * (most - value) / height) for value, text in marks)


def _written(page: PageContext, value: float, unit: Unit) -> str:
    return format.text(page.words, Quantity(float(value), unit))
