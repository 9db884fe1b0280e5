"""Charts of a page as drawings in it, which need no script."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.quantity import Quantity, Unit
from dashboard.views.context import PageContext
from dashboard.views.parts import Distances, Ribbon, Shares
from dashboard.wording import format

#: Of a plot, which the page stretches to the room there is.
_WIDTH, _HEIGHT = 1000, 100


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart is drawn by.

    Attributes
    ----------
    paths
        ``d`` and colour of each path, in a plot of 1000 by 100: areas, or a line. Without a
        colour the first has the accent, which is another on dark pages, and the next a paler one.
    ends
        What stands at either end of the axis below.
    marks
        What stands beside the plot, with how far from its top, in per cent.
    at
        Where the day shown lies, in per cent of the width.
    text
        What it shows, where nothing beside it says so.
    """

    paths: tuple[tuple[str, str], ...]
    ends: tuple[str, str]
    marks: tuple[tuple[str, float], ...]
    is_line: bool = False
    at: float | None = None
    text: str = ""


def distances(page: PageContext, part: Distances) -> Chart:
    """A stepped series of distances over the days of the series, nothing where there is no line."""
    most = float(np.nanmax(part.km))
    days, known = _day_edges(page), ~np.isnan(part.km)
    levels = _levels(np.nan_to_num(part.km), 0.0, most)
    runs = []
    for is_known, run in itertools.groupby(range(len(levels)), lambda state: known[state]):
        if is_known:
            states = [*run]
            first, end = states[0], states[-1] + 1
            steps = _along(days[first : end + 1], levels[first:end])
            runs.append(f"M{days[first]} {levels[first]}{steps}")
    return Chart(
        paths=(("".join(runs), ""),),
        ends=_years(page),
        marks=_marks(page, 0.0, most, Unit.KM),
        is_line=True,
        at=page.percent_of_series(page.choice.day),
    )


def shares(page: PageContext, part: Shares) -> Chart:
    """Area by party over the days of the series as stacked steps, in the parties' colours."""
    most = float(np.sum([*part.series.values()], axis=0).max())
    days, paths = _day_edges(page), []
    base = np.zeros(len(page.archive.state_days))
    for party, area in part.series.items():
        path = _between(days, _levels(base + area, 0.0, most), _levels(base, 0.0, most))
        paths.append((path, page.archive.parties[party].colour))
        base = base + area
    return Chart(
        paths=tuple(paths),
        ends=_years(page),
        marks=_marks(page, 0.0, most, Unit.KM2),
        at=page.percent_of_series(page.choice.day),
        text=part.text,
    )


def ribbon(page: PageContext, part: Ribbon) -> Chart:
    """Distance along a line: above zero where the ground moved into the land it guarded."""
    along = [sample.along_km for sample in part.way.samples]
    km = np.array([sample.km for sample in part.way.samples])
    length = part.way.length.value or along[-1]
    edges = [round(_WIDTH * min(at / length, 1.0)) for at in (*along, length)]
    least, most = min(float(km.min()), 0.0), max(float(km.max()), 0.0)
    zero = _levels(np.zeros(len(km)), least, most)
    sides = (km.clip(min=0), km.clip(max=0))
    return Chart(
        paths=tuple((_between(edges, _levels(side, least, most), zero), "") for side in sides),
        ends=(page.words.locale.number(0.0), format.text(page.words, part.way.length)),
        marks=_marks(page, least, most, Unit.KM),
    )


# --- paths --------------------------------------------------------------------------------


def _along(edges: Sequence[int], levels: Sequence[int]) -> str:
    """Steps from the first edge, where the pen is at the first level, to the last."""
    made, level = [], levels[0]
    for edge, following in zip(edges[:-1], levels, strict=True):
        if following != level:
            made.append(f"H{edge}V{following}")
            level = following
    return f"{''.join(made)}H{edges[-1]}"


def _between(edges: Sequence[int], top: Sequence[int], base: Sequence[int]) -> str:
    """The area between two stepped lines."""
    there, back = _along(edges, top), _along(edges[::-1], base[::-1])
    return f"M{edges[0]} {top[0]}{there}V{base[-1]}{back}Z"


def _levels(values: np.ndarray, least: float, most: float) -> list[int]:
    """How far from the top of the plot values are drawn."""
    return [round(each) for each in _HEIGHT * (most - values) / ((most - least) or 1.0)]


# --- axes ---------------------------------------------------------------------------------


def _day_edges(page: PageContext) -> list[int]:
    """Where each state begins, and the end of the last."""
    days = page.archive.state_days
    return [*(round(_WIDTH * page.percent_of_series(day) / 100) for day in days), _WIDTH]


def _years(page: PageContext) -> tuple[str, str]:
    return str(page.archive.first_day.year), str(page.archive.last_day.year)


def _marks(
    page: PageContext, least: float, most: float, unit: Unit
) -> tuple[tuple[str, float], ...]:
    """The highest value drawn, nought, and the lowest."""
    values = (value for value in dict.fromkeys((most, least)) if value)
    marks = [(0.0, page.words.locale.number(0.0)), *((v, _written(page, v, unit)) for v in values)]
    height = (most - least) or 1.0
    return tuple((text, 100 * (most - value) / height) for value, text in marks)


def _written(page: PageContext, value: float, unit: Unit) -> str:
    return format.text(page.words, Quantity(value, unit))
