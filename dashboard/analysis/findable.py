"""What a reader can find and open: places, areas, agreements, operations, posts, names, lines.

Each has a *record*, named ``KIND:ID`` in a link, and every name it goes by. The browser matches
what is typed with these names (``web/core/search.js``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.analysis.profiles import area_name
from dashboard.archive import Archive, per_archive
from dashboard.records import AreaCell, Place, column

#: What comes first of things found equally well: places have the rank they are entered with,
#: areas come after the towns they are named after and before villages.
_AGREEMENT, _LINE, _DRAWN, _AREA, _OPERATION, _POST, _NAME = 1, 1, 2, 2.5, 3, 5, 6
_LINE_STYLES = ("road", "river")


@dataclass(frozen=True, slots=True)
class Findable:
    """Something that can be found and has a record.

    Attributes
    ----------
    record
        Its name in a link, ``KIND:ID``. ``KIND`` is ``place``; ``area``, an area of
        ``Archive.within``; ``agreement``; ``operation``; ``post``; ``name``, one of the sources
        for which no safe position was found; ``drawn``, what a recipe draws; or ``line``, a road
        or river.
    rank
        1 for what matters most.
    names
        Every spelling in any language, codes too, each once.
    """

    record: str
    rank: float
    names: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What it is."""
        return self.record.partition(":")[0]

    @property
    def id(self) -> str:
        """Its id among those of its kind."""
        return self.record.partition(":")[2]


@per_archive
def findable(archive: Archive) -> Mapping[str, Findable]:
    """Everything that can be found, by its record."""
    found = [*_places(archive.places.values()), *_areas(archive), *_agreements(archive)]
    found += [*_operations(archive), *_posts(archive), *_names(archive), *_lines(archive)]
    return {each.record: each for each in found}


def _made(record: str, rank: float, names: Iterable[str]) -> Findable:
    return Findable(record, rank, tuple(dict.fromkeys(name for name in names if name)))


def _places(places: Iterable[Place]) -> Iterable[Findable]:
    """Places by all of their names; a cell of published areas has none, and is found on the map."""
    for place in places:
        names = (*place.name.values(), *place.alt_names)
        named = not isinstance(place, AreaCell)
        yield _made(f"place:{place.id}", place.rank, names if named else ())


def _areas(archive: Archive) -> Iterable[Findable]:
    entered = {area.id: area for area in archive.dataset.areas}
    for area in archive.areas:
        _, _, code = area.partition(":")
        if code:
            of = entered.get(code)
            own = (*of.name.values(), *of.alt_names) if of else ()
            yield _made(f"area:{area}", _AREA, (area_name(archive, area), *own, code))
        else:
            yield _made(f"area:{area}", _AREA, archive.recipes[area].title.values())


def _agreements(archive: Archive) -> Iterable[Findable]:
    for a in archive.agreements.values():
        names = (*a.short_name.values(), *_translated(archive, a.official_name))
        yield _made(f"agreement:{a.id}", _AGREEMENT, names)


def _operations(archive: Archive) -> Iterable[Findable]:
    for operation in archive.operations.values():
        names = _translated(archive, operation.name)
        yield _made(f"operation:{operation.id}", _OPERATION, names)


def _posts(archive: Archive) -> Iterable[Findable]:
    """Posts by their label and the names in their locality."""
    for post in archive.seeds.posts:
        localities = _translated(archive, post.locality)
        places = (name for text in localities for name in _names_in(text))
        yield _made(f"post:{post.id}", _POST, (*_translated(archive, post.label), *places))


def _names(archive: Archive) -> Iterable[Findable]:
    for entry in archive.seeds.unresolved_places:
        names = (entry.name, entry.name.rpartition(": ")[2], *entry.alt_names)
        yield _made(f"name:{entry.name}", _NAME, names)


def _lines(archive: Archive) -> Iterable[Findable]:
    """What recipes draw, besides areas; roads and rivers."""
    for recipe in archive.dataset.recipes:
        if recipe.id not in archive.areas:
            yield _made(f"drawn:{recipe.id}", _DRAWN, recipe.title.values())
    for layer in archive.dataset.layers:
        if layer.style in _LINE_STYLES:
            for feature in archive.layers.get(layer.name, ()):
                p = feature.properties
                named = (p.get(column("name", code), "") for code in archive.dataset.languages)
                names = (p.get("ref", ""), *named)
                yield _made(f"line:{feature.id}", _LINE, names)


def _translated(archive: Archive, text: str) -> tuple[str, ...]:
    """A record's text as it was entered, and in every language it is translated into."""
    return (text, *_translations(archive).get(text, ()))


@per_archive
def _translations(archive: Archive) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in archive.seeds.translations:
        found[row.text] = (*found.get(row.text, ()), row.translation)
    return found


def _names_in(locality: str) -> list[str]:
    """The names in "A (B, C / D), E, north of F"; what follows the last comma only says where it
    is."""
    outside = re.sub(r"\(.*?\)", "", locality)
    aside = ",".join(re.findall(r"\((.*?)\)", locality))
    named = re.split(r"[,،]", outside)
    named = [*(named[:-1] or named), aside]
    parts = [part.strip() for text in named for part in re.split(r"[,،/;؛]", text)]
    # a name has a capital letter, or is in a script without them
    return [part for part in parts if part != part.lower() or part.upper() == part.lower()]
