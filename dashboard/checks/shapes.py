"""Shapes entered: their geometry, their properties, and whether a recipe draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from dashboard.checks.rule import Findings, Questions, question, rule
from dashboard.checks.subject import Shape, Subject
from dashboard.errors import shown
from dashboard.records import BASEMAP, column

_STEP = 1e-6
_WANTED = {
    "roads": "LineString",
    "rivers": "LineString",
    "agreed": "LineString or Polygon",
    "coast": "LineString",
    "countries": "Polygon",
    "built_up": "Polygon",
    "lakes": "Polygon",
    "zone": "Polygon",
    "units": "Polygon",
}
#: Names that GeoPackage and KML keep for themselves.
_TAKEN = ("fid", "geom", "geometry")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_size(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _is_error(value: Any) -> bool:
    return _is_size(value) and value <= 1_000_000


def _are_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


_A_TEXT: tuple[Callable[[Any], bool], str] = (
    lambda value: isinstance(value, str),
    "text in quotes",
)
#: Properties of a fixed form -> whether a value has it, and what it is.
_FORMS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "precision_m": (_is_error, "metres, more than 0 and not more than 1000000"),
    "length_km": (_is_size, "km, more than 0"),
    "area_km2": (_is_size, "km², more than 0"),
    "sources": (_are_ids, "a list of ids of sources"),
    "licence": (_is_text, "the id of its licence"),
    "meant": (_are_ids, 'a list of answers, each "RULE: why"'),
    **dict.fromkeys(("ref", "class", "kind", "iso_n3", "note", "precision_basis"), _A_TEXT),
}


@rule
def shape_geometry(subject: Subject) -> Findings:
    """Shapes entered have sound geometries on the globe, of the kind they need.

    Coordinates are longitude (-180 to 180, and on to 360 over the antimeridian), latitude (-90 to
    90). A polygon whose ring crosses itself cannot be measured or cut, and one smaller than the
    sixth decimal of a degree is nothing on the map. Roads, rivers and the coast are lines,
    countries, lakes, built-up areas, administrative units and the zone of published areas are
    areas, agreed geometries either.

    Bad: a ring drawn as a bow tie. Good: a ring that touches itself only where it closes.
    """
    east = subject.seeds.dataset.study_area.easternmost
    unfit = dict(_unsound(subject.shapes, east))
    for at, reason in unfit.items():
        yield at, reason, "give valid lon, lat coordinates"
    for shape in subject.shapes:
        at, geometry = shape.at("geometry"), shape.feature.geometry
        kind, wanted = geometry.geom_type, _WANTED[shape.feature.layer]
        if kind.removeprefix("Multi") not in wanted:
            what = f"the geometry is a {kind}"
            yield at, what, f"draw a {wanted}, or several as one Multi…"
        elif at not in unfit and shapely.set_precision(geometry, _STEP).is_empty:
            yield at, f"the {kind} is nothing at 6 decimals", "draw it larger or take it out"


@rule
def shape_properties(subject: Subject) -> Findings:
    """Lines and basemap features entered say how good they are and under which licence they stand.

    ``precision_m`` is a number above 0, ``licence`` the id of a licence, ``sources`` a list of
    ids; names, numbers of roads and notes are text; lengths and areas are numbers above 0. The
    ``kind`` of a basemap feature is that of its file, a country has a name, and no property is
    called ``fid``, ``geom`` or ``geometry``. The build copies properties as they are.

    Bad: ``"precision_m": "50 m"``. Good: ``"precision_m": 50``.
    """
    names = [column("name", code) for code in subject.seeds.dataset.languages]
    forms = {**_FORMS, **dict.fromkeys(names, _A_TEXT)}
    for shape in filter(lambda shape: shape.is_drawn, subject.shapes):
        layer, properties = shape.feature.layer, shape.feature.properties
        country = names[:1] if layer == "countries" else ()
        for name in ("precision_m", "licence", *country):
            if name not in properties:
                yield shape.at(name), f"{name} is missing", f"give {forms[name][1]}"
        for name in properties:
            if name.casefold() in _TAKEN:
                what = f"{name} is what files call a feature or its shape"
                yield shape.at(name), what, "give the property another name"
        kind = properties.get("kind")
        if isinstance(kind, str) and kind != BASEMAP.get(layer, kind):
            what = f"kind is {shown(kind)}, which no style is for"
            yield shape.at("kind"), what, f"give {BASEMAP[layer]}, or leave it out"
        for name, (fits, form) in forms.items():
            if name in properties and not fits(properties[name]):
                yield shape.at(name), f"{name} is {shown(properties[name])}", f"give {form}"


@question
def undrawn_shape(subject: Subject) -> Questions:
    """A line or area that an agreement drew and somebody published is on the map.

    What is entered in ``lines/agreed.geojson`` is drawn by a recipe that names it, or else on no
    map and in no figure.

    Bad: the feature ``harbour-zone``, and no recipe with it in ``features``. Good: a recipe of kind
    ``drawn_area`` with ``features = ["harbour-zone"]``.
    """
    recipes = subject.seeds.dataset.recipes
    drawn = {name for recipe in recipes for name in getattr(recipe, "features", ())}
    for shape in subject.shapes:
        if shape.feature.layer == "agreed" and shape.feature.id not in drawn:
            kind = "drawn_area" if "Polygon" in shape.feature.geometry.geom_type else "drawn_line"
            what = f"no recipe draws {shape.feature.id!r}: it is on no map"
            wanted = f"name it in the features of a recipe of kind {kind} in dataset.toml"
            yield shape, "id", what, wanted


def _unsound(shapes: Sequence[Shape], easternmost: float) -> Iterator[tuple[str, str]]:
    """Address and defect of every geometry that is invalid or not on the globe (EPSG:4326)."""
    if not shapes:
        return
    geometries = np.array([shape.feature.geometry for shape in shapes], dtype=object)
    west, south, east, north = shapely.bounds(geometries).T
    off = (west < -180) | (south < -90) | (east > easternmost) | (north > 90)
    invalid = ~shapely.is_valid(geometries)
    for index in np.flatnonzero(off | invalid).tolist():
        at, geometry = shapes[index].at("geometry"), geometries[index]
        if off[index]:
            box = [round(float(side), 3) for side in geometry.bounds]
            yield at, f"the geometry reaches {box}, which is off the globe"
        else:
            reason = shapely.is_valid_reason(geometry).lower()
            place = reason.rstrip("]").replace("[", " at ")
            yield at, f"the geometry is invalid: {place}"
