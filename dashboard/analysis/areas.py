"""What areas are called: those of ``Archive.within``, and the units that places lie in."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.archive import Archive, per_archive
from dashboard.records import Place
from dashboard.wording import Wording


def area_title(archive: Archive, words: Wording, area: str) -> str:
    """The title of an area of ``Archive.within``."""
    if area in archive.recipes:
        return words.of(archive.recipes[area], "title")
    ident, _, _ = area.partition(":")
    level = next(each for each in archive.dataset.levels if each.id == ident)
    return words.of(level, "unit").replace("{name}", unit_name(archive, words, area))


def headline_title(archive: Archive, words: Wording) -> str:
    """The title of the area of the headline figures: the headline zone, or the study area."""
    zone = archive.dataset.headline_zone
    return area_title(archive, words, zone) if zone else words["study_area_name"]


def unit_name(archive: Archive, words: Wording, area: str) -> str:
    """The name of an administrative unit, ``LEVEL:CODE``."""
    return words.area(archive.dataset, entered_name(archive, area))


def entered_name(archive: Archive, area: str) -> str:
    """The name of an administrative unit as its places carry it; its code if they do not."""
    level, _, code = area.partition(":")
    place = first_place_in(archive).get(area)
    return (place and place.unit(level)[0]) or code


@per_archive
def first_place_in(archive: Archive) -> Mapping[str, Place]:
    """The first place of each administrative unit: its record names the unit and those above."""
    found: dict[str, Place] = {}
    for place in archive.places.values():
        for level in archive.dataset.level_ids:
            found.setdefault(f"{level}:{place.unit(level)[1]}", place)
    return found


def unit_around(archive: Archive, words: Wording, place: str) -> str:
    """The administrative unit of a place at the level of the breakdown; empty for none."""
    name, _ = archive.places[place].unit(archive.dataset.breakdown_level or "")
    return words.area(archive.dataset, name)
