"""What surrounds a map: scale bar, north arrow, frame ticks, locator, QR code."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import segno
import shapely
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path

from dashboard.archive import Archive
from dashboard.briefing import drawing, fonts, landnames
from dashboard.briefing.canvas import DARK, Box, Page
from dashboard.briefing.geometry import clipped
from dashboard.briefing.mapframe import LABELS_Z, MapFrame
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature
from dashboard.style import ACCENT, INK, SEA, style_table
from dashboard.wording import Wording, format

_KM = (1, 2, 5, 10, 20, 40, 50, 100, 200, 400)
_STEPS_DEG = (0.1, 0.25, 0.5, 1, 2, 5)
_Z = LABELS_Z + 5


def scale_bar(frame: MapFrame, words: Wording) -> None:
    """A bar of four parts in the lower corner where reading starts, true in the map's CRS.

    Its ratio stands over the bar where the frame has room for it: at the size of the page, which
    is named, since a picture has another scale on every screen.
    """
    per_inch = frame.metres_per_inch / 1000
    km = max((k for k in _KM if k / per_inch <= frame.box.width * 0.2), default=_KM[0])
    length, size = km / per_inch, frame.page.body * 0.74
    line, high = size / 72 * 1.35, size / 72 * 0.42
    ratio = words.fill(
        "briefing.scale", n=words.locale.number(_ratio(frame)), size=_page_name(frame)
    )
    if fonts.width(ratio, size, 500) / 72 > frame.box.width * 0.5:
        ratio = ""
    wide = max(length + 0.5, fonts.width(ratio, size, 500) / 72 + 0.24)
    tall = 0.09 + high * 1.5 + line * (2 if ratio else 1) + 0.04
    left = frame.box.width - wide - 0.08 if frame.page.right_to_left else 0.08
    plate = (left, 0.07, left + wide, 0.07 + tall)
    _plate(frame, plate)
    x, y = left + 0.12, 0.16
    _bar(frame, x, y, length, high, km)
    marks = [
        (0.0, words.locale.number(0)),
        (0.5, format.exact(words, Quantity(km / 2, Unit.COUNT))),
        (1.0, format.exact(words, Quantity(km, Unit.KM))),
    ]
    if length < 7 * size / 72:
        marks.pop(1)
    options: dict[str, Any] = {"baseline": "bottom", "zorder": _Z + 1}
    for share, text in marks:
        at = frame.metres(x + length * share, y + high * 1.5)
        drawing.text(frame.ax, at, text, size, 500, **options)
    if ratio:
        at = frame.metres(x, y + high * 1.5 + line)
        drawing.text(frame.ax, at, ratio, size, 500, align="left", **options)
    frame.taken.append(plate)


def _ratio(frame: MapFrame) -> int:
    """The denominator of the scale; to three figures where it is not a round one."""
    return frame.scale if frame.round_scale else round(frame.scale, -3)


def _page_name(frame: MapFrame) -> str:
    """The page the ratio holds on: a paper size, or width and height."""
    size = frame.page.size
    if frame.round_scale:
        return size.name.upper()
    return f"\u2066{size.width * 2.54:.0f} × {size.height * 2.54:.0f} cm\u2069"


def _bar(frame: MapFrame, x: float, y: float, length: float, high: float, km: float) -> None:
    for part in range(4):
        frame.ax.add_artist(
            Rectangle(
                frame.metres(x + length * part / 4, y),
                km * 250,
                high * frame.metres_per_inch,
                zorder=_Z + 1,
                linewidth=0.7,
                edgecolor=INK,
                facecolor=INK if part % 2 == 0 else "white",
            )
        )


def north_arrow(frame: MapFrame, words: Wording) -> None:
    """An arrow to true north, which the grid's north is not, in the upper outer corner."""
    size = frame.page.body / 72
    x = 0.32 if frame.page.right_to_left else frame.box.width - 0.32
    y = frame.box.height - 0.5
    angle = math.radians(frame.geometry.convergence(frame.bounds))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    left = np.array([[0, 1.5], [-0.55, -0.9], [0, -0.35]]) * size @ turn.T
    right = np.array([[0, 1.5], [0.55, -0.9], [0, -0.35]]) * size @ turn.T
    plate = (x - 0.22, y - size * 2.35, x + 0.22, y + size * 1.85)
    _plate(frame, plate)
    for shape, colour in ((left, INK), (right, "white")):
        corners = [frame.metres(x + dx, y + dy) for dx, dy in shape]
        frame.ax.add_artist(
            Polygon(
                corners, closed=True, facecolor=colour, edgecolor=INK, linewidth=0.8, zorder=_Z + 1
            )
        )
    at, body = frame.metres(x, y - size * 1.15), frame.page.body
    north = words["briefing.north"]
    drawing.text(frame.ax, at, north, body * 0.74, 700, baseline="top", zorder=_Z + 1)
    frame.taken.append(plate)


def _plate(frame: MapFrame, box: tuple[float, float, float, float]) -> None:
    west, south = frame.metres(*box[:2])
    east, north = frame.metres(*box[2:])
    frame.ax.add_artist(
        Rectangle(
            (west, south),
            east - west,
            north - south,
            facecolor=(1, 1, 1, 0.86),
            edgecolor="none",
            zorder=_Z,
        )
    )


def ticks(frame: MapFrame, words: Wording) -> None:
    """Longitude and latitude along the frame, outside it, with short ticks inside."""
    west, south, east, north = frame.bounds
    span = frame.geometry.degrees(east, north)[1] - frame.geometry.degrees(west, south)[1]
    step = next(s for s in _STEPS_DEG if span / s <= 5)
    size = frame.page.body * 0.64
    options: dict[str, Any] = {"colour": DARK, "clip_on": False, "zorder": _Z}
    tick: dict[str, Any] = {"color": INK, "linewidth": 0.7, "zorder": _Z}
    inch = frame.metres_per_inch
    for lon in _multiples(step, *(frame.geometry.degrees(x, south)[0] for x in (west, east))):
        x = _meridian(frame, lon)
        text = _degrees(lon, words["briefing.east" if lon >= 0 else "briefing.west"])
        frame.ax.plot([x, x], [south, south + 0.07 * inch], **tick)
        at = (x, south - 0.06 * inch)
        drawing.text(frame.ax, at, text, size, baseline="top", **options)
    edge, inwards = (east, -1) if frame.page.right_to_left else (west, 1)
    options |= {"rotation": 90, "rotation_mode": "anchor"}
    for lat in _multiples(step, *(frame.geometry.degrees(west, y)[1] for y in (south, north))):
        y = _parallel(frame, lat, edge)
        text = _degrees(lat, words["briefing.north_of" if lat >= 0 else "briefing.south_of"])
        frame.ax.plot([edge, edge + inwards * 0.07 * inch], [y, y], **tick)
        at, baseline = (edge - inwards * 0.05 * inch, y), "bottom" if inwards > 0 else "top"
        drawing.text(frame.ax, at, text, size, baseline=baseline, **options)


def _multiples(step: float, low: float, high: float) -> list[float]:
    return [round(n * step, 6) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _meridian(frame: MapFrame, lon: float) -> float:
    """Where a meridian meets the lower edge, in metres."""
    west, south, east, _ = frame.bounds
    xs = np.linspace(west, east, 201)
    return float(np.interp(lon, [frame.geometry.degrees(x, south)[0] for x in xs], xs))


def _parallel(frame: MapFrame, lat: float, edge: float) -> float:
    """Where a parallel meets one of the upright edges, in metres."""
    _, south, _, north = frame.bounds
    ys = np.linspace(south, north, 201)
    return float(np.interp(lat, [frame.geometry.degrees(edge, y)[1] for y in ys], ys))


def _degrees(value: float, side: str) -> str:
    whole, minutes = divmod(round(abs(value) * 60), 60)
    return f"{whole}°{minutes:02d}'{side}" if minutes else f"{whole}°{side}"


def locator(page: Page, box: Box, frame: MapFrame, archive: Archive, words: Wording) -> None:
    """Where the map lies: the country around it, with the map's frame."""
    name = landnames.name_of(_home(archive), words)
    ax = page.axes(box, alt=words.fill("briefing.alt_locator", land=name))
    table = style_table(archive.dataset)
    home = _home(archive)
    land = frame.geometry.of(home)
    west, south, east, north = land.bounds
    aspect = box.width / box.height
    wide, high = (
        max(east - west, (north - south) * aspect),
        max(north - south, (east - west) / aspect),
    )
    x, y = (west + east) / 2, (south + north) / 2
    bounds = (x - wide * 0.56, y - high * 0.56, x + wide * 0.56, y + high * 0.56)
    ax.set(xlim=bounds[0::2], ylim=bounds[1::2], xticks=[], yticks=[], facecolor=SEA)
    for feature in archive.layers["basemap"]:
        if feature.properties["kind"] == "country":
            shape = clipped(shapely.make_valid(frame.geometry.of(feature)), bounds)
            path = drawing.path_of(shapely.geometrycollections([shape]))
            if path is not None:
                fill = "#D9D3C4" if feature is home else table["land"].fill
                ax.add_artist(PathPatch(path, facecolor=fill, edgecolor="#8A8578", linewidth=0.5))
    w, s, e, n = frame.bounds
    ax.add_artist(
        Rectangle((w, s), e - w, n - s, facecolor=(0, 0, 0, 0), edgecolor=ACCENT, linewidth=1.6)
    )
    for spine in ax.spines.values():
        spine.set(linewidth=0.6, color=DARK)
    at, text = (x + wide * 0.1, y - high * 0.12), page.in_direction(name)
    drawing.text(ax, at, text, page.body * 0.7, 600, colour="#4D473A")


def _home(archive: Archive) -> Feature:
    """The land the study area is a part of."""
    return next(f for f in archive.layers["basemap"] if f.id == archive.dataset.study_area.land_id)


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
