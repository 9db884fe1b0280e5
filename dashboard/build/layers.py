"""Turns cells, spells, stretches and shapes into features: every layer with all its properties.

``derive`` is a pure function of the seeds: the same seeds give the same layers, byte for byte,
whatever the order of their rows. What each property means is in ``docs/data-format.md``.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any

import numpy as np
import shapely
from pydantic_core import to_json
from shapely.geometry.base import BaseGeometry

from dashboard import store
from dashboard.archive.columns import ControlColumns
from dashboard.build import entered
from dashboard.build.catalog import METHODS, Brief, catalog_entry
from dashboard.build.entered import size
from dashboard.build.relief import relief
from dashboard.cache import Cache, Steps, no_cache
from dashboard.console import Progress
from dashboard.derive.cells import make_cells
from dashboard.derive.contact import facing, line_of_contact, stretches
from dashboard.derive.control import Control
from dashboard.derive.histories import Histories, Spell, histories, in_force
from dashboard.derive.published import Courses, published
from dashboard.derive.recipe_context import RecipeContext
from dashboard.derive.recipes import ShapeRecipe, shapes, takings
from dashboard.errors import BuildError
from dashboard.records import AnyRecipe, Feature, Place, Seeds, TakenSinceRecipe
from dashboard.store import Groups

_by_id = attrgetter("id")
#: About how many cells, or edges of cells, are made together.
_IN_A_GROUP = 8


class Layers(Mapping[str, tuple[Feature, ...]]):
    """The layers of a build by name, each in order of id.

    The features of a layer in ``grouped`` are made when they are asked for: its text is written
    without those that the text before has.
    """

    def __init__(
        self,
        seeds: Seeds,
        made: Mapping[str, tuple[Feature, ...]],
        grouped: Mapping[str, Groups],
        control: ControlColumns | None,
    ):
        self._seeds, self._made, self._grouped = seeds, dict(made), grouped
        #: Control as columns, its rows in the order of the layer.
        self.control = control

    def __getitem__(self, name: str) -> tuple[Feature, ...]:
        if name not in self._made and name in self._grouped:
            self._made[name] = _all_of(self._grouped[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._made, *self._grouped]))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def written(self, name: str, cache: Cache, before: bytes) -> tuple[bytes, dict[str, Any]]:
        """The text of a layer and what the catalog says of it; ``before`` is its text before."""
        if name in self._grouped:
            groups = self._grouped[name]
            text = store.grouped_bytes(groups, cache, before)
            brief = Brief.of_all(_briefs(name, groups, cache))
        else:
            text = store.geojson_bytes(self[name], cache, before)
            brief = Brief.of(self[name])
        return text, catalog_entry(self._seeds, name, text, brief)


def _all_of(groups: Groups) -> tuple[Feature, ...]:
    return tuple(chain.from_iterable(groups.make(range(len(groups.versions)))))


def _briefs(name: str, groups: Groups, cache: Cache) -> Iterator[Brief]:
    def made(asked: Sequence[int]) -> Sequence[bytes]:
        return [json.dumps(Brief.of(features)).encode() for features in groups.make(asked)]

    cached = cache.each(f"{name} in brief", groups.versions, made)
    return (Brief(*json.loads(each)) for each in cached)


def build(seeds: Seeds, cache: Cache = no_cache) -> dict[str, tuple[Feature, ...]]:
    """The layers of ``derive``."""
    return dict(derive(seeds, cache=cache))


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
    cache: Cache = no_cache,
    before: Callable[[str], bytes] = lambda name: b"",
) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Text and catalog entry of each layer that is made of what was entered alone.

    ``seeds``: seeds that note in ``steps`` what is read of them: a cached layer is used while all
    that it was made from stays the same.
    ``before``: the text that a layer had before.
    """
    return {
        name: _entered_layer(name, make, seeds, steps, cache, before(name))
        for name, make in _entered(seeds).items()
    }


def _entered_layer(
    name: str,
    make: Callable[[], tuple[Feature, ...]],
    seeds: Seeds,
    steps: Steps,
    cache: Cache,
    before: bytes,
) -> tuple[bytes, dict[str, Any]]:
    texts: list[bytes] = []

    def entry() -> dict[str, Any]:
        features = make()
        texts.append(store.geojson_bytes(features, cache, before))
        return catalog_entry(seeds, name, texts[0], Brief.of(features))

    made: dict[str, Any] = steps.result(f"layer {name}", entry)
    if not texts and made["sha256"] == hashlib.sha256(before).hexdigest():
        store.cache_groups(before, cache)
        texts.append(before)
    return texts[0] if texts else store.geojson_bytes(make(), cache, before), made


def _made(name: str, *makers: Callable[[], Iterable[Feature]]) -> tuple[Feature, ...]:
    """The features of a layer in order of id."""
    try:
        features = [feature for make in makers for feature in make()]
    except shapely.errors.GEOSException as error:  # GEOS can fail to cut or widen a sound shape
        raise BuildError(
            f"layer {name}: a geometry cannot be computed: {error}; wanted simpler shapes or a "
            "measuring_crs made for where they are"
        ) from error
    return tuple(sorted(features, key=lambda feature: feature.id))


def derive(
    seeds: Seeds,
    progress: Progress | None = None,
    cache: Cache = no_cache,
    spells: Histories | None = None,
    without: Collection[str] = (),
) -> Layers:
    """Derive every layer the data set describes.

    ``seeds``: seeds free of problems.
    ``progress``: called after every step with its name, how many are done and how many there are.
    ``cache``: of what was made of the same places and areas before. The layers do not depend on it.
    ``spells``: the histories of the seeds, if known already.
    ``without``: layers that are not wanted.

    Geometries are in EPSG:4326 with 6 decimals.

    Raises ``BuildError`` if a layer cannot be derived from the seeds.
    """
    described = {layer.name for layer in seeds.dataset.layers}
    drawn = dict.fromkeys(recipe.layer for recipe in seeds.dataset.recipes)
    listed = dict.fromkeys([*(name for name in METHODS if name in described), *drawn])
    names = [name for name in listed if name not in without]
    total = 3 + len(names)

    def done(step: str, count: int) -> None:
        if progress:
            progress(step, count, total)

    made = published(seeds, cache)
    done("published areas", 1)
    spells = histories(seeds) if spells is None else spells
    cells = make_cells(seeds, spells, made.faces if made else None, cache)
    done("cells", 2)
    control = Control(seeds, spells, Courses(seeds, cells, made) if made else None)
    places = (*seeds.places, *(cell for cell, _ in cells.faces))
    context = RecipeContext(replace(seeds, places=places), cells, control, cache)
    make = _Layers(context, control)
    done("control", 3)
    groups = {"control_areas": make.control_areas(), "line_of_contact": make.line_of_contact()}
    grouped = {name: groups[name] for name in names if name in groups}
    makers: dict[str, Callable[[], Iterable[Feature]]] = {
        **_entered(seeds),
        "incidents": lambda: entered.incidents(seeds, cells.polygons),
    }
    layers = {}
    for count, name in enumerate(names, start=4):
        if name not in grouped:
            recipes = [recipe for recipe in seeds.dataset.recipes if recipe.layer == name]
            of_layer = [makers[name]] if name in makers else []
            layers[name] = _made(name, *of_layer, *(partial(make.recipe, each) for each in recipes))
        done(name, count)
    return Layers(seeds, layers, grouped, make.columns if "control_areas" in grouped else None)


class _Layers:
    """Makes the features of each layer from one ``RecipeContext``.

    ``context``: seeds, cells and histories that belong together.
    ``control``: those histories.
    """

    def __init__(self, context: RecipeContext, control: Control):
        self.context, self.seeds, self.control = context, context.seeds, control
        self.languages = self.seeds.dataset.languages
        self.levels = self.seeds.dataset.level_ids
        self.places: Mapping[str, Place] = {place.id: place for place in self.seeds.places}
        self.in_force = in_force(self.seeds)
        self._cells = sorted(context.cells.polygons, key=_of_cell)
        self._spells = control.columns(self._cells)

    # --- control ----------------------------------------------------------------------------

    @cached_property
    def columns(self) -> ControlColumns | None:
        """Control as columns in the order of the features; ``None`` where those of two cells are
        not one after the other."""
        cells, made, spells = self.context.cells, self._cells, self._spells
        if any(_of_cell(other).startswith(_of_cell(one)) for one, other in pairwise(made)):
            return None
        polygons = np.empty(len(made), dtype=object)
        polygons[:] = [cells.polygons[cell] for cell in made]
        return ControlColumns(
            tuple(made),
            spells.cell,
            spells.holder.astype(np.int8),
            spells.start,
            spells.end,
            spells.certainty.astype(np.int8),
            spells.basis.astype(np.int8),
            np.array([cells.area_km2[cell] for cell in made]),
            np.array([cells.precision_m[cell] for cell in made]),
            polygons,
        )

    def control_areas(self) -> Groups:
        """A feature per cell and spell of control."""
        cells, of = self._cells, self.context.cells
        drawn = _hashes(of.polygons[cell] for cell in cells)

        def version(number: int) -> bytes:
            cell = cells[number]
            return to_json(self._whose(cell)) + self._versions[cell] + drawn[number]

        def make(asked: Sequence[int]) -> Iterator[list[Feature]]:
            made = [cells[number] for number in asked]
            held = self.control.of(made)
            return (list(self._control_of(cell, held[cell])) for cell in made)

        return self._groups([_of_cell(cell) for cell in cells], version, make)

    def _control_of(self, place: str, spells: Sequence[Spell]) -> Iterator[Feature]:
        whose, polygon = self._whose(place), self.context.cells.polygons[place]
        for spell in spells:
            properties = {
                **whose,
                **spell.opened(),
                "controller": spell.controller,
                "previous": spell.previous,
                "same_day_events": list(spell.same_day_events),
                "agreements": self.in_force(spell.day) if spell.events else [],
            }
            ident = f"{_of_cell(place)}{spell.day.isoformat()}"
            yield Feature(ident, "control_areas", polygon, spell.period, properties)

    def line_of_contact(self) -> Groups:
        """A feature per edge and spell in which two known parties faced each other."""
        edges, contested = self.context.cells.edges, self.seeds.dataset.contested
        number = {cell: i for i, cell in enumerate(self._cells)}
        held = self._spells.always_held_by(len(self._cells))
        faced = edges.where(facing(edges, held[[number[cell] for cell in edges.cells]]))
        names = [f"contact.{edge.a}~{edge.b}." for edge in faced]
        order = sorted(range(len(names)), key=names.__getitem__)
        faced, names = faced.where(np.array(order, dtype=int)), [names[i] for i in order]
        drawn, sides = _hashes(faced.lines), faced.sides.tolist()
        precision_m = faced.precision_m.tolist()

        def version(number: int) -> bytes:
            a, b = (self._versions[edges.cells[side]] for side in sides[number])
            return to_json(precision_m[number]) + a + b + drawn[number]

        def make(asked: Sequence[int]) -> Iterator[list[Feature]]:
            those = faced.where(np.array(asked, dtype=int))
            beside = {edges.cells[side] for side in np.unique(those.sides).tolist()}
            found = stretches(those, self.control.of(beside), contested)
            made = defaultdict(list)
            for feature in line_of_contact(found, self.in_force):
                made["contact.{}~{}.".format(*feature.properties["places"])].append(feature)
            return (made[names[number]] for number in asked)

        return self._groups(names, version, make)

    @cached_property
    def _versions(self) -> Mapping[str, bytes]:
        """A version of the history of each cell: equal only for equal histories."""
        versions = ((cell, self.control.version(cell)) for cell in self._cells)
        return {cell: hashlib.sha256(version).digest() for cell, version in versions}

    def _groups(
        self,
        names: Sequence[str],
        version: Callable[[int], bytes],
        make: Callable[[Sequence[int]], Iterable[list[Feature]]],
    ) -> Groups:
        """Features in groups, by the names their ids begin with; the names are in order.

        ``version``: that of the features of a name, as far as it does not follow from agreements
        and contested parties.
        ``make``: the features of some names.
        """
        starts = store.group_starts(names, _IN_A_GROUP)
        members = [range(start, end) for start, end in pairwise([*starts, len(names)])]
        contested = sorted(self.seeds.dataset.contested)
        of_all = hashlib.sha256(to_json([self.seeds.agreements, contested])).digest()
        versions = [
            hashlib.sha256(of_all + b"".join(map(version, each))).digest() for each in members
        ]
        known: dict[int, list[Feature]] = {}

        def made(asked: Sequence[int]) -> list[list[Feature]]:
            new = [number for number in asked if number not in known]
            features = iter(make([i for number in new for i in members[number]]))
            for number in new:
                of_names = (next(features) for _ in members[number])
                known[number] = sorted(chain.from_iterable(of_names), key=_by_id)
            return [known[number] for number in asked]

        return Groups(versions, made)

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


def _of_cell(place: str) -> str:
    """What the ids of the features of a cell begin with."""
    return f"control.{place}."


def _hashes(geometries: Iterable[BaseGeometry]) -> list[bytes]:
    return [hashlib.sha256(wkb).digest() for wkb in shapely.to_wkb([*geometries])]
