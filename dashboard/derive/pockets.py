"""Pockets: the contiguous cells one party held on a day, and their edges towards another."""

from __future__ import annotations

from collections import defaultdict, deque

from shapely.geometry.base import BaseGeometry

from dashboard.derive.grid import merged
from dashboard.derive.recipe_context import (
    RecipeContext,
    on_day,
    recipe_error,
    sources_on,
)
from dashboard.records import OfLine, OfPocket


def pocket_places(recipe: OfPocket, context: RecipeContext) -> frozenset[str]:
    """Places whose cells are held by ``held_by`` on ``day`` and joined to ``holding``'s cell.

    Cells are joined through common edges; touching in a point is not enough.
    """
    day, held_by, holding = on_day(recipe, context), recipe.held_by, recipe.holding
    if holding not in context.cells.polygons:
        raise recipe_error(recipe, f"place {holding!r} has no cell", "a place in the study area")
    if context.controller(holding, day) != held_by:
        held = context.controller(holding, day)
        raise recipe_error(
            recipe, f"{holding!r} was held by {held} on {day}", f"a place held by {held_by}"
        )
    beside: dict[str, list[str]] = defaultdict(list)
    for edge in context.cells.edges:
        if held_by == context.controller(edge.a, day) == context.controller(edge.b, day):
            beside[edge.a].append(edge.b)
            beside[edge.b].append(edge.a)
    reached, waiting = {holding}, deque([holding])
    while waiting:
        for place in beside[waiting.popleft()]:
            if place not in reached:
                reached.add(place)
                waiting.append(place)
    return frozenset(reached)


def facing_line(recipe: OfLine, context: RecipeContext) -> tuple[BaseGeometry, tuple[str, ...]]:
    """The pocket's edges towards ``facing``, and what supports control on both sides."""
    facing, day = recipe.facing, on_day(recipe, context)
    inside = pocket_places(recipe, context)
    edges = [
        edge
        for edge in context.cells.edges
        if (edge.a in inside and context.controller(edge.b, day) == facing)
        or (edge.b in inside and context.controller(edge.a, day) == facing)
    ]
    if not edges:
        raise recipe_error(
            recipe, f"the pocket has no edge towards {facing} on {day}", "a party that it faced"
        )
    sides = {place for edge in edges for place in (edge.a, edge.b)}
    return merged(edge.geometry for edge in edges), sources_on(sides, context, recipe)
