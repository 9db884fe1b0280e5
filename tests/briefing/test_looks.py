"""A picture of a way of comparing is what the screen shows of it, field by field."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise

import pytest
from briefs import DAY, EARLIER, spec_of
from matplotlib.colors import to_rgba

from dashboard import wording
from dashboard.archive import Archive
from dashboard.briefing.layouts import draw
from dashboard.briefing.mapframe import MapFrame
from dashboard.payload.build import build_payload
from dashboard.style import DRAW_ORDER, class_of

pytestmark = pytest.mark.no_cover  # the lines that draw are counted where each kind is drawn once
KIND = {"single": "situation", "difference": "difference", "side": "side", "swipe": "swipe"}
#: Points on paper for a pixel on screen.
POINTS = 0.8
#: What paper shows otherwise than the screen: the edge of what is claimed, units, a ribbon.
PAPER = {"study_area", "units", "distance"}


@pytest.fixture(scope="module")
def payload(archive) -> dict:
    """What the browser is given."""
    return build_payload(archive, wording.load("en"), bases=())


@pytest.fixture(scope="module", params=KIND)
def mode(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def look(payload, mode) -> dict:
    return payload["looks"][mode]


@pytest.fixture(scope="module")
def frames(archive, mode) -> tuple[MapFrame, ...]:
    """The maps of a picture of all layers."""
    layers = tuple(layer.name for layer in archive.dataset.layers)
    spec = spec_of(kind=KIND[mode], since=EARLIER, layers=layers)
    return draw(archive, wording.load("en"), spec).frames


def style_of(archive: Archive, key: str) -> str:
    """The layer style a class belongs to."""
    if (part := key.split(".")[0]) in DRAW_ORDER:
        return part
    found = {
        layer.style
        for layer in archive.dataset.layers
        for feature in archive.layers[layer.name]
        if layer.style != "control" and class_of(feature, layer.style) == key
    }
    return "topography" if key in ("coast", "lake", "built_up") else found.pop()


def test_every_way_of_comparing_has_a_look(payload):
    """The browser looks each up by its word in the link."""
    assert payload["looks"].keys() == KIND.keys()
    for look in payload["looks"].values():
        assert set(look["styles"]) <= set(DRAW_ORDER)


def test_what_the_screen_hides_the_picture_hides(archive, look, frames):
    """Only layers of the look are drawn, and of those all that hold."""
    for frame in frames:
        drawn = {style_of(archive, key) for key in frame.drawn if key not in PAPER}
        assert drawn <= set(look["styles"])
    last, state = frames[-1], archive.as_of(DAY)
    shown = {style_of(archive, key) for key in last.drawn if key not in PAPER - {"distance"}}
    for layer in archive.dataset.layers:
        there = any(last.shows(last.geometry.of(f)) for f in state.features(layer.name))
        if there and layer.style in look["styles"] and layer.style != "place":
            assert layer.style in shown, f"{layer.name} is on screen and not in the picture"


def test_every_class_is_drawn_as_the_table_says(payload, look, frames):
    """Colours, widths, dashes, hatches and opacities are the browser's."""
    for frame in frames:
        for key, (style, opacity) in frame.drawn.items():
            if key in PAPER:
                continue
            drawn, wanted = asdict(style), payload["styles"][key]
            if key.startswith("control."):
                # on screen a stroke in the fill's colour closes the seams between cells
                assert wanted["stroke"] in (None, wanted["fill"])
                drawn, wanted = ({**s, "stroke": None, "weight": 0} for s in (drawn, wanted))
            assert drawn == wanted, key
            control = key.startswith("control.")
            assert opacity == (look["control_opacity"] if control else 1.0)


@pytest.mark.parametrize(("language", "title"), [("en", "Built-up area"), ("ar", "منطقة عمرانية")])
def test_built_up_areas_are_named_in_the_legend_of_screen_and_picture(archive, language, title):
    """A shade nobody explains is taken for a holder's."""
    words = wording.load(language)
    (listed,) = (e for e in build_payload(archive, words)["legend"] if e["key"] == "built_up")
    assert (listed["title"], draw(archive, words, spec_of()).titles["built_up"]) == (title, title)


def test_classes_lie_over_each_other_in_the_order_of_the_look(archive, payload, look, frames):
    """What is on top on screen is on top on paper, in the widths of the look."""
    for frame in frames:
        heights: dict[str, float] = {}
        for key, (style, opacity) in frame.drawn.items():
            if key in PAPER or style.radius:
                continue
            width = style.weight * (2 if style.inside else 1)  # half of it is cut off
            for patch in frame.ax.patches:
                filled = style.fill and patch.get_facecolor() == pytest.approx(
                    to_rgba(style.fill, style.fill_opacity * opacity)
                )
                stroked = (
                    not style.fill
                    and patch.get_edgecolor()[:3] == to_rgba(style.stroke)[:3]
                    and patch.get_linewidth()
                    == pytest.approx(width * look["stroke_scale"] * POINTS)
                )
                if filled or stroked:
                    heights[key] = patch.get_zorder()
            assert key in heights, f"{key} is drawn in another colour, width or opacity"
        order = sorted(
            (look["styles"].index(style_of(archive, key)), height)
            for key, height in heights.items()
            if not key.startswith("band")  # areas lie under lines, whatever layer has them
        )
        assert all(low[1] <= high[1] + 0.01 for low, high in pairwise(order))
