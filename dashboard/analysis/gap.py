"""How far the ground is from the paper on one day.

For each geometry an agreement in force draws: who holds how much of it, how far the line of
contact stands from an agreed line, which posts stand behind other lines than they were set up
behind, and what changed hands since the reference agreement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from dashboard.analysis.lines import LineGap, line_gap
from dashboard.analysis.projected import NOWHERE, projected
from dashboard.analysis.transfers import Transfers, force_start, transfers
from dashboard.archive import UNKNOWN, Archive, per_archive
from dashboard.records import Feature, Recipe


@dataclass(frozen=True, slots=True)
class AreaGap:
    """Who holds an agreed area.

    Attributes
    ----------
    depth_km
        For a band of several depths, the depth this reading takes it to; otherwise ``None``.
    held
        km² by party in dataset order; together with ``unknown_km2`` and ``outside_km2`` (beyond
        the cells, where nothing is claimed) it makes ``area_km2``.
    places
        Ids of the places whose cells the area touches.
    """

    recipe: Recipe
    depth_km: float | None
    area_km2: float
    held: Mapping[str, float]
    unknown_km2: float
    outside_km2: float
    places: tuple[str, ...]

    def share(self, party: str) -> float:
        """Per cent of the area whose holder is known that ``party`` holds."""
        known = sum(self.held.values())
        return 100 * self.held.get(party, 0.0) / known if known else 0.0


@dataclass(frozen=True, slots=True)
class PostGap:
    """A post that stands in land held by another party than when it was set up.

    ``events`` are those at its place since then.
    """

    post: Feature
    place: str
    held_then: str
    held_now: str
    distance_km: float
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap on one day."""

    day: dt.date
    areas: tuple[AreaGap, ...]
    lines: tuple[LineGap, ...]
    posts: tuple[PostGap, ...]
    posts_standing: int


@dataclass(frozen=True, slots=True)
class Left:
    """Land that changed hands after one agreement and was left so by a later one.

    Attributes
    ----------
    flows
        km² by (holder at ``since``, holder at ``by``).
    still_km2
        How much of it the holder at ``by`` still held on ``day``.
    places
        Ids of the places, in order of the archive.
    """

    since: dt.date
    by: dt.date
    day: dt.date
    flows: Mapping[tuple[str, str], float]
    still: Mapping[tuple[str, str], float]
    places: tuple[str, ...]
    transfers: Transfers

    @property
    def km2(self) -> float:
        """All land left where it was."""
        return sum(self.flows.values())

    @property
    def still_km2(self) -> float:
        """The part still under the same holder on ``day``."""
        return sum(self.still.values())


@per_archive
def gap(archive: Archive, day: dt.date, agreement: str | None = None) -> Gap:
    """The gap between paper and ground on a day of the series.

    Parameters
    ----------
    agreement
        Only what this agreement's provisions draw, nothing while it is not in force; ``None`` for
        all geometry in force.
    """
    features = archive.all_features() if agreement is None else _in_force(archive, agreement, day)
    by_recipe: dict[str, list[Feature]] = {}
    for feature in features:
        if feature.period.holds(day) and "recipe" in feature.properties:
            by_recipe.setdefault(feature.properties["recipe"], []).append(feature)
    recipes = [r for r in archive.dataset.recipes if r.id in by_recipe and r.kind != "taken_since"]
    areas = [g for r in recipes for g in _areas(archive, r, by_recipe[r.id], day)]
    lines = [
        line_gap(archive, r, by_recipe[r.id], day) for r in recipes if r.kind == "contact_line"
    ]
    standing = archive.as_of(day).features("observation_posts")
    return Gap(day, tuple(areas), tuple(filter(None, lines)), _posts(archive, day), len(standing))


def _in_force(archive: Archive, agreement: str, day: dt.date) -> Iterable[Feature]:
    ended = archive.agreements[agreement].force_on(day) == "no"
    return () if ended else archive.drawn_by(agreement)


def _areas(
    archive: Archive, recipe: Recipe, features: list[Feature], day: dt.date
) -> list[AreaGap]:
    """One reading of the area, or for a band one for each depth, from the line to that depth."""
    parts = [f for f in features if "area_km2" in f.properties]
    parts.sort(key=lambda f: f.properties.get("depth_km", 0.0))
    if recipe.kind != "depth_band":
        return [_area(archive, recipe, parts, None, day)] if parts else []
    return [
        _area(archive, recipe, parts[: i + 1], part.properties["depth_km"], day)
        for i, part in enumerate(parts)
    ]


def _area(
    archive: Archive, recipe: Recipe, parts: list[Feature], depth: float | None, day: dt.date
) -> AreaGap:
    land = projected(archive)
    shares = np.minimum(sum(land.fractions(part) for part in parts), 1.0)
    km2, holder = shares * land.area_km2, archive.as_of(day).controller
    held = {
        party: float(km2[holder == code].sum())
        for code, party in enumerate(archive.parties)
        if (holder[shares > 0] == code).any()
    }
    whole = float(sum(part.properties["area_km2"] for part in parts))
    places = tuple(archive.cells[i] for i in np.flatnonzero(shares))
    unknown = float(km2[holder == UNKNOWN].sum())
    outside = max(0.0, whole - float(km2.sum()))
    return AreaGap(recipe, depth, whole, held, unknown, outside, places)


def _posts(archive: Archive, day: dt.date) -> tuple[PostGap, ...]:
    """Posts in land of another known party than on the first day they are sure to have stood."""
    land, now = projected(archive), archive.as_of(day)
    posts = now.features("observation_posts")
    if not posts:
        return ()
    first: dict[str, dt.date] = {}
    for feature in archive.layers["observation_posts"]:
        start, post = feature.period.valid_from or archive.first_day, feature.properties["post"]
        first[post] = min(first.get(post, start), start)
    at = land.cells_at(land.metres(np.array([post.geometry for post in posts], dtype=object)))
    lines = land.contact_m[archive.held_rows("line_of_contact", day)]
    contact = shapely.union_all(lines) if len(lines) else None
    found = []
    for post, cell in zip(posts, at.tolist(), strict=True):
        if cell == NOWHERE:
            continue
        start = min(max(first[post.properties["post"]], archive.first_day), archive.last_day)
        then, held = (archive.as_of(d).controller[cell] for d in (start, day))
        if then == held or UNKNOWN in (then, held):
            continue
        parties = tuple(archive.parties)
        far = land.shortest_km([land.metres(post.geometry)], [contact])[0][0] if contact else np.nan
        here = transfers(archive, start, day, np.arange(len(archive.cells)) == cell)
        found.append(
            PostGap(
                post, archive.cells[cell], parties[then], parties[held], float(far), here.events
            )
        )
    return tuple(found)


def left_by(
    archive: Archive, agreement: str, day: dt.date, within: str | None = None
) -> Left | None:
    """Land taken since the reference agreement that a later one left where it was.

    Parameters
    ----------
    agreement
        The later agreement; its first day in force is the day the land is counted on.
    day
        The day on which it is asked how much of that land is still held as it was left.

    Returns
    -------
    Left or None
        ``None`` where the agreement does not come after the reference agreement in the series, or
        its record has no time in force: a statement or a step leaves nothing.
    """
    if archive.agreements[agreement].in_force is None:
        return None
    since, by = archive.reference_day, force_start(archive, agreement)
    if not archive.first_day <= since < by <= archive.last_day:
        return None
    change = archive.between(since, by)
    mask = archive.within(within)
    later, same = archive.as_of(day), {}
    kept = change.changed & mask & (later.controller == change.b.controller)
    parties, area = tuple(archive.parties), projected(archive).area_km2
    for cell in np.flatnonzero(kept):
        pair = (parties[change.a.controller[cell]], parties[change.b.controller[cell]])
        same[pair] = same.get(pair, 0.0) + float(area[cell])
    changed = change.changed & mask
    return Left(
        since, by, day, change.flows(within), same, change.places(within),
        transfers(archive, since, by, changed),
    )  # fmt: skip
