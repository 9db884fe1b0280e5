"""Geometry on matplotlib axes, drawn as the style table says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from dashboard.style import ACCENT, CASING_EXTRA, CASING_OPACITY, INK, Style

_HATCHES = {
    "none": None,
    "diagonal": "//",
    "back_diagonal": "\\\\",
    "cross": "xx",
    "horizontal": "--",
    "vertical": "||",
    "dots": "..",
}
"""The style table's hatches as matplotlib's patterns, about 6 points apart."""
BEHIND_WHITE = "#8D96A0"
"""What a sample of white marks is shown on."""
_POINTS = 0.8
"""Points on paper for a pixel of the map on screen: paper is read from nearer."""


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


def points(ax: Axes, geometry: BaseGeometry, style: Style, *, z: float = 1) -> None:
    """Round marks."""
    x, y = shapely.get_coordinates(geometry).T
    ax.plot(
        x,
        y,
        linestyle="none",
        marker="o",
        markersize=2 * style.radius * _POINTS,
        markerfacecolor=style.fill,
        markeredgecolor=style.stroke,
        markeredgewidth=style.weight * _POINTS,
        zorder=z,
    )


def swatch(
    ax: Axes,
    box: tuple[float, float, float, float],
    style: Style,
    *,
    opacity: float = 1.0,
    framed: bool = True,
) -> None:
    """A legend's sample of a style in a box (x, y, width, height) of the axes.

    It uses the drawing calls of the map, so that a hatch in the legend is the hatch on the map.
    """
    x, y, width, height = box
    if style.radius:
        points(ax, shapely.Point(x + width / 2, y + height / 2), style, z=3)
        return
    if not style.fill:
        _stroke(
            ax, Path([(x, y + height / 2), (x + width, y + height / 2)]), style, ax.transData, 3
        )
        return
    outline = Path(
        [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)], closed=True
    )
    _fill(ax, outline, style, ax.transData, opacity, 3)
    if framed:
        own = style.stroke is not None and style.stroke != style.fill
        ax.add_artist(
            PathPatch(
                outline,
                facecolor="none",
                edgecolor=style.stroke if own else "#00000066",
                linewidth=style.weight * _POINTS if own else 0.6,
                linestyle=_dash(style) if own else "solid",
                zorder=4,
            )
        )


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
    edge = {"boxstyle": "circle,pad=0.28", "fc": ACCENT, "ec": "white", "lw": 0.7}
    place = transform or ax.transData
    white: dict[str, Any] = {"colour": "white", "zorder": 7, "bbox": edge}
    text(ax, (x, y), number, size * 0.8, 700, transform=place, **white)


def backgrounds(
    drawn: Mapping[str, tuple[Style, float]], key: str
) -> Sequence[tuple[Style, float]]:
    """What the sample of a class lies on, as the class does on the map; none for most classes.

    A wash lies on control: land taken on its taker's, others on some of two parties'. White marks
    need a colour to be seen on at all.
    """
    style, _ = drawn.get(key, (None, 1.0))
    if style is None or not style.fill or style.fill_opacity >= 0.5:
        return []
    if not style.fill_opacity:  # only its hatch is seen
        return [(Style(fill=BEHIND_WHITE), 1.0)]
    held = [k for k in drawn if k.startswith("control.") and k != "control.unknown"]
    own = key.replace("taken.", "control.")
    return [drawn[k] for k in ([own] if own in held and own != key else held[:2])]


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
    patch = PathPatch(
        path,
        transform=transform,
        facecolor=to_rgba(style.fill, style.fill_opacity * opacity),
        edgecolor="none",
        linewidth=0,
        zorder=z,
    )
    ax.add_artist(patch)
    if _HATCHES[style.hatch]:
        hatch = PathPatch(
            path,
            transform=transform,
            facecolor="none",
            edgecolor="none",
            linewidth=0,
            hatch=_HATCHES[style.hatch],
            zorder=z + 0.001,
            hatchcolor=to_rgba(style.hatch_colour, style.hatch_opacity * opacity),
        )
        hatch.set_hatch_linewidth(0.75)
        ax.add_artist(hatch)


def _stroke(ax: Axes, path: Path, style: Style, transform: Transform, z: float) -> None:
    if style.casing:
        ax.add_artist(
            PathPatch(
                path,
                transform=transform,
                facecolor="none",
                edgecolor=style.casing,
                alpha=CASING_OPACITY,
                linewidth=(style.weight + CASING_EXTRA) * _POINTS,
                zorder=z,
                capstyle="round",
                joinstyle="round",
            )
        )
    ax.add_artist(
        PathPatch(
            path,
            transform=transform,
            facecolor="none",
            edgecolor=style.stroke,
            alpha=style.opacity,
            linewidth=style.weight * _POINTS,
            linestyle=_dash(style),
            capstyle="butt" if style.dash else "round",
            joinstyle="round",
            zorder=z + 0.001,
        )
    )


def _dash(style: Style) -> str | tuple:
    if not style.dash:
        return "solid"
    width = style.weight or 1  # matplotlib counts dashes in line widths, the style in lengths
    return (0, tuple(length / width for length in style.dash))
