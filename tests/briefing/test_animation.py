"""The animation, opened with Pillow."""

from __future__ import annotations

import io

from briefs import DAY, EARLIER, spec_of
from PIL import Image

from dashboard import wording
from dashboard.briefing import render

DATES = (EARLIER, DAY)


def test_one_frame_a_date_and_the_last_rests(make):
    """Cuts between dated states, repeated for ever."""
    animation = Image.open(io.BytesIO(make(format="gif", size="square", dates=DATES)))
    assert animation.n_frames == len(DATES)
    assert animation.info["loop"] == 0
    held = []
    for n in range(animation.n_frames):
        animation.seek(n)
        held.append(animation.info["duration"])
    assert held[-1] > held[0] >= 1000


def test_colours_of_the_map_are_exact(archive, make):
    """The legend of a picture explains the animation too; paper is white."""
    animation = Image.open(io.BytesIO(make(format="gif", size="square", dates=DATES)))
    animation.seek(1)
    frame = animation.convert("RGB")
    assert frame.getpixel((2, 2)) == (255, 255, 255)
    shown = {colour for _, colour in frame.getcolors(frame.width * frame.height)}
    picture = Image.open(io.BytesIO(make(size="square"))).convert("RGB")
    counted = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    assert {colour for _, colour in counted[:10]} <= shown


def test_two_dates_compared_are_its_frames(make):
    """A difference in a chat is a cut from the earlier date to the later."""
    fields = {"format": "gif", "size": "square"}
    assert make(kind="side", since=EARLIER, **fields) == make(dates=DATES, **fields)


def test_equal_requests_make_equal_animations(archive, make):
    """No clock, no chance."""
    fields = {"format": "gif", "size": "square", "dates": DATES}
    assert render(archive, wording.load("en"), spec_of(**fields)) == make(**fields)
