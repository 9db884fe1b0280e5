"""What stands beside a map: figures, legend, the course of time, the locator.

Each is a block that writes itself into a column; ``flow`` puts blocks where they fit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, permutations
from typing import Any, NamedTuple

from dashboard.briefing import cards, charts, drawing, fonts, furniture
from dashboard.briefing.canvas import DARK, SOFT, Box, Column, Page
from dashboard.briefing.context import RenderContext
from dashboard.briefing.mapframe import MapFrame
from dashboard.briefing.rows import Row, RowText, Table
from dashboard.briefing.spec import dates_of
from dashboard.legend import legend_entries, look_alike_note

Block = Callable[[Column], None]

_GAP, _COLUMN_EM = 0.26, {3: 15.3, 2: 13.5, 1: 0.0}
"""Inches between columns; the least width of one in ems of the body, by how many there are."""
_EXPLAINED = (
    "contact",
    "contact_a",
    "control",
    "low_certainty",
    "taken",
    "gained",
    "distance",
    "agreed_area",
    "agreed_line",
    "depth_line",
    "band",
    "band_outer",
    cards.KEY,
)
"""Classes a small page explains; other lines and roads bear their names on the map."""
_CHART_EM = 15.0
"""Ems of its type a chart beside a map is wide at least."""
_MOST_ROWS = 10
"""Rows of a table up to which it stands in one column."""
MOST_LISTED, _MOST_BRIEF = 6, 2
"""Holders up to which a legend has those too whose figures stand beside it with their samples, and
pairs of them up to which it has land that changed hands pair by pair: fewer on a small page, and
beside several maps on a screen."""
_MOST_LINES = 3
"""Lines of a text of the legend that can be read at a glance."""
_LEAST_LABEL = 0.36
"""Share of a column a label of two lines has at least beside its value."""
_LEADS = (1.4, 1.2, 1.0)
"""Sizes over the body's of the first table's values, which are the figures of the picture: the
largest that leaves them beside their labels, or under them."""

_SHARES = tuple(step / 20 for step in range(4, 20))
"""How low columns may be, as a share of their room."""


def columns(page: Page, box: Box) -> list[Box]:
    """A box in as many columns as can be read, three at most."""
    widths = {count: (box.width - _GAP * (count - 1)) / count for count in _COLUMN_EM}
    count = next(n for n, em in _COLUMN_EM.items() if widths[n] >= em * page.body / 72)
    width = widths[count]
    return [Box(box.x + i * (width + _GAP), box.y, width, box.height) for i in range(count)]


def balanced(page: Page, boxes: list[Box], blocks: Sequence[Block | Sequence[Block]]) -> list[Box]:
    """The columns as low as they can be for blocks that all have room in them."""
    for share in _SHARES:
        lower = [replace(box, height=box.height * share) for box in boxes]
        if not flow(page, lower, blocks, dry=True):
            return lower
    return boxes


def flow(
    page: Page,
    boxes: Sequence[Box],
    blocks: Iterable[Block | Sequence[Block]],
    *,
    dry: bool = False,
) -> list[Block | Sequence[Block]]:
    """Write each block into the first column that has room for it; returns those without room.

    ``dry`` only looks where there is room.

    A sequence of blocks stands in one column if one has room for all of it, else it goes on at the
    top of the next.
    """
    ends, left_over = [box.y for box in boxes], list[Block | Sequence[Block]]()
    for block in blocks:
        parts = list(block) if isinstance(block, Sequence) else [block]
        plan = _plan(page, boxes, ends, parts)
        if plan is None:
            left_over.append(block)
            continue
        for at, some, height in plan:
            box = boxes[at]
            room = box.y + box.height - ends[at]
            column = Column(page, box.x, ends[at], box.width, room=room)
            for part in () if dry else some:
                part(column)
            ends[at] += height + 0.5 * page.body / 72
    return left_over


def _plan(
    page: Page, boxes: Sequence[Box], ends: Sequence[float], parts: Sequence[Block]
) -> list[tuple[int, Sequence[Block], float]] | None:
    """Which parts stand in which columns and how high they are there; ``None`` without room."""
    widths = {box.width for box in boxes}
    heights = {width: [page.measure(part, part, width) for part in parts] for width in widths}
    rooms = [box.y + box.height + 0.01 - end for box, end in zip(boxes, ends, strict=True)]
    for at, box in enumerate(boxes):
        if sum(heights[box.width]) <= rooms[at]:
            return [(at, parts, sum(heights[box.width]))]
    plan, done = list[tuple[int, Sequence[Block], float]](), 0
    for at, box in enumerate(boxes):
        if done and ends[at] > box.y:  # what goes on below other things would be read as theirs
            continue
        below = list(accumulate(heights[box.width][done:]))
        if count := bisect_right(below, rooms[at]):
            plan.append((at, parts[done : done + count], below[count - 1]))
            done += count
    return plan if done == len(parts) and len(plan) > 1 else None


def table(context: RenderContext, table: Table, *, lead: bool = False) -> list[Block]:
    """A heading, a remark, a bar where rows are shares, the rows; of a long table a block for each
    row with its parts."""

    is_long, leads = len(table.rows) > _MOST_ROWS, dict[float, tuple[float, bool]]()
    sizes = _LEADS if lead and not is_long else (1.0,)
    worded = [(row, row.text(context.words)) for row in table.rows]

    def block(rows: Sequence[tuple[Row, RowText]]) -> Block:
        def write(column: Column) -> None:
            if rows[0] is worded[0]:
                column.heading(table.heading)
                if table.remark:
                    column.paragraph(table.remark, share=0.85, colour=SOFT)
                if table.bar:
                    _bar(context, column, table.rows)
            if column.width not in leads:
                styled = [each for each in worded if each[0].style]
                leads[column.width] = _lead(column, styled, sizes)
            grown, is_stacked = leads[column.width]
            for row, text in rows:
                _row(context, column, row, text, grown if row.style else 1.0, is_stacked)

        return write

    counts = [len(group) for group in table.groups] if is_long else [len(worded)]
    if is_long and counts[0] == 1:  # a heading stands with more than one row
        counts[:2] = [1 + counts[1]]
    ends = list(accumulate(counts))
    return [block(worded[end - count : end]) for end, count in zip(ends, counts, strict=True)]


def note(heading: str, text: str) -> Block:
    """A paragraph under a heading."""

    def write(column: Column) -> None:
        column.heading(heading)
        column.paragraph(text, share=0.85, colour=DARK)

    return write


def legend(
    context: RenderContext,
    entries: Mapping[str, str],
    frames: Sequence[MapFrame],
    *,
    runs: bool,
) -> list[Block]:
    """Every class drawn, with the sample of its style, and the scale where it is on no map.

    The heading goes with the first two. A legend that ``runs`` on like words has none, and leaves
    the room to the maps.
    """
    scale = frames[0] if frames and context.is_scale_beside else None
    if runs:
        return [_running_legend(context, entries, scale)]

    def block(keys: Sequence[str]) -> Block:
        def write(column: Column) -> None:
            if keys == keyed[0]:
                column.heading(context.findings.words["legend"])
            for key in keys:
                _entry(context, key, entries[key], 0.3, column)
                column.space(0.08)

        return write

    listed = list(entries)
    keyed = [listed[:2], *([key] for key in listed[2:])]
    return [*map(block, keyed), *([partial(_scale, context, scale)] if scale else [])]


def is_readable(
    context: RenderContext, entries: Mapping[str, str], tables: Iterable[Table], width: float
) -> bool:
    """Whether a column breaks no word of a legend or of tables, and no text of the legend into many
    lines."""
    column = Column(context.page, 0, 0, width, dry=True)
    size, room = column.size(0.9), (width - _sample_width(column, 0.2)) * 72
    texts = [fonts.wrap(text, size, room) for text in entries.values()]
    widths = [_widest_word(text, size) for text in entries.values()]
    for row in (row for table in tables for row in table.rows):
        text, full = row.text(context.words), column.size()
        share = fonts.width(text.share, full) + 0.12 * 72 if text.share else 0.0
        widths.append(_widest_word(text.label, full) + share)
    return max(map(len, texts), default=0) <= _MOST_LINES and max(widths, default=0.0) <= room


def _widest_word(text: str, size: float) -> float:
    """Points of the widest word, or part of one that ends with a hyphen."""
    return max(fonts.width(word, size) for word in re.split(" |(?<=-)", fonts.unbroken(text)))


def _entry(context: RenderContext, key: str, text: str, width: float, column: Column) -> None:
    indent = _sample(context, column, key, width) if key in context.styles else 0.0
    column.paragraph(text, share=0.9, indent=indent)


def _running_legend(
    context: RenderContext, entries: Mapping[str, str], scale: MapFrame | None
) -> Block:
    """Samples and their words one after the other."""
    size = context.page.type(0.9)
    parts: list[tuple[float, Block]] = [
        (fonts.width(text, size) / 72 + 2.7 * size / 72, partial(_entry, context, key, text, 0.2))
        for key, text in entries.items()
    ]
    if scale:
        parts.append((_scale_width(context, scale, size), partial(_scale, context, scale)))
    # a sample stands nearer to its own words than to those before it
    return running(parts, 0.8 * size / 72)


def running(parts: Sequence[tuple[float, Block]], gap: float) -> Block:
    """Blocks of some widths one after the other like words, in as many lines as it takes."""

    def write(column: Column) -> None:
        waiting = list(parts)
        while waiting:
            used, low, left = 0.0, column.y, list[tuple[float, Block]]()
            for wide, part in waiting:  # what is too long for a line lets shorter ones go before
                if used and used + wide > column.width:
                    left.append((wide, part))
                    continue
                x, room = column.x + used, column.width - used
                within = Column(column.page, x, column.y, room, dry=column.dry)
                part(within)
                low, used = max(low, within.y), used + wide + gap
            column.y, waiting = low, left

    return write


def _scale(context: RenderContext, scale: MapFrame, column: Column) -> None:
    """The scale of a map as the last of a legend."""
    km, text = furniture.scale_of(scale, context.words)
    length, step = km * 1000 / scale.metres_per_inch, column.step(0.9)
    if not column.dry:
        box = column.page.left(Box(column.x, column.y + step * 0.4, length, step * 0.25))
        furniture.bar(column.page.overlay, box[0], box[1], *box[2:])
    column.paragraph(text, share=0.9, indent=length + 0.09)


def _scale_width(context: RenderContext, scale: MapFrame, size: float) -> float:
    km, text = furniture.scale_of(scale, context.words)
    return km * 1000 / scale.metres_per_inch + fonts.width(text, size) / 72 + 0.3


def legend_titles(
    context: RenderContext,
    frames: Sequence[MapFrame],
    own: Mapping[str, str],
    *,
    short: bool = False,
) -> dict[str, str]:
    """Class key and words of what some maps show, in the reading order of the legend on screen.

    ``own``: what a kind of picture calls a class otherwise than the screen does.
    ``short``: whether parties go by their short names.
    """
    archive, words = context.archive, context.words
    shown = {key for frame in frames for key in frame.drawn}
    listed = legend_entries(archive.dataset, archive.reference, words)
    titles = {entry.key: entry.title for entry in listed}
    on_paper = ("units", "study_area", cards.KEY)
    titles |= {key: words[f"briefing.{key}"] for key in on_paper}
    titles |= own
    if short:
        parties = archive.parties.items()
        titles |= {f"control.{ident}": words.of(party, "short") for ident, party in parties}
        for taker, giver in permutations(archive.parties, 2):
            titles[f"taken.{taker}.{giver}"] = context.findings.flow_title(taker, giver)
    if context.size.is_small:
        shown = {key for key in shown if key.split(".")[0] in _EXPLAINED}
        titles["depth_line"] = words["briefing.legend_depth_brief"]
        for recipe in archive.dataset.recipes:
            if recipe.kind == "depth_band":  # beside the first, which names the zone
                km = f"{recipe.depths_km[-1]:g}"
                titles["band_outer"] = context.findings.say("legend_band_brief", km=km)
        since = words.locale.brief_date(archive.reference_day)
        flows = [key for key in titles if key in shown and key.split(".")[0] in ("taken", "gained")]
        for number, key in enumerate(flows):
            kind, *pair = key.split(".")
            taker, giver = map(context.findings.short, pair)
            # the first of land taken since a day names the day
            phrase = "flow_since" if kind == "taken" and not number else "flow"
            titles[key] = context.findings.say(phrase, giver=giver, taker=taker, day=since)
    named = {key: title for key, title in titles.items() if key in shown}
    passed = [key for key in named if key.split(".")[0] in ("taken", "gained")]
    most = _MOST_BRIEF if context.size.is_small or context.is_brief else MOST_LISTED
    if len(passed) > most:  # one of them says how all are read
        phrase = "legend_changed_brief" if context.size.is_small else "legend_changed"
        named[passed[0]] = words[f"briefing.{phrase}"]
        named = {key: title for key, title in named.items() if key not in passed[1:]}
    if note := look_alike_note(archive.dataset, shown, words):
        named["look_alikes"] = note  # a remark without a sample
    return named


def course(context: RenderContext) -> Block:
    """The small chart of area over time, with the dates of the picture marked; left out where the
    column is too narrow for it.

    It is higher where there is room, as nothing can follow it.
    """
    page, spec = context.page, context.spec
    days = spec.dates or dates_of(spec, context.archive)

    def write(column: Column) -> None:
        unit = page.type(0.7) / 72
        if column.width < _CHART_EM * unit:
            return
        title = context.findings.say("course", zone=context.findings.zone_name)
        column.heading(title)
        start = 3.2 * unit
        left = column.x + start * (not page.right_to_left)
        most = min(column.room / unit - 4.5, 0.6 * column.width / unit)
        high = 7.0 if column.dry else max(most, 7.0)
        plot = Box(left, column.y + 0.4 * unit, column.width - start - 2 * unit, high * unit)
        if not column.dry:
            charts.area_chart(context, plot, days, alt=title, small=True)
        column.y += (high + 2.4) * unit

    return write


def locator(context: RenderContext, frame: MapFrame) -> Block:
    """The country round the map, where its outline is known and stands on no corner of the map."""

    def write(column: Column) -> None:
        if frame.inset or not furniture.is_home_known(context.archive):
            return
        high = 8.0 * context.page.body / 72
        if not column.dry:
            box = Box(column.x, column.y, min(1.2 * high, column.width), high)
            furniture.locator(context.page, box, frame, context.archive, context.words)
        column.y += high

    return write


def _bar(context: RenderContext, column: Column, rows: Sequence[Row]) -> None:
    """Shares as parts of one bar, in the colours and hatches of the parties."""
    shares = [(row, row.share.value or 0.0) for row in rows if row.share]
    total, high, x = sum(share for _, share in shares) or 1.0, column.size(1.1) / 72, column.x
    for row, share in shares:
        width = column.width * share / total
        if not column.dry and width > 0.004:
            box = Box(x, column.y + 0.04, width, high)
            _swatch(context, column.page, box, row.style, framed=width > 0.03)
        x += width
    column.y += high + 0.12


class _Fit(NamedTuple):
    """How a row is set in a column."""

    #: The label, line by line.
    lines: tuple[str, ...]
    #: ``indent``, ``room``, ``gap``: inches the label is set in, those it has, and those the share
    #: takes at the end.
    indent: float
    room: float
    gap: float
    #: Whether the value stands under the label, not beside its last line.
    is_under: bool


def _fit(
    column: Column, row: Row, text: RowText, grown: float, *, is_stacked: bool = False
) -> _Fit:
    indent = _mark_width(column) if row.mark else 0.0
    if row.style or row.is_part:
        indent = _sample_width(column, 0.2)
    gap = fonts.width(text.share, column.size()) / 72 + 0.12 if text.share else 0.0
    full = column.width - indent - gap
    room = full - fonts.width(text.value, column.size(grown), 700) / 72 - 0.1
    lines = fonts.wrap(text.label, column.size(), full * 72)
    if is_stacked:
        return _Fit(lines, indent, full, gap, is_under=bool(text.value))
    if fonts.width(lines[-1], column.size()) <= room * 72:
        return _Fit(lines, indent, room, gap, is_under=False)
    # a label squeezed by a long value reads worse than one with the value under it
    squeezed = fonts.wrap(text.label, column.size(), max(room, 0.3) * 72)
    if len(squeezed) > len(lines) + 1 or room < _LEAST_LABEL * column.width:
        return _Fit(lines, indent, full, gap, is_under=True)
    return _Fit(squeezed, indent, room, gap, is_under=False)


def _lead(
    column: Column, worded: Sequence[tuple[Row, RowText]], sizes: Sequence[float]
) -> tuple[float, bool]:
    """Type size, as a share of the body's, of the values of a table that have samples, and whether
    values stand under their labels: all do if one has no room beside its label."""
    for grown in sizes:
        fits = [_fit(column, *each, grown) for each in worded]
        if not any(fit.is_under or (sizes[1:] and fit.lines[1:]) for fit in fits):
            return grown, False
    indent = _sample_width(column, 0.2)
    for grown in sizes:
        wide = (fonts.width(text.value, column.size(grown), 700) / 72 for _, text in worded)
        if indent + max(wide) <= column.width:
            break
    return grown, True


def _row(
    context: RenderContext, column: Column, row: Row, text: RowText, grown: float, is_stacked: bool
) -> None:
    """One figure: what it is where reading starts, its share at the end of its first line, the
    value before that or under it; of values that are stacked each begins under its label."""
    page = column.page
    element = page.label(column.region, "P")
    if row.style:
        _sample(context, column, row.style, 0.2)
    if row.mark:
        _mark(column, row.mark)
    lines, indent, room, gap, is_under = _fit(column, row, text, grown, is_stacked=is_stacked)
    note: dict[str, Any] = {"share": 0.85, "colour": SOFT}
    after = indent + fonts.width(lines[-1], column.size()) / 72 + 0.1
    beside = len(lines) == 1 and not is_under
    beside &= after + fonts.width(row.note, column.size(0.85)) / 72 <= indent + room
    if row.note and beside:
        column.line(row.note, indent=after, advance=False, label=element, **note)
    top, step = column.y, column.step()
    for line in lines:
        column.line(line, indent=indent, label=element)
    # beside the last line of several it would be read with the next row
    leads = not is_under and fonts.width(lines[0], column.size()) <= room * 72
    at = top if leads else column.y - step
    beside_it = Column(page, column.x, at, column.width, dry=column.dry)
    beside_it.line(text.share, colour=SOFT, align="end", label=element)
    start, align = (indent, "start") if is_stacked else (0.0, "end")
    width = column.width - start - (0.0 if is_under else gap)
    at += step if is_under else 0.0
    value = Column(page, column.x + start, at, width, dry=column.dry)
    for line in fonts.wrap(text.value, column.size(grown), value.width * 72, 700):
        value.line(line, share=grown, weight=700, align=align, label=element)
    column.y = max(column.y, value.y)
    if row.note and not beside:
        column.line(row.note, indent=indent, label=element, **note)
    column.space(0.3 if row.mark else 0)


def _sample_width(column: Column, width: float) -> float:
    """The indent a text has beside a sample."""
    return (width + 0.09) * column.size() / 10


def _mark_width(column: Column) -> float:
    """The indent a text has beside a number in its disc."""
    return column.size() / 72 * column.page.leading * 1.35


def _sample(context: RenderContext, column: Column, key: str, width: float) -> float:
    """Draw a sample at the column's line; returns the indent the text needs."""
    unit = column.size() / 10
    step = column.size() / 72 * column.page.leading
    if not column.dry:
        high = step * 0.62
        box = Box(column.x, column.y + (step - high) / 2 + step * 0.04, width * unit, high)
        _swatch(context, column.page, box, key)
    return _sample_width(column, width)


def _mark(column: Column, text: str) -> None:
    """A number in its disc, as it stands on the chart."""
    page, step = column.page, column.size() / 72 * column.page.leading
    if not column.dry:
        box = page.left(Box(column.x, column.y, step, step))
        drawing.disc(page.overlay, box[0] + step / 2, box[1] + step / 2, text, column.size(0.9))


def _swatch(context: RenderContext, page: Page, box: Box, key: str, *, framed: bool = True) -> None:
    at = page.left(box)
    drawing.swatch(page.overlay, at, context.styles, key, context.look, framed=framed)
