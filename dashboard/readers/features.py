"""Features with periods: lines and areas that hold from one day to another, or always.

They become features of a file of ``seeds/lines`` or ``seeds/basemap``: what an agreement drew and
somebody published, roads and rivers, the land, coast and lakes. Periods in the seeds are half-open;
whether the last day of a file still counts is said in the mapping.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

import shapely
from pydantic import Field, model_validator
from shapely.geometry.base import BaseGeometry

from dashboard.readers.mapping import Column, Mapping
from dashboard.readers.reader import Reader, Task
from dashboard.readers.vector import text_of, vector_rows
from dashboard.records import AnyRecipe, Feature, Int, LayerText, Period, Record
from dashboard.store import SHAPES, Entries

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_FILES = {name.rpartition("/")[2].removesuffix(".geojson"): name for name in SHAPES}


class PeriodColumns(Record):
    """Properties with the first and the last day of a feature.

    ``last_day``: whether the day of ``end`` still counts (``inclusive``) or is the first that no
    longer does (``exclusive``). ``no_end`` are words for a period that has not ended, such as
    ``9999-12-31``; an empty property says the same.
    """

    start: str = ""
    end: str = ""
    last_day: Literal["inclusive", "exclusive"] | None = None
    date_format: str = "%Y-%m-%d"
    no_end: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _end_rule(self) -> PeriodColumns:
        if self.end and not self.last_day:
            raise ValueError("say in last_day whether the day of end is inclusive or exclusive")
        return self


class FeaturesMapping(Mapping):
    """A file of features. ``into`` is the file of the seeds they go to.

    ``id`` is the property that names a feature, ``properties`` those to keep, by the name they
    have in the seeds (``name_en = "NAME"``). ``only`` keeps features whose properties have one of
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


class _Refused(Exception):
    """Why a feature cannot be used."""


def read(task: Task) -> Entries:
    """Features of the files as features of the seeds, and what draws them."""
    mapping: FeaturesMapping = task.mapping
    found: dict[str, Feature] = {}
    for done, path in enumerate(task.files, start=1):
        for number, properties, geometry in vector_rows(path):
            task.report.read += 1
            where = f"{path.name}: feature {number}"
            try:
                feature = _feature(mapping, properties, geometry)
                if feature.id in found:
                    raise _Refused(f"two features are named {feature.id!r}")
            except _Refused as refused:
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
            raise _Refused(f"{name} is none of those asked for")
    ident = texts.get(mapping.id, "")
    if not _ID.fullmatch(ident):
        raise _Refused(f"{mapping.id} is no id of letters, digits, - and _")
    kept = {new: texts[name] for new, name in mapping.properties.items() if texts.get(name)}
    about = {
        "sources": [mapping.source.id],
        "licence": mapping.source.licence,
        "precision_m": mapping.precision_m,
    }
    return Feature(ident, mapping.into, _sound(geometry), _period(mapping, texts), kept | about)


def _sound(geometry: BaseGeometry | None) -> BaseGeometry:
    if geometry is None:
        raise _Refused("a feature has no geometry")
    if not shapely.is_valid(geometry):
        raise _Refused(
            f"a geometry is not sound: {shapely.is_valid_reason(geometry).split('[')[0]}"
        )
    return geometry


def _period(mapping: FeaturesMapping, texts: dict[str, str]) -> Period:
    columns = mapping.period
    start = _day(texts.get(columns.start, ""), columns)
    end = _day(texts.get(columns.end, ""), columns)
    if end and columns.last_day == "inclusive":
        end += dt.timedelta(days=1)
    try:
        return Period(start, end)
    except ValueError:
        raise _Refused("a period ends before it begins") from None


def _day(text: str, columns: PeriodColumns) -> dt.date | None:
    if not text or text in columns.no_end:
        return None
    try:
        return dt.datetime.strptime(text, columns.date_format).date()
    except ValueError:
        raise _Refused(f"{text!r} is no day written {columns.date_format}") from None


READER = Reader(
    "features",
    "lines or areas with periods (GeoJSON, GeoPackage, Shapefile, KML): agreed lines, roads, land",
    FeaturesMapping,
    read,
)
