"""Area over time: who held how much of the headline zone after each reported change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.dates import (
    DateLocator,
    DayLocator,
    MonthLocator,
    YearLocator,
    date2num,
    num2date,
)
from matplotlib.text import Text

from dashboard.analysis.over_time import held_over_time
from dashboard.analysis.situation import difference
from dashboard.archive import Archive
from dashboard.briefing import drawing, fonts
from dashboard.briefing.canvas import DARK, RULE, SOFT, Box, Column, Page
from dashboard.briefing.context import RenderContext
from dashboard.briefing.findings import flagged
from dashboard.quantity import Unit
from dashboard.records import Operation
from dashboard.style import ACCENT, INK, PRINT_LOOKS
from dashboard.wording import Locale, Wording, format

CURSOR = "#C2185B"
_DAY = dt.timedelta(days=1)
_MOST_ZOOMS, _ZOOM_FROM, _ZOOM_WIDTH = 3, 22.0, 12.0
"""Operations shown on an axis of their own; ems of a chart's height from which on they are; of the
width each has at least."""
_LETTER = 0.08
"""Share of a chart's height at which the letter of an operation stands."""
_BESIDE = 0.62
"""Share of its width that a low chart keeps which has one of them beside it."""
_YEARS_FROM, _MONTHS_FROM = 900, 45
"""Days from which on an axis of time has years and months for its labels."""
_COMPACT_KM2 = 1_000_000
"""From where on an axis is labelled in millions."""


def flagged_chart(context: RenderContext, box: Box, days: Sequence[dt.date]) -> None:
    """The page's main chart, the agreements numbered over it, and the operations in which most land
    changed hands under it; beside it where it is low, on a small page."""
    unit = context.page.type(0.9) / 72
    is_low = box.height <= _ZOOM_FROM * unit
    most = 1 if is_low else min(_MOST_ZOOMS, int(box.width / (_ZOOM_WIDTH * unit)))
    zooms = zooms_of(context, most)
    if is_low and zooms and context.size.is_small:
        _beside(context, box, days, zooms[0])
        return
    main = replace(box, height=box.height * (0.55 if zooms else 1.0))
    ax = area_chart(context, main, days, lettered=zooms)
    if not context.size.is_small:  # there is no room to say which they are
        _flag(context, ax, main)
    if not zooms:
        return
    top, step = main.y + main.height + 2.6 * unit, (box.width + 2 * unit) / len(zooms)
    named = dict(zip("ABC", zooms, strict=False))
    dry = {letter: Column(context.page, 0, 0, step - 2 * unit, dry=True) for letter in named}
    for letter, column in dry.items():
        _zoom_head(context, column, letter, named[letter])
    plots = top + max(column.y for column in dry.values()) + 0.4 * unit
    high = max(box.y + box.height - plots, 3 * unit)
    order = sorted(named, reverse=context.page.right_to_left)  # time goes to the right
    for at, letter in enumerate(order):
        x, width = box.x + at * step, step - 2 * unit
        head = Column(context.page, x, top, width, region="map")
        _zoom_head(context, head, letter, named[letter])
        place = Box(x, plots, width, high)
        _zoom(context, ax, place, letter, named[letter], scaled=letter == "A")


def _beside(
    context: RenderContext, box: Box, days: Sequence[dt.date], operation: Operation
) -> None:
    """A low chart, and beside it the operation in which most land changed hands, on the same
    scale."""
    unit, span = context.page.type(0.9) / 72, days_of(operation)
    is_right_to_left = context.page.right_to_left  # time goes to the right in any language
    wide = box.width * (1 - _BESIDE) - unit

    def head(y: float, *, dry: bool = False) -> float:
        column = Column(context.page, box.x, y, box.width, region="map", dry=dry)
        end: dict[str, Any] = {"share": 0.9, "align": "start" if is_right_to_left else "end"}
        named = name_of(context.words, operation)
        column.paragraph(named, weight=700, colour=ACCENT, most=2, **end)  # the colour of its bar
        column.paragraph(context.words.locale.span(*span, "brief"), colour=DARK, **end)
        return column.y - y

    low = max(head(0.0, dry=True) - 0.7 * unit, 0.0)  # a chart leaves some room above it
    box = replace(box, y=box.y + low, height=box.height - low)
    starts = [box.x, box.x + box.width - wide]
    if is_right_to_left:
        starts = [box.x + wide + unit, box.x]
    head(box.y - low - 0.7 * unit)
    main = area_chart(context, replace(box, x=starts[0], width=box.width * _BESIDE), days)
    _zoom(context, main, replace(box, x=starts[1], width=wide), "", operation, scaled=False)


def zooms_of(context: RenderContext, most: int) -> tuple[Operation, ...]:
    """The operations in which most land of the headline zone changed hands, in time order."""
    archive, zone = context.archive, context.archive.dataset.headline_zone
    changed = {}
    for each in archive.operations.values():
        if each.end_on and archive.first_day <= each.start_on < each.end_on <= archive.last_day:
            figures = difference(archive, each.start_on - _DAY, each.end_on, zone)
            changed[each.id] = figures.changed.value or 0.0
    first = sorted(filter(changed.get, changed), key=lambda ident: -changed[ident])
    kept = list[Operation]()
    for each in map(archive.operations.__getitem__, first):
        if len(kept) < most and not any(_overlap(each, other) for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: each.start_on))


def name_of(words: Wording, operation: Operation) -> str:
    """The name of an operation under which its dates stand."""
    return re.sub(r" \(.*?\)", "", words.text(operation.name))


def _overlap(a: Operation, b: Operation) -> bool:
    last = dt.date.max
    return a.start_on <= (b.end_on or last) and b.start_on <= (a.end_on or last)


def _zoom_head(context: RenderContext, column: Column, letter: str, operation: Operation) -> None:
    """The name and dates of an operation, with its largest flow where there is room."""
    words, span = context.words, days_of(operation)
    column.paragraph(f"{letter}  {name_of(words, operation)}", share=0.95, weight=700, most=2)
    column.paragraph(words.locale.span(*span, "brief"), share=0.9, colour=DARK)
    if context.size.is_paper or context.size.is_small:
        zone = context.archive.dataset.headline_zone
        flow = difference(context.archive, span[0] - _DAY, span[1], zone).flows[0]
        named = context.findings.flow_title(flow.taker, flow.giver)
        area = format.with_error(words, flow.area)
        column.paragraph(f"{named}{words['list_comma']}{area}", share=0.9, colour=DARK)


def _zoom(
    context: RenderContext, main: Axes, box: Box, letter: str, operation: Operation, *, scaled: bool
) -> None:
    """One operation on its own axis of time, and where it lies on that of the series; ``scaled`` if
    it has the labels of the areas, which count for those beside it too."""
    page, words, span = context.page, context.words, days_of(operation)
    ends, across = date2num(span), main.get_xaxis_transform()
    bar: dict[str, Any] = {"color": ACCENT, "linewidth": 3.5, "zorder": 7}
    main.plot(ends, [0.012] * 2, transform=across, **bar)
    if letter:
        drawing.disc(main, middle_of(operation), _LETTER, letter, page.type(0.9), across)
    alt = f"{words.text(operation.name)} {words.locale.span(*span, 'brief')}"
    ax = area_chart(context, box, (), alt=alt, span=span, scaled=scaled)
    ax.plot(ends, [0.012] * 2, transform=ax.get_xaxis_transform(), **bar)


def days_of(operation: Operation) -> tuple[dt.date, dt.date]:
    """The first and the last day of an operation that has ended."""
    assert operation.end_on
    return operation.start_on, operation.end_on


def middle_of(operation: Operation) -> float:
    """The time at which the letter of an operation stands."""
    return float(date2num(days_of(operation)).mean())


def legend(context: RenderContext) -> dict[str, str]:
    """Class key and name of every holder the headline zone ever has, unknown included."""
    archive, parties = context.archive, context.archive.parties
    holders = held_over_time(archive, archive.dataset.headline_zone)
    return {
        f"control.{p or 'unknown'}": context.words.holder(parties.get(p or "")) for p in holders
    }


def area_chart(
    context: RenderContext,
    box: Box,
    days: Sequence[dt.date],
    *,
    alt: str = "",
    small: bool = False,
    span: tuple[dt.date, dt.date] | None = None,
    scaled: bool = True,
    lettered: Sequence[Operation] = (),
) -> Axes:
    """Stacked areas that step at each change, with a line at each of ``days``.

    Steps, not slopes: between two reported changes nothing is known to have moved.

    ``lettered``: operations whose letters the dates must not hide.
    ``span``: the days shown, then without names; all if ``None``.
    ``scaled``: whether the axis has labels in km².
    """
    page, archive, words = context.page, context.archive, context.words
    ax = page.axes(box, alt)
    size = page.type(0.7 if small else 0.9)
    series = held_over_time(archive, archive.dataset.headline_zone)
    times = date2num([*archive.state_days, archive.dataset.series.end])
    base = np.zeros(len(times))
    bands = []
    total = sum(np.append(areas, areas[-1]) for areas in series.values())
    ax.set(xlim=(times[0], times[-1]), ylim=(0, np.max(total, initial=1.0)))
    for party, areas in series.items():
        top = base + np.append(areas, areas[-1])
        bands.append((party, base, top))
        _band(context, ax, f"control.{party or 'unknown'}", times, base, top)
        base = top
    if span:
        ax.set_xlim(date2num(span[0] - _DAY), date2num(span[1] + _DAY))
    _axes(ax, page, words, size, small=small, coarse=small or bool(span))
    if not scaled:
        ax.set_yticklabels([])
    for day in days:
        ax.axvline(date2num(day), color=CURSOR, linewidth=1.4 if small else 2.0, zorder=6)
    named = [] if small else [_name_day(context, ax, day, size, lettered) for day in days]
    if not span and not small and not context.size.is_small:
        _name_bands(ax, archive, words, times, bands, size, named)
    return ax


def flag_rows(context: RenderContext, width: float) -> int:
    """Rows of numbers over a chart so many inches wide."""
    times = (date2num(context.archive.first_day), date2num(context.archive.last_day))
    return max((row for *_, row in flags(context, width, times)), default=-1) + 1


def flags(
    context: RenderContext, width: float, times: tuple[float, float]
) -> list[tuple[int, float, int]]:
    """Number, time and row of each agreement over a chart so many inches wide, of an axis from one
    time to another: in rows where dates are close."""
    ends, found = list[float](), []
    low, high = times
    room = context.page.type(0.9) / 72 * 1.9 * (high - low) / width
    for number, agreement in enumerate(flagged(context.archive), 1):
        x = date2num(agreement.flag_day)
        if low <= x <= high:
            row = next((i for i, end in enumerate(ends) if x - end >= room), len(ends))
            ends[row : row + 1] = [x]
            found.append((number, x, row))
    return found


def _flag(context: RenderContext, ax: Axes, box: Box) -> None:
    """Number the agreements over their dates; ``box`` is the chart's place on the page."""
    size = context.page.type(0.9)
    rise = size / 72 * 1.75 / box.height
    for number, x, row in flags(context, box.width, ax.get_xlim()):
        y, across = 1 + rise * (0.75 + row), ax.get_xaxis_transform()
        line: dict[str, Any] = {"color": ACCENT, "linewidth": 0.9, "clip_on": False, "zorder": 5}
        ax.plot([x, x], [0, y], transform=across, **line)
        drawing.disc(ax, x, y, str(number), size, across)


def _band(
    context: RenderContext, ax: Axes, key: str, times: np.ndarray, low: np.ndarray, high: np.ndarray
) -> None:
    """The band of a class between two curves, drawn as on a map of one date."""
    x, bottom, top = np.repeat(times, 2)[1:], np.repeat(low, 2)[:-1], np.repeat(high, 2)[:-1]
    outline = np.column_stack([np.append(x, x[::-1]), np.append(top, bottom[::-1])])
    style = replace(context.styles[key], stroke=None)
    drawing.area(
        ax, shapely.Polygon(outline), style, opacity=PRINT_LOOKS["chart"].opacity(key), z=1
    )
    ax.step(times, high, where="post", color=INK, linewidth=0.8, zorder=3)


def tick_step(top: float, *, small: bool) -> int:
    """km² from label to label of an axis that reaches to ``top``, so that none overlap."""
    usual, most = (5000, 6) if small else (2000, 15)
    steps = [times * 10**power for power in range(9) for times in (1, 2, 5)]
    if top / usual > most:
        return next(step for step in steps if top / step <= most)
    return next((step for step in steps[::-1] if step <= usual and top / step >= 1.5), 1)


def time_labels(
    low: float, high: float, room: float, words: Wording, size: float
) -> tuple[list[float], list[str]]:
    """Where labels of time stand on an axis so many points long, and what they say.

    Years, months or days as the span is long, as many as there is room for. Times are those of
    ``matplotlib.dates``.
    """
    at, names = list[float](), list[str]()
    for step in range(1, 13):
        locator, write = _labelled(words.locale, high - low, step)
        ticks = locator.tick_values(num2date(low), num2date(high))
        at = [float(tick) for tick in ticks if low <= tick <= high]
        names = [write(num2date(tick)) for tick in at]
        if sum(fonts.width(name, size) + size for name in names) <= room:
            break
    return at, names


def _labelled(
    locale: Locale, days: float, step: int
) -> tuple[DateLocator, Callable[[dt.date], str]]:
    """What is labelled on an axis of so many days, every so many of it, and how it is written."""
    if days > _YEARS_FROM:
        return YearLocator(step), lambda day: str(day.year)
    if days > _MONTHS_FROM:
        return MonthLocator(interval=step), locale.brief_month
    return DayLocator(interval=step), locale.day_of_year


def room_of_areas(context: RenderContext) -> float:
    """Inches that the labels of the areas take beside the page's own chart."""
    series = held_over_time(context.archive, context.archive.dataset.headline_zone)
    top, size = float(np.max(sum(series.values()), initial=1.0)), context.page.type(0.9)
    _, names = _area_labels(context.words, top, small=False, coarse=False)
    return (max(fonts.width(name, size) for name in names) + 5) / 72


def _area_labels(
    words: Wording, top: float, *, small: bool, coarse: bool
) -> tuple[np.ndarray, list[str]]:
    """Where labels of km² stand on an axis that reaches to ``top``, and what they say."""
    km2 = np.arange(0, top + 1, tick_step(top, small=coarse))
    write = words.locale.compact if top >= _COMPACT_KM2 else words.locale.number
    names = [write(v) for v in km2]
    if not small:  # where the heading does not say it
        names[-1] = words.locale.unit(names[-1], Unit.KM2, float(km2[-1]))
    return km2, names


def _axes(ax: Axes, page: Page, words: Wording, size: float, *, small: bool, coarse: bool) -> None:
    room = ax.bbox.width / ax.figure.dpi * 72
    at, names = time_labels(*ax.get_xlim(), room, words, size)
    ax.set_xticks(at, [page.in_direction(name) for name in names])
    ax.set_yticks(*_area_labels(words, ax.get_ylim()[1], small=small, coarse=coarse))
    ax.tick_params(length=2.5, width=0.6, color=SOFT, pad=2)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set(fontproperties=fonts.properties(label.get_text(), size), color=DARK)
    for side, spine in ax.spines.items():
        spine.set(visible=side in ("bottom", "left"), linewidth=0.7, color=SOFT)
    if not small:
        ax.grid(axis="y", color=RULE, linewidth=0.5, zorder=4, alpha=0.6)


def _name_day(
    context: RenderContext, ax: Axes, day: dt.date, size: float, lettered: Sequence[Operation]
) -> Text:
    """The date at its line, on the side where there is room, and over a letter it would hide."""
    low, high = ax.get_xlim()
    late = date2num(day) > low + 0.6 * (high - low)
    text = context.page.in_direction(context.words.date(day))
    side, align = (-1, "right") if late else (1, "left")
    across, offset = ax.get_xaxis_transform(), (side * size * 0.6, 0)
    plate = {"boxstyle": "round,pad=0.3", "fc": CURSOR, "ec": "white", "lw": 0.7}
    style: dict[str, Any] = {"fontproperties": fonts.properties(text, size, 700), "bbox": plate}
    style |= {"ha": align, "va": "bottom", "color": "white", "zorder": 9}
    style |= {"xycoords": across, "textcoords": "offset points"}
    date = ax.annotate(text, (date2num(day), 0.02), offset, **style)
    around = date.get_window_extent().padded(2 * size * ax.figure.dpi / 72)
    letters = [across.transform((middle_of(each), _LETTER)) for each in lettered]
    if any(around.contains(*letter) for letter in letters):
        date.xy, date.xyann = (date2num(day), _LETTER), (offset[0], 1.5 * size)
    return date


def _name_bands(
    ax: Axes,
    archive: Archive,
    words: Wording,
    times: np.ndarray,
    bands: list,
    size: float,
    dates: Sequence[Text],
) -> None:
    """Each holder's name where its band has been tall for longest, or beside one of the ``dates``
    that are in its way; none where it has no room there."""
    days_per_point = (times[-1] - times[0]) / (ax.bbox.width / ax.figure.dpi * 72)
    margin = 1.5 * size * ax.figure.dpi / 72
    to_data = ax.transData.inverted()
    taken = [date.get_window_extent().padded(0, margin).transformed(to_data) for date in dates]
    for party, low, high in bands:
        tallest = int(np.argmax((high - low)[:-1] * np.diff(times)))
        text = words.holder(archive.parties.get(party or ""), "short")
        half = (fonts.width(text, size * 1.1, 700) / 2 + size) * days_per_point
        middle = (times[tallest] + times[tallest + 1]) / 2
        beside = (x for date in taken for x in (date.x0 - half, date.x1 + half))
        for x in (middle, *sorted(beside, key=lambda x: abs(x - middle))):
            x = max(min(x, times[-1] - half), times[0] + half)
            at = np.searchsorted(times, x, side="right") - 1
            y, tall = (low[at] + high[at]) / 2, high[at] - low[at]
            hidden = any(d.y0 < y < d.y1 and d.x0 - half < x < d.x1 + half for d in taken)
            if tall >= 0.08 * ax.get_ylim()[1] and not hidden:
                plate = {"boxstyle": "round,pad=0.3", "fc": (1, 1, 1, 0.85), "ec": "none"}
                drawing.text(ax, (x, y), text, size * 1.1, 700, zorder=8, bbox=plate)
                break
