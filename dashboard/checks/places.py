"""Places, posts and incidents: where they are and what they are called."""

from __future__ import annotations

import re

import numpy as np
import shapely

from dashboard.checks.rule import Findings, rule
from dashboard.checks.spellings import is_arabic, is_latin, likeness
from dashboard.checks.subject import Subject
from dashboard.measure import geodesic_length_km, km_outside, pairs_within
from dashboard.records import LINES, Incident, Place, Post, Seeds, StudyArea, is_box


@rule
def area_names(subject: Subject) -> Findings:
    """An area named in ``dataset.toml`` is one that places lie in, under the name they give it.

    Its names are looked up by that name, which is its ``name`` or one of its ``alt_names``; an
    area no place carries, or carries under another spelling, would stay untranslated without a
    word.

    Bad: ``name = {en = "Soth"}`` where the places say ``South``. Good: ``name = {en = "South"}``.
    """
    levels = subject.seeds.dataset.level_ids
    carried: dict[str, str] = {}
    for place in subject.seeds.places:
        for name, code in map(place.unit, levels):
            carried.setdefault(code, name)
    for area in subject.seeds.dataset.areas:
        called = carried.get(area.id)
        if called is None:
            what = f"no place carries the code {area.id!r}"
            yield area.at("id"), what, "give a code of places.csv"
        elif called not in (*area.name.values(), *area.alt_names):
            name = area.name.in_language(*subject.seeds.dataset.languages)
            what = f"{name!r} is called {called!r} by its places"
            yield area.at("name"), what, "give the name of places.csv, here or in alt_names"


@rule
def half_position(subject: Subject) -> Findings:
    """A post has both longitude and latitude, or neither.

    Neither means that its position is not known; one alone is a slip, and the post would not be
    drawn.

    Bad: ``lon`` 10.16, ``lat`` empty. Good: both, or both empty.
    """
    for post in subject.seeds.posts:
        if (post.lon is None) != (post.lat is None):
            name = "lon" if post.lon is None else "lat"
            what = f"{post.id!r} has no {name}"
            yield post.at(name), what, "give both lon and lat, or neither"


@rule
def outside_study_area(subject: Subject) -> Findings:
    """A place lies in the study area or within ``margin_km`` of it.

    Places a little outside shape the cells at the rim. One far away usually has longitude and
    latitude swapped, or is another place of the same name. Posts and incidents are held to the
    same box. Roads and rivers may run farther, but not farther than the study area is across.

    Bad: ``lon`` 0.15, ``lat`` 10.05. Good: ``lon`` 10.05, ``lat`` 0.15.
    """
    area = subject.seeds.dataset.study_area
    west, south, east, north = area.bbox
    if not _is_box(area):
        return  # another rule says so
    yield from _positions(subject.seeds, area)
    diagonal = shapely.LineString([(west, south), (east, north)])
    across = max(geodesic_length_km([diagonal]).item(), area.margin_km)
    for shape in subject.shapes:
        points = shapely.get_coordinates(shape.feature.geometry)
        is_line = shape.feature.layer in LINES
        if not is_line or not (np.abs(points) <= (360, 90)).all():
            continue
        km = km_outside(points, area.bbox)
        if km.max() > across:
            lon, lat = points[km.argmax()].tolist()
            what = f"it runs through {lon}, {lat}, {km.max():.0f} km outside"
            wanted = f"give points at most {across:.0f} km outside the study area"
            yield shape.at("geometry"), what, wanted


def _is_box(area: StudyArea) -> bool:
    return is_box(*area.bbox) and area.margin_km >= 0


def _positions(seeds: Seeds, area: StudyArea) -> Findings:
    listed: tuple[Place | Post | Incident, ...] = (*seeds.places, *seeds.posts, *seeds.incidents)
    records = [record for record in listed if None not in _position(record)]
    if not records:
        return
    outside = km_outside(np.array([_position(record) for record in records]), area.bbox)
    for record, km in zip(records, outside, strict=True):
        if km > area.margin_km:
            what = f"{record.id!r} at {record.lon}, {record.lat} is {km:.0f} km outside"
            wanted = f"give lon and lat at most {area.margin_km:g} km outside the study area"
            yield record.at("lon"), what, wanted


def _position(record: Place | Post | Incident) -> tuple[float | None, float | None]:
    return record.lon, record.lat


@rule
def same_position(subject: Subject) -> Findings:
    """No two places have the same position, to within two metres.

    Two places at one point have no cell each; they are usually one place entered under two names,
    which belong in ``alt_names``.

    Bad: ``brissa`` and ``old-brissa`` both at 10.05, 0.15.
    Good: ``brissa`` with ``alt_names`` Old Brissa.
    """
    places = subject.seeds.places
    if not places:
        return
    first: dict[int, int] = {}
    for one, other in pairs_within(subject.positions, 2).tolist():
        if places[one].id != places[other].id:
            first[one] = min(first.get(one, other), other)
    for one, other in first.items():
        place = places[one]
        what = f"{place.id!r} is at {place.lon}, {place.lat} like {places[other].id!r}"
        yield place.at("lon"), what, "merge the two or correct one position"


@rule
def nothing_to_map(subject: Subject) -> Findings:
    """Some place in the study area, or within ``margin_km`` of it, has a known history.

    A place has one if it has a row in ``control/baseline.csv`` or a change of control in the
    series. Without any, and without published areas, there is nobody to hold the land.

    Bad: ``control/baseline.csv`` and ``control/events.csv`` without rows. Good: a row in the first,
    for a place of ``places.csv``.
    """
    area = subject.seeds.dataset.study_area
    if subject.seeds.published_areas:
        return  # they hold the land
    if not _is_box(area):
        return  # another rule says so
    known = subject.histories
    held = subject.positions[[place.id in known for place in subject.seeds.places]]
    if not len(held) or km_outside(held, area.bbox).min() > area.margin_km:
        what = f"of {len(subject.seeds.places)} places none near the study area has a known history"
        wanted = "enter who held them on the first day of the series, or import places or areas"
        yield f"{subject.seeds_name}/control/baseline.csv", what, wanted


#: The least likeness of two spellings of one name, however loosely transliterated.
_LEAST = 55
_ASIDE = re.compile(r"\s*\(.*?\)")


@rule
def unlike_names(subject: Subject) -> Findings:
    """The name of a place in Arabic letters and its name in Latin ones can be read as the same.

    A gazetteer record of the neighbour joined by mistake brings the neighbour's name with it, and
    the page in that language then calls the place by another village. The consonants of names in
    Arabic letters are compared with those of its names in Latin letters, ``alt_names`` among them.
    A place that has two names says so in ``alt_names``: the Arabic one stands there in Latin
    letters.

    Bad: Pellin, أرفل. Good: Pellin, بيلين; or أرفل with Arvel among ``alt_names``.
    """
    for place in subject.seeds.places:
        if not any(map(is_arabic, place.name.values())):
            continue
        latin = [name for name in place.name.values() if is_latin(name)]
        spellings = (*latin, *(_ASIDE.sub("", name) for name in latin), *place.alt_names)
        for language, name in place.name.items():
            if latin and is_arabic(name) and likeness(name, spellings) < _LEAST:
                what = f"{name!r} is no spelling of {latin[0]!r}"
                wanted = "give its own Arabic name, or this one in Latin letters in alt_names"
                yield place.at("name", language), what, wanted
