"""Geometry on matplotlib axes, drawn as the style table says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Transform
from shapely.geometry.base import BaseGeometry

from dashboard.briefing import fonts
from dashboard.style import ACCENT, CASING_EXTRA, CASING_OPACITY, HATCH_ANGLES, INK, Style, ViewLook

_STEP, _CROSSED, _HATCH_WIDTH, _DOT = 6.5, 1.7, 1.0, 1.5
"""Points between the lines of a hatch, how much wider apart lines that cross are, so that they are
no darker, their width, and that of a dot."""
_POINTS = 0.8
"""Points on paper for a pixel of the map on screen: paper is read from nearer."""
_FRAME = "#8D939B"
"""Outline of a sample."""


def area(
    ax: Axes, geometry: BaseGeometry, style: Style, *, opacity: float = 1.0, z: float = 1
) -> None:
    """Fill polygons, with hatch and outline."""
    path = path_of(geometry)
    if path is None:
        return
    _fill(ax, path, style, ax.transData, opacity, z)
    if style.stroke and style.fill != style.stroke:
        line(ax, geometry, style, z=z + 0.01)


def line(ax: Axes, geometry: BaseGeometry, style: Style, *, z: float = 1) -> None:
    """Stroke lines or outlines, with their casing."""
    path = path_of(geometry)
    if path is not None and style.stroke:
        _stroke(ax, path, style, ax.transData, z)


def image(
    ax: Axes,
    colours: np.ndarray,
    bounds: tuple[float, float, float, float],
    *,
    z: float,
    within: BaseGeometry | None = None,
) -> None:
    """A picture, rows from the top; only what of it lies within an area."""
    west, south, east, north = bounds
    drawn = ax.imshow(
        colours,
        extent=(west, east, south, north),
        aspect="auto",
        zorder=z,
        interpolation="bilinear",
    )
    if within is not None and (path := path_of(within)) is not None:
        drawn.set_clip_path(path, ax.transData)


def points(ax: Axes, geometry: BaseGeometry, style: Style, *, z: float = 1) -> None:
    """Round marks."""
    x, y = shapely.get_coordinates(geometry).T
    edge: dict[str, Any] = {"mec": style.stroke, "mew": style.weight * _POINTS}
    ax.plot(x, y, "o", ms=2 * style.radius * _POINTS, mfc=style.fill, zorder=z, **edge)


def swatch(
    ax: Axes,
    box: tuple[float, float, float, float],
    styles: Mapping[str, Style],
    key: str,
    look: ViewLook,
    *,
    framed: bool = True,
) -> None:
    """A legend's sample of a class in a box (x, y, width, height) of the axes, as it is seen.

    It lies on land and on what the class lies on, drawn with the calls of the map.
    """
    x, y, width, height = box
    style = styles[key]
    if style.radius:
        points(ax, shapely.Point(x + width / 2, y + height / 2), style, z=3)
        return
    if not style.fill and not style.inside:
        across = Path([(x, y + height / 2), (x + width, y + height / 2)])
        _stroke(ax, across, style, ax.transData, 3)
        return
    outline = path_of(shapely.GeometryCollection([shapely.box(x, y, x + width, y + height)]))
    assert outline is not None  # a box has an outline
    if style.inside:  # narrower, so that the box stays open
        narrower = replace(style, weight=style.weight * 0.6)
        _stroke(ax, outline, narrower, ax.transData, 3)
        return
    _fill(ax, outline, styles["land"], ax.transData, 1.0, 2)
    for step, part in enumerate((*style.over, key)):
        _fill(ax, outline, styles[part], ax.transData, look.opacity(part), 3 + step / 10)
    if framed:
        own = style.stroke is not None and style.stroke != style.fill
        frame = style if own else Style(stroke=_FRAME, weight=0.7)
        _stroke(ax, outline, replace(frame, casing=None), ax.transData, 4)


def text(
    ax: Axes,
    at: tuple[float, float],
    words: str,
    size: float,
    weight: int = 400,
    *,
    align: str = "center",
    baseline: str = "center",
    colour: str = INK,
    **options: Any,
) -> None:
    """One line of text at a position of the axes, as it is: no mathematics in it."""
    font = fonts.properties(words, size, weight)
    options |= {"ha": align, "va": baseline, "color": colour, "fontproperties": font}
    ax.text(*at, words, parse_math=False, **options)


def disc(
    ax: Axes, x: float, y: float, number: str, size: float, transform: Transform | None = None
) -> None:
    """A number in white on a disc: it ties a mark on a chart to its row in the margin."""
    edge = {"boxstyle": "circle,pad=0.2", "fc": ACCENT, "ec": "white", "lw": 0.7}
    place = transform or ax.transData
    white: dict[str, Any] = {"colour": "white", "zorder": 7, "bbox": edge}
    text(ax, (x, y), number, size, 700, transform=place, **white)


def path_of(geometry: BaseGeometry) -> Path | None:
    """All rings and lines of a geometry as one path; ``None`` where there is nothing."""
    vertices, codes = [], []
    for part in shapely.get_parts(shapely.get_parts(geometry)):
        closed = part.geom_type == "Polygon"
        pieces = (part.exterior, *part.interiors) if closed else (part,)
        for piece in pieces:
            xy = shapely.get_coordinates(piece)
            if len(xy) < 2:
                continue
            code = np.full(len(xy), Path.LINETO, dtype=Path.code_type)
            code[0] = Path.MOVETO
            if closed:
                code[-1] = Path.CLOSEPOLY
            vertices.append(xy)
            codes.append(code)
    return Path(np.concatenate(vertices), np.concatenate(codes)) if vertices else None


def _fill(
    ax: Axes, path: Path, style: Style, transform: Transform, opacity: float, z: float
) -> None:
    if not style.fill:
        return
    fill = PathPatch(path, transform=transform, edgecolor="none", linewidth=0, zorder=z)
    fill.set_facecolor(to_rgba(style.fill, style.fill_opacity * opacity))
    ax.add_artist(fill)
    dotted = style.hatch == "dots"
    if angles := (0,) if dotted else HATCH_ANGLES.get(style.hatch):
        ruled = hatch_lines(ax, path, transform, angles)
        lines = PathPatch(ruled, transform=ax.figure.dpi_scale_trans, facecolor="none")
        lines.set_edgecolor(to_rgba(style.hatch_colour, style.hatch_opacity * opacity))
        lines.set(linewidth=_DOT if dotted else _HATCH_WIDTH, zorder=z + 0.001)
        lines.set(capstyle="round" if dotted else "butt")
        lines.set_linestyle((0, (0.01, _STEP / _DOT)) if dotted else "solid")
        ax.add_artist(lines)
        lines.set_clip_path(path, transform)


def hatch_lines(ax: Axes, path: Path, transform: Transform, angles: Iterable[float]) -> Path:
    """The lines of a hatch over the bounding box of a path, in inches of the page.

    They are lines and no pattern, which some programs that show PDFs leave out or print black; the
    page is ruled through, so that the hatches of neighbours meet.
    """
    figure = ax.figure
    to_inches = transform - figure.dpi_scale_trans
    box = path.get_extents(to_inches)
    frame = ax.bbox.transformed(figure.dpi_scale_trans.inverted())
    west, east = max(box.x0, frame.x0), min(box.x1, frame.x1)
    south, north = max(box.y0, frame.y0), min(box.y1, frame.y1)
    angles = tuple(angles)
    step, ends = _STEP / 72 * (_CROSSED if angles[1:] else 1.0), []
    middle, reach = (
        np.array([west + east, south + north]) / 2,
        math.hypot(max(east - west, 0.0), max(north - south, 0.0)) / 2,
    )
    for angle in np.radians(angles):
        along, across = (
            np.array([math.cos(angle), math.sin(angle)]),
            np.array([-math.sin(angle), math.cos(angle)]),
        )
        at, start = middle @ across, middle @ along - reach
        start = math.floor(start / step) * step  # dots of all shapes are on one grid
        for n in range(math.ceil((at - reach) / step), math.floor((at + reach) / step) + 1):
            first = across * n * step + along * start
            ends += [first, first + along * (2 * reach + step)]
    codes = np.tile([Path.MOVETO, Path.LINETO], len(ends) // 2).astype(Path.code_type)
    return Path(np.array(ends).reshape(-1, 2), codes)


def _stroke(ax: Axes, path: Path, style: Style, transform: Transform, z: float) -> None:
    weight = style.weight * (2 if style.inside else 1)  # half of it is cut off
    strokes = [(style.stroke, style.opacity, weight, _dash(style))]
    if style.casing:
        strokes.insert(0, (style.casing, CASING_OPACITY, weight + CASING_EXTRA, "solid"))
    for step, (colour, opacity, weight, dash) in enumerate(strokes):
        patch = PathPatch(path, transform=transform, facecolor="none", edgecolor=colour)
        patch.set(alpha=opacity, linewidth=weight * _POINTS, linestyle=dash, zorder=z + step / 1000)
        patch.set(capstyle="round" if dash == "solid" else "butt", joinstyle="round")
        ax.add_artist(patch)
        if style.inside:
            patch.set_clip_path(path, transform)


def _dash(style: Style) -> str | tuple:
    if not style.dash:
        return "solid"
    width = style.weight or 1  # matplotlib counts dashes in line widths, the style in lengths
    return (0, tuple(length / width for length in style.dash))
