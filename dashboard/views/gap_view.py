"""The gap between paper and ground on the day chosen: areas, lines, land left, posts."""

from __future__ import annotations

from functools import partial

from dashboard.analysis.distance import distance_recipes
from dashboard.analysis.gap import AgreementGap, AreaGap, LandLeft, gap
from dashboard.analysis.lines import LineGap
from dashboard.analysis.scenarios import across
from dashboard.quantity import Quantity, Unit
from dashboard.records import Agreement, Recipe
from dashboard.views import charts
from dashboard.views.context import PageContext
from dashboard.views.parts import Events, Fold, Parts
from dashboard.wording import format


def parts(page: PageContext, agreement: Agreement | None) -> Parts:
    """What the agreement drew, beside the ground on the day; for ``None``, everything in force."""
    ident = agreement.id if agreement else None
    found = across(page.archive, lambda made: gap(made, page.choice.day, ident))
    start = agreement.first_day if agreement else None
    yield page.render("gap_head.html", found=found, agreement=agreement, start=start)
    for area in found.areas:
        yield from _area(page, area, agreement)
    for line in found.lines:
        if line.is_measured:
            yield from _line(page, line, agreement)
    if agreement and found.left:
        yield from _left(page, found.left, agreement)
    if found.is_drawn:
        yield from _posts(page, found)
    if found.is_drawn or found.left:
        yield page.render("range_note.html", more=["range_how_line"])


def _area(page: PageContext, area: AreaGap, agreement: Agreement | None) -> Parts:
    features = page.archive.drawn[area.recipe.id]
    drawn = [f.properties for f in features if f.period.contains(page.choice.day)]
    yield page.render(
        "gap_area.html",
        area=area,
        title=area.title(page.words),
        drawn_by=_drawn_by(page, area.recipe, agreement),
        sources=tuple(dict.fromkeys(s for p in drawn for s in p.get("sources") or ())),
    )
    key = f"{area.recipe.id}-{area.depth_km}"
    yield Events(area.transfers.events, key, within=area.within)


def _drawn_by(page: PageContext, recipe: Recipe, agreement: Agreement | None) -> Agreement | None:
    """The agreement that drew it, unless the page is the page of that agreement."""
    return None if agreement else page.archive.agreements[recipe.agreement]


def _line(page: PageContext, line: LineGap, agreement: Agreement | None) -> Parts:
    yield page.render(
        "gap_line.html",
        line=line,
        drawn_by=_drawn_by(page, line.recipe, agreement),
        map_href=_distance_href(page, line.recipe),
        chart=charts.along_line(page, line.from_agreed),
        chart_text=_chart_text(page, line),
    )
    yield Events(line.transfers.events, f"line-{line.recipe.id}")


def _chart_text(page: PageContext, line: LineGap) -> str:
    words, worst = page.words, max(line.from_agreed.samples, key=lambda s: abs(s.km))
    return words.fill(
        "along_line_text",
        held=page.party(line.recipe.held_by or ""),
        distance=format.text(words, Quantity(abs(worst.km), Unit.KM)),
        lat=words.locale.number(worst.lat, 0.01),
        lon=words.locale.number(worst.lon, 0.01),
        share=format.text(words, line.from_agreed.moved),
    )


def _distance_href(page: PageContext, agreed: Recipe) -> str:
    """The address of the map of the day with the distance drawn; empty where no layer has it."""
    for recipe in distance_recipes(page.archive):
        if recipe.line == agreed.id:
            layers = page.choice.with_layers(page.archive, agreed.layer, recipe.layer)
            return page.href(view="map", compare="single", layers=layers)
    return ""


def _left(page: PageContext, left: LandLeft, agreement: Agreement) -> Parts:
    archive = page.archive
    taken = next((r for r in archive.dataset.recipes if r.kind == "taken_since"), None)
    map_href = ""
    if taken:
        layers = page.choice.with_layers(archive, taken.layer)
        map_href = page.href(view="map", layers=layers, day=left.by)
    reference = page.words.reference(archive.reference)
    yield page.render(
        "gap_left.html", left=left, agreement=agreement, reference=reference, map_href=map_href
    )
    title = page.words.counted("left_places", len(left.places))
    by_name = sorted(
        left.places, key=lambda ident: page.words.of(archive.places[ident], "name").casefold()
    )
    names = partial(page.render, "places_list.html", ids=by_name)
    yield Fold(title, names, f"places-{agreement.id}")
    yield Events(left.transfers.events, f"left-{agreement.id}")


def _posts(page: PageContext, found: AgreementGap) -> Parts:
    """Encircled posts; nothing where the data set has no posts."""
    if not page.archive.seeds.posts:
        return
    yield page.render("gap_posts.html", found=found)
    if found.posts:
        events = dict.fromkeys(event for post in found.posts for event in post.events)
        yield Events(tuple(events), "posts")
