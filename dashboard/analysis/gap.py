"""How far the ground is from the paper on one day.

For each geometry an agreement in force draws: who holds how much of it, how far the line of
contact stands from an agreed line, which posts are encircled, and what changed hands since the
reference agreement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from dashboard.analysis.lines import LineGap, line_gap
from dashboard.analysis.projected import NOWHERE, contact_geometry, projected
from dashboard.analysis.transfers import Transfers, transfers
from dashboard.archive import UNKNOWN, Archive, per_archive
from dashboard.quantity import Evidence, Quantity, Unit, count
from dashboard.records import Feature, OfPocket, Recipe
from dashboard.wording import Wording, format


@dataclass(frozen=True, slots=True)
class AreaGap:
    """Who holds an agreed area."""

    recipe: Recipe
    #: Of a band of several depths, how deep this area reaches; otherwise ``None``.
    depth_km: float | None
    area: Quantity
    #: km² by party in dataset order; together with ``unknown`` and ``outside`` (beyond the cells,
    #: where nothing is claimed) it makes ``area``.
    held: Mapping[str, Quantity]
    #: Per cent by party of the area whose holder is known.
    shares: Mapping[str, Quantity]
    unknown: Quantity
    outside: Quantity
    #: What changed hands since it was fixed: in it, or in the cells it touches.
    transfers: Transfers
    #: As ``Archive.within`` takes it; ``None`` for a part of what the recipe draws, whose transfers
    #: are those of whole cells.
    within: str | None

    @property
    def key(self) -> tuple[str, float | None]:
        """Unique among the areas of a gap."""
        return self.recipe.id, self.depth_km

    def title(self, words: Wording) -> str:
        """What it is called; of a band with its depth."""
        title = words.of(self.recipe, "title")
        if self.depth_km is None:
            return title
        depth = format.exact(words, Quantity(self.depth_km, Unit.KM))
        return words.fill("to_depth", title=title, depth=depth)


@dataclass(frozen=True, slots=True)
class PostGap:
    """A post that stands in land held by another party than when it was set up.

    ``distance``: km to the line of contact. ``events``: those at its place since it was set up.
    """

    post: Feature
    place: str
    held_then: str
    held_now: str
    distance: Quantity
    events: tuple[str, ...]

    @property
    def key(self) -> str:
        """Unique among the posts of a gap."""
        return self.post.id


@dataclass(frozen=True, slots=True)
class LandLeft:
    """Land that changed hands after the reference agreement and that a later one left as it was."""

    #: ``since``, ``by``: first days of the two agreements; the land differs between them.
    since: dt.date
    by: dt.date
    area: Quantity
    #: What the holder at ``by`` still held on the day asked about.
    still: Quantity
    #: km² by (holder at ``since``, holder at ``by``).
    flows: Mapping[tuple[str, str], Quantity]
    #: Ids of the places, in order of the archive.
    places: tuple[str, ...]
    transfers: Transfers


@dataclass(frozen=True, slots=True)
class AgreementGap:
    """The gap between paper and ground on one day."""

    day: dt.date
    areas: tuple[AreaGap, ...]
    #: Every agreed line in force; not ``measured`` where the two parties do not touch.
    lines: tuple[LineGap, ...]
    #: Encircled posts, on land in other hands than when they were set up; ``posts_encircled`` is
    #: how many.
    posts: tuple[PostGap, ...]
    posts_encircled: Quantity
    #: How many posts have a known position and are sure to stand on the day.
    posts_standing: Quantity
    #: ``None`` where the gap is not one agreement's, or that one left nothing; see ``left_by``.
    left: LandLeft | None

    @property
    def is_drawn(self) -> bool:
        """Whether anything drawn is measured on the day."""
        return bool(self.areas) or any(line.is_measured for line in self.lines)


@per_archive
def gap(archive: Archive, day: dt.date, agreement: str | None = None) -> AgreementGap:
    """The gap between paper and ground on a day of the series; for ranges, ask ``across``
    scenarios.

    ``agreement``: only what this agreement's provisions draw, nothing while it is not in force, and
    the land it left; ``None`` for all geometry in force.
    """
    asked = archive.agreements[agreement] if agreement else None
    by_recipe = {
        recipe: [feature for feature in features if feature.period.contains(day)]
        for recipe, features in archive.drawn.items()
        if asked is None or (recipe in asked.draws and asked.force_on(day) != "no")
    }
    recipes = [
        r for r in archive.dataset.recipes if by_recipe.get(r.id) and r.kind != "taken_since"
    ]
    posts = _posts(archive, day)
    standing = _posts_on(archive, day)
    return AgreementGap(
        day=day,
        areas=tuple(g for r in recipes for g in _areas(archive, r, by_recipe[r.id], day)),
        lines=tuple(
            line_gap(archive, r, by_recipe[r.id], day)
            for r in recipes
            if r.kind == "contact_line" or r.kind == "drawn_line"
        ),
        posts=posts,
        posts_encircled=count(len(posts)),
        posts_standing=count(len(standing)),
        left=left_by(archive, agreement, day) if agreement else None,
    )


def _areas(
    archive: Archive, recipe: Recipe, features: list[Feature], day: dt.date
) -> list[AreaGap]:
    """The area; of a band one for each depth, from the line to that depth."""
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
    land, state = projected(archive), archive.as_of(day)
    within, evidence = None, None
    if len(parts) == len(archive.land_of(recipe.id)):
        within, evidence = recipe.id, Evidence(day, area=recipe.id)
        shares, km2 = archive.share_within(within), archive.km2_within(within)
    else:
        shares = np.minimum(np.sum([land.fractions(part) for part in parts], axis=0), 1.0)
        km2 = shares * archive.cell_area_km2
    touched, errors = shares > 0, state.error_of_shares(shares)
    held = {
        party: Quantity(float(km2[mine].sum()), Unit.KM2, errors.get(party), evidence=evidence)
        for code, party in enumerate(archive.parties)
        if (mine := touched & (state.controller == code)).any()
    }
    known = float(km2[state.controller != UNKNOWN].sum())
    whole = float(sum(part.properties["area_km2"] for part in parts))
    fixed = recipe.day if isinstance(recipe, OfPocket) else archive.first_day
    return AreaGap(
        recipe=recipe,
        depth_km=depth,
        area=Quantity(whole, Unit.KM2),
        held=held,
        shares={party: size.share_of(known) for party, size in held.items()},
        unknown=Quantity(float(km2[state.controller == UNKNOWN].sum()), Unit.KM2),
        outside=Quantity(max(0.0, whole - float(km2.sum())), Unit.KM2),
        transfers=transfers(archive, max(archive.first_day, fixed), day, within, touched),
        within=within,
    )


def _posts_on(archive: Archive, day: dt.date) -> tuple[Feature, ...]:
    """Posts that stand on a day; none where the data set has none at all."""
    layer = "observation_posts"
    return archive.as_of(day).features(layer) if layer in archive.layers else ()


def _posts(archive: Archive, day: dt.date) -> tuple[PostGap, ...]:
    """Posts that stand in land of another party than on the first day they are sure to have
    stood."""
    land, posts = projected(archive), _posts_on(archive, day)
    if not posts:
        return ()
    first: dict[str, dt.date] = {}
    for feature in archive.layers["observation_posts"]:
        start, post = feature.period.valid_from or archive.first_day, feature.properties["post"]
        first[post] = min(first.get(post, start), start)
    at = land.cells_at(land.metres(np.array([post.geometry for post in posts], dtype=object)))
    lines = contact_geometry(archive).stretches_m[archive.held_rows("line_of_contact", day)]
    contact = shapely.union_all(lines) if len(lines) else None
    parties, found = archive.party_ids, []
    for post, cell in zip(posts, at.tolist(), strict=True):
        if cell == NOWHERE:
            continue
        start = min(max(first[post.properties["post"]], archive.first_day), archive.last_day)
        states = (archive.as_of(each).controller for each in (start, day))
        then, held = (archive.without_contested(state)[cell] for state in states)
        if then == held or UNKNOWN in (then, held):
            continue
        km = land.shortest_km([land.metres(post.geometry)], [contact])[0] if contact else [None]
        here = transfers(archive, start, day, cells=np.arange(len(archive.cells)) == cell)
        found.append(
            PostGap(
                post,
                archive.cells[cell],
                parties[then],
                parties[held],
                Quantity(None if km[0] is None else float(km[0]), Unit.KM),
                here.events,
            )
        )
    return tuple(found)


def left_by(archive: Archive, agreement: str, day: dt.date) -> LandLeft | None:
    """Land taken since the reference agreement that a later one left where it was.

    ``agreement``: the later agreement; its first day in force is the day the land is counted on.
    ``day``: the day on which it is asked how much of that land is still held as it was left.

    Returns ``None`` where the agreement does not come after the reference agreement in the series,
    or its record has no time in force: a statement or a step leaves nothing.
    """
    if agreement == archive.dataset.reference_agreement:
        return None
    if archive.agreements[agreement].in_force is None:
        return None
    since, by = archive.reference_day, archive.agreements[agreement].first_day
    if not archive.first_day <= since < by <= archive.last_day:
        return None
    change, evidence = archive.between(since, by), Evidence(by, since)
    # land still held is that land less what changed hands later: the errors add up
    error, later = change.error_km2(), archive.between(min(by, day), max(by, day)).error_km2()
    kept = change.changed & (archive.as_of(day).controller == change.b.controller)
    still = float(archive.cell_area_km2[kept].sum())
    flows = {
        pair: Quantity(km2, Unit.KM2, change.error_km2(parties=pair), evidence=evidence)
        for pair, km2 in change.flows().items()
    }
    return LandLeft(
        since=since,
        by=by,
        area=Quantity(sum(change.flows().values()), Unit.KM2, error, evidence=evidence),
        still=Quantity(still, Unit.KM2, error + later),
        flows=flows,
        places=change.places(),
        transfers=transfers(archive, since, by, cells=change.changed),
    )
