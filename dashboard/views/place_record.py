"""A place or a post as HTML: position, who held it when, what covered it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from dashboard.analysis.profiles import Cover, PlaceProfile, PostProfile
from dashboard.analysis.published import ShownBy, shown_by
from dashboard.quantity import Quantity, Unit
from dashboard.records import AreaCell, Event, Feature, Operation, Period
from dashboard.views.context import PageContext
from dashboard.wording import format


class SpellRow(NamedTuple):
    """A spell of control, as its row and its piece of the bar show it.

    ``first`` is its first day in the series; ``since`` and ``until`` are without a day where it
    reaches the first or the last day of the series. ``width`` is in per cent of the series.
    """

    properties: Mapping[str, Any]
    first: dt.date
    since: dt.date | None
    until: dt.date | None
    width: float
    is_current: bool
    event: Event | None
    operation: Operation | None
    shown_by: ShownBy | None


def place_html(page: PageContext, profile: PlaceProfile) -> str:
    """A place: further names, position and its error, its history as a bar and in words."""
    holdings = page.archive.seeds.group_holdings
    return page.render(
        "place.html",
        place=profile.place,
        is_area_cell=isinstance(profile.place, AreaCell),
        holdings=[row for row in holdings if row.place == profile.place.id],
        **_history(page, profile),
    )


def post_html(page: PageContext, profile: PostProfile) -> str:
    """A post: the days it is sure to stand, and the history of the place it stands at."""
    place = profile.place
    return page.render(
        "post.html",
        features=[(feature, days_text(page, feature.period)) for feature in profile.features],
        place=place and place.place,
        **(_history(page, place) if place else {}),
    )


def days_text(page: PageContext, period: Period) -> str:
    """The first and the last day of a period, in words; an open end is that of the series."""
    words, one = page.words, dt.timedelta(days=1)
    first = words.date(period.valid_from) if period.valid_from else words["from_start"]
    last = words.date(period.valid_to - one) if period.valid_to else words["to_end"]
    return f"{first} – {last}"


def _history(page: PageContext, profile: PlaceProfile) -> dict[str, Any]:
    """What ``history.html`` draws: the spells of a place, and where the day lies."""
    rows = [_row(page, spell) for spell in profile.spells]
    return {"rows": rows, "at": page.percent_of_series(page.choice.day)}


def _row(page: PageContext, spell: Feature) -> SpellRow:
    archive, p = page.archive, spell.properties
    since, end = spell.period.valid_from, spell.period.valid_to
    first = since or archive.first_day
    after = min(end or dt.date.max, archive.dataset.series.end)
    event = archive.events.get(p.get("event") or "")
    return SpellRow(
        properties=p,
        first=first,
        since=since if first > archive.first_day else None,
        until=after - dt.timedelta(days=1) if after <= archive.last_day else None,
        width=page.percent_of_series(after) - page.percent_of_series(first),
        is_current=spell.period.contains(page.choice.day),
        event=event,
        operation=archive.operations.get(event.operation) if event else None,
        shown_by=shown_by(archive, spell),
    )


def covers_html(
    page: PageContext, covers: Sequence[Cover], *, shares: bool, agreements: bool = True
) -> str:
    """Agreed areas that cover a place, or with ``shares`` how much of an area; with ``agreements``
    also the agreements that name them."""
    return page.render(
        "covers.html",
        covers=covers,
        title=partial(_title, page),
        shares=shares,
        agreements=agreements,
    )


def _title(page: PageContext, cover: Cover) -> str:
    p = cover.feature.properties
    title = page.words.of_properties(p, "title")
    if "depth_km" not in p:
        return title
    return page.words.fill(
        "depths",
        title=title,
        a=page.words.locale.number(p["depth_from_km"]),
        b=format.exact(page.words, Quantity(p["depth_km"], Unit.KM)),
    )
