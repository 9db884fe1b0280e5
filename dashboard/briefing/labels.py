"""Words on the map: places by importance."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
import textalloc
from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from shapely.geometry.base import BaseGeometry

from dashboard.archive import Archive
from dashboard.briefing import drawing, fonts
from dashboard.briefing.mapframe import LABELS_Z, MapFrame
from dashboard.records import Place
from dashboard.style import INK
from dashboard.wording import Wording

_RANK = {1: (1.12, 700, 2.3), 2: (0.96, 600, 1.9), 3: (0.84, 500, 1.5), 4: (0.76, 400, 1.2)}
"""By importance: share of the body size, weight, radius of the dot in points."""


def places(
    frame: MapFrame,
    archive: Archive,
    words: Wording,
    *,
    most: int,
    wanted: Iterable[str] = (),
    scale: float = 1.0,
    dots: bool = True,
) -> tuple[str, ...]:
    """Name places: by rank, ``wanted`` ones before others of their rank, none over another.

    Without ``dots`` their positions are not marked: other marks stand there.

    Returns
    -------
    tuple
        Ids of the places named.
    """
    wanted = frozenset(wanted)
    candidates = _candidates(frame, archive, wanted, most)
    if not candidates:
        return ()
    positions = [frame.inches(*_metres(frame, place)) for place in candidates]
    sizes = [frame.page.body * _RANK[p.rank][0] * scale for p in candidates]
    names = [words.of(p, "name") for p in candidates]
    blocked = _blocked(frame)
    found = _allocate(
        (round(frame.box.width, 4), round(frame.box.height, 4)),
        tuple(zip(names, positions, sizes, (_RANK[p.rank][1] for p in candidates), strict=True)),
        blocked,
    )
    named = []
    for index, (x, y), side in found:
        place = candidates[index]
        _, weight, radius = _RANK[place.rank]
        if dots:
            frame.ax.plot(
                *frame.metres(*positions[index]),
                marker="o",
                markersize=2 * radius,
                color=INK,
                markeredgecolor="white",
                markeredgewidth=0.6,
                zorder=LABELS_Z,
            )
        at = {"align": side, "baseline": "bottom"}
        box = write(frame, names[index], x, y, sizes[index], weight, **at)
        frame.taken.append(box)
        named.append(place.id)
    return tuple(named)


def reserved(
    frame: MapFrame, archive: Archive, words: Wording
) -> list[tuple[float, float, float, float]]:
    """Boxes beside the places of the first rank, where their names are likely to be set."""
    share, weight, _ = _RANK[1]
    size = frame.page.body * share
    boxes = []
    for place in archive.places.values():
        if place.rank == 1:
            x, y = frame.inches(*_metres(frame, place))
            wide = fonts.width(words.of(place, "name"), size, weight) / 72
            boxes.append((x - 0.05, y - size / 72, x + wide + 0.1, y + size / 72 * 1.3))
    return boxes


def write(
    frame: MapFrame,
    text: str,
    x: float,
    y: float,
    size: float,
    weight: int,
    *,
    align: str = "center",
    baseline: str = "center",
    colour: str = INK,
    rotation: float = 0.0,
    halo: float = 2.2,
) -> tuple[float, float, float, float]:
    """Set a text at inches of the frame over a light halo; returns the box it takes.

    Halo and text are two artists: matplotlib turns a text with a path effect into outlines, and
    words in a PDF or SVG should stay words.
    """
    directed = frame.page.in_direction(text)
    options: dict[str, Any] = {
        "align": align,
        "baseline": baseline,
        "rotation": rotation,
        "rotation_mode": "anchor",
        "clip_on": True,
    }
    at, z = frame.metres(x, y), LABELS_Z + 1
    outline = [patheffects.Stroke(linewidth=halo, foreground=(1, 1, 1, 0.9), joinstyle="round")]
    for ink, effects in (("white", outline), (colour, None)):
        options |= {"colour": ink, "path_effects": effects, "zorder": z}
        drawing.text(frame.ax, at, directed, size, weight, **options)
        z += 1
    width, height = fonts.width(directed, size, weight) / 72, size / 72 * 1.25
    left = x - width if align == "right" else x - width / 2 if align == "center" else x
    low = y - height / 2 if baseline == "center" else y
    return left, low, left + width, low + height


def _candidates(
    frame: MapFrame, archive: Archive, wanted: frozenset[str], most: int
) -> list[Place]:
    west, south, east, north = frame.bounds
    inset = frame.metres_per_inch * 0.06
    seen = []
    for place in archive.places.values():
        x, y = _metres(frame, place)
        if west + inset < x < east - inset and south + inset < y < north - inset:
            seen.append(place)
    seen.sort(key=lambda p: (p.rank, p.id not in wanted, p.id))
    return [p for p in seen[:most] if p.rank < 4 or p.id in wanted]


def _metres(frame: MapFrame, place: Place) -> tuple[float, float]:
    return frame.geometry.places[place.id]


@functools.lru_cache(maxsize=64)
def _allocate(frame_size: tuple[float, float], texts: tuple, blocked: tuple) -> tuple:
    """Positions for names, found on an empty figure of the frame's size, in inches."""
    width, height = frame_size
    figure = Figure((width, height), dpi=72)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(0, height))
    found = []
    x, y = [p[0] for _, p, _, _ in texts], [p[1] for _, p, _, _ in texts]
    dots = np.array(blocked).reshape(-1, 2)
    placed: Any
    _, _, placed, _ = textalloc.allocate(
        ax,
        x,
        y,
        [name for name, *_ in texts],
        x_scatter=[*x, *dots[:, 0]],
        y_scatter=[*y, *dots[:, 1]],
        textsize=[size for _, _, size, _ in texts],
        fontweight=[weight for *_, weight in texts],
        fontfamily=[fonts.FAMILY, fonts.FALLBACK],
        margin=0.003,
        min_distance=0.006,
        max_distance=0.022,
        nbr_candidates=60,
        draw_lines=False,
        draw_all=False,
        parse_math=False,
    )
    for index, text in enumerate(placed):
        if text is not None:
            found.append(
                (index, tuple(map(float, text.get_position())), text.get_horizontalalignment())
            )
    return tuple(found)


def _blocked(frame: MapFrame) -> tuple[tuple[float, float], ...]:
    """Points that fill the boxes names must keep off."""
    step = frame.page.body / 72 * 0.8
    points = []
    for west, south, east, north in frame.taken:
        xs = np.linspace(west, east, max(2, math.ceil((east - west) / step) + 1))
        ys = np.linspace(south, north, max(2, math.ceil((north - south) / step) + 1))
        points += [(round(float(x), 3), round(float(y), 3)) for x in xs for y in ys]
    return tuple(points)


def seen(frame: MapFrame, geometry: BaseGeometry) -> BaseGeometry:
    """What of a geometry lies in the frame."""
    return shapely.intersection(geometry, shapely.box(*frame.bounds))


def free(frame: MapFrame, box: Sequence[float]) -> bool:
    """Whether a box in inches lies in the frame and over no words."""
    west, south, east, north = box
    if (
        west < 0.05
        or south < 0.05
        or east > frame.box.width - 0.05
        or north > frame.box.height - 0.05
    ):
        return False
    return not any(west < e and w < east and south < n and s < north for w, s, e, n in frame.taken)
