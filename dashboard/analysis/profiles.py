"""One place, area, post or line: who held it when, what covered it, how near the line stood.

Distances are to the nearest stretch of the line of contact, whichever parties face each other
there. With ranges, ask a profile ``across`` scenarios.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.analysis.over_time import held_over_time
from dashboard.analysis.projected import NOWHERE, Ruler, contact_geometry, projected
from dashboard.analysis.situation import Situation, situation
from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import Archive, per_archive
from dashboard.quantity import Quantity, Unit
from dashboard.records import Agreement, Feature, Place, Post


@dataclass(frozen=True, slots=True)
class Cover:
    """An area an agreement speaks of that covers a place or part of an area.

    ``share`` is how much of the area it covers, in per cent.
    """

    feature: Feature
    agreements: tuple[Agreement, ...]
    share: Quantity


@dataclass(frozen=True, slots=True, eq=False)
class ContactDistance:
    """How far the line of contact stood over the series; 0 while it ran through an area."""

    #: A value for each of ``archive.state_days``; NaN where there is no line.
    km: np.ndarray
    #: On the day asked about.
    now: Quantity
    #: ``least``, ``most``: over the series, on ``least_day`` and ``most_day`` for the first time.
    #: There are no such days, and no values, if there is never a line.
    least: Quantity
    most: Quantity
    least_day: dt.date | None
    most_day: dt.date | None


@dataclass(frozen=True, slots=True)
class PlaceProfile:
    """Everything about one place on a day.

    ``spells`` is empty for a place without a cell; ``events`` are ids in time order. ``nearest`` is
    the stretch of the line of contact nearest to it on the day, ``None`` without a line.
    """

    place: Place
    spells: tuple[Feature, ...]
    events: tuple[str, ...]
    covers: tuple[Cover, ...]
    distance: ContactDistance
    nearest: Feature | None


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """Everything about one administrative unit or agreed area on a day."""

    area: str
    places: tuple[Place, ...]
    #: Who held what of it on the day.
    situation: Situation
    #: km² by party after each of ``archive.state_days``; ``None`` is nobody known to hold it.
    series: Mapping[str | None, np.ndarray]
    #: What changed hands in the series, each change counted.
    transfers: Transfers
    covers: tuple[Cover, ...]
    distance: ContactDistance


@dataclass(frozen=True, slots=True)
class ShapeProfile:
    """What a recipe draws, a road or a river, on a day."""

    #: All of it, on whatever days.
    features: tuple[Feature, ...]
    #: How much of it there is on the day: km² of areas, or km of lines, within the study area.
    size: Quantity
    #: The part of it that each party held, 0 included.
    held: Mapping[str, Quantity]
    #: Ids of the events of the series at its cells.
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostProfile:
    """An observation post: its layer's features in time order, and the place it stands at.

    Both are empty for a post of unknown position.
    """

    post: Post
    features: tuple[Feature, ...]
    place: PlaceProfile | None


@per_archive
def shape_profile(archive: Archive, record: str, day: dt.date) -> ShapeProfile:
    """The profile of what a recipe draws, ``drawn:ID``, or of a road or river, ``line:ID``."""
    kind, _, ident = record.partition(":")
    features = (
        archive.drawn.get(ident, ())
        if kind == "drawn"
        else tuple(f for f in archive.all_features() if f.id == ident)
    )
    land, on_day = projected(archive), [f for f in features if f.period.contains(day)]
    areas = [f.geometry for f in on_day if "area_km2" in f.properties]
    shape_m = land.metres(shapely.union_all(areas or [f.geometry for f in on_day]))
    sizes, unit = (
        (land.areas_km2(shape_m), Unit.KM2) if areas else (land.lengths_km(shape_m), Unit.KM)
    )
    state = archive.as_of(day)
    errors = state.error_of_shares(sizes / archive.cell_area_km2) if areas else {}
    held = {
        party: Quantity(float(sizes[state.controller == i].sum()), unit, errors.get(party))
        for i, party in enumerate(archive.parties)
    }
    known = _events_by_place(archive)
    events = tuple(e for i in np.flatnonzero(sizes) for e in known.get(archive.cells[i], ()))
    return ShapeProfile(features, Quantity(float(sizes.sum()), unit), held, events)


@per_archive
def post_profile(archive: Archive, ident: str, day: dt.date) -> PostProfile:
    """The profile of an observation post."""
    post = archive.posts[ident]
    layer = archive.layers.get("observation_posts", ())
    features = [f for f in layer if f.properties["post"] == ident]
    features.sort(key=lambda f: f.period.valid_from or archive.first_day)
    place = None
    if post.lon is not None and post.lat is not None:
        land = projected(archive)
        at = land.cells_at(np.array([land.metres(shapely.Point(post.lon, post.lat))]))
        if at[0] != NOWHERE:
            place = place_profile(archive, archive.cells[at[0]], day)
    return PostProfile(post, tuple(features), place)


@per_archive
def place_profile(archive: Archive, ident: str, day: dt.date) -> PlaceProfile:
    """The profile of a place of the gazetteer."""
    return PlaceProfile(
        place=archive.places[ident],
        spells=tuple(archive.spells_of.get(ident, ())),
        events=_events_by_place(archive).get(ident, ()),
        covers=_covers_of_place(archive.original, ident),
        distance=contact_distance(archive, ident, day),
        nearest=_nearest_stretch(archive, ident, day),
    )


@per_archive
def area_profile(archive: Archive, area: str, day: dt.date) -> AreaProfile:
    """The profile of an area, as ``Archive.within`` takes it.

    Raises ``ChoiceError`` if the data set has no such area.
    """
    return AreaProfile(
        area=area,
        places=tuple(
            archive.places[archive.cells[i]] for i in np.flatnonzero(archive.within(area))
        ),
        situation=situation(archive, day, area),
        series=held_over_time(archive, area),
        transfers=transfers(archive, archive.first_day, archive.last_day, area),
        covers=_covers_of_area(archive.original, area),
        distance=contact_distance(archive, area, day),
    )


def contact_distance(archive: Archive, where: str, day: dt.date) -> ContactDistance:
    """How far the line of contact stood from a place, or an area as ``LEVEL:CODE``.

    Raises ``ChoiceError`` if ``day`` is outside the series.
    """
    km, days = _to_contact_km(archive, where), archive.state_days
    at = bisect.bisect_right(days, archive.as_of(day).day) - 1
    if np.isnan(km).all():
        none = Quantity(None, Unit.KM)
        return ContactDistance(km, none, none, none, None, None)
    least, most = int(np.nanargmin(km)), int(np.nanargmax(km))
    now = Quantity(None if np.isnan(km[at]) else float(km[at]), Unit.KM)
    return ContactDistance(
        km=km,
        now=now,
        least=Quantity(float(km[least]), Unit.KM),
        most=Quantity(float(km[most]), Unit.KM),
        least_day=days[least],
        most_day=days[most],
    )


@per_archive
def _events_by_place(archive: Archive) -> Mapping[str, tuple[str, ...]]:
    """Ids of the events of the series at each place that has any, in time order."""
    found: dict[str, list[str]] = defaultdict(list)
    for event in sorted(archive.events.values(), key=lambda e: e.order):
        if archive.first_day <= event.day <= archive.last_day:
            found[event.place].append(event.id)
    return {place: tuple(events) for place, events in found.items()}


@per_archive
def _to_contact_km(archive: Archive, where: str) -> np.ndarray:
    """km to the line of contact after each of ``archive.state_days``; NaN without a line.

    The nearest stretch is found in the measuring CRS, its distance on the ellipsoid.
    """
    km = np.full(len(archive.state_days), np.nan)
    states, stretches, starts = _contact_by_state(archive)
    if not len(states):
        return km
    ruler, edges = _ruler(archive.original, where), contact_geometry(archive).edges
    order = np.argsort(ruler.metres(edges)[0], kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    nearest = order[np.minimum.reduceat(rank[stretches], starts)]
    different, which = np.unique(nearest, return_inverse=True)
    km[states] = ruler.km(np.zeros_like(different), edges[different])[which]
    return km


@per_archive
def _contact_by_state(archive: Archive) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Indices of the ``archive.state_days`` with a line of contact; the rows of its stretches,
    state after state; and where each state begins."""
    held = [archive.held_rows("line_of_contact", day) for day in archive.state_days]
    states = [state for state, rows in enumerate(held) if len(rows)]
    stretches = [row for state in states for row in held[state]]
    starts = np.cumsum([0, *(len(held[state]) for state in states)])[:-1]
    return np.array(states), np.array(stretches), starts


@per_archive
def _ruler(archive: Archive, where: str) -> Ruler:
    """Measures from a place, or an area as ``LEVEL:CODE``."""
    return Ruler(projected(archive), np.array([_shape_m(archive, where)], dtype=object))


def _shape_m(archive: Archive, where: str) -> BaseGeometry:
    land = projected(archive)
    if where in archive.places:
        place = archive.places[where]
        return land.metres(shapely.Point(place.lon, place.lat))
    return land.metres(archive.outline(where))


def _nearest_stretch(archive: Archive, ident: str, day: dt.date) -> Feature | None:
    """The stretch of the line of contact nearest to a place on a day; ``None`` without a line."""
    rows = archive.held_rows("line_of_contact", day)
    if not len(rows):
        return None
    far = _ruler(archive.original, ident).metres(contact_geometry(archive).edges[rows])[0]
    stretch: Feature = archive.layers["line_of_contact"][rows[int(far.argmin())]]
    return stretch


@per_archive
def _covers_of_place(archive: Archive, ident: str) -> tuple[Cover, ...]:
    place, whole = archive.places[ident], Quantity(100.0, Unit.PERCENT)
    return tuple(
        Cover(area, _of(archive, area), whole)
        for area in _areas(archive)
        if shapely.intersects_xy(area.geometry, place.lon, place.lat)
    )


@per_archive
def _covers_of_area(archive: Archive, area: str) -> tuple[Cover, ...]:
    land, shape_m = projected(archive), _shape_m(archive, area)
    whole, covers = archive.as_of(archive.last_day).area_km2(area), []
    for feature in _areas(archive):
        both_m = shapely.intersection(land.metres(feature.geometry), shape_m)
        if inside := float(land.areas_km2(both_m).sum()):
            share = Quantity(inside, Unit.KM2).share_of(whole)
            covers.append(Cover(feature, _of(archive, feature), share))
    return tuple(covers)


@per_archive
def _areas(archive: Archive) -> tuple[Feature, ...]:
    """Areas drawn by agreements, without land taken, which follows from control."""
    areas = tuple(
        area
        for recipe in archive.drawn
        if archive.recipes[recipe].kind != "taken_since"
        for area in archive.land_of(recipe)
    )
    for area in areas:
        shapely.prepare(area.geometry)  # each is tested against many places
    return areas


def _of(archive: Archive, feature: Feature) -> tuple[Agreement, ...]:
    return _drawing(archive)[feature.properties["recipe"]]


@per_archive
def _drawing(archive: Archive) -> Mapping[str, tuple[Agreement, ...]]:
    """The agreements that name what a recipe draws, by recipe."""
    draws = [(agreement, agreement.draws) for agreement in archive.agreements.values()]
    return {recipe: tuple(a for a, named in draws if recipe in named) for recipe in archive.recipes}
