"""Two maps of one extent: the ground on two dates, or on the day of an agreement and now.

A swipe is drawn as a pair too: see ``docs/decisions/0009-a-swipe-on-paper-is-a-pair.md``.
"""

from __future__ import annotations

from dashboard.archive import Snapshot
from dashboard.briefing import linenames, placing
from dashboard.briefing.figure import Sheet
from dashboard.briefing.layout import Box
from dashboard.briefing.mapframe import MapFrame, height
from dashboard.briefing.spec import agreement_of, dates_of


def pair(sheet: Sheet) -> None:
    """Two dated maps beside each other, one legend, the figures of both dates."""
    area, side = placing.areas(sheet, share=0.75)
    placing.beside(sheet, panels(sheet, area), side)


def panels(sheet: Sheet, area: Box) -> list[MapFrame]:
    """The maps of a pair, each under its date; one map where the two dates are one."""
    days = dates_of(sheet.spec, sheet.archive)
    frames = []
    for box, day in zip(placing.grid(area, len(days), 1), days, strict=True):
        state = sheet.archive.as_of(day)
        remark = placing.shares(sheet, state)
        frame = placing.panel(sheet, box, sheet.wording.date(day), remark, share=1.5)
        if sheet.spec.kind == "agreement":
            _draw_agreement(sheet, frame, state)
        else:
            frame.add_state(state, sheet.layers)
            sheet.finish(frame, most=sheet.most_names // len(days), state=state)
        frames.append(frame)
    return frames


def _draw_agreement(sheet: Sheet, frame: MapFrame, state: Snapshot) -> None:
    """The ground, and over it everything the agreement draws, lit and named at any date."""
    left_out = ("taken", "agreed_line", "later_line", "agreed_area", "corridor")
    frame.add_state(state, sheet.layers, without=left_out)
    agreement = agreement_of(sheet.spec, sheet.archive)
    styles = {la.name: la.style for la in sheet.archive.dataset.layers}
    over = height("contact") + 0.5
    features = [f for f in sheet.archive.drawn_by(agreement) if styles[f.layer] != "taken"]
    for name in dict.fromkeys(f.layer for f in features):
        mine = [f for f in features if f.layer == name]
        # over the line of contact: on the day of the agreement the two lie on each other
        frame.add_features(mine, styles[name], z=over if styles[name].endswith("_line") else None)
    for feature in features:
        linenames.one(sheet, frame, feature)
    sheet.finish(frame, most=sheet.most_names // 2, lines=False)
