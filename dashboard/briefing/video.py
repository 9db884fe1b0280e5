"""Frames as MP4 or WebM, written by ffmpeg: the same bytes for the same frames."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from dashboard.errors import ExportError

_CODECS = {
    "mp4": ("-c:v", "libx264", "-crf", "18", "-movflags", "+faststart"),
    "webm": ("-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0", "-cpu-used", "4"),
}
_FILTERS = (
    "fps=10,pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white,scale=out_color_matrix=bt709,format=yuv420p"
)
"""What every player shows: ten frames a second, even sides, colours of television."""
_EQUAL = ("-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-colorspace", "bt709")


@cache
def encoder() -> str:
    """Path of the program ffmpeg: that of the package imageio-ffmpeg, else the one on the path.

    Empty where there is neither.
    """
    if importlib.util.find_spec("imageio_ffmpeg"):
        return str(importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe())
    return shutil.which("ffmpeg") or ""


def video(
    frames: Sequence[Image.Image], seconds: Sequence[float], format: str, title: str, about: str
) -> bytes:
    """Frames one after another, each held so many seconds.

    Raises ``ExportError`` if ffmpeg fails; with the last line of what it wrote.
    """
    with TemporaryDirectory() as folder:
        listed, made = Path(folder) / "frames.txt", Path(folder) / f"made.{format}"
        lines = ["ffconcat version 1.0"]
        for number, (frame, each) in enumerate(zip(frames, seconds, strict=True)):
            frame.save(Path(folder) / f"{number}.png")
            lines += [f"file {number}.png", f"duration {each}"]
        lines.append(f"file {len(frames) - 1}.png")  # else the last is held for one frame
        listed.write_text("\n".join(lines))
        words = ("-metadata", f"title={title}", "-metadata", f"comment={about}")
        read = ("-v", "error", "-f", "concat", "-i", str(listed))
        write = ("-vf", _FILTERS, "-t", str(sum(seconds)), *_CODECS[format], *_EQUAL, *words)
        ran = subprocess.run(
            (encoder(), *read, *write, str(made)), capture_output=True, check=False
        )
        if ran.returncode:
            errors = ran.stderr.decode(errors="replace").strip().splitlines() or [""]
            raise ExportError(f"{format}: ffmpeg failed: {errors[-1]}")
        return made.read_bytes()
