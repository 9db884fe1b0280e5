"""Cells, spells, stretches and shapes to features: every layer with all its properties.

``derive`` is a pure function of the seeds: the same seeds give the same layers, byte for byte,
whatever the order of their rows. What each property means is in ``docs/data-format.md``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import partial
from typing import Any

import shapely

from dashboard import store
from dashboard.build import entered
from dashboard.build.entered import size
from dashboard.build.relief import relief
from dashboard.console import Progress
from dashboard.derive.cells import make_cells
from dashboard.derive.contact import line_of_contact
from dashboard.derive.grid import DECIMALS
from dashboard.derive.histories import Histories, histories, in_force
from dashboard.derive.published import published, with_cells
from dashboard.derive.recipe_context import RecipeContext
from dashboard.derive.recipes import ShapeRecipe, shapes, takings
from dashboard.errors import BuildError
from dashboard.keep import Keep, Steps, anew
from dashboard.records import AnyRecipe, Feature, Place, Seeds, TakenSinceRecipe

#: How layers come about that no recipe draws; those of recipes follow from their kind.
_METHODS = {
    "control_areas": "Voronoi cells of places with a known history, each with the dated control "
    "of its place",
    "line_of_contact": "common edges of cells whose controllers are known and differ",
    "observation_posts": "position of the named locality; only days a post is sure to have stood",
    "party_groups": "position of a place, on the days on which a group within a party is known to "
    "have held it",
    "incidents": "position as the source gives it, on its day and some days after it",
    "roads": "as entered",
    "rivers": "as entered",
    "places": "as entered",
    "relief": "shaded by slope, light from azimuth 315°; one picture for all days",
    "basemap": "as entered; of built-up areas what lies in the study area",
}
_KIND_METHODS = {
    "pocket": "contiguous cells of one controller on one day",
    "contact_line": "edges of that pocket towards one other controller",
    "depth_band": "distance from that line inside the pocket",
    "drawn_area": "as published",
    "drawn_line": "as published",
    "taken_since": "cells not held by whoever held them on one day",
    "road_corridor": "strip around a road between two places",
    "line_distance": "shortest ways from points of that line to the line of contact, day by day",
}


def build(seeds: Seeds, keep: Keep = anew) -> dict[str, tuple[Feature, ...]]:
    """The layers of ``derive``."""
    return derive(seeds, keep=keep)[1]


def _entered(seeds: Seeds) -> dict[str, Callable[[], tuple[Feature, ...]]]:
    """The layers described that are made of what was entered alone, each with what makes it."""
    makers: dict[str, Callable[[], Iterable[Feature]]] = {
        "observation_posts": lambda: entered.observation_posts(seeds, in_force(seeds)),
        "party_groups": lambda: entered.party_groups(seeds),
        "roads": lambda: entered.lines(seeds, "roads"),
        "rivers": lambda: entered.lines(seeds, "rivers"),
        "places": lambda: entered.gazetteer(seeds),
        "relief": lambda: relief(seeds),
        "basemap": lambda: entered.basemap(seeds),
    }
    described = {layer.name for layer in seeds.dataset.layers}
    drawn = {recipe.layer for recipe in seeds.dataset.recipes}
    return {
        name: partial(_made, name, makers[name]) for name in makers if name in described - drawn
    }


def entered_layers(
    seeds: Seeds,
    steps: Steps,
    keep: Keep = anew,
    before: Callable[[str], bytes] = lambda name: b"",
) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Text and catalog entry of each layer that is made of what was entered alone.

    ``seeds``: seeds that tell ``steps`` what is read of them: what is kept of a layer is used while
    all that it was made from stays the same.
    ``before``: the text that a layer had before.
    """
    return {
        name: _entered_layer(name, make, seeds, steps, keep, before(name))
        for name, make in _entered(seeds).items()
    }


def _entered_layer(
    name: str,
    make: Callable[[], tuple[Feature, ...]],
    seeds: Seeds,
    steps: Steps,
    keep: Keep,
    before: bytes,
) -> tuple[bytes, dict[str, Any]]:
    texts: list[bytes] = []

    def entry() -> dict[str, Any]:
        features = make()
        texts.append(store.geojson_bytes(features, keep, before))
        return catalog_entry(seeds, name, texts[0], features)

    made: dict[str, Any] = steps.result(f"layer {name}", entry)
    if not texts and made["sha256"] == hashlib.sha256(before).hexdigest():
        store.keep_groups(before, keep)
        texts.append(before)
    return texts[0] if texts else store.geojson_bytes(make(), keep, before), made


def _made(name: str, *makers: Callable[[], Iterable[Feature]]) -> tuple[Feature, ...]:
    """The features of a layer in order of id."""
    try:
        features = [feature for make in makers for feature in make()]
    except shapely.errors.GEOSException as error:  # a sound shape can fail to be cut or widened
        raise BuildError(
            f"layer {name}: a geometry cannot be computed: {error}; wanted simpler shapes or a "
            "measuring_crs made for where they are"
        ) from error
    return tuple(sorted(features, key=lambda feature: feature.id))


def derive(
    seeds: Seeds,
    progress: Progress | None = None,
    keep: Keep = anew,
    spells: Histories | None = None,
    without: Collection[str] = (),
) -> tuple[Seeds, dict[str, tuple[Feature, ...]]]:
    """Derive every layer the data set describes.

    ``seeds``: seeds free of problems.
    ``progress``: told of every finished step: its name, how many are done and how many there are.
    ``keep``: how to come by what was made of the same places and areas before; the layers are the
    same.
    ``spells``: the histories of the seeds, where they are known already.
    ``without``: layers that are not wanted.

    Returns the seeds, with a place and its history for each cell of published areas, and the
    features of each layer in order of id: geometries in EPSG:4326 with 6 decimals.

    Raises ``BuildError`` if a layer cannot be derived from the seeds.
    """
    described = {layer.name for layer in seeds.dataset.layers}
    drawn = dict.fromkeys(recipe.layer for recipe in seeds.dataset.recipes)
    listed = dict.fromkeys([*(name for name in _METHODS if name in described), *drawn])
    names = [name for name in listed if name not in without]
    total = 3 + len(names)

    def done(step: str, count: int) -> None:
        if progress:
            progress(step, count, total)

    made = published(seeds, keep)
    done("published areas", 1)
    spells = histories(seeds) if spells is None else spells
    cells = make_cells(seeds, spells, made.faces if made else None, keep)
    done("cells", 2)
    controlled = with_cells(seeds, cells, made) if made else seeds
    if made:
        spells = histories(controlled)
    context = RecipeContext(controlled, cells, spells, keep)
    facing = context.contact
    done("contact", 3)
    make = _Layers(context)
    makers: dict[str, Callable[[], Iterable[Feature]]] = {
        **_entered(seeds),
        "control_areas": make.control_areas,
        "line_of_contact": lambda: line_of_contact(facing, make.in_force),
        "incidents": lambda: entered.incidents(seeds, cells.polygons),
    }
    layers = {}
    for count, name in enumerate(names, start=4):
        recipes = [recipe for recipe in seeds.dataset.recipes if recipe.layer == name]
        of_layer = [makers[name]] if name in makers else []
        layers[name] = _made(name, *of_layer, *(partial(make.recipe, each) for each in recipes))
        done(name, count)
    return controlled, layers


def catalog(
    seeds: Seeds,
    texts: Mapping[str, bytes],
    layers: Mapping[str, tuple[Feature, ...]],
    entries: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """What ``catalog.json`` says: of which seeds the layers are, and each layer in brief.

    ``texts``: the text of each layer's file, by layer name.
    ``layers``: the features in those texts.
    ``entries``: what is said of layers that are not among these.
    """
    own = {name: catalog_entry(seeds, name, texts[name], made) for name, made in layers.items()}
    made = {
        "dataset": seeds.dataset.id,
        "seeds_sha256": seeds.sha256,
        "seeds": store.manifest(seeds),
        "layers": {**(entries or {}), **own},
    }
    return made | {"sha256": store.catalog_sha256(made)}


def catalog_entry(
    seeds: Seeds, name: str, text: bytes, features: tuple[Feature, ...]
) -> dict[str, Any]:
    """What the catalog says of a layer."""
    described = next(layer for layer in seeds.dataset.layers if layer.name == name)
    return {
        "file": f"{name}.geojson",
        "sha256": hashlib.sha256(text).hexdigest(),
        "features": len(features),
        "valid_from": _end({f.period.valid_from for f in features}, min),
        "valid_to": _end({f.period.valid_to for f in features}, max),
        "bbox": _bbox(features),
        "title": dict(described.title),
        "method": _method(name, seeds),
        "licence": "; ".join(seeds.licences_of(described, features)),
    }


def _method(name: str, seeds: Seeds) -> str:
    kinds = dict.fromkeys(r.kind for r in seeds.dataset.recipes if r.layer == name)
    own = [_METHODS[name]] if name in _METHODS else []
    if name == "control_areas" and seeds.published_areas:
        own.append("faces of published areas, each with its dated control")
    return "; ".join([*own, *(_KIND_METHODS[kind] for kind in sorted(kinds))])


def _end(days: Set[dt.date | None], outermost: Callable[[Iterable[Any]], dt.date]) -> str | None:
    """First or last day of a layer; ``None`` if any feature is open there."""
    return outermost(days).isoformat() if days and None not in days else None


def _bbox(features: Iterable[Feature]) -> list[float] | None:
    geometries = [feature.geometry for feature in features]
    if not geometries:
        return None
    return [round(float(value), DECIMALS) for value in shapely.total_bounds(geometries)]


class _Layers:
    """Makes the features of each layer from one ``RecipeContext``.

    ``context``: seeds, cells and histories that belong together.
    """

    def __init__(self, context: RecipeContext):
        self.context, self.seeds = context, context.seeds
        self.languages = self.seeds.dataset.languages
        self.levels = self.seeds.dataset.level_ids
        self.places: Mapping[str, Place] = {place.id: place for place in self.seeds.places}
        self.in_force = in_force(self.seeds)

    # --- control ----------------------------------------------------------------------------

    def control_areas(self) -> Iterator[Feature]:
        """A feature per cell and spell of control."""
        for place, polygon in self.context.cells.polygons.items():
            whose = self._whose(place)
            for spell in self.context.histories[place]:
                properties = {
                    **whose,
                    **spell.opened(),
                    "controller": spell.controller,
                    "previous": spell.previous,
                    "same_day_events": list(spell.same_day_events),
                    "agreements": self.in_force(spell.day) if spell.events else [],
                }
                yield Feature(
                    f"control.{place}.{spell.day.isoformat()}",
                    "control_areas",
                    polygon,
                    spell.period,
                    properties,
                )

    # --- what agreements speak of -----------------------------------------------------------

    def recipe(self, recipe: AnyRecipe) -> Iterator[Feature]:
        """The features of one recipe."""
        if isinstance(recipe, TakenSinceRecipe):
            yield from self._taken(recipe)
        else:
            yield from self._drawn(recipe)

    def _drawn(self, recipe: ShapeRecipe) -> Iterator[Feature]:
        for shape in shapes(recipe, self.context):
            ident = f"{recipe.id}.{shape.suffix}" if shape.suffix else recipe.id
            properties = {
                "recipe": recipe.id,
                "kind": recipe.kind,
                **recipe.title.flat("title", self.languages),
                "agreements": [recipe.agreement],
                "sources": list(shape.sources),
                "certainty": recipe.certainty,
                "basis": "inferred",
                "method": shape.method,
                "precision_m": recipe.precision_m,
                **recipe.caveat.flat("caveat", self.languages),
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
                **spell.opened(),
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
        """What the feature of a cell says of its place."""
        record = self.places[place]
        return {
            "place": place,
            **record.name.flat("name", self.languages),
            **record.flat_units(self.levels),
            "area_km2": self.context.cells.area_km2[place],
            "precision_m": self.context.cells.precision_m[place],
        }
