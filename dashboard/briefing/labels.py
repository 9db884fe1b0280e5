"""Words on a map: places on their side of the line, names across land, and what lines are called.

The least movable come first: the largest places, names along lines, other places, road numbers,
and names across what is still free of an area. Holders that look alike in greyscale or with colour
blindness are told apart by their names: these go before those of places.
"""

from __future__ import annotations

import collections
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Archive, Snapshot, per_archive
from dashboard.briefing import fonts, pathlabels
from dashboard.briefing.context import RenderContext
from dashboard.briefing.geometry import Bounds
from dashboard.briefing.mapframe import LABELS_Z, MapFrame
from dashboard.legend import look_alike_note
from dashboard.records import Feature, Place
from dashboard.style import INK
from dashboard.wording import Wording

_RANK = {1: (1.16, 700, 2.4), 2: (1.0, 600, 2.0), 3: (0.88, 400, 1.6), 4: (0.8, 400, 1.3)}
"""By importance: share of the body size, weight, radius of the dot in points."""
_SIDES = ((1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1))
"""Where a name is tried round its dot, the best first: right and left, and above is positive."""
_DESCENT = 0.22
"""Share of a name's height that is below its baseline."""
_APART = 0.25
"""Share of it that is free before and after a name."""
_NAMES_PER_EM2 = 0.03
"""Place names tried for a square em of map."""
_BESIDE_EM = 6.0
"""Ems round what is cut out of an agreed area in which its name is tried."""
_LAND, _WATER = "#6D675A", "#4F7896"


def label_map(
    context: RenderContext,
    frame: MapFrame,
    state: Snapshot,
    *,
    wanted: Iterable[str],
    agreed: Iterable[Feature],
) -> None:
    """Name what a drawn map shows.

    ``wanted``: ids of places to be named before others of their rank.
    ``agreed``: agreed geometries to be named.
    """
    archive, words = context.archive, context.words
    places = _candidates(frame, archive, frozenset(wanted))
    shown = {layer.style for layer in archive.dataset.layers if layer.name in context.layers}
    if "place" not in shown:
        places = []
    dots = "group" not in shown  # a place's dot would fill an open mark of its group
    first = [place for place in places if place.rank == 1]
    _places(frame, first, words, dots=dots)
    for feature in agreed:
        pathlabels.label_feature(context, frame, feature)
    is_alike = bool(look_alike_note(archive.dataset, frame.drawn, words))
    if is_alike:
        _parties(context, frame, state, is_alike=True)
    _places(frame, [place for place in places if place not in first], words, dots=dots)
    _roads(context, frame, state)
    if not is_alike:
        _parties(context, frame, state)
    _left_out(context, frame, state)
    _lands(context, frame)


# --- places -----------------------------------------------------------------------------------


def _candidates(frame: MapFrame, archive: Archive, wanted: frozenset[str]) -> list[Place]:
    """Places in the frame by importance, as many as there may be room for."""
    west, south, east, north = frame.bounds
    inset = frame.metres_per_inch * 0.06
    seen = []
    for place in archive.gazetteer:
        x, y = frame.geometry.places[place.id]
        if west + inset < x < east - inset and south + inset < y < north - inset:
            seen.append(place)
    spells = _spells(archive)
    seen.sort(key=lambda p: (p.rank, p.id not in wanted, -spells[p.id], p.id))
    em2 = frame.box.width * frame.box.height * (72 / frame.page.type(0.88)) ** 2
    most = max(8, round(em2 * _NAMES_PER_EM2))
    least = 4 if len(archive.gazetteer) <= most else 3  # of few places villages are named, too
    return [p for p in seen[:most] if p.rank <= least or p.id in wanted]


@per_archive
def _spells(archive: Archive) -> collections.Counter[str]:
    """How often each place has changed hands, as the number of its spells."""
    return collections.Counter(spell.properties["place"] for spell in archive.spells)


def _places(frame: MapFrame, places: Sequence[Place], words: Wording, *, dots: bool) -> None:
    """Name places at their dots, none over another; those without room, or whose dot would be
    hidden, are left out."""
    line = shapely.union_all(frame.lines)
    shapely.prepare(line)
    first = {p.id: frame.inches(*frame.geometry.places[p.id]) for p in places if p.rank == 1}
    named = collections.defaultdict[float, list[tuple[float, float]]](list)
    for place in places:
        share, weight, radius = _RANK[place.rank]
        size, name = frame.page.type(share), words.map_name(place)
        x, y = frame.inches(*frame.geometry.places[place.id])
        high, gap = size / 72 * 1.12, (radius + 2.2) / 72
        wide = fonts.width(name, size, weight) / 72
        spot = (x - gap / 2, y - gap / 2, x + gap / 2, y + gap / 2)
        if not frame.free(spot):
            continue
        boxes = list[Bounds]()
        for right, up in _sides(frame):
            west = x - wide / 2 if not right else x + gap if right > 0 else x - gap - wide
            south = y - high / 2 + up * (high * 0.36 if right else high * 0.5 + gap)
            boxes.append((west, south, west + wide, south + high))
        others = [at for ident, at in first.items() if ident != place.id]
        free = [
            b
            for b in boxes
            if frame.free(b)
            and not _is_beyond(frame, line, (x, y), b)
            and not any(_is_near(b, at, 2 * gap) for at in others)
        ]
        clear = [box for box in free if not _is_over(frame, line, box)]
        if not clear and not (free and place.rank == 1):
            continue  # only the most important are named over a line rather than not at all
        west, south, east, north = (clear or free)[0]
        named[radius].append(frame.metres(x, y))
        baseline = south + high * _DESCENT
        frame.write(name, west, baseline, size, weight, centred=False)
        apart = high * _APART
        frame.taken.append((west - apart, south, east + apart, north))
        frame.taken.append(spot)
        frame.named += (place.id,)
    for radius, at in named.items() if dots else ():
        dot: dict[str, Any] = {"markersize": 2 * radius, "color": INK, "zorder": LABELS_Z}
        dot |= {"markeredgecolor": "white", "markeredgewidth": 0.6}
        frame.ax.plot(*zip(*at, strict=True), "o", **dot)


def _sides(frame: MapFrame) -> Iterable[tuple[int, int]]:
    """Where to try a name: first where reading goes on."""
    flip = -1 if frame.page.right_to_left else 1
    return ((right * flip, up) for right, up in _SIDES)


def _is_near(box: Bounds, dot: tuple[float, float], gap: float) -> bool:
    """Whether a name would be read as that of a dot, which another name may belong to."""
    (west, south, east, north), (x, y) = box, dot
    return west - gap < x < east + gap and south - gap < y < north + gap


def _is_over(frame: MapFrame, line: BaseGeometry, box: Bounds) -> bool:
    """Whether a name would stand on a line of contact."""
    low, high = frame.metres(box[0], box[1] + 0.02), frame.metres(box[2], box[3] - 0.02)
    return bool(line.intersects(shapely.box(*low, *high)))


def _is_beyond(frame: MapFrame, line: BaseGeometry, dot: tuple[float, float], box: Bounds) -> bool:
    """Whether the middle of a name would stand on the other side of a line of contact."""
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    return bool(line.intersects(shapely.LineString([frame.metres(*dot), frame.metres(*middle)])))


# --- what lies across land, and along roads ---------------------------------------------------


def _roads(context: RenderContext, frame: MapFrame, state: Snapshot) -> None:
    if "road" not in frame.drawn:
        return
    for layer in context.archive.dataset.layers:
        if layer.style == "road":
            for feature in state.features(layer.name):
                number = feature.properties.get("ref", "")
                ink = context.styles["road"].stroke or INK
                pathlabels.shields(frame, frame.geometry.of(feature), number, ink)


def _left_out(context: RenderContext, frame: MapFrame, state: Snapshot) -> None:
    """Name the holes of an agreed area as left out of it, inside their outline or beside it."""
    if "agreed_area" not in frame.drawn or context.size.is_small or not frame.is_large:
        return
    size = frame.page.type(0.76)
    for layer in context.archive.dataset.layers:
        if layer.style != "agreed_area" or layer.name not in context.layers:
            continue
        for feature in state.features(layer.name):
            for part in shapely.get_parts(frame.geometry.of(feature)):
                for ring in part.interiors:
                    hole = shapely.Polygon(ring)
                    text, em = context.words["briefing.left_out"], frame.metres_per_inch * size / 72
                    beside = hole.buffer(_BESIDE_EM * em).difference(hole.boundary.buffer(em / 4))
                    for area in sorted(shapely.get_parts(beside), key=lambda part: part.area):
                        if across(frame, area, text, size, 400, "#12355B", near=hole.centroid):
                            _lead(frame, hole, "#12355B")
                            break


def _lead(frame: MapFrame, area: BaseGeometry, colour: str) -> None:
    """Draw a line from an area to the name last set, unless the name lies in it."""
    (west, south, east, north), unit = frame.taken[-1], frame.metres_per_inch
    name = shapely.box(*frame.metres(west, south), *frame.metres(east, north))
    line = shapely.shortest_line(name.buffer(-0.15 * (north - south) * unit), area)
    ends = shapely.get_coordinates(line)
    if line.length > 0.5 * (north - south) * unit:
        frame.ax.plot(*ends.T, color=colour, linewidth=0.8, zorder=LABELS_Z)


def _parties(
    context: RenderContext, frame: MapFrame, state: Snapshot, *, is_alike: bool = False
) -> None:
    """Each holder across the largest piece of its land, and over no line that means something; one
    that goes by its name in smaller type, too."""
    size = frame.page.type(1.0)
    wide = frame.metres_per_inch * size / 500
    strokes = shapely.union_all(frame.strokes).simplify(wide / 2).buffer(wide, quad_segs=2)
    for party, land in frame.geometry.held(state).items():
        key = f"control.{party}"
        if party == "unknown" or key not in frame.drawn:
            continue
        text = context.words.of(context.archive.parties[party], "short")
        ink = context.styles[key].hatch_colour
        free = frame.seen(land).difference(strokes)
        is_named = across(frame, free, _spaced(text), size, 700, ink, stack=True)
        if is_alike and not is_named:
            across(frame, free, text, frame.page.type(0.74), 700, ink, stack=True)


def _lands(context: RenderContext, frame: MapFrame) -> None:
    """Countries across what is seen of their land, outside the study area, in narrower letters
    where they must; units within."""
    archive, study, words = context.archive, frame.geometry.study_area, context.words
    if "land" in frame.drawn:
        sea, size = shapely.box(*frame.bounds), frame.page.type(0.9)
        for feature in archive.layers.get("basemap", ()):
            if feature.properties.get("kind") == "country":
                seen = frame.seen(shapely.make_valid(frame.geometry.of(feature)))
                sea = sea.difference(seen)
                free, name = seen.difference(study), name_of(feature, words)
                for text, margin in ((_spaced(name), 0.1), (name, 0.05)):
                    if across(frame, free, text, size, 400, _LAND, margin=margin):
                        break
        for feature in archive.layers.get("basemap", ()):
            if feature.properties.get("kind") == "coast" and (name := name_of(feature, words)):
                across(frame, sea, name, size, 400, _WATER, stack=True)
    if "units" in frame.drawn and context.size.is_paper:
        for name, area in frame.geometry.units.items():
            text = words.area(archive.dataset, name)
            across(frame, frame.seen(area), text, frame.page.type(0.78), 400, _LAND)


def _spaced(text: str) -> str:
    """Capitals set wide, where its script has them: letters of others are joined, or make one sign
    with the next."""
    letters = (letter for letter in text if unicodedata.category(letter)[0] in "LM")
    if not all(letter.title() != letter.lower() for letter in letters):
        return text
    return "\u200a".join(text.upper())


def across(
    frame: MapFrame,
    area: BaseGeometry,
    text: str,
    size: float,
    weight: int,
    colour: str,
    *,
    margin: float = 0.03,
    near: BaseGeometry | None = None,
    stack: bool = False,
) -> bool:
    """Write a name where it fits into the largest part of an area and is over no words.

    It stands as near as it can to the middle of that part, or to ``near``; with ``stack`` a word a
    line where it does not fit into one.
    """
    part = max(shapely.get_parts(area), key=lambda g: g.area, default=None)
    if part is None or part.geom_type != "Polygon" or part.is_empty:
        return False
    tolerance = frame.metres_per_inch / 10
    middle = near or shapely.maximum_inscribed_circle(part, tolerance=tolerance).interpolate(0)
    shapely.prepare(part)
    step = size / 72 * 1.25
    for lines in ([text], text.split(" ")) if stack else ([text],):
        wide, high = max(fonts.width(line, size, weight) for line in lines) / 72, step * len(lines)
        for x, y in _spots(frame, part, middle, wide, high, margin):
            for n, line in enumerate(lines):
                at = y + ((len(lines) - 1) / 2 - n) * step
                frame.write(line, x, at, size, weight, colour=colour, halo=1.6)
            frame.taken.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
            return True
    return False


def _spots(
    frame: MapFrame,
    part: BaseGeometry,
    middle: BaseGeometry,
    wide: float,
    high: float,
    margin: float,
) -> Iterator[tuple[float, float]]:
    """Inches of the frame a box can be centred on within a polygon and over no words, those next to
    its middle first."""
    unit = frame.metres_per_inch
    west, south, east, north = part.bounds
    xs = np.arange(west + wide * unit / 2, east - wide * unit / 2, unit * 0.09)
    ys = np.arange(south + high * unit / 2, north - high * unit / 2, unit * 0.09)
    x, y = (axis.ravel() for axis in np.meshgrid(xs, ys))
    for at in np.argsort(np.hypot(x - middle.x, y - middle.y), kind="stable")[:700]:
        spot = frame.inches(x[at], y[at])
        right, up = wide / 2, high / 2
        if not frame.free((spot[0] - right, spot[1] - up, spot[0] + right, spot[1] + up)):
            continue
        right, up = (right + margin) * unit, (up + margin) * unit
        if part.contains(shapely.box(x[at] - right, y[at] - up, x[at] + right, y[at] + up)):
            yield spot


def name_of(feature: Feature, words: Wording) -> str:
    """A feature's name in the reader's language, in the data set's first where it has none."""
    return words.of_properties(feature.properties, "name")
