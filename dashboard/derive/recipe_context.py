"""What recipes draw on, and the pocket most start from.

A pocket is the contiguous cells one party held on a day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from shapely.geometry.base import BaseGeometry

from dashboard.cache import Cache, no_cache
from dashboard.derive.cells import Cells
from dashboard.derive.contact import Stretch, stretches
from dashboard.derive.grid import merged
from dashboard.derive.histories import Histories, holder_on
from dashboard.errors import BuildError
from dashboard.records import (
    OfLine,
    OfPocket,
    Period,
    Recipe,
    Seeds,
)


@dataclass(frozen=True)
class RecipeContext:
    """What recipes draw on: the seeds, the cells made of them and who held each when."""

    seeds: Seeds
    cells: Cells
    histories: Histories
    cache: Cache = no_cache
    _held: dict[dt.date, Mapping[str, str | None]] = field(default_factory=dict)
    _pockets: dict[tuple[dt.date, str, str], frozenset[str]] = field(default_factory=dict)

    @cached_property
    def contact(self) -> tuple[Stretch, ...]:
        """The line of contact on all days."""
        return stretches(self.cells.edges, self.histories, self.seeds.dataset.contested)

    def controllers(self, day: dt.date) -> Mapping[str, str | None]:
        """Who held the cell of each place on ``day``; ``None`` if unknown."""
        if day not in self._held:
            spells = ((cell, holder_on(self.histories[cell], day)) for cell in self.cells.polygons)
            self._held[day] = {cell: spell.controller if spell else None for cell, spell in spells}
        return self._held[day]

    def held(self, day: dt.date, party: str) -> set[str]:
        """Places whose cells a party held on ``day``."""
        return {cell for cell, holder in self.controllers(day).items() if holder == party}

    def contiguous(self, day: dt.date, held_by: str, holding: str) -> frozenset[str]:
        """Places whose cells ``held_by`` held on ``day``, joined to that of ``holding``.

        Cells are joined through common edges; touching in a point is not enough.
        """
        named = (day, held_by, holding)
        if named not in self._pockets:
            self._pockets[named] = self._reached(*named)
        return self._pockets[named]

    def _reached(self, day: dt.date, held_by: str, holding: str) -> frozenset[str]:
        edges, held = self.cells.edges, self.held(day, held_by)
        beside: dict[int, list[int]] = defaultdict(list)
        for a, b in edges.sides[edges.among(held).all(axis=1)].tolist():
            beside[a].append(b)
            beside[b].append(a)
        start = edges.cells.index(holding)
        reached, waiting = {start}, deque([start])
        while waiting:
            for cell in beside[waiting.popleft()]:
                if cell not in reached:
                    reached.add(cell)
                    waiting.append(cell)
        return frozenset(edges.cells[cell] for cell in reached)


@dataclass(frozen=True, slots=True)
class Shape:
    """One geometry of a recipe in EPSG:4326; ``suffix`` tells several of one recipe apart.

    ``period`` is that of the recipe where it is ``None``.
    """

    geometry: BaseGeometry
    method: str
    suffix: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    period: Period | None = None


def recipe_error(recipe: Recipe, what: str, wanted: str) -> BuildError:
    """The error for a recipe that cannot be followed; the caller raises it."""
    return BuildError(f"recipe {recipe.id}: {what}; wanted {wanted}")


def sources_on(places: Iterable[str], context: RecipeContext, recipe: OfPocket) -> tuple[str, ...]:
    """What supports control of ``places`` on the recipe's day, and the recipe itself."""
    spells = [holder_on(context.histories[place], recipe.day) for place in places]
    return tuple(
        sorted({*recipe.sources, *(s for spell in spells if spell for s in spell.sources)})
    )


def pocket_places(recipe: OfPocket, context: RecipeContext) -> frozenset[str]:
    """Places whose cells are held by ``held_by`` on ``day`` and joined to ``holding``'s cell."""
    day, held_by, holding = recipe.day, recipe.held_by, recipe.holding
    if holding not in context.cells.polygons:
        raise recipe_error(recipe, f"place {holding!r} has no cell", "a place in the study area")
    held = context.controllers(day)
    if held[holding] != held_by:
        what = f"{holding!r} was held by {held[holding]} on {day}"
        raise recipe_error(recipe, what, f"a place held by {held_by}")
    return context.contiguous(day, held_by, holding)


def facing_line(recipe: OfLine, context: RecipeContext) -> tuple[BaseGeometry, tuple[str, ...]]:
    """The pocket's edges towards ``facing``, and what supports control on both sides."""
    facing, day, edges = recipe.facing, recipe.day, context.cells.edges
    inside = edges.among(pocket_places(recipe, context))
    faced = edges.among(context.held(day, facing))
    edges = edges.where((inside & faced[:, ::-1]).any(axis=1))
    if not edges:
        raise recipe_error(
            recipe, f"the pocket has no edge towards {facing} on {day}", "a party that it faced"
        )
    sides = {edges.cells[cell] for cell in edges.sides.ravel().tolist()}
    return merged(edges.lines), sources_on(sides, context, recipe)
