"""What a reader can find and open: places, areas, agreements, operations, posts, names, lines.

Each has a *record*, named ``KIND:ID`` in a link, a title in each language, and every name it goes
by. The browser matches what is typed with these names (``web/core/search.js``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard.analysis import areas
from dashboard.archive import Archive, per_archive
from dashboard.records import (
    Agreement,
    AreaCell,
    Feature,
    Operation,
    Place,
    Post,
    Recipe,
    UnresolvedPlace,
    column,
)
from dashboard.wording import Wording

#: What comes first of things found equally well: places have the rank they are entered with,
#: areas come after the towns they are named after and before villages.
_AGREEMENT, _LINE, _DRAWN, _AREA, _OPERATION, _POST, _NAME = 1, 1, 2, 2.5, 3, 5, 6
_LINE_STYLES = ("road", "river")

#: A text in the language of a catalog.
_InWords = Callable[[Wording], str]


@dataclass(frozen=True, slots=True)
class Findable:
    """Something that can be found and has a record."""

    #: Its name in a link, ``KIND:ID``. ``KIND`` is ``place``; ``area``, an area of
    #: ``Archive.within``; ``agreement``; ``operation``; ``post``; ``name``, one of the sources for
    #: which no safe position was found; ``drawn``, what a recipe draws; or ``line``, a road or
    #: river.
    record: str
    #: 1 for what matters most.
    rank: float
    #: What it is called in a language.
    title: _InWords
    #: What tells it from others of that title, in a language; empty for nothing.
    context: _InWords
    #: Every spelling in any language, codes too, each once.
    names: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The ``KIND`` of its record."""
        return self.record.partition(":")[0]

    @property
    def id(self) -> str:
        """The ``ID`` of its record."""
        return self.record.partition(":")[2]


@per_archive
def findable(archive: Archive) -> Mapping[str, Findable]:
    """Everything that can be found, by its record."""
    units = (area for area in archive.areas if area not in archive.recipes)
    lines = (layer for layer in archive.dataset.layers if layer.style in _LINE_STYLES)
    found = [
        *(_place(archive, place) for place in archive.places.values()),
        *(_unit(archive, area) for area in units),
        *(_drawn(archive, r) for r in archive.dataset.recipes if r.id in archive.drawn),
        *(_agreement(archive, agreement) for agreement in archive.agreements.values()),
        *(_operation(archive, operation) for operation in archive.operations.values()),
        *(_post(archive, post) for post in archive.seeds.posts),
        *(_name(entry) for entry in archive.seeds.unresolved_places),
        *(_line(archive, f) for layer in lines for f in archive.layers.get(layer.name, ())),
    ]
    return {each.record: each for each in found}


def _made(
    record: str, rank: float, title: _InWords, context: _InWords, names: Iterable[str]
) -> Findable:
    return Findable(record, rank, title, context, tuple(dict.fromkeys(filter(None, names))))


def _place(archive: Archive, place: Place) -> Findable:
    """A place by all of its names; a cell of published areas has none, and is found on the map."""
    return _made(
        f"place:{place.id}",
        place.rank,
        lambda words: words.of(place, "name"),
        lambda words: areas.unit_around(archive, words, place.id),
        () if isinstance(place, AreaCell) else (*place.name.values(), *place.alt_names),
    )


def _unit(archive: Archive, area: str) -> Findable:
    """An administrative unit by its names and its code, in the units that it lies in."""
    level, _, code = area.partition(":")

    def larger_and_code(words: Wording) -> str:
        place = areas.first_place_in(archive)[area]
        larger = itertools.takewhile(lambda each: each != level, archive.dataset.level_ids)
        units = [words.area(archive.dataset, place.unit(each)[0]) for each in larger][::-1]
        return words["list_comma"].join(dict.fromkeys([*filter(None, units), code]))

    entered = [each for each in archive.dataset.areas if each.id == code]
    own = (name for each in entered for name in (*each.name.values(), *each.alt_names))
    return _made(
        f"area:{area}",
        _AREA,
        lambda words: areas.area_title(archive, words, area),
        larger_and_code,
        (areas.entered_name(archive, area), *own, code),
    )


def _agreement(archive: Archive, agreement: Agreement) -> Findable:
    return _made(
        f"agreement:{agreement.id}",
        _AGREEMENT,
        lambda words: words.agreement(agreement),
        lambda words: words.date_span(agreement.signed_on),
        (*agreement.short_name.values(), *_translated(archive, agreement.official_name)),
    )


def _operation(archive: Archive, operation: Operation) -> Findable:
    def dates(words: Wording) -> str:
        start = words.date(operation.start_on)
        if operation.end_on == operation.start_on:
            return start
        end = words.date(operation.end_on) if operation.end_on else words["open_end"]
        return words.fill("from_until", start=start, end=end)

    return _made(
        f"operation:{operation.id}",
        _OPERATION,
        lambda words: words.text(operation.name),
        dates,
        _translated(archive, operation.name),
    )


def _post(archive: Archive, post: Post) -> Findable:
    """A post by its label and the names in its locality."""
    localities = _translated(archive, post.locality)
    return _made(
        f"post:{post.id}",
        _POST,
        lambda words: words.text(post.label),
        lambda words: words.text(post.locality),
        (
            *_translated(archive, post.label),
            *(name for text in localities for name in _names_in(text)),
        ),
    )


def _name(entry: UnresolvedPlace) -> Findable:
    return _made(
        f"name:{entry.name}",
        _NAME,
        lambda words: entry.name,
        lambda words: entry.area,
        (entry.name, entry.name.rpartition(": ")[2], *entry.alt_names),
    )


def _drawn(archive: Archive, recipe: Recipe) -> Findable:
    is_area = recipe.id in archive.areas_of_cells
    return _made(
        f"{'area' if is_area else 'drawn'}:{recipe.id}",
        _AREA if is_area else _DRAWN,
        lambda words: words.of(recipe, "title"),
        lambda words: words.agreement(archive.agreements[recipe.agreement]),
        recipe.title.values(),
    )


def _line(archive: Archive, feature: Feature) -> Findable:
    p = feature.properties
    named = (p.get(column("name", code), "") for code in archive.dataset.languages)
    return _made(
        f"line:{feature.id}",
        _LINE,
        lambda words: words.of_properties(p, "name"),
        lambda words: "",
        (p.get("ref", ""), *named),
    )


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
