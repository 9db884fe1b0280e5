"""A recipe has what its kind needs.

``pocket``: day, held_by, holding. ``contact_line``: also facing. ``depth_band``: also depths_km,
growing. ``taken_since``: day. ``road_corridor``: road, from_place, to_place, each_side_km.
``line_distance``: line, the id of a ``contact_line``. The headline zone is a pocket: its share is
counted in whole cells.

Bad: ``kind = "pocket"`` without ``holding``. Good: with ``holding = "tarn"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import Recipe

ID = "recipe-fields"
_NEEDED = {
    "pocket": ("day", "held_by", "holding"),
    "contact_line": ("day", "held_by", "facing", "holding"),
    "depth_band": ("day", "held_by", "facing", "holding", "depths_km"),
    "taken_since": ("day",),
    "road_corridor": ("road", "from_place", "to_place", "each_side_km"),
    "line_distance": ("line",),
}


def check(subject: Subject) -> Iterator[Problem]:
    """Needed fields that are empty, distances that are none, a headline zone without cells."""
    if not subject.seeds:
        return
    dataset = subject.seeds.dataset
    lines = {recipe.id for recipe in dataset.recipes if recipe.kind == "contact_line"}
    for recipe in dataset.recipes:
        for name in _NEEDED[recipe.kind]:
            if getattr(recipe, name) in (None, "", ()):
                what = f"{name} is missing"
                yield Problem(at(recipe, name), what, f"a {recipe.kind} needs it", ID)
        if recipe.line and recipe.line not in lines:
            what = f"{recipe.line!r} is no line"
            yield Problem(at(recipe, "line"), what, "name a recipe of kind contact_line", ID)
        yield from _distances(recipe)
        if recipe.id == dataset.headline_zone and recipe.kind != "pocket":
            what = f"{recipe.id!r} is a {recipe.kind}"
            yield Problem(at(dataset, "headline_zone"), what, "name a recipe of kind pocket", ID)


def _distances(recipe: Recipe) -> Iterator[Problem]:
    depths = (0.0, *recipe.depths_km)
    if any(far <= near for near, far in pairwise(depths)):
        what = f"{list(recipe.depths_km)} does not grow from 0"
        yield Problem(at(recipe, "depths_km"), what, "list depths from the smallest up", ID)
    if recipe.each_side_km is not None and recipe.each_side_km <= 0:
        what = f"{recipe.each_side_km} is no width"
        yield Problem(at(recipe, "each_side_km"), what, "give more than 0", ID)
