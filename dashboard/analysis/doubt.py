"""The figures of each page with the range doubtful events leave them in.

One question a page, asked once of the archive and of each of its scenarios; see ``scenarios``.
Nothing here is a figure of its own: each is the one the page shows, asked again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.analysis.gap import gap
from dashboard.analysis.profiles import distance_to_contact
from dashboard.analysis.projected import projected
from dashboard.analysis.scenarios import Spread, across, spreads
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive, per_archive
from dashboard.quantity import Quantity

Figures = dict[Hashable, float | None]
"""The figures of one question by name; ``None`` where there is none."""


# --- areas and places -----------------------------------------------------------------------


@per_archive
def of_area(archive: Archive, area: str | None, day: dt.date) -> Mapping[str, Spread]:
    """km² of an area by holder on a day: parties that hold none in any scenario are left out."""
    return spreads(archive, lambda made: made.as_of(day).area_by_party(area), missing=0.0)


@per_archive
def of_flows(
    archive: Archive, area: str | None, after: dt.date, through: dt.date
) -> Mapping[tuple[str, str], Spread]:
    """km² by (from party, to party) of what changed hands in an area, each change counted."""
    return spreads(archive, lambda made: transfers(made, after, through, area).flows, missing=0.0)


def of_distance(archive: Archive, where: str, day: dt.date) -> Mapping[str, Spread]:
    """km to the line of contact from a place, or an area as ``district:CODE``.

    ``now`` on a day, ``least`` and ``most`` in the series; ``None`` while there is no line.
    """

    def ask(made: Archive) -> Figures:
        far = distances(made, where)
        at = max(i for i, each in enumerate(made.state_days) if each <= day)
        there = far[~np.isnan(far)]
        return {
            "now": None if np.isnan(far[at]) else float(far[at]),
            "least": float(there.min()) if len(there) else None,
            "most": float(there.max()) if len(there) else None,
        }

    return spreads(archive, ask)


@per_archive
def distances(archive: Archive, where: str) -> np.ndarray:
    """As ``profiles.distance_to_contact``, from a place or from the cells of an area."""
    return distance_to_contact(archive, _shape_m(archive, where))


def _shape_m(archive: Archive, where: str) -> BaseGeometry:
    land = projected(archive)
    if where in archive.places:
        place = archive.places[where]
        return land.metres(shapely.Point(place.lon, place.lat))
    return shapely.union_all(land.cells_m[archive.within(where)])


# --- paper and ground -----------------------------------------------------------------------


def of_gap(
    archive: Archive, day: dt.date, agreement: str | None = None
) -> Mapping[Hashable, Spread]:
    """The ranges of a gap's figures by name, until every user asks ``gap`` itself."""
    found = across(archive, lambda made: gap(made, day, agreement))
    figures: dict[Hashable, Quantity] = {("posts",): found.posts_behind}
    for area in found.areas:
        for party, share in area.shares.items():
            figures["share", area.recipe.id, area.depth_km, party] = share
    for line in found.lines:
        for way in ("from_agreed", "from_ground"):
            for name in ("length", "mean", "maximum", "moved"):
                figures["line", line.recipe.id, way, name] = getattr(getattr(line, way), name)
    for post in found.posts:
        figures["post", post.post.id] = post.distance
    if found.left:
        figures |= {("left",): found.left.area, ("still",): found.left.still}
    return {key: Spread(each.value, each.scenarios) for key, each in figures.items()}
