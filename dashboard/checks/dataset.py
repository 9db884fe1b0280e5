"""The data set: its area, parties and recipes, and the areas figures are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pyproj
import shapely

from dashboard import store
from dashboard.checks.rule import Findings, Questions, question, rule
from dashboard.checks.subject import Subject
from dashboard.colour import lab
from dashboard.errors import shown
from dashboard.records import (
    BASEMAP,
    STYLE_OF,
    Dataset,
    DrawnAreaRecipe,
    DrawnLineRecipe,
    Place,
    Record,
    Seeds,
    StaircaseTest,
    code_column,
    is_box,
)


@rule
def study_area(subject: Subject) -> Findings:
    """The study area is a box in degrees, and the measuring CRS measures in metres.

    ``bbox`` is west, south, east, north in EPSG:4326; over the antimeridian east is beyond 180.
    Cells, depths and corridors are measured in ``measuring_crs``, so it must be projected, in
    metres, and not Web Mercator, whose lengths are wrong away from the equator, and made for the
    part of the world the study area is in.

    Bad: ``bbox = [10.3, 0.0, 9.95, 0.3]``, ``measuring_crs = "EPSG:3857"``.
    Good: ``bbox = [9.95, 0.0, 10.3, 0.3]``, ``measuring_crs = "EPSG:32632"``.
    """
    dataset, area = subject.seeds.dataset, subject.seeds.dataset.study_area
    if not is_box(*area.bbox):
        what = f"{list(area.bbox)} is no box"
        yield area.at("bbox"), what, "give west, south, east, north in degrees"
    if area.margin_km < 0:
        what = f"{area.margin_km} is negative"
        yield area.at("margin_km"), what, "give 0 or more"
    if reason := _unfit(dataset.measuring_crs, area.bbox):
        what = f"{shown(dataset.measuring_crs)} {reason}"
        wanted = "name a projected CRS in metres, such as the local UTM zone"
        yield dataset.at("measuring_crs"), what, wanted


def _unfit(name: str, bbox: tuple[float, ...]) -> str | None:
    try:
        crs = pyproj.CRS.from_user_input(name)
    except pyproj.exceptions.CRSError:
        return "is no CRS"
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        return "does not measure in metres"
    if "Pseudo-Mercator" in crs.name:
        return "is Web Mercator"
    made_for = crs.area_of_use.bounds if crs.area_of_use else (-180, -90, 180, 90)
    (west, south, east, north), (left, low, right, high) = made_for, bbox
    apart = high < south or low > north
    if west <= east:  # else it reaches over the antimeridian
        apart = apart or right < west or left > east
    else:
        apart = apart or (right < west and left > east)
    return "is made for another part of the world" if apart else None


@rule
def undescribed_layer(subject: Subject) -> Findings:
    """Every layer that is built has a ``[[layers]]`` entry in ``dataset.toml``.

    Its title, licence and style stand there. ``control_areas``, ``line_of_contact``, ``places`` and
    ``basemap`` are built of any data set; ``observation_posts``, ``party_groups``, ``incidents``,
    ``relief``, ``roads`` and ``rivers`` where any are entered. For the layers of recipes see
    ``unknown-layer``.

    Bad: no entry ``name = "places"``. Good: one with title, style and licence.
    """
    dataset = subject.seeds.dataset
    found = {layer.name for layer in dataset.layers}
    found |= {recipe.layer for recipe in dataset.recipes}
    for name in subject.seeds.layers_needed:
        if name not in found:
            what = f"layer {name!r} is built, and is not described"
            yield dataset.at("layers"), what, f'add a [[layers]] entry with name = "{name}"'


@rule
def style_of_layer(subject: Subject) -> Findings:
    """A layer whose name says what is in it is drawn as that, and no other layer is.

    ``control_areas`` have the style ``control``, ``line_of_contact`` has ``contact``,
    ``observation_posts`` ``post``, ``party_groups`` ``group``, ``incidents`` ``incident``,
    ``places`` ``place``, ``roads`` ``road``, ``rivers`` ``river``; ``basemap`` and ``relief`` have
    those of their names. Recipes draw into other layers.

    Bad: ``name = "roads"``, ``style = "relief"``. Good: ``style = "road"``.
    """
    names = {style: name for name, style in STYLE_OF.items()}
    for layer in subject.seeds.dataset.layers:
        if layer.style != STYLE_OF.get(layer.name, layer.style):
            what = f"layer {layer.name!r} cannot be drawn as {layer.style!r}"
            yield layer.at("style"), what, f"use {STYLE_OF[layer.name]!r}"
        elif names.get(layer.style, layer.name) != layer.name:
            what = f"style {layer.style!r} is that of layer {names[layer.style]!r} alone"
            yield layer.at("style"), what, "use another, or that name"
    for recipe in subject.seeds.dataset.recipes:
        if recipe.layer in STYLE_OF:
            what = f"recipe {recipe.id!r} draws into layer {recipe.layer!r}, which it is no part of"
            yield recipe.at("layer"), what, "name another layer"


@rule
def contested_land(subject: Subject) -> Findings:
    """What is written where land is contested has a hatch, and is no party anywhere else.

    A ``[[parties]]`` entry of ``kind = "contested"`` stands for land where several are and none
    holds the place: it counts for nobody, so that no recipe, group or claim can be about it.

    Bad: ``held_by = "CON"`` where CON is contested. Good: the id of a party.
    """
    contested = subject.seeds.dataset.contested
    for party in subject.seeds.dataset.parties:
        if party.id in contested and party.hatch == "none":
            what, wanted = "contested land has no hatch", "give it one no party has"
            yield party.at("hatch"), what, wanted
    about = (*subject.seeds.dataset.walk(), *(r for c in subject.seeds.claims for r in c.walk()))
    for record in about:
        for name in ("held_by", "facing", "party", "against"):
            if (value := getattr(record, name, None)) in contested:
                what = f"{value!r} is contested land, which nobody holds"
                yield record.at(name), what, "use the id of a party"


@rule
def unknown_land(subject: Subject) -> Findings:
    """The land that the study area is cut to is in the basemap.

    ``study_area.land_layer`` names a basemap file, ``land_id`` a feature in it or several, which
    must be polygons that reach into ``bbox``: cells end where that land ends.

    Bad: ``land_id = "almeria"``. Good: ``land_id = "almera"``, a polygon of
    ``basemap/countries.geojson``.
    """
    area = subject.seeds.dataset.study_area
    if area.land_layer not in BASEMAP:
        what = f"there is no basemap layer {area.land_layer!r}"
        yield area.at("land_layer"), what, f"use {', '.join(sorted(BASEMAP))}"
        return
    there = subject.seeds.shapes.get(area.land_layer, ())
    land = {feature.id: feature.geometry for feature in there}
    for ident in area.land_id:
        if ident not in land:
            what = f"layer {area.land_layer!r} has no feature {ident!r}"
            wanted = f"use the id of a feature of basemap/{area.land_layer}.geojson"
            yield area.at("land_id"), what, wanted
        elif (kind := land[ident].geom_type) not in ("Polygon", "MultiPolygon"):
            yield area.at("land_id"), f"feature {ident!r} is a {kind}", "name a polygon"
        elif not shapely.box(*area.bbox).intersects(land[ident]):
            what = f"feature {ident!r} does not reach into {list(area.bbox)}"
            yield area.at("land_id"), what, "name the land the study area lies on"


@rule
def recipe_fields(subject: Subject) -> Findings:
    """What a recipe names and measures can be followed.

    The ``line`` of a ``line_distance`` is the id of a ``contact_line``; ``depths_km`` grow from 0.
    A ``drawn_line`` draws lines, a ``drawn_area`` areas.

    Bad: ``depths_km = [6.0, 3.0]``. Good: ``depths_km = [3.0, 6.0]``.
    """
    dataset = subject.seeds.dataset
    lines = {recipe.id for recipe in dataset.recipes if recipe.kind == "contact_line"}
    for recipe in dataset.recipes:
        if recipe.kind == "line_distance" and recipe.line not in lines:
            what = f"{recipe.line!r} is no line"
            yield recipe.at("line"), what, "name a recipe of kind contact_line"
        if recipe.kind == "depth_band" and any(
            far <= near for near, far in pairwise((0.0, *recipe.depths_km))
        ):
            what = f"{list(recipe.depths_km)} does not grow from 0"
            yield recipe.at("depths_km"), what, "list depths from the smallest up"
        if recipe.kind == "drawn_line" or recipe.kind == "drawn_area":
            yield from _unlike_shapes(subject, recipe)


def _unlike_shapes(subject: Subject, recipe: DrawnLineRecipe | DrawnAreaRecipe) -> Findings:
    wanted = "LineString" if recipe.kind == "drawn_line" else "Polygon"
    for feature in subject.seeds.shapes.get("agreed", ()):
        kind = feature.geometry.geom_type
        if feature.id in recipe.features and not kind.endswith(wanted):
            what = f"{feature.id!r} is a {kind}"
            yield recipe.at("features"), what, f"name features that are a {wanted}"


@rule
def party_looks(subject: Subject) -> Findings:
    """No two parties look alike.

    The map tells parties apart by colour, and legends and lists by name; two with one colour, or
    with one name in any language, would be read as one. A hatch may be shared.

    Bad: ``SOU`` with the colour of ``NOR``. Good: a colour of its own.
    """
    first: dict[tuple[str, ...], str] = {}
    for party in subject.seeds.dataset.parties:
        texts = (
            (name, code, words) for name, text in party.texts() for code, words in text.items()
        )
        for name, code, value in (("colour", "", party.colour), *texts):
            other = first.setdefault((name, code, value.casefold()), party.id)
            if other != party.id:
                what = f"{value!r} is the {name} of {other!r} too"
                yield party.at(name, code), what, "give each party its own"


#: CIELAB distance below which two fills, pale on the map, are not told apart.
_ALIKE = 20.0


@question
def like_colours(subject: Subject) -> Questions:
    """The colours of two parties can be told apart.

    Their distance in CIELAB (ΔE 1976) is 20 or more: the map shows them pale, so that the distance
    seen is a third of it.

    Bad: ``#DE1D11`` and ``#D92010``. Good: ``#DE1D11`` and ``#114B67``.
    """
    parties = subject.seeds.dataset.parties
    for number, party in enumerate(parties):
        for other in parties[:number]:
            distance = float(np.linalg.norm(lab(party.colour) - lab(other.colour)))
            if 0 < distance < _ALIKE:  # of equal colours another rule tells
                what = f"{party.colour} is hard to tell from {other.id!r}, {other.colour}"
                yield party, "colour", what, "give it a colour of its own"


@rule
def admin_levels(subject: Subject) -> Findings:
    """Levels of administrative units have ids of their own, which no other column of places has.

    ``places.csv`` has a column ``ID`` and one ``ID_code`` for each. ``unit`` says what a unit is
    called with ``{name}`` in the place of its name; ``breakdown_level`` is one of the levels.

    Bad: ``unit = {en = "County"}``. Good: ``unit = {en = "{name} county"}``.
    """
    dataset = subject.seeds.dataset
    taken = set(store.Columns(dataset.languages).of(Place))
    for level in dataset.levels:
        columns = {level.id, code_column(level.id)}
        if columns & taken:
            what = f"places have a column {level.id!r} already"
            yield level.at("id"), what, "give the level an id of its own"
        taken |= columns
        for language, words in level.unit.items():
            if "{name}" not in words:
                what = f"{words!r} does not say where the name stands"
                yield level.at("unit", language), what, "write {name} there"
    if dataset.breakdown_level and dataset.breakdown is None:
        what = f"there is no level {dataset.breakdown_level!r}"
        wanted = f"use one of {', '.join(dataset.level_ids) or 'no levels'}, or leave it out"
        yield dataset.at("breakdown_level"), what, wanted


@rule
def unknown_area(subject: Subject) -> Findings:
    """Figures are asked for in an area there is.

    It is a recipe that draws land, with all of it on whatever days (a ``pocket``, ``drawn_area``,
    ``depth_band`` or ``road_corridor``), or ``LEVEL:CODE`` of an administrative unit, by a code
    that some place has. Of a cell that it cuts an area has the part inside. So the headline zone is
    named, the area an agreement is for, that of a claim's test, and that of a published
    figure.

    Bad: ``county:XX`` where no place has that code. Good: ``county:AL11`` where one has.
    """
    seeds = subject.seeds
    for record, field in _asking(seeds):
        named = getattr(record, field, None) or ()
        for area in (named,) if isinstance(named, str) else named:
            if not _is_area(seeds, area):
                yield record.at(field), *_no_area(seeds.dataset, area)


def _asking(seeds: Seeds) -> Iterator[tuple[Record, str]]:
    """Records with the fields of theirs that name areas."""
    yield seeds.dataset, "headline_zone"
    for agreement in seeds.agreements:
        yield agreement, "within"
    for test in (claim.test for claim in seeds.claims if claim.test):
        yield test, "within"
        yield test, "areas"
    for figure in seeds.published_figures:
        yield figure, "compare_within"


def _no_area(dataset: Dataset, name: str) -> tuple[str, str]:
    """What is wrong with what is no area, and what is wanted."""
    *others, last = (
        "the id of a recipe that draws land",
        *(f"{level}:CODE" for level in dataset.level_ids),
    )
    kind = next((recipe.kind for recipe in dataset.recipes if recipe.id == name), None)
    what = f"{shown(name)} is a {kind}" if kind else f"there is no area {shown(name)}"
    return what, f"use {', '.join(others)} or {last}" if others else f"use {last}"


def _is_area(seeds: Seeds, name: str) -> bool:
    """Whether it is an area: land that a recipe draws, or a unit whose code a place has."""
    level, colon, code = name.partition(":")
    if not colon:
        return name in seeds.dataset.agreed_areas
    if level not in seeds.dataset.level_ids:
        return False
    return any(place.unit(level)[1] == code for place in seeds.places)


@rule
def claim_test(subject: Subject) -> Findings:
    """The agreements of a claim's ``staircase`` were signed within the series.

    The app computes the test when a reader asks.

    Bad: an agreement signed before the first day. Good: one signed on a day the map knows.
    """
    for test in (claim.test for claim in subject.seeds.claims if claim.test):
        if isinstance(test, StaircaseTest):
            yield from _unsigned(subject.seeds, test)


def _unsigned(seeds: Seeds, test: StaircaseTest) -> Findings:
    """Agreements of which no state is known on the day they were signed."""
    series = seeds.dataset.series
    for agreement in seeds.agreements:
        signed = agreement.flag_day
        if agreement.id in test.agreements and not series.first_day <= signed <= series.last_day:
            what = f"{agreement.id!r} was signed on {signed}, outside the series"
            wanted = f"name agreements signed from {series.first_day} to {series.last_day}"
            yield test.at("agreements"), what, wanted
