"""Cells, spells, stretches and shapes to features: every layer with all its properties.

What each property means is told, layer by layer, in ``docs/data-format.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.build.entered import ADMIN, size
from dashboard.derive import contact
from dashboard.derive.contact import Stretch
from dashboard.derive.force import in_force
from dashboard.derive.grid import AREA_DECIMALS
from dashboard.derive.histories import Spell
from dashboard.derive.recipe_context import RecipeContext
from dashboard.derive.recipes import DrawnRecipe, shapes, takings
from dashboard.measure import geodesic_area_km2
from dashboard.records import AnyRecipe, Feature, Place, TakenSinceRecipe


class Layers:
    """Makes the features of each layer from one ``RecipeContext``.

    Parameters
    ----------
    context
        Seeds, cells and histories that belong together.
    """

    def __init__(self, context: RecipeContext):
        self.context, self.seeds = context, context.seeds
        self.places: Mapping[str, Place] = {place.id: place for place in self.seeds.places}
        polygons = context.cells.polygons
        areas = geodesic_area_km2(polygons.values()).round(AREA_DECIMALS).tolist()
        self.area_km2: Mapping[str, float] = dict(zip(polygons, areas, strict=True))
        self.in_force = in_force(self.seeds)

    # --- control ----------------------------------------------------------------------------

    def control_areas(self) -> Iterator[Feature]:
        """A feature per cell and spell of control."""
        for place, polygon in self.context.cells.polygons.items():
            for spell in self.context.histories[place]:
                properties = {
                    **self._whose(place),
                    **_opened(spell),
                    "controller": spell.controller,
                    "previous": spell.previous,
                    "same_day_events": list(spell.same_day_events),
                    "agreements": self.in_force(spell.day) if spell.events else [],
                }
                yield Feature(
                    f"control.{place}.{spell.day}",
                    "control_areas",
                    polygon,
                    spell.period,
                    properties,
                )

    def line_of_contact(self, stretches: Sequence[Stretch]) -> Iterator[Feature]:
        """A feature per edge and spell in which two known parties faced each other across it."""
        return contact.line_of_contact(stretches, self.in_force)

    # --- what agreements speak of -----------------------------------------------------------

    def recipe(self, recipe: AnyRecipe) -> Iterator[Feature]:
        """The features of one recipe."""
        if isinstance(recipe, TakenSinceRecipe):
            yield from self._taken(recipe)
        else:
            yield from self._drawn(recipe)

    def _drawn(self, recipe: DrawnRecipe) -> Iterator[Feature]:
        for shape in shapes(recipe, self.context):
            ident = f"{recipe.id}.{shape.suffix}" if shape.suffix else recipe.id
            properties = {
                "recipe": recipe.id,
                "kind": recipe.kind,
                "title_en": recipe.title_en,
                "title_ar": recipe.title_ar,
                "agreements": [recipe.agreement],
                "sources": list(shape.sources),
                "certainty": recipe.certainty,
                "basis": "inferred",
                "method": shape.method,
                "precision_m": recipe.precision_m,
                "caveat_en": recipe.caveat_en,
                "caveat_ar": recipe.caveat_ar,
                **shape.extra,
                **size(shape.geometry),
            }
            period = shape.period or recipe.period
            yield Feature(ident, recipe.layer, shape.geometry, period, properties)

    def _taken(self, recipe: TakenSinceRecipe) -> Iterator[Feature]:
        for taking in takings(recipe, self.context):
            spell = taking.spell
            properties = {
                **self._whose(spell.place),
                **_opened(spell),
                "recipe": recipe.id,
                "kind": recipe.kind,
                "taken_on": spell.day,
                "taken_from": spell.previous,
                "taken_by": spell.controller,
                "held_before": taking.held_before,
                "returned_on": taking.returned_on,
                "agreements": self.in_force(spell.day),
            }
            ident = f"taken.{spell.place}.{spell.day}"
            polygon = self.context.cells.polygons[spell.place]
            yield Feature(ident, recipe.layer, polygon, spell.period, properties)

    def _whose(self, place: str) -> dict[str, Any]:
        """What a cell says of its place."""
        record = self.places[place]
        return {
            "place": place,
            "name_en": record.name_en,
            "name_ar": record.name_ar,
            **{name: getattr(record, name) for name in ADMIN},
            "area_km2": self.area_km2[place],
            "precision_m": self.context.cells.precision_m[place],
        }


def _opened(spell: Spell) -> dict[str, Any]:
    """What a spell says of how it began."""
    return {
        "event": spell.event,
        "events": list(spell.events),
        "operation": spell.operation,
        "sources": list(spell.sources),
        "certainty": spell.certainty,
        "basis": spell.basis,
        "method": f"cell of the nearest place with a known history; {spell.method}",
    }
