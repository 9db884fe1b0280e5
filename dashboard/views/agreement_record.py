"""The record of one agreement as HTML, for the panel and for its own page."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from dashboard.analysis.agreement_record import CEASEFIRE_DATA, agreement_record, in_time_order
from dashboard.records import Drawing
from dashboard.views.context import PageContext


class Drawn(NamedTuple):
    """What a provision puts on the map: titles, and the address of the map that shows it."""

    titles: str
    href: str


def panel_html(page: PageContext, ident: str) -> str:
    """The record in one column, with the way to its own page."""
    return _html(page, "agreement_panel.html", ident)


def head_html(page: PageContext, ident: str) -> str:
    """The names of the agreement and the chain it belongs to: first on the page, on a phone as
    well."""
    return _html(page, "agreement_head.html", ident)


def record_html(page: PageContext, ident: str) -> str:
    """The rest of the record."""
    return _html(page, "agreement_record.html", ident)


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
