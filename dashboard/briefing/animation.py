"""An animation, as GIF or video: one dated state after another, cut, never morphed."""

from __future__ import annotations

import functools
import heapq
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import Any

import numpy as np
from PIL import Image

from dashboard.archive import Archive
from dashboard.briefing import output
from dashboard.briefing.context import render_context
from dashboard.briefing.geometry import Bounds, map_geometry
from dashboard.briefing.layouts import Division, Picture, arranged
from dashboard.briefing.spec import SIZES, BriefSpec, dates_of
from dashboard.briefing.video import video
from dashboard.wording import Wording

_GIF_PX, _VIDEO_PX = 1200, 1920
"""Width of a GIF, which grows with every pixel that changes; the most of a video, which is else as
wide as a picture of its page."""
_REST = 2.25
"""How many times as long the last date is shown."""
_EXACT, _MIXED, _SAMPLED = 200, 55, 3
"""Palette entries for the commonest colours as they are, and for what lies between them, found in
frames so many times smaller."""


def animation(
    archive: Archive, words: Wording, spec: BriefSpec, step: Callable[[int, int], None]
) -> bytes:
    """The dates a spec shows, as frames of a GIF that repeats or of a video, resting on the last.

    Of a difference it blinks between the two dates, on the land that changed hands.
    """
    days = dates_of(spec, archive)
    blinks = spec.kind == "difference"
    each = replace(spec, kind="situation", since=None, dates=())
    if blinks:
        each = replace(each, extent=_changed(archive, words, spec))
    made = pictures(archive, words, [replace(each, day=day) for day in days])
    size = SIZES[spec.size]
    own = min(round(size.width * size.dpi), _VIDEO_PX)
    frames = list(_drawn(made, _GIF_PX if spec.format == "gif" else own, step))
    seconds = [spec.hold_s] * len(frames)
    if not blinks:
        seconds[-1] *= _REST
    about = f"{archive.dataset.id}: {' '.join(map(str, days))}; produced {spec.produced_on}"
    if spec.format == "gif":
        return _gif(frames, seconds, about)
    return video(frames, seconds, spec.format, words.of(archive.dataset, "title"), about)


def pictures(archive: Archive, words: Wording, specs: Sequence[BriefSpec]) -> list[Picture]:
    """A picture of each spec. The map has the same place in all, though head, foot and legend
    differ."""
    made = [arranged(archive, words, spec) for spec in specs]
    if len({picture.frames[0].box for picture in made}) > 1:
        joined = functools.reduce(Division.joined, (picture.division for picture in made))
        made = [arranged(archive, words, spec, division=joined) for spec in specs]
    return made


def _drawn(
    made: Sequence[Picture], width: int, step: Callable[[int, int], None]
) -> Iterator[Image.Image]:
    for done, picture in enumerate(made, 1):
        yield output.raster(picture.draw().context.page.figure, width)
        step(done, len(made))


def _gif(frames: Sequence[Image.Image], seconds: Sequence[float], about: str) -> bytes:
    drawn, made = reduced(frames), io.BytesIO()
    drawn[0].save(
        made,
        "GIF",
        save_all=True,
        append_images=drawn[1:],
        loop=0,
        optimize=False,
        disposal=1,
        duration=[round(1000 * each) for each in seconds],
        comment=about.encode(),
    )
    return made.getvalue()


def _changed(archive: Archive, words: Wording, spec: BriefSpec) -> Bounds:
    """The bounds of a difference, in degrees."""
    west, south, east, north = render_context(archive, words, spec).bounds
    degrees = map_geometry(archive).degrees
    corners = [degrees(x, y) for x in (west, east) for y in (south, north)]
    lon, lat = zip(*corners, strict=True)
    return min(lon), min(lat), max(lon), max(lat)


def reduced(frames: Sequence[Image.Image]) -> list[Image.Image]:
    """The frames in one palette, so that no colour flickers; the commonest colours of each stay
    exact."""
    commonest = [list(_commonest(frame)) for frame in frames]
    ranked = chain.from_iterable(zip_longest(*commonest))
    exact = list(dict.fromkeys(filter(None, ranked)))[:_EXACT]
    small = [frame.reduce(_SAMPLED) for frame in frames]
    strip = Image.new("RGB", (small[0].width, small[0].height * len(small)))
    for number, part in enumerate(small):
        strip.paste(part, (0, part.height * number))
    between = strip.quantize(_MIXED, method=Image.Quantize.MEDIANCUT).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in exact for part in colour] + between[: 3 * _MIXED])
    return [_in_palette(frame, palette, exact) for frame in frames]


def _commonest(frame: Image.Image) -> Iterator[tuple]:
    """Colours of a frame, those of most pixels first."""
    counted: list[Any] = frame.getcolors(frame.width * frame.height) or []
    return (colour for _, colour in heapq.nlargest(_EXACT, counted))


def _in_palette(frame: Image.Image, palette: Image.Image, exact: list[tuple]) -> Image.Image:
    """A frame in a palette whose first colours are ``exact``.

    The library maps colours by a table too coarse to keep exact ones, so those are looked up here.
    """
    near = np.array(frame.quantize(palette=palette, dither=Image.Dither.NONE))
    codes = np.array(frame).astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    known = np.array(exact, dtype=np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    order = np.argsort(known)
    place = np.minimum(np.searchsorted(known[order], codes), len(known) - 1)
    found = order[place]
    chosen = np.where(known[found] == codes, found, near).astype(np.uint8)
    made = Image.fromarray(chosen, "P")
    made.putpalette(palette.getpalette() or [])
    return made
