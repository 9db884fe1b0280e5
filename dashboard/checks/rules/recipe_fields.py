"""What a recipe names and measures can be followed.

The ``line`` of a ``line_distance`` is the id of a ``contact_line``; ``depths_km`` grow from 0. The
headline zone is a pocket: its share is counted in whole cells.

Bad: ``depths_km = [6.0, 3.0]``. Good: ``depths_km = [3.0, 6.0]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dashboard.checks.mentions import at
from dashboard.checks.subject import Subject
from dashboard.errors import Problem
from dashboard.records import DepthBandRecipe

ID = "recipe-fields"


def check(subject: Subject) -> Iterator[Problem]:
    """Distances from no line, depths that do not grow, a headline zone without cells."""
    if not subject.seeds:
        return
    dataset = subject.seeds.dataset
    lines = {recipe.id for recipe in dataset.recipes if recipe.kind == "contact_line"}
    for recipe in dataset.recipes:
        if recipe.kind == "line_distance" and recipe.line not in lines:
            what = f"{recipe.line!r} is no line"
            yield Problem(at(recipe, "line"), what, "name a recipe of kind contact_line", ID)
        if recipe.kind == "depth_band":
            yield from _depths(recipe)
        if recipe.id == dataset.headline_zone and recipe.kind != "pocket":
            what = f"{recipe.id!r} is a {recipe.kind}"
            yield Problem(at(dataset, "headline_zone"), what, "name a recipe of kind pocket", ID)


def _depths(recipe: DepthBandRecipe) -> Iterator[Problem]:
    if any(far <= near for near, far in pairwise((0.0, *recipe.depths_km))):
        what = f"{list(recipe.depths_km)} does not grow from 0"
        yield Problem(at(recipe, "depths_km"), what, "list depths from the smallest up", ID)
