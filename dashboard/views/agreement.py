"""An agreement: its record, in the panel and on its own page, and how far the ground is from it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import NamedTuple

from dashboard.analysis.agreement_record import CEASEFIRE_DATA, agreement_record, in_time_order
from dashboard.archive import Archive
from dashboard.records import Agreement, Drawing
from dashboard.views import gap_view
from dashboard.views.context import PageContext
from dashboard.views.parts import Columns, Parts


def parts(page: PageContext) -> Parts:
    """The chosen agreement; where none is chosen, all of them and all they drew in force.

    Names and chain come first, on a phone as well; the rest of the record after the ground.
    """
    agreement = page.archive.agreements.get(page.choice.agreement or "")
    gap = tuple(gap_view.parts(page, agreement))
    if agreement is None:
        yield Columns((list_html(page),), gap)
        return
    yield Columns(
        (_html(page, "agreement_head.html", agreement.id), *gap),
        (_html(page, "agreement_record.html", agreement.id),),
    )


def milestones(archive: Archive, agreement: Agreement | None) -> list[tuple[str, dt.date]]:
    """Days worth a button: the first and the last in force and the last of the series; days outside
    the series are left out."""
    days = []
    if agreement:
        days.append(("day_began", agreement.first_day))
        if agreement.end_day:
            days.append(("day_last", agreement.end_day - dt.timedelta(days=1)))
    days.append(("day_series", archive.last_day))
    return [(key, day) for key, day in days if archive.first_day <= day <= archive.last_day]


def opening_day(archive: Archive, agreement: str, shown: dt.date | None = None) -> dt.date | None:
    """The day an agreement opens on: the one shown while it is in force then, by any account, and
    for one from before the series; or else its first in force, the last of the series for a later
    one."""
    opened = archive.agreements[agreement]
    start = opened.first_day
    if shown and opened.force_on(shown) in ("yes", "disputed"):
        return shown
    return min(start, archive.last_day) if start >= archive.first_day else shown


# --- the record -----------------------------------------------------------------------------


class Drawn(NamedTuple):
    """What a provision puts on the map: titles, and the address of the map that shows it."""

    titles: str
    href: str


def panel_html(page: PageContext, ident: str) -> str:
    """The record in one column, with the way to its own page."""
    return _html(page, "agreement_panel.html", ident)


def list_html(page: PageContext) -> str:
    """Every agreement in time order, with what it amends and whether it is in force."""
    return page.render("agreements.html", steps=in_time_order(page.archive))


def _html(page: PageContext, template: str, ident: str) -> str:
    found = agreement_record(page.archive, ident, page.choice.day)
    return page.render(
        template, found=found, drawn=partial(_drawn, page), ceasefire_data=CEASEFIRE_DATA
    )


def _drawn(page: PageContext, drawing: Drawing) -> Drawn | None:
    """What a provision draws; ``None`` where nothing of it can be drawn."""
    archive, choice = page.archive, page.choice
    recipes = [r for r in archive.dataset.recipes if r.id in drawing.recipes]
    layers = [la for la in archive.dataset.layers if la.name in drawing.layers]
    if not recipes and not layers:
        return None
    titles = (page.words.of(each, "title") for each in (*recipes, *layers))
    day = choice.day
    if recipes and not any(recipe.period.contains(day) for recipe in recipes):
        day = max(archive.first_day, min(recipe.valid_from for recipe in recipes))
    shown = choice.with_layers(archive, *(recipe.layer for recipe in recipes), *drawing.layers)
    href = page.href(view="map", layers=shown, day=day, tab="agreements")
    return Drawn(page.words["list_comma"].join(titles), href)
