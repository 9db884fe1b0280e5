"""The record open in the panel: what follows the browser's short form (``web/widgets/record``).

A place or a post: who held it, what covered it, how near the line stood. An area: that and who held
how much of it; the same for a road, a river or what an agreement draws. An operation or an unplaced
name: what was reported to change hands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np

from dashboard.analysis.events import events_of
from dashboard.analysis.incidents import incidents_at
from dashboard.analysis.profiles import (
    AreaProfile,
    ContactDistance,
    PlaceProfile,
    area_profile,
    place_profile,
    post_profile,
    shape_profile,
)
from dashboard.analysis.scenarios import across
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature
from dashboard.views import charts, incidents
from dashboard.views.context import PageContext
from dashboard.views.parts import Events, Parts
from dashboard.views.place_record import covers_html, days_text, place_html, post_html
from dashboard.wording import format


def parts(page: PageContext) -> Parts:
    """What Python adds to the open record; without a record, how to open one."""
    kind, _, ident = (page.choice.record or "").partition(":")
    if not kind:
        yield page.render("notes.html", notes=[page.words["record_intro"]])
    elif kind in _PARTS:
        yield from _PARTS[kind](page, ident)


def place_parts(page: PageContext, ident: str, *, below_unit: bool = False) -> Parts:
    """A place. With ``below_unit`` it stands on the page of its administrative unit, which already
    lists the agreements on its areas and explains ranges."""
    day = page.choice.day
    profile = across(page.archive, lambda made: place_profile(made, ident, day))
    yield place_html(page, profile)
    yield Events(profile.events, "place")
    if rows := incidents.of_kinds_shown(page, incidents_at(page.archive, ident)):
        caption = page.words.fill("incidents_here", n=page.words.locale.number(len(rows)))
        title = incidents.title_with_kinds(page, caption)
        yield incidents.table(page, title, rows, "place-incidents", folded=True)
    yield from _surroundings(page, profile, below_unit=below_unit)


def _area_record(page: PageContext, area: str) -> Parts:
    day = page.choice.day
    yield from _area(page, across(page.archive, lambda made: area_profile(made, area, day)))


def _operation(page: PageContext, ident: str) -> Parts:
    """What changed hands in an operation, and a link that compares its first with its last day."""
    archive, operation = page.archive, page.archive.operations[ident]
    events = [event.id for event in archive.events.values() if event.operation == ident]
    days = [event.day for event in events_of(archive, events)]
    before = operation.start_on - dt.timedelta(days=1)
    ends = [
        max(before, archive.first_day),
        min(operation.end_on or max(days, default=before), archive.last_day),
    ]
    if ends[0] < ends[1]:
        yield page.render("operation.html", ends=ends)
    yield Events(tuple(events), "operation")


def _unplaced(page: PageContext, name: str) -> Parts:
    changes = [e for e in page.archive.seeds.unplaced_events if e.place_name == name]
    if changes:
        yield page.render("unplaced.html", changes=changes)


def _post(page: PageContext, ident: str) -> Parts:
    """The days of a post, and who held the place it stands at."""
    day = page.choice.day
    profile = across(page.archive, lambda made: post_profile(made, ident, day))
    yield post_html(page, profile)
    if profile.place:
        yield Events(profile.place.events, "post")
        yield from _surroundings(page, profile.place)


def _drawn(page: PageContext, ident: str) -> Parts:
    """What a recipe draws, and the days it is of."""
    days = days_text(page, page.archive.recipes[ident].period)
    yield page.render("notes.html", notes=[f"{page.words['in_force']}: {days}"])
    if ident in page.archive.areas:
        yield from _area_record(page, ident)
    else:
        yield from _shape(page, f"drawn:{ident}")


def _shape(page: PageContext, record: str) -> Parts:
    """Who held how much of what is drawn, and what changed hands there."""
    day = page.choice.day
    profile = across(page.archive, lambda made: shape_profile(made, record, day))
    is_area = profile.size.unit == Unit.KM2
    yield page.render("shape.html", profile=profile, is_area=is_area)
    yield Events(profile.events, "shape")


_PARTS: Mapping[str, Callable[[PageContext, str], Parts]] = {
    "place": place_parts,
    "area": _area_record,
    "operation": _operation,
    "name": _unplaced,
    "post": _post,
    "drawn": _drawn,
    "line": lambda page, ident: _shape(page, f"line:{ident}"),
}


def _surroundings(page: PageContext, profile: PlaceProfile, *, below_unit: bool = False) -> Parts:
    """How near the line of contact stood to a place, and what covered it."""
    if profile.spells:
        yield from _distance(page, profile.distance, nearest=profile.nearest)
        if profile.nearest is not None:
            yield Events(tuple(profile.nearest.properties["events"]), "place-line")
    yield covers_html(page, profile.covers, shares=False, agreements=not below_unit)
    if profile.spells and not below_unit:
        yield page.render("range_note.html", more=["range_how_line"])


def _area(page: PageContext, profile: AreaProfile) -> Parts:
    """An area: who held how much of it, and what changed hands."""
    words = page.words
    yield page.render("area.html", profile=profile)
    held = words["list_comma"].join(
        f"{page.party(party)} {format.with_error(words, km2)}"
        for party, km2 in profile.situation.held.items()
        if km2.value
    )
    yield page.render("chart.html", chart=charts.shares(page, profile.series, held))
    yield page.render("area_flows.html", passed=profile.transfers.flows)
    if events := profile.transfers.events:
        yield Events(events, "area", within=profile.area)
    yield from _distance(page, profile.distance)
    yield covers_html(page, profile.covers, shares=True)
    yield page.render("range_note.html", more=["range_how_line"])


def _distance(
    page: PageContext, distance: ContactDistance, nearest: Feature | None = None
) -> Parts:
    """How near the line of contact stood, in words, and as a chart if that ever changed."""
    has_chart = distance.most.value is not None and not _is_constant(page, distance)
    chart = charts.distances(page, distance.km) if has_chart else None
    text = distance_text(page, distance)
    yield page.render("contact.html", chart=chart, text=text, nearest=nearest)


def _is_constant(page: PageContext, distance: ContactDistance) -> bool:
    """Whether every distance of the series would be written the same."""
    ends = (format.text(page.words, end) for end in (distance.least, distance.most))
    return not np.isnan(distance.km).any() and len({*ends}) == 1


def distance_text(page: PageContext, distance: ContactDistance) -> str:
    """The chart in words: the distance on the day, the least and the greatest, each with its range.

    Where the distance is written as none, the line ran through or along what is shown.
    """
    words = page.words
    if distance.least_day is None or distance.most_day is None:
        return words["no_contact"]

    def with_range(km: Quantity, shown: str = "") -> str:
        return format.with_scenarios(words, km, "no_line_variant", shown)

    def runs_through(km: Quantity) -> bool:
        return format.text(words, km) == format.text(words, Quantity(0.0, Unit.KM))

    now, least, most = distance.now, distance.least, distance.most
    day, least_day, most_day = (
        words.date(each) for each in (page.choice.day, distance.least_day, distance.most_day)
    )
    if _is_constant(page, distance):
        if runs_through(now):
            return with_range(most, words["line_through_always"]) + "."
        return words.fill("distance_always", now=with_range(now))
    if runs_through(now):
        return words.fill(
            "line_through_now", day=with_range(now, day), most=with_range(most), most_day=most_day
        )
    key = "distance_course"
    shown = {"least": with_range(least), "least_day": least_day}
    if runs_through(least):
        key, shown = "line_through_once", {"least_day": with_range(least, least_day)}
    return words.fill(
        key, now=with_range(now), day=day, most=with_range(most), most_day=most_day, **shown
    )
