"""An animated GIF: one dated state after another, cut, never morphed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from dashboard.archive import Archive
from dashboard.briefing.figure import composed
from dashboard.briefing.spec import BriefSpec, dates_of
from dashboard.wording import Wording

_WIDTH_PX = 1200
_HOLD_MS, _LAST_MS = 1600, 3600
_EXACT, _MIXED = 200, 55
"""Palette entries for the commonest colours as they are, and for what lies between them."""


def animation(
    archive: Archive, wording: Wording, spec: BriefSpec, step: Callable[[int, int], None]
) -> bytes:
    """The dates a spec shows, as frames of one GIF that repeats, resting on the last."""
    days, frames = dates_of(spec, archive), []
    for day in days:
        frames.append(_frame(archive, wording, replace(spec, kind="situation", day=day, dates=())))
        step(len(frames), len(days))
    palette = _palette(frames)
    drawn = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    made = io.BytesIO()
    drawn[0].save(
        made,
        "GIF",
        save_all=True,
        append_images=drawn[1:],
        loop=0,
        optimize=False,
        disposal=1,
        duration=[_HOLD_MS] * (len(drawn) - 1) + [_LAST_MS],
        comment=_comment(archive, spec),
    )
    return made.getvalue()


def _palette(frames: Sequence[Image.Image]) -> Image.Image:
    """One palette for all frames, so that no colour flickers; fills keep their exact colours."""
    strip = Image.new("RGB", (frames[0].width, frames[0].height * 2))
    strip.paste(frames[0], (0, 0))
    strip.paste(frames[-1], (0, frames[0].height))
    counted = strip.getcolors(strip.width * strip.height)
    exact = [colour for _, colour in sorted(counted, reverse=True)[:_EXACT]]
    mixed = strip.quantize(_MIXED, method=Image.Quantize.MEDIANCUT).getpalette()[: 3 * _MIXED]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in exact for part in colour] + mixed)
    return palette


def _frame(archive: Archive, wording: Wording, spec: BriefSpec) -> Image.Image:
    figure = composed(archive, wording, spec).page.figure
    figure.set_dpi(_WIDTH_PX / figure.get_figwidth())
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    return Image.frombuffer(
        "RGBA", (width, height), canvas.buffer_rgba(), "raw", "RGBA", 0, 1
    ).convert("RGB")


def _comment(archive: Archive, spec: BriefSpec) -> bytes:
    days = " ".join(day.isoformat() for day in dates_of(spec, archive))
    return f"{archive.dataset.id}: {days}; produced {spec.produced_on.isoformat()}".encode()
