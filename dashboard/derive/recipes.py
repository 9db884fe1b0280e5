"""Turns recipes into shapes: the geometries of an agreement, derived from control and lines.

Distances are measured in the dataset's measuring CRS; the shapes are then cut on the grid of the
output, so the rim of a pocket or band has the very vertices of the cells it is made of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from dashboard.derive.distance import line_distance
from dashboard.derive.grid import GRID, merged, metric, on_grid, to_degrees, to_metric
from dashboard.derive.histories import Spell
from dashboard.derive.recipe_context import (
    RecipeContext,
    Shape,
    facing_line,
    pocket_places,
    recipe_error,
    sources_on,
)
from dashboard.records import (
    ContactLineRecipe,
    DepthBandRecipe,
    DrawnAreaRecipe,
    DrawnLineRecipe,
    LineDistanceRecipe,
    Period,
    PocketRecipe,
    RoadCorridorRecipe,
    TakenSinceRecipe,
)

#: Segments in a quarter circle: at 20 km the chord is off by less than a metre and a half.
QUAD_SEGMENTS = 64


@dataclass(frozen=True, slots=True)
class Taking:
    """A spell in which a cell was not held by whoever held it on the recipe's day."""

    spell: Spell
    held_before: str
    returned_on: dt.date | None


#: A recipe that draws shapes of its own.
ShapeRecipe = (
    PocketRecipe
    | ContactLineRecipe
    | DepthBandRecipe
    | DrawnAreaRecipe
    | DrawnLineRecipe
    | RoadCorridorRecipe
    | LineDistanceRecipe
)


def shapes(recipe: ShapeRecipe, context: RecipeContext) -> tuple[Shape, ...]:
    """The geometries of a recipe; empty ones are left out.

    Raises ``BuildError`` if nothing can be made of it, though all that it names is there.
    """
    made: Iterator[Shape]
    match recipe:
        case PocketRecipe():
            made = _pocket(recipe, context)
        case ContactLineRecipe():
            made = _contact_line(recipe, context)
        case DepthBandRecipe():
            made = _depth_band(recipe, context)
        case DrawnAreaRecipe() | DrawnLineRecipe():
            made = _drawn(recipe, context)
        case RoadCorridorRecipe():
            made = _road_corridor(recipe, context)
        case LineDistanceRecipe():
            made = line_distance(recipe, context)
    return tuple(shape for shape in made if not shape.geometry.is_empty)


def takings(recipe: TakenSinceRecipe, context: RecipeContext) -> tuple[Taking, ...]:
    """Every spell after the recipe's day under another controller than on that day.

    Where the controller is unknown, then or now, what was taken cannot be told: it is left out.
    Contested land was taken by nobody, and from nobody.
    """
    day, contested = recipe.day, context.seeds.dataset.contested
    found, held = [], context.controllers(day)
    for place in context.cells.polygons:
        spells, held_before = context.histories[place], held[place]
        if held_before is None or held_before in contested:
            continue
        for spell in spells:
            if spell.day > day and spell.controller not in {None, held_before, *contested}:
                back = (s.day for s in spells if s.day > spell.day and s.controller == held_before)
                found.append(Taking(spell, held_before, next(back, None)))
    return tuple(found)


def _pocket(recipe: PocketRecipe, context: RecipeContext) -> Iterator[Shape]:
    places = pocket_places(recipe, context)
    yield Shape(
        context.cells.joined(places, context.cache),
        f"cells held by {recipe.held_by} on {recipe.day}, contiguous with that of {recipe.holding}",
        extra={"places": sorted(places), "day": recipe.day.isoformat()},
        sources=sources_on(places, context, recipe),
    )


def _contact_line(recipe: ContactLineRecipe, context: RecipeContext) -> Iterator[Shape]:
    line, sources = facing_line(recipe, context)
    method = (
        f"edges between the pocket held by {recipe.held_by} around {recipe.holding} "
        f"and cells held by {recipe.facing} on {recipe.day}"
    )
    yield Shape(line, method, extra={"day": recipe.day.isoformat()}, sources=sources)


def _depth_band(recipe: DepthBandRecipe, context: RecipeContext) -> Iterator[Shape]:
    line, sources = facing_line(recipe, context)
    pocket = context.cells.joined(pocket_places(recipe, context), context.cache)
    to_m = metric(context.seeds.dataset.measuring_crs)
    line_m = to_metric(line, to_m)
    where = f"of the line of contact of {recipe.day}, inside the pocket held by {recipe.held_by}"
    inner, before = None, 0.0
    for depth in sorted(recipe.depths_km):
        around_m = shapely.buffer(line_m, depth * 1000, quad_segs=QUAD_SEGMENTS)
        near = shapely.make_valid(on_grid(to_degrees(around_m, to_m)))
        extra = {"depth_km": depth, "depth_from_km": before, "day": recipe.day.isoformat()}

        # The pocket's own rim, seen from the line, is where the land ends and no depth line.
        rim = shapely.intersection(shapely.boundary(near), pocket, grid_size=GRID)
        rim = _lines(shapely.difference(rim, shapely.boundary(pocket), grid_size=GRID))
        method = f"points {depth:g} km from the nearest point {where}"
        yield Shape(rim, method, f"line-{depth:g}km", {**extra, "depth_from_km": depth}, sources)

        band = shapely.intersection(near, pocket, grid_size=GRID)
        band = band if inner is None else shapely.difference(band, inner, grid_size=GRID)
        method = f"between {before:g} and {depth:g} km from the nearest point {where}"
        yield Shape(_areas(band), method, f"band-{depth:g}km", extra, sources)
        inner, before = near, depth


def _drawn(recipe: DrawnAreaRecipe | DrawnLineRecipe, context: RecipeContext) -> Iterator[Shape]:
    """What was published, as it is: each feature with its own period, sources and precision."""
    entered = {feature.id: feature for feature in context.seeds.shapes.get("agreed", ())}
    for name in recipe.features:
        feature = entered[name]
        yield Shape(
            on_grid(feature.geometry),
            "as published",
            name,
            {
                "basis": "reported",
                "precision_m": feature.properties["precision_m"],
                "licence": feature.properties["licence"],
            },
            tuple(sorted({*recipe.sources, *feature.properties["sources"]})),
            None if feature.period == Period() else feature.period,
        )


def _road_corridor(recipe: RoadCorridorRecipe, context: RecipeContext) -> Iterator[Shape]:
    road = next(road for road in context.seeds.shapes["roads"] if road.id == recipe.road)
    to_m = metric(context.seeds.dataset.measuring_crs)
    road_m = shapely.line_merge(to_metric(road.geometry, to_m))
    if road_m.geom_type != "LineString":
        raise recipe_error(recipe, f"road {recipe.road!r} is not one line", "a road without gaps")
    places = {place.id: place for place in context.seeds.places}
    ends = [
        to_metric(shapely.Point(place.lon, place.lat), to_m)
        for place in (places[recipe.from_place], places[recipe.to_place])
    ]
    start, stop = sorted(float(shapely.line_locate_point(road_m, end)) for end in ends)
    if stop - start < 1:
        raise recipe_error(recipe, "both places meet the road at one point", "two ends")
    each_side = recipe.each_side_km
    around = shapely.buffer(
        substring(road_m, start, stop), each_side * 1000, quad_segs=QUAD_SEGMENTS, cap_style="flat"
    )
    area = shapely.set_precision(to_degrees(around, to_m), GRID)
    yield Shape(
        _areas(area),
        f"{each_side:g} km each side of {recipe.road} between the points of the road nearest to "
        f"{recipe.from_place} and {recipe.to_place}, flat ends",
        sources=tuple(sorted({*recipe.sources, *(road.properties.get("sources") or ())})),
    )


# --- shapes of one kind ---------------------------------------------------------------------


def _areas(geometry: BaseGeometry) -> BaseGeometry:
    """Only the polygons of an overlay's result."""
    parts = _parts(geometry, shapely.GeometryType.POLYGON)
    return shapely.normalize(parts[0] if len(parts) == 1 else shapely.multipolygons(parts))


def _lines(geometry: BaseGeometry) -> BaseGeometry:
    """Only the lines of an overlay's result, joined."""
    return merged(_parts(geometry, shapely.GeometryType.LINESTRING))


def _parts(geometry: BaseGeometry, kind: shapely.GeometryType) -> np.ndarray:
    parts: np.ndarray = shapely.get_parts(shapely.get_parts(geometry))
    return on_grid(parts[shapely.get_type_id(parts) == kind])
