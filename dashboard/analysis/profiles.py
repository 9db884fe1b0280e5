"""What can be told of one place, or of one district: who held it when, what covered it, how near.

Distances are from a place's position to the nearest stretch of the line of contact, whichever
parties face each other there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.analysis.projected import projected
from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import Archive, ordinals
from dashboard.records import Agreement, Event, Feature, Place


@dataclass(frozen=True, slots=True)
class Cover:
    """An area an agreement speaks of that covers a place, and the share of a district it covers."""

    feature: Feature
    agreements: tuple[Agreement, ...]
    share: float


@dataclass(frozen=True, slots=True)
class PlaceProfile:
    """Everything about one place.

    ``distance_km`` has a row for each of ``archive.state_days``; NaN where there is no line.
    ``spells`` is empty for a place without a cell.
    """

    place: Place
    spells: tuple[Feature, ...]
    events: tuple[Event, ...]
    covers: tuple[Cover, ...]
    distance_km: np.ndarray


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """Everything about one administrative unit or agreed pocket.

    ``series`` is km² by party after each of ``archive.state_days``; ``distance_km`` how far the
    line of contact stood from the area, 0 while it ran through it.
    """

    area: str
    places: tuple[Place, ...]
    area_km2: float
    series: Mapping[str, np.ndarray]
    transfers: Transfers
    covers: tuple[Cover, ...]
    distance_km: np.ndarray


def place_profile(archive: Archive, ident: str) -> PlaceProfile:
    """The profile of a place of the gazetteer."""
    place = archive.places[ident]
    spells = tuple(s for s in archive.spells if s.properties["place"] == ident)
    events = (e for e in archive.events.values() if e.place == ident)
    in_series = (e for e in events if archive.first_day <= e.day <= archive.last_day)
    point = shapely.Point(place.lon, place.lat)
    covers = tuple(
        Cover(f, _of(archive, f), 100.0) for f in _areas(archive) if f.geometry.intersects(point)
    )
    return PlaceProfile(
        place, spells, tuple(sorted(in_series, key=lambda e: (e.day, e.seq))), covers,
        distance_to_contact(archive, projected(archive).metres(point)),
    )  # fmt: skip


def area_profile(archive: Archive, area: str) -> AreaProfile:
    """The profile of an administrative unit, as ``district:CODE``, or of an agreed pocket.

    Raises
    ------
    ChoiceError
        If the data set has no such area.
    """
    mask, land = archive.within(area), projected(archive)
    places = tuple(archive.places[archive.cells[i]] for i in np.flatnonzero(mask))
    whole = float(land.area_km2[mask].sum())
    covers = []
    for feature in _areas(archive):
        inside = float((land.fractions(feature) * land.area_km2)[mask].sum())
        if inside:
            covers.append(Cover(feature, _of(archive, feature), 100 * inside / whole))
    return AreaProfile(
        area, places, whole, archive.area_series(area),
        transfers(archive, archive.first_day, archive.last_day, area), tuple(covers),
        distance_to_contact(archive, shapely.union_all(land.cells_m[mask])),
    )  # fmt: skip


def area_name(archive: Archive, area: str) -> str:
    """What the places call an administrative area; its code if they do not say."""
    level, _, code = area.partition(":")
    for place in archive.places.values():
        name, own = place.unit(level)
        if own == code:
            return name or code
    return code


def distance_to_contact(archive: Archive, shape_m: BaseGeometry) -> np.ndarray:
    """km from a geometry in metres to the line of contact after each of ``archive.state_days``."""
    features = archive.layers["line_of_contact"]
    days = np.array([day.toordinal() for day in archive.state_days])
    if not features:
        return np.full(len(days), np.nan)
    land = projected(archive)
    km, _ = land.shortest_km(np.full(len(features), shape_m), land.contact_m)
    start, end = ordinals(features)
    held = (start <= days[:, None]) & (days[:, None] < end)
    nearest = np.where(held, km, np.inf).min(axis=1)
    return np.where(np.isinf(nearest), np.nan, nearest)


def nearest_stretch(archive: Archive, ident: str, day: dt.date) -> Feature | None:
    """The stretch of the line of contact nearest to a place on a day; ``None`` without a line."""
    rows = archive.held_rows("line_of_contact", day)
    if not len(rows):
        return None
    land, place = projected(archive), archive.places[ident]
    point = land.metres(shapely.Point(place.lon, place.lat))
    km, _ = land.shortest_km(np.full(len(rows), point), land.contact_m[rows])
    return archive.layers["line_of_contact"][rows[int(km.argmin())]]


def _areas(archive: Archive) -> tuple[Feature, ...]:
    """Areas that agreements draw, without land taken, which follows from control itself."""
    return tuple(
        f for f in archive.all_features()
        if "recipe" in f.properties and f.properties["kind"] != "taken_since"
        and "area_km2" in f.properties
    )  # fmt: skip


def _of(archive: Archive, feature: Feature) -> tuple[Agreement, ...]:
    recipe = feature.properties["recipe"]
    return tuple(
        a for a in archive.agreements.values()
        if any(p.drawing and recipe in p.drawing.recipes for p in a.provisions)
    )  # fmt: skip
