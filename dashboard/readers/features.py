"""Features with periods: lines and areas that hold from one day to another, or always.

They become features of a file of ``seeds/lines`` or ``seeds/basemap``: what an agreement drew and
somebody published, roads and rivers, the land, coast, lakes and built-up areas. Periods in the
seeds are half-open; whether the last day of a file still counts is said in the mapping.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import Field

from dashboard.console import counted
from dashboard.readers.days import PeriodColumns
from dashboard.readers.mapping import Column, Mapping, Only, require_wanted
from dashboard.readers.task import Refused, Task, require_id
from dashboard.readers.vector import VectorRow, sound, vector_rows
from dashboard.records import AnyRecipe, Feature, LayerText, PrecisionM, StudyArea
from dashboard.store import SHAPES, Entries

_FILES = {shape: name for name, shape in SHAPES.items()}


class FeaturesMapping(Mapping):
    """A file of features. ``into`` is the file of the seeds they go to, ``layer`` that
    of a file with several.

    ``id`` is the property that names a feature, ``properties`` those to keep, by the name they
    have in the seeds (``ref = "NUMBER"``). ``only`` keeps features whose properties have one of
    the values named. ``layers`` and ``recipes`` are entries of ``dataset.toml`` that draw them.
    """

    kind: Literal["features"]
    into: Literal["agreed", "roads", "rivers", "countries", "coast", "built_up", "lakes"]
    id: Column
    layer: str = ""
    precision_m: PrecisionM
    period: PeriodColumns = PeriodColumns()
    properties: dict[str, str] = Field(default_factory=dict)
    only: Only = Field(default_factory=dict)
    layers: tuple[LayerText, ...] = ()
    recipes: tuple[AnyRecipe, ...] = ()


def read(task: Task[FeaturesMapping]) -> Entries:
    """Features of the files as features of the seeds, and what draws them."""
    mapping, area = task.mapping, task.seeds.dataset.study_area
    found = task.by_id(
        lambda path: vector_rows(path, area, mapping.layer),
        lambda row: _feature(mapping, row, area),
    )
    _note_undrawn(found, task)
    shapes = {_FILES[mapping.into]: tuple(found.values())}
    return Entries(shapes=shapes, layers=mapping.layers, recipes=mapping.recipes)


def _note_undrawn(found: Collection[str], task: Task[FeaturesMapping]) -> None:
    """Say of what an agreement drew that no recipe puts it on the map."""
    recipes = (*task.mapping.recipes, *task.seeds.dataset.recipes)
    drawn = {name for recipe in recipes for name in getattr(recipe, "features", ())}
    if task.mapping.into == "agreed" and (left := [name for name in found if name not in drawn]):
        features = counted(len(left), "feature is", "features are")
        task.report.notes.append(
            f"{features} on no map (first: {left[0]}): that takes [[recipes]] and [[layers]] in "
            "the mapping or in dataset.toml"
        )


def _feature(mapping: FeaturesMapping, row: VectorRow, area: StudyArea) -> Feature:
    texts = row.texts
    require_wanted(mapping.only, texts)
    if not (ident := texts.get(mapping.id, "")):
        raise Refused(f"it has no {mapping.id}; it has {', '.join(texts) or 'no properties'}")
    require_id(mapping.id, ident)
    kept = {new: texts[name] for new, name in mapping.properties.items() if texts.get(name)}
    about = {
        "sources": [mapping.source.id],
        "licence": mapping.source.licence,
        "precision_m": mapping.precision_m,
    }
    geometry = sound(row.geometry, area)
    return Feature(ident, mapping.into, geometry, mapping.period.read(texts), kept | about)
