"""A small map in a page: control on a day, or what changed hands between two, as SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from math import cos, radians

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard import wording
from dashboard.archive import Archive, per_archive
from dashboard.markup import environment
from dashboard.style import CASING_EXTRA, CASING_OPACITY, style_table
from dashboard.views.context import PageContext

_WIDTH_PX = 236
_TALLEST = 1.1
"""Of a map, in its widths."""
_BEYOND = 0.06
"""How far a map reaches beyond what it is about, in parts of that."""
_FINE_PX = 0.4
_STYLES = ("basemap", "control", "gained", "topography", "agreed_area", "contact")
_THINNER = 0.55
"""Factor on the widths of lines, which are those of a map that fills a window."""


def small_map_src(page: PageContext, day: dt.date, since: dt.date | None = None) -> str:
    """The map as the ``src`` of an image: the headline zone on a day, and with ``since`` the land
    that changed hands since then."""
    return page.links.picture(page.choice, _svg(page.archive, day, since))


@per_archive
def _svg(archive: Archive, day: dt.date, since: dt.date | None) -> str:
    state = archive.as_of(day) if since is None else archive.between(since, day)
    content = state.map_content(wording.load())
    frame, look = _Frame(content.bounds), content.look
    order = [style for style in look.styles if style in _STYLES]
    drawings = [d for layer in content.layers for d in layer.drawings if d.style in order]
    paths = [
        (
            drawing.key,
            frame.path([feature.geometry for feature in drawing.features]),
            look.opacity(drawing.key),
        )
        for drawing in sorted(drawings, key=lambda drawing: order.index(drawing.style))
    ]
    table = style_table(archive.dataset)
    return (
        environment("dashboard.views")
        .get_template("small_map.html")
        .render(
            width=_WIDTH_PX,
            height=frame.height,
            paths=paths,
            styles={key: table[key] for key, *_ in paths},
            thinner=_THINNER,
            casing_extra=CASING_EXTRA,
            casing_opacity=CASING_OPACITY,
        )
    )


class _Frame:
    """Degrees to pixels: plate carrée, with the middle parallel true to scale."""

    def __init__(self, bounds: tuple[float, float, float, float]):
        west, south, east, north = bounds
        narrow = cos(radians((south + north) / 2))
        side = (1 + 2 * _BEYOND) * (east - west) * narrow
        height = min((1 + 2 * _BEYOND) * (north - south), side * _TALLEST)
        middle = ((west + east) / 2, (south + north) / 2)
        self.scale = _WIDTH_PX / side
        self.height = round(height * self.scale)
        self.stretch = np.array([narrow, -1.0]) * self.scale
        self.corner = (middle[0] - side / narrow / 2, middle[1] + height / 2)

    def path(self, shapes: Sequence[BaseGeometry]) -> str:
        """Shapes as one SVG path, cut at the frame, without details too small to see."""
        pixels = shapely.transform(
            shapely.union_all(shapes), lambda degrees: (degrees - self.corner) * self.stretch
        )
        whole = pixels.simplify(_FINE_PX)
        cut = shapely.clip_by_rect(whole, -2, -2, _WIDTH_PX + 2, self.height + 2)
        return "".join(_moves(cut))


def _moves(geometry: BaseGeometry) -> Iterator[str]:
    """Rings and lines as the path commands of SVG."""
    for part in shapely.get_parts(geometry):
        if isinstance(part, shapely.Polygon) and part.area > _FINE_PX:
            for ring in (part.exterior, *part.interiors):
                yield f"M{_points(ring)}Z"
        elif isinstance(part, shapely.LineString):
            yield f"M{_points(part)}"


def _points(line: BaseGeometry) -> str:
    return " ".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line))
