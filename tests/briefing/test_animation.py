"""The animation: the GIF opened with Pillow, the video with ffmpeg."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess

import pytest
from briefs import DAY, EARLIER, spec_of
from PIL import Image

from dashboard import wording
from dashboard.briefing import animation, formats_here, output, render, spec
from dashboard.briefing.layouts import arranged
from dashboard.errors import ChoiceError

DATES = (EARLIER, DAY)
SEQUENCE = {"format": "gif", "kind": "sequence", "size": "square", "dates": DATES}


def test_one_frame_a_date_and_the_last_rests(make):
    """Cuts between dated states, repeated for ever."""
    animation = Image.open(
        io.BytesIO(make(format="gif", kind="sequence", size="square", dates=DATES))
    )
    assert animation.n_frames == len(DATES)
    assert animation.info["loop"] == 0
    held = []
    for n in range(animation.n_frames):
        animation.seek(n)
        held.append(animation.info["duration"])
    assert held[-1] > held[0] >= 1000


def test_the_map_stays_at_its_place_from_frame_to_frame(bundled):
    """Also on the last day of the series, which has more small print than others."""
    words, days = wording.of_seeds(bundled.seeds, "en"), (dt.date(2020, 3, 5), bundled.last_day)
    specs = [spec_of(day=day, size="square") for day in days]
    alone = {arranged(bundled, words, spec).frames[0].box for spec in specs}
    together = {each.frames[0].box for each in animation.pictures(bundled, words, specs)}
    assert (len(alone), len(together)) == (2, 1)


def test_each_date_is_shown_as_long_as_asked(make):
    """The last rests longer by as much as ever."""
    animation = Image.open(io.BytesIO(make(**SEQUENCE, hold_s=0.4)))
    assert animation.info["duration"] == 400


def test_colours_of_the_map_are_exact(archive, make):
    """The legend of a picture explains the animation too; paper is white."""
    made = Image.open(io.BytesIO(make(**SEQUENCE)))
    made.seek(1)
    frame = made.convert("RGB")
    assert frame.getpixel((2, 2)) == (255, 255, 255)
    shown = {colour for _, colour in frame.getcolors(frame.width * frame.height)}
    specs = [spec_of(day=day, size="square", format="gif") for day in DATES]
    drawn = animation.pictures(archive, wording.of_seeds(archive.seeds, "en"), specs)[1].draw()
    picture = output.raster(drawn.context.page.figure, frame.width)
    counted = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    assert {colour for _, colour in counted[:10]} <= shown


def test_a_difference_blinks_between_its_two_dates(make):
    """Both rest as long, and both show the land that changed hands: not the sequence's frames."""
    fields = {"format": "gif", "size": "square"}
    made = make(kind="difference", since=EARLIER, **fields)
    assert made != make(kind="sequence", dates=DATES, **fields)
    animation, held, frames = Image.open(io.BytesIO(made)), set(), []
    for n in range(animation.n_frames):
        animation.seek(n)
        held.add(animation.info["duration"])
        frames.append(animation.convert("RGB").tobytes())
    assert len(held) == 1
    assert len(frames) == 2
    assert frames[0] != frames[1]


@pytest.mark.parametrize("form", spec.VIDEOS)
def test_a_video_shows_what_the_gif_shows_for_as_long(form, archive, make, tmp_path):
    """Each date as long as asked, the last longer, in the pixels of the page; the same bytes for
    the same request."""
    if not spec.encoder():
        pytest.skip("no encoder: neither imageio-ffmpeg nor ffmpeg on the path")
    asked = {**SEQUENCE, "format": form, "hold_s": 0.4}
    made = make(**asked)
    (tmp_path / "made").write_bytes(made)
    run = [spec.encoder(), "-i", tmp_path / "made", "-r", "10", tmp_path / "%03d.png"]
    log = subprocess.run(run, capture_output=True, check=True).stderr.decode()
    (seconds,) = re.findall(r"Duration: 00:00:([\d.]+)", log)
    assert float(seconds) == pytest.approx(0.4 * (1 + 2.25), abs=0.15)
    frames = [Image.open(path).convert("RGB") for path in sorted(tmp_path.glob("*.png"))]
    shown = Image.open(io.BytesIO(make(**SEQUENCE, hold_s=0.4))).convert("RGB")
    page = spec.SIZES[SEQUENCE["size"]]
    assert frames[0].size == (page.width * page.dpi, page.height * page.dpi)
    first, shown = (image.resize((400, 400)) for image in (frames[0], shown))
    for at in ((1, 1), (67, 167), (133, 233)):
        assert first.getpixel(at) == pytest.approx(shown.getpixel(at), abs=14)
    assert frames[0].tobytes() != frames[-1].tobytes()
    assert render(archive, wording.load("en"), spec_of(**asked)) == made


def test_without_an_encoder_no_video_is_offered_and_why_is_said(archive, monkeypatch):
    """The form leaves it out; the command names what is missing."""
    monkeypatch.setattr(spec, "encoder", lambda: "")
    assert not set(spec.VIDEOS) & set(formats_here("sequence"))
    assert "gif" in formats_here("sequence")
    with pytest.raises(ChoiceError, match="no encoder for mp4; the package imageio-ffmpeg"):
        spec.check(spec_of(**{**SEQUENCE, "format": "mp4"}), archive)


def test_a_colour_of_a_frame_in_the_middle_is_kept():
    """Land taken and lost again between the first and the last date has its party's hue."""
    ends = [Image.effect_noise((120, 80), 60).convert("RGB") for _ in "ab"]
    middle = ends[0].copy()
    middle.paste((205, 60, 60), (10, 10, 90, 70))
    shown = animation.reduced([ends[0], middle, ends[1]])[1].convert("RGB")
    assert shown.getpixel((40, 40)) == (205, 60, 60)
