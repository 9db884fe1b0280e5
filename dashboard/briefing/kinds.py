"""How each kind of figure fills its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.briefing import charts, pairs, placing
from dashboard.briefing.column import Column
from dashboard.briefing.figure import Sheet
from dashboard.briefing.findings import flagged
from dashboard.briefing.layout import Box
from dashboard.briefing.mapframe import MapFrame, height
from dashboard.briefing.margin import Margin
from dashboard.style import Style

_MUTED = 0.3
"""Opacity of control in a difference: there the change is the subject, and it is drawn solid."""


def situation(sheet: Sheet) -> None:
    """One date: map, figures, legend, location."""
    area, side = placing.areas(sheet)
    frame = sheet.frame(placing.within(area))
    frame.add_state(sheet.findings.state, sheet.layers)
    sheet.finish(frame)
    placing.beside(sheet, [frame], side)


def difference(sheet: Sheet) -> None:
    """Two dates: what passed to whom, over the later state, with the earlier line."""
    area, side = placing.areas(sheet)
    frame = sheet.frame(placing.within(area))
    extra = draw_difference(sheet, frame)
    placing.beside(sheet, [frame], side, extra)


def draw_difference(sheet: Sheet, frame: MapFrame) -> dict[str, str]:
    """Draw a difference on a frame; returns the legend's words for it."""
    findings = sheet.findings
    change = findings.change()
    extra = {"contact": findings.say("other_line", day=sheet.wording.date(change.b.day))}
    lines = [la.name for la in sheet.archive.dataset.layers if la.style == "contact"]
    frame.add_state(
        change.b,
        sheet.layers,
        without=("taken", "doubt", "agreed_line", "later_line", "agreed_area", "corridor"),
        opacity=_MUTED,
    )
    for party, geometry in sheet.ground.changed(change).items():
        style = replace(sheet.table[f"taken.{party}"], fill_opacity=0.92)
        frame.add(f"taken.{party}", geometry, style=style)
        extra[f"taken.{party}"] = findings.say("gained_by", party=findings.short(party))
    for name in lines:
        frame.add(
            "contact_before",
            sheet.ground.lines(change.a.features(name)),
            z=height("contact") - 0.5,
            style=_before(sheet),
        )
    extra["contact_before"] = findings.say("other_line", day=sheet.wording.date(change.a.day))
    for party in sheet.archive.parties:
        extra[f"control.{party}"] = findings.say(
            "held_by", party=sheet.wording.of(sheet.archive.parties[party], "name")
        )
    sheet.finish(frame, wanted=change.places(), lines=False)
    return extra


def _before(sheet: Sheet) -> Style:
    return replace(sheet.table["contact"], weight=1.9, dash=(5, 3), casing="#FFFFFF", opacity=0.9)


def sequence(sheet: Sheet) -> None:
    """Small multiples: one map a date, one legend."""
    dates = sheet.spec.dates
    area, side = placing.areas(sheet, share=0.78)
    frames = []
    for box, day in zip(placing.grid(area, *placing.shape(area, len(dates))), dates, strict=False):
        state = sheet.archive.as_of(day)
        title, remark = sheet.wording.date(day), placing.shares(sheet, state)
        if told := sheet.findings.distance_remark(state):
            remark = f"{remark}\n{told}"
        frame = placing.panel(sheet, box, title, remark, ticks=False, strokes=0.62)
        frame.add_state(state, sheet.layers, without=("road", "post", "taken"))
        sheet.finish_small(frame, first=not frames)
        frames.append(frame)
    placing.beside(sheet, frames, side)


def chart(sheet: Sheet) -> None:
    """Area over time with the agreements, and the figures of the as-of date."""
    area, side = placing.areas(sheet, share=0.74)
    unit = sheet.page.body / 72
    left = 4.2 * unit
    plot = Box(
        area.x + left * (not sheet.page.right_to_left),
        area.y + 5.5 * unit,
        area.width - left,
        area.height - 7.5 * unit,
    )
    days = sheet.spec.dates or (sheet.spec.day,)
    ax = charts.area_chart(sheet.page, plot, sheet.archive, sheet.wording, days)
    charts.flag(ax, flagged(sheet.archive), sheet.page.body)
    held = sheet.archive.area_series(sheet.findings.zone)
    entries = [(f"control.{p}", sheet.wording.of(sheet.archive.parties[p], "name")) for p in held]
    margin, tables = Margin(sheet.page, sheet.table, {}), sheet.findings.tables()
    heading = sheet.findings.say("legend")
    if sheet.is_square:
        left, side = placing.halves(side)
        margin.fit(left, tables[:1], entries, heading)
        room = Box(side.x, side.y, side.width, side.height - 6 * unit)
        end = margin.fit(room, tables[1:], (), "")
    else:
        room = Box(side.x, side.y, side.width, side.height - 6 * unit)
        end = margin.fit(room, tables, entries, heading)
    after = Column(sheet.page, side.x, end + unit, side.width)
    after.paragraph(
        sheet.wording.of(sheet.archive.dataset.series, "afterwards"),
        share=0.66 if sheet.is_square else 0.78,
        colour="#333A42",
    )


COMPOSERS: dict[str, Callable[[Sheet], None]] = {
    "situation": situation,
    "difference": difference,
    "side": pairs.pair,
    "swipe": pairs.pair,
    "agreement": pairs.pair,
    "sequence": sequence,
    "chart": chart,
}
