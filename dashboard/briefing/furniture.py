"""What surrounds a map: scale bar, north arrow, locator, QR code, logo."""

from __future__ import annotations

import io
import math
from bisect import bisect_left
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import segno
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from PIL import Image

from dashboard.archive import Archive
from dashboard.briefing import drawing, fonts
from dashboard.briefing.canvas import DARK, Box, Page
from dashboard.briefing.geometry import Bounds, clipped
from dashboard.briefing.labels import name_of
from dashboard.briefing.mapframe import LABELS_Z, MapFrame
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature
from dashboard.style import ACCENT, INK, SEA, style_table
from dashboard.wording import Wording, format

_KM = (1, 2, 5, 10, 20, 40, 50, 100, 200, 400)
_Z = LABELS_Z + 5
_EDGE, _BETWEEN, _OFF_MARKS = 0.08, 0.05, 0.1
"""Inches from what stands in a corner of a map to its frame, to what else stands there, and to what
the author marked."""
_INSETS, _SHAPES = [em / 2 for em in range(8, 29)], (1.2, 1.0)
"""Heights of a locator on its map in ems, and its width over its height: the largest has room."""
_WIDEST, _MOST_HIDDEN = 0.4, 0.03
"""Share of its map's width it has at most, and share of it that may hide land something is claimed
of."""
#: Corners of a box, the first again at its end.
_BOX = 5


def scale_of(frame: MapFrame, words: Wording) -> tuple[float, str]:
    """How many km the bar of a map stands for, and that in words."""
    per_inch = frame.metres_per_inch / 1000
    km = max((k for k in _KM if k / per_inch <= frame.box.width * 0.24), default=_KM[0])
    return km, format.exact(words, Quantity(km, Unit.KM))


def scale_bar(frame: MapFrame, words: Wording) -> None:
    """A bar of two parts in a corner, true in the map's CRS.

    On paper its ratio stands over it; a picture has another scale on every screen.
    """
    km, text = scale_of(frame, words)
    length, size = km * 1000 / frame.metres_per_inch, frame.page.type(0.74)
    line, high = size / 72 * 1.3, size / 72 * 0.3
    ratio = ""
    if frame.page.size.is_paper:
        n = words.locale.number(round(frame.metres_per_inch / 0.0254))
        ratio = words.fill("briefing.scale", n=n, size=frame.page.size.name[:2].upper())
        if fonts.width(ratio, size, 400) / 72 > frame.box.width * 0.5:
            ratio = ""
    beside = fonts.width(text, size, 400) / 72
    wide = max(length + beside + 0.3, fonts.width(ratio, size, 400) / 72 + 0.24)
    tall = 0.12 + line * (2 if ratio else 1)
    plate = _emptiest_corner(frame, wide, tall)
    _plate(frame, plate)
    x, y = plate[0] + 0.1, plate[1] + 0.06 + line / 2
    unit = frame.metres_per_inch
    bar(frame.ax, *frame.metres(x, y - high / 2), length * unit, high * unit)
    options: dict[str, Any] = {"align": "left", "zorder": _Z + 1}
    drawing.text(frame.ax, frame.metres(x + length + 0.08, y), text, size, 400, **options)
    if ratio:
        drawing.text(frame.ax, frame.metres(x, y + line), ratio, size, 400, **options)
    frame.taken.append(plate)


def _emptiest_corner(frame: MapFrame, wide: float, high: float) -> Bounds:
    """The box of a plate, in inches of the frame, in the corner where it hides least."""
    plates = _corners(frame, wide, high)
    return min(filter(frame.free, plates), key=partial(_hidden, frame), default=plates[0])


def _corners(frame: MapFrame, wide: float, high: float) -> list[Bounds]:
    """The box of a plate, in inches of the frame, in each corner, next to plates that are there
    already. The lower corners come first, and of two the one where reading starts."""
    sides = [_EDGE, frame.box.width - wide - _EDGE]
    if frame.page.right_to_left:
        sides.reverse()
    plates = list[Bounds]()
    for is_upper, x in product((False, True), sides):
        y = frame.box.height - high - _EDGE if is_upper else _EDGE
        for west, south, east, north in frame.taken:
            if west < x + wide and east > x and south < y + high and north > y:
                y = south - high - _BETWEEN if is_upper else north + _BETWEEN
        plates.append((x, y, x + wide, y + high))
    return plates


def _hides_marks(frame: MapFrame, plate: Bounds) -> bool:
    """Whether a plate hides, or all but touches, what the author marked."""
    box = shapely.box(*frame.metres(*plate[:2]), *frame.metres(*plate[2:]))
    return bool(shapely.dwithin(frame.marked, box, _OFF_MARKS * frame.metres_per_inch))


def _hidden(frame: MapFrame, plate: Bounds) -> tuple[bool, float, float]:
    """Whether a plate hides what the author marked, inches of lines it hides, and the share of it
    that lies on land something is claimed of."""
    ends, unit = (*frame.metres(*plate[:2]), *frame.metres(*plate[2:])), frame.metres_per_inch
    lines = sum(shapely.clip_by_rect(line, *ends).length for line in frame.strokes) / unit
    land = shapely.clip_by_rect(frame.geometry.study_area, *ends)
    return _hides_marks(frame, plate), lines, land.area / shapely.box(*ends).area


def bar(ax: Axes, x: float, y: float, width: float, height: float) -> None:
    """A bar of two parts from a corner, in units of the axes."""
    for part, colour in enumerate((INK, "white")):
        corner = (x + width * part / 2, y)
        half = Rectangle(corner, width / 2, height, facecolor=colour, edgecolor=INK, linewidth=0.7)
        half.set_zorder(_Z + 1)
        ax.add_artist(half)


def north_arrow(frame: MapFrame, words: Wording) -> None:
    """An arrow to true north, which the grid's north is not, in the upper outer corner; in another
    where it would hide what the author marked."""
    size = frame.page.type(0.74) / 72
    plates = _corners(frame, size * 2.6, size * 4.4)[::-1]
    free = filter(frame.free, plates)
    plate = min(free, key=partial(_hides_marks, frame), default=plates[0])
    x, y = plate[0] + size * 1.3, plate[1] + size * 2.5
    angle = math.radians(frame.geometry.convergence(frame.bounds))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    left = np.array([[0, 1.5], [-0.55, -0.9], [0, -0.35]]) * size @ turn.T
    right = np.array([[0, 1.5], [0.55, -0.9], [0, -0.35]]) * size @ turn.T
    _plate(frame, plate)
    for shape, colour in ((left, INK), (right, "white")):
        corners = [frame.metres(x + dx, y + dy) for dx, dy in shape]
        half = Polygon(corners, closed=True, facecolor=colour, edgecolor=INK, linewidth=0.8)
        half.set_zorder(_Z + 1)
        frame.ax.add_artist(half)
    at, north = frame.metres(x, y - size * 1.05), words["briefing.north"]
    drawing.text(frame.ax, at, north, frame.page.type(0.74), 700, baseline="top", zorder=_Z + 1)
    frame.taken.append(plate)


def _plate(frame: MapFrame, box: tuple[float, float, float, float]) -> None:
    (west, south), (east, north) = frame.metres(*box[:2]), frame.metres(*box[2:])
    plate = Rectangle((west, south), east - west, north - south, facecolor=(1, 1, 1, 0.86))
    plate.set(edgecolor="none", zorder=_Z)
    frame.ax.add_artist(plate)


def inset(frame: MapFrame, archive: Archive) -> Bounds | None:
    """The box of a locator, in inches of the frame, in a corner where nothing is claimed; ``None``
    without such a corner, or without land to locate the map in."""
    if not is_home_known(archive):
        return None
    unit, found = frame.page.body / 72, list[tuple[float, Bounds]]()

    def plate(shape: float, em: float) -> Bounds:
        return _emptiest_corner(frame, shape * em * unit, em * unit)

    def is_too_large(shape: float, em: float) -> bool:
        marks, lines, land = _hidden(frame, plate(shape, em))
        is_over = marks or lines > 0 or land > _MOST_HIDDEN
        return is_over or shape * em * unit > _WIDEST * frame.box.width

    for shape in _SHAPES:
        fits = bisect_left(_INSETS, True, key=partial(is_too_large, shape))
        if fits:
            em = _INSETS[fits - 1]
            found.append((shape * em * em, plate(shape, em)))
    return max(found, default=(0.0, None))[1]


def draw_inset(frame: MapFrame, plate: Bounds, archive: Archive, words: Wording) -> None:
    """The locator in a corner of its map."""
    page, (west, south, east, north) = frame.page, plate
    start = frame.box.width - east if page.right_to_left else west
    top = frame.box.y + frame.box.height - north
    box = Box(frame.box.x + start, top, east - west, north - south)
    locator(page, box, frame, archive, words)
    frame.taken.append(plate)


def locator(page: Page, box: Box, frame: MapFrame, archive: Archive, words: Wording) -> None:
    """Where the map lies: the country around it, or countries, with the map's frame."""
    home = _home(archive)
    name = words.locale.list([name_of(each, words) for each in home])
    ax = page.axes(box, alt=words.fill("briefing.alt_locator", land=name))
    table = style_table(archive.dataset)
    west, south, east, north = shapely.total_bounds([frame.geometry.of(each) for each in home])
    aspect = box.width / box.height
    wide = max(east - west, (north - south) * aspect)
    high = wide / aspect
    x, y = (west + east) / 2, (south + north) / 2
    bounds = (x - wide * 0.56, y - high * 0.56, x + wide * 0.56, y + high * 0.56)
    ax.set(xlim=bounds[0::2], ylim=bounds[1::2], xticks=[], yticks=[], facecolor=SEA)
    for feature in archive.layers["basemap"]:
        if feature.properties["kind"] == "country":
            shape = clipped(shapely.make_valid(frame.geometry.of(feature)), bounds)
            path = drawing.path_of(shapely.geometrycollections([shape]))
            if path is not None:
                fill = "#D9D3C4" if feature in home else table["land"].fill
                ax.add_artist(PathPatch(path, facecolor=fill, edgecolor="#8A8578", linewidth=0.5))
    w, s, e, n = frame.bounds
    ax.add_artist(
        Rectangle((w, s), e - w, n - s, facecolor=(0, 0, 0, 0), edgecolor=ACCENT, linewidth=1.6)
    )
    for spine in ax.spines.values():
        spine.set(linewidth=0.6, color=DARK)
    at, text, size = (x + wide * 0.1, y - high * 0.12), page.in_direction(name), page.type(0.7)
    if fonts.width(text, size, 600) / 72 < 0.8 * box.width:
        drawing.text(ax, at, text, size, 600, colour="#4D473A")


def is_home_known(archive: Archive) -> bool:
    """Whether the base map has the outline of the land around the study area: a mere box would not
    help to locate a map."""
    return any(shapely.get_num_coordinates(each.geometry) > _BOX for each in _home(archive))


def _home(archive: Archive) -> list[Feature]:
    """The land the study area is a part of."""
    land = archive.dataset.study_area.land_id
    return [feature for feature in archive.layers["basemap"] if feature.id in land]


def qr(page: Page, box: Box, link: str) -> None:
    """The link as a QR code, drawn as one shape so that it stays sharp."""
    rows = tuple(segno.make(link, error="m", micro=False).matrix)
    count, border = len(rows), 2
    vertices, codes = [], []
    for i, row in enumerate(rows):
        for j, dark in enumerate(row):
            if dark:
                x, y = j + border, count - 1 - i + border
                vertices += [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
                codes += [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    ax = page.axes(box, alt=link, region="foot")
    ax.set(xlim=(0, count + 2 * border), ylim=(0, count + 2 * border), aspect="equal")
    ax.axis("off")
    ax.add_artist(PathPatch(Path(vertices, codes), facecolor="black", edgecolor="none", snap=False))


def fitted(picture: bytes, width: float, height: float) -> Box:
    """A box of a picture's shape within a width and a height."""
    with Image.open(io.BytesIO(picture)) as image:
        scale = min(width / image.width, height / image.height)
        return Box(0, 0, image.width * scale, image.height * scale)


def logo(page: Page, box: Box, picture: bytes, alt: str) -> None:
    """A picture of the briefer's in a box of its shape."""
    ax = page.axes(box, alt=alt, region="foot")
    ax.axis("off")
    with Image.open(io.BytesIO(picture)) as image:
        image.thumbnail((800, 800))
        ax.imshow(np.asarray(image.convert("RGBA")), aspect="auto", interpolation="antialiased")
