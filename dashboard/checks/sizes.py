"""Sizes: errors of positions, depths and widths, the scale of the measuring CRS."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyproj

from dashboard.checks.rule import Answerable, Questions, question
from dashboard.checks.subject import Subject
from dashboard.errors import shown
from dashboard.records import DepthBandRecipe, RoadCorridorRecipe

#: Metres a position can be off: of a place, of a derived line, of a shape entered.
_PLACE_M, _LINE_M, _SHAPE_M = (100, 3_000), (100, 20_000), (1, 20_000)


@question
def unlikely_precision(subject: Subject) -> Questions:
    """``precision_m`` is an error that a position can have.

    A place is a settlement, hundreds of metres wide: 100 to 3,000 m. Derived lines lie between
    places, 100 to 20,000 m; roads, rivers and the base map were drawn at some scale, 1 to 20,000 m.

    Bad: 7 where 700 was meant. Good: 700.
    """
    for asked, value, (least, most) in _precisions(subject):
        if not least <= value <= most:
            what = f"precision_m is {shown(value)}"
            yield asked, "precision_m", what, f"give metres, {least} to {most}"


def _precisions(subject: Subject) -> Iterator[tuple[Answerable, float, tuple[int, int]]]:
    for place in subject.seeds.places:
        yield place, place.precision_m, _PLACE_M
    for recipe in subject.seeds.dataset.recipes:
        yield recipe, recipe.precision_m, _LINE_M
    for shape in subject.shapes:
        value = shape.feature.properties.get("precision_m")
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield shape, value, _SHAPE_M


_NUMBER = re.compile(r"(?<![A-Za-z0-9])[0-9]+(?:[.,][0-9]+)?")


@question
def size_of_text(subject: Subject) -> Questions:
    """A depth or a width in km is one that the text gives.

    Where provisions that draw a recipe, in their text or in what is said of the drawing, have
    numbers, its ``depths_km`` and ``each_side_km`` are among them.

    Bad: ``each_side_km = 60.0`` where the text says 6 km on each side.
    Good: ``each_side_km = 6.0``.
    """
    drawn: dict[str, str] = {}
    for agreement in subject.seeds.agreements:
        for provision in agreement.provisions:
            if provision.drawing:
                text = f"{provision.text} {provision.drawing.named}"
                for name in provision.drawing.recipes:
                    drawn[name] = f"{drawn.get(name, '')} {text}"
    for recipe in subject.seeds.dataset.recipes:
        sizes: tuple[float, ...]
        if isinstance(recipe, DepthBandRecipe):
            name, sizes = "depths_km", recipe.depths_km
        elif isinstance(recipe, RoadCorridorRecipe):
            name, sizes = "each_side_km", (recipe.each_side_km,)
        else:
            continue
        given = {float(n.replace(",", ".")) for n in _NUMBER.findall(drawn.get(recipe.id, ""))}
        for size in sizes:
            if given and size not in given:
                what = f"{size:g} km is not in the text that draws {recipe.id!r}"
                yield recipe, name, what, "give the number of the text"


_DISTORTION = 0.005


@question
def distorted_crs(subject: Subject) -> Questions:
    """The measuring CRS measures the study area true, to half a per cent.

    Its scale is looked at in both directions at points all over ``bbox``. Depths, corridors and
    distances come out wrong by as much. An area too wide for that is measured by an equal-area
    projection on its middle, as ``new`` writes it: land comes out true, and lengths as well as can
    be.

    Bad: World Mercator (``EPSG:3395``) far from the equator, another UTM zone. Good: the UTM zone
    of the study area.
    """
    dataset = subject.seeds.dataset
    bbox = dataset.study_area.bbox
    worst = _worst_scale(dataset.measuring_crs, bbox)
    if worst is None or abs(worst) <= _DISTORTION:
        return
    west, south, east, north = bbox
    middle = f"+proj=laea +lat_0={(south + north) / 2:g} +lon_0={(west + east) / 2:g}"
    best = _worst_scale(f"{middle} +datum=WGS84", bbox)
    if best is None or abs(best) <= _DISTORTION or abs(worst) > abs(best) + _DISTORTION:
        what = f"{shown(dataset.measuring_crs)} measures {worst:+.1%} in the study area"
        yield dataset, "measuring_crs", what, "name a CRS made for it, such as its UTM zone"


def _worst_scale(name: str, bbox: tuple[float, ...]) -> float | None:
    """How far lengths in a CRS are off where they are most, as a share; ``None`` if it is none, or
    not made to measure with."""
    try:
        crs = pyproj.CRS.from_user_input(name)
    except pyproj.exceptions.CRSError:
        return None  # another rule says so
    west, south, east, north = bbox
    lon, lat = np.meshgrid(np.linspace(west, east, 9), np.linspace(south, north, 9))
    if not crs.is_projected or not (np.abs(lat) < 90).all():
        return None
    try:
        factors = pyproj.Proj(crs).get_factors(lon, lat)
    except pyproj.exceptions.ProjError:
        return None
    off = np.array([factors.tissot_semimajor, factors.tissot_semiminor]) - 1
    return float(off.flat[np.abs(off).argmax()])
