"""Features with periods: lines and areas that hold from one day to another, or always.

They become features of a file of ``seeds/lines`` or ``seeds/basemap``: what an agreement drew and
somebody published, roads and rivers, the land, coast and lakes. Periods in the seeds are half-open;
whether the last day of a file still counts is said in the mapping.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import shapely
from pydantic import Field
from shapely.geometry.base import BaseGeometry

from dashboard.readers.mapping import Column, Mapping
from dashboard.readers.periods import PeriodColumns, Refused
from dashboard.readers.reader import Reader, Task
from dashboard.readers.vector import text_of, vector_rows
from dashboard.records import AnyRecipe, Feature, Int, LayerText, is_id
from dashboard.store import SHAPES, Entries

_FILES = {name.rpartition("/")[2].removesuffix(".geojson"): name for name in SHAPES}


class FeaturesMapping(Mapping):
    """A file of features. ``into`` is the file of the seeds they go to.

    ``id`` is the property that names a feature, ``properties`` those to keep, by the name they
    have in the seeds (``ref = "NUMBER"``). ``only`` keeps features whose properties have one of
    the values named. ``layers`` and ``recipes`` are entries of ``dataset.toml`` that draw them.
    """

    kind: Literal["features"]
    into: Literal["agreed", "roads", "rivers", "countries", "coast", "lakes"]
    id: Column
    precision_m: Annotated[Int, Field(gt=0)]
    period: PeriodColumns = PeriodColumns()
    properties: dict[str, str] = Field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    layers: tuple[LayerText, ...] = ()
    recipes: tuple[AnyRecipe, ...] = ()


def read(task: Task) -> Entries:
    """Features of the files as features of the seeds, and what draws them."""
    mapping: FeaturesMapping = task.mapping
    found: dict[str, Feature] = {}
    for done, path in enumerate(task.files, start=1):
        for number, properties, geometry in vector_rows(path, task.seeds.dataset.study_area):
            task.report.read += 1
            where = f"{path.name}: feature {number}"
            try:
                feature = _feature(mapping, properties, geometry)
                if feature.id in found:
                    raise Refused(f"two features are named {feature.id!r}")
            except Refused as refused:
                task.report.refuse(str(refused), where)
                continue
            found[feature.id] = feature
        task.progress(f"read {path.name}", done, len(task.files))
    task.report.used = len(found)
    shapes = {_FILES[mapping.into]: tuple(found.values())}
    return Entries(shapes=shapes, layers=mapping.layers, recipes=mapping.recipes)


def _feature(
    mapping: FeaturesMapping, properties: dict[str, Any], geometry: BaseGeometry | None
) -> Feature:
    texts = {name: text_of(value) for name, value in properties.items()}
    for name, wanted in mapping.only.items():
        if texts.get(name, "") not in wanted:
            raise Refused(f"{name} is none of those asked for")
    ident = texts.get(mapping.id, "")
    if not is_id(ident):
        raise Refused(f"{mapping.id} is no id of letters, digits, - and _")
    kept = {new: texts[name] for new, name in mapping.properties.items() if texts.get(name)}
    about = {
        "sources": [mapping.source.id],
        "licence": mapping.source.licence,
        "precision_m": mapping.precision_m,
    }
    return Feature(ident, mapping.into, _sound(geometry), mapping.period.read(texts), kept | about)


def _sound(geometry: BaseGeometry | None) -> BaseGeometry:
    if geometry is None:
        raise Refused("a feature has no geometry")
    if not shapely.is_valid(geometry):
        raise Refused(f"a geometry is not sound: {shapely.is_valid_reason(geometry).split('[')[0]}")
    return geometry


READER = Reader(
    "features",
    "lines or areas with periods (GeoJSON, GeoPackage, Shapefile, KML): agreed lines, roads, land",
    FeaturesMapping,
    read,
)
