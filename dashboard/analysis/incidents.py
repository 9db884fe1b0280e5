"""Incidents by days, by area, or by the place whose land they are on."""

from __future__ import annotations

import datetime as dt

import shapely

from dashboard.archive import Archive, per_archive
from dashboard.records import Incident


def incidents_between(
    archive: Archive, since: dt.date, until: dt.date, area: str | None = None
) -> tuple[Incident, ...]:
    """The incidents of a day from ``since`` to ``until``, both inclusive, in time order.

    ``area``: id of an area (see ``Archive.within``): only those on its land.
    """
    inside = None if area is None else _on_land(archive, area)
    found = (
        row
        for row in archive.seeds.incidents
        if row.day <= until and since <= (row.last_day or row.day)
        if inside is None or row.id in inside
    )
    return tuple(sorted(found, key=_in_time))


def incidents_at(archive: Archive, place: str) -> tuple[Incident, ...]:
    """The incidents on the land of a place, in time order."""
    places = _places(archive)
    found = (row for row in archive.seeds.incidents if places.get(row.id) == place)
    return tuple(sorted(found, key=_in_time))


def _in_time(row: Incident) -> tuple[dt.date, str]:
    return row.day, row.id


@per_archive
def _on_land(archive: Archive, area: str) -> frozenset[str]:
    """Ids of the incidents on the land of an area, made of whole cells or of parts of them."""
    inside = archive.places_within(area)
    outline = None if area in archive.areas_of_cells else archive.outline(area)
    return frozenset(
        feature.properties["incident"]
        for feature in archive.layers.get("incidents", ())
        if feature.properties.get("place") in inside
        if outline is None or shapely.intersects(outline, feature.geometry)
    )


@per_archive
def _places(archive: Archive) -> dict[str, str]:
    """The place whose land each incident is on; incidents outside all land are left out."""
    rows = (feature.properties for feature in archive.layers.get("incidents", ()))
    return {p["incident"]: p["place"] for p in rows if "place" in p}
