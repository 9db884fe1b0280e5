"""Annotations: short texts, arrows, circles and outlines that the author of a link or a briefing
adds to the map.

A list of lines, the same in a link, in the form and in a file: ``docs/briefings.md`` has the form.
``web/core/annotations.js`` reads and writes it in the browser.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Archive, per_archive
from dashboard.derive.antimeridian import continued
from dashboard.errors import ChoiceError
from dashboard.wording import Wording

MOST_ANNOTATIONS, MOST_LETTERS = 12, 120
LEAST_CORNERS, MOST_CORNERS = 3, 24
LEAST_KM, FARTHEST_KM = 0.01, 500
"""Radii of circles."""
MOST_OF_LINE = 600
"""Letters of a line: more are looked at by nobody, not even to be refused."""
_LINE = re.compile(
    r"(?:\[([^\[\]]+)\]|"
    r"([^:>\[\]]+?)(?:[ \t]*>[ \t]*([^:>\[\]]+?))?(?:[ \t]+([0-9]+(?:\.[0-9]+)?)[ \t]*km)?)"
    r"[ \t]*:[ \t]*([^ \t].*)"
)
"""What is outlined; or where, where an arrow leads, kilometres of a circle; text."""
_POSITION = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)[ \t,]+(-?[0-9]+(?:\.[0-9]+)?)")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""Signs no text has: they break lines, turn the text round them, or cannot stand in a file."""
_FORM = (
    "'place: text', 'latitude longitude: text', 'place > place: text', 'place 5 km: text', "
    "'[place, area]: text' or '[latitude longitude, …]: text'"
)
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text at a longitude and latitude, with an arrow to another point, a circle round it, or
    an outline.

    ``land`` are the ids of the places and areas (``Archive.areas_of_cells``) whose land is
    outlined; the text belongs in the middle of the first. ``corners`` are those of an area of the
    author's own.
    """

    text: str
    at: Position
    to: Position | None = None
    radius_km: float | None = None
    land: tuple[str, ...] = ()
    corners: tuple[Position, ...] = ()


def read_annotations(
    text: str, archive: Archive, where: str, *, by_name: bool = True
) -> tuple[Annotation, ...]:
    """Read a list of annotations, one a line; lines that begin with ``#`` are comments.

    ``where``: where it was written.
    ``by_name``: whether a place can be called by its names; a link has ids alone, as names change.

    Raises ``ChoiceError`` if a line has another form or names no place; begins with ``where`` it
    was written.
    """
    written = [
        (line.strip(" \t"), number) for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1)
    ]
    listed = [(line, number) for line, number in written if line and not line.startswith("#")]
    if (n := len(listed)) > MOST_ANNOTATIONS:
        what = f"{where}: {n} annotations; at most {MOST_ANNOTATIONS} are wanted"
        raise ChoiceError(what, "annotations_many", n=n, most=MOST_ANNOTATIONS)
    return tuple(
        _read_line(line, _Finder(archive, by_name, where, number)) for line, number in listed
    )


def write_annotations(annotations: Sequence[Annotation]) -> str:
    """The list as text, with positions (to 10 m) instead of names, so that anybody can read it."""
    return "\n".join(map(_line, annotations))


def listed(annotations: Sequence[Annotation], words: Wording) -> str:
    """The texts of annotations in a sentence that says that they are the author's; empty without
    any."""
    if not annotations:
        return ""
    texts = words["list_semicolon"].join(each.text for each in annotations)
    return words.fill("briefing.annotations_listed", texts=texts)


def land_cells(land: Sequence[str], archive: Archive) -> np.ndarray:
    """Mask over ``Archive.cells`` of the land of places and areas."""
    mask = np.zeros(len(archive.cells), dtype=bool)
    for ident in land:
        if ident in archive.areas_of_cells:
            mask |= archive.within(ident)
        else:
            mask[_cell_of(archive)[ident]] = True
    return mask


def area_within(corners: Sequence[Position]) -> BaseGeometry:
    """The area that a line through its corners encloses, even where it crosses itself."""
    return shapely.make_valid(shapely.Polygon(corners), method="structure", keep_collapsed=False)


def _line(annotation: Annotation) -> str:
    at, to, km = (annotation.at, annotation.to, annotation.radius_km)
    outlined = annotation.land or tuple(map(_written, annotation.corners))
    where = f"[{', '.join(outlined)}]" if outlined else _written(at)
    where += f" > {_written(to)}" if to else f" {km:g} km" if km else ""
    return f"{where}: {annotation.text}"


def _written(position: Position) -> str:
    return f"{position[1]:.4f} {position[0]:.4f}"


def _read_line(line: str, finder: _Finder) -> Annotation:
    if len(line) > MOST_OF_LINE:
        what = f"a line of {len(line)} letters; at most {MOST_OF_LINE} are wanted"
        raise finder.error(what, "annotation_long", most=MOST_OF_LINE)
    found = _LINE.fullmatch(line)
    if not found:
        raise finder.error(f"{line[:MOST_LETTERS]!r}; {_FORM} is wanted", "annotation_unreadable")
    outlined, at, to, km, text = found.groups()
    if len(text) > MOST_LETTERS:
        what = f"a text of {len(text)} letters; at most {MOST_LETTERS} are wanted"
        raise finder.error(what, "annotation_text_long", most=MOST_LETTERS)
    if _UNSEEN.search(text):
        what = f"{text!r} has signs nobody sees; plain text is wanted"
        raise finder.error(what, "annotation_signs")
    if km and not LEAST_KM <= float(km) <= FARTHEST_KM:
        what = f"a circle of {km} km; a radius up to {FARTHEST_KM} km is wanted"
        raise finder.error(what, "annotation_circle", most=FARTHEST_KM)
    if to and km:
        what = "an arrow with a circle; one of them is wanted"
        raise finder.error(what, "annotation_arrow_and_circle")
    if outlined:
        listed = re.split(r"[ \t]*,[ \t]*", outlined.strip(" \t"))
        if any(map(_POSITION.fullmatch, listed)):
            corners = finder.corners(listed)
            area = area_within(corners)
            at = shapely.get_coordinates(area.representative_point()) if area.area else corners
            return Annotation(text, (float(at[0][0]), float(at[0][1])), corners=corners)
        land = tuple(map(finder.land, listed))
        return Annotation(text, _middle(land[0], finder.archive), land=land)
    return Annotation(
        text,
        finder.position(at),
        finder.position(to) if to else None,
        float(km) if km else None,
    )


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the places and areas that a line names."""

    archive: Archive
    by_name: bool
    where: str
    line: int

    def error(self, what: str, phrase: str, near: str = "", **values: object) -> ChoiceError:
        return ChoiceError(
            f"{self.where}:{self.line}: {what}", phrase, near, line=self.line, **values
        )

    def position(self, written: str) -> Position:
        """Longitude and latitude of a place, or of a written position."""
        if found := _POSITION.fullmatch(written):
            lat, lon = map(float, found.groups())
            area = self.archive.dataset.study_area
            if abs(lat) > 90 or not -180 <= lon <= area.easternmost:
                what = f"{written!r} is not on Earth; latitude longitude is wanted"
                raise self.error(what, "annotation_no_place", text=written)
            return continued(lon, area), lat
        place = self.archive.places[self.place(written, "or latitude longitude, ")]
        return place.lon, place.lat

    def corners(self, listed: Sequence[str]) -> tuple[Position, ...]:
        """The corners of an area, each as latitude and longitude."""
        for each in listed:
            if not _POSITION.fullmatch(each):
                what = f"{each!r} is no corner; latitude longitude is wanted"
                raise self.error(what, "annotation_no_corner", text=each)
        corners = tuple(map(self.position, listed))
        if len(corners) > MOST_CORNERS or len(set(corners)) < LEAST_CORNERS:
            least, most = LEAST_CORNERS, MOST_CORNERS
            what = f"an area of {len(set(corners))} corners; {least} to {most} are wanted"
            raise self.error(what, "annotation_corners", least=least, most=most)
        return corners

    def land(self, written: str) -> str:
        """Id of an area or of a place that has land."""
        if written in self.archive.areas_of_cells and self.archive.within(written).any():
            return written
        ident = self.place(written, "or the id of an area made of whole cells, ")
        if ident not in _cell_of(self.archive):
            what = f"{written!r} has no land on the map; a place that has is wanted"
            raise self.error(what, "annotation_no_land", text=written)
        return ident

    def place(self, written: str, other: str) -> str:
        """Id of a place, by it or by a name."""
        if written in self.archive.places:
            return written
        known = _ids_by_name(self.archive) if self.by_name else {}
        if written.casefold() in known:
            return known[written.casefold()]
        close = difflib.get_close_matches(written.casefold(), known, 1)
        near = known[close[0]] if close else ""
        meant = f" (meant: {near}?)" if near else ""
        what = f"{written!r} is no place{meant}; the id or name of a place, {other}is wanted"
        raise self.error(what, "annotation_no_place", near, text=written)


def _middle(land: str, archive: Archive) -> Position:
    """The position of the place of an area that is nearest to the middle of its places."""
    cells = np.flatnonzero(land_cells((land,), archive))
    places = [archive.places[archive.cells[cell]] for cell in cells]
    at = np.array([(place.lon, place.lat) for place in places])
    lon, lat = at[np.argmin(((at - at.mean(axis=0)) ** 2).sum(axis=1))]
    return float(lon), float(lat)


@per_archive
def _ids_by_name(archive: Archive) -> Mapping[str, str]:
    """Ids of places by name and by id, in small letters; of two places the more important has the
    name."""
    known = {}
    for place in sorted(archive.places.values(), key=lambda each: -each.rank):
        for name in (*place.alt_names, *reversed(list(place.name.values())), place.id):
            known[name.casefold()] = place.id
    return known


@per_archive
def _cell_of(archive: Archive) -> Mapping[str, int]:
    return {place: cell for cell, place in enumerate(archive.cells)}
