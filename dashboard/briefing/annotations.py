"""What the author of a briefing adds to its maps: a list of short texts, arrows and circles."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass

from dashboard.archive import Archive
from dashboard.errors import ChoiceError
from dashboard.wording import Wording

MOST, MOST_LETTERS = 12, 120
_LINE = re.compile(r"([^:>]+?)(?:\s*>\s*([^:>]+?))?(?:\s+(\d+(?:\.\d+)?)\s*km)?\s*:\s*(.+)")
"""Where, where an arrow leads, kilometres of a circle, text."""
_POSITION = re.compile(r"(-?\d+(?:\.\d+)?)[\s,]+(-?\d+(?:\.\d+)?)")
_FORM = "'place: text', 'latitude longitude: text', 'place > place: text' or 'place 5 km: text'"
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text at a longitude and latitude: with an arrow to another, or a circle round it."""

    text: str
    at: Position
    to: Position | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """An annotation on a map, in inches of its frame from the lower left corner.

    Attributes
    ----------
    box
        West, south, east and north of the text's card.
    at, tip
        Where it belongs, and where its arrow ends; ``None`` without an arrow.
    radius
        Of its circle; 0 for none.
    """

    lines: tuple[str, ...]
    size: float
    box: tuple[float, float, float, float]
    at: Position
    tip: Position | None
    radius: float

    @property
    def leader(self) -> tuple[Position, Position] | None:
        """A line from the card to where it belongs; ``None`` where it lies on it or on its edge."""
        west, south, east, north = self.box
        near = (min(max(self.at[0], west), east), min(max(self.at[1], south), north))
        away = math.dist(near, self.at)
        if away <= self.radius + 0.02:
            return None
        share = self.radius / away
        end = tuple(a + (n - a) * share for a, n in zip(self.at, near, strict=True))
        return near, (end[0], end[1])


def read_annotations(text: str, archive: Archive, where: str) -> tuple[Annotation, ...]:
    """A list, one a line; ``#`` starts a remark line. See ``docs/briefings.md`` for the form.

    Raises
    ------
    ChoiceError
        If a line has another form or names no place; begins with ``where`` it was written.
    """
    read = [
        _read_line(line.strip(), archive, f"{where}:{number}")
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if len(read) > MOST:
        raise ChoiceError(f"{where}: {len(read)} annotations; at most {MOST} are wanted")
    return tuple(read)


def _read_line(line: str, archive: Archive, where: str) -> Annotation:
    found = _LINE.fullmatch(line)
    if not found:
        raise ChoiceError(f"{where}: {line!r}; {_FORM} is wanted")
    at, to, km, text = found.groups()
    if len(text) > MOST_LETTERS:
        n = len(text)
        raise ChoiceError(f"{where}: a text of {n} letters; at most {MOST_LETTERS} are wanted")
    if km and not 0 < float(km) <= 500:
        raise ChoiceError(f"{where}: a circle of {km} km; a radius up to 500 km is wanted")
    if to and km:
        raise ChoiceError(f"{where}: an arrow with a circle; one of them is wanted")
    return Annotation(
        text,
        _position(at, archive, where),
        _position(to, archive, where) if to else None,
        float(km) if km else None,
    )


def _position(written: str, archive: Archive, where: str) -> Position:
    """Longitude and latitude of a place by its id or a name, or of a written position."""
    if found := _POSITION.fullmatch(written):
        lat, lon = map(float, found.groups())
        if abs(lat) > 90 or abs(lon) > 180:
            raise ChoiceError(f"{where}: {written!r} is not on Earth; latitude longitude is wanted")
        return lon, lat
    known = {}
    for place in sorted(archive.places.values(), key=lambda each: -each.rank):
        for name in (*place.alt_names, *reversed(list(place.name.values())), place.id):
            known[name.casefold()] = place
    if written.casefold() not in known:
        near = difflib.get_close_matches(written.casefold(), known, 1)
        meant = f" (meant: {known[near[0]].id}?)" if near else ""
        raise ChoiceError(
            f"{where}: {written!r} is no place{meant}; the id or name of a place, or latitude "
            "longitude, is wanted"
        )
    place = known[written.casefold()]
    return place.lon, place.lat


def listed(annotations: tuple[Annotation, ...], words: Wording) -> str:
    """The texts in a sentence that says whose they are; empty without any."""
    if not annotations:
        return ""
    texts = words["list_semicolon"].join(each.text for each in annotations)
    return words.fill("briefing.annotations_listed", texts=texts)
