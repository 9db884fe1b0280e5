"""What recipes draw on, and how the things a recipe names are found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from dashboard.derive.cells import Cells
from dashboard.derive.histories import Histories, holder_on
from dashboard.errors import BuildError
from dashboard.records import (
    Feature,
    OfPocket,
    Period,
    Place,
    Recipe,
    RoadCorridorRecipe,
    Seeds,
    TakenSinceRecipe,
)


@dataclass(frozen=True, slots=True)
class RecipeContext:
    """What recipes draw on: the seeds, the cells made of them and who held each when."""

    seeds: Seeds
    cells: Cells
    histories: Histories

    def controller(self, place: str, day: dt.date) -> str | None:
        """Who held the cell of ``place`` on ``day``; ``None`` if unknown."""
        spell = holder_on(self.histories[place], day)
        return spell.controller if spell else None


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


def on_day(recipe: OfPocket | TakenSinceRecipe, context: RecipeContext) -> dt.date:
    """The recipe's day; BuildError if control is not known for it."""
    day = recipe.day
    series = context.seeds.dataset.series
    if not series.first_day <= day <= series.last_day:
        raise recipe_error(
            recipe, f"day {day} is outside the series", f"{series.first_day} to {series.last_day}"
        )
    return day


def place_named(recipe: RoadCorridorRecipe, context: RecipeContext, name: str) -> Place:
    """The place a field of the recipe names; BuildError if there is none."""
    wanted = getattr(recipe, name)
    for place in context.seeds.places:
        if place.id == wanted:
            return place
    raise recipe_error(recipe, f"{name} {wanted!r} is no place", "the id of a place")


def road_named(recipe: RoadCorridorRecipe, context: RecipeContext) -> Feature:
    """The road with the recipe's id or number; BuildError if there is none."""
    wanted = recipe.road
    for road in context.seeds.lines.get("roads", ()):
        if wanted in (road.id, road.properties.get("ref")):
            return road
    raise recipe_error(recipe, f"road {wanted!r} is not among the roads", "the id or ref of a road")


def sources_on(places: Iterable[str], context: RecipeContext, recipe: OfPocket) -> tuple[str, ...]:
    """What supports control of ``places`` on the recipe's day, and the recipe itself."""
    day = on_day(recipe, context)
    spells = [holder_on(context.histories[place], day) for place in places]
    return tuple(
        sorted({*recipe.sources, *(s for spell in spells if spell for s in spell.sources)})
    )
