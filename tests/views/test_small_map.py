"""The map beside the test of a claim."""

from __future__ import annotations

import base64
import datetime as dt
import re
from xml.etree import ElementTree

import pytest

from dashboard import wording
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.views.small_map import small_map_src

DAY, SINCE = dt.date(2020, 3, 5), dt.date(2018, 9, 17)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page(bundled):
    return PageContext(bundled, wording.load("en"), Choice.opening(bundled))


def drawn(src: str) -> ElementTree.Element:
    """The picture behind an image's source."""
    head, data = src.split(",")
    assert head == "data:image/svg+xml;base64"
    return ElementTree.fromstring(base64.b64decode(data))


def hatches(svg: ElementTree.Element) -> set[str]:
    """Classes that areas are filled with the hatch of."""
    fills = [node.get("fill", "") for node in svg.iter(f"{SVG}use")]
    return {match[1] for fill in fills if (match := re.fullmatch(r"url\(#hatch-(.+)\)", fill))}


def test_land_that_changed_hands_is_shown_between_two_days_only(page, bundled):
    flows = bundled.between(SINCE, DAY).flows()
    gained = {f"gained.{taker}.{giver}" for giver, taker in flows}
    assert gained
    assert gained <= hatches(drawn(small_map_src(page, DAY, SINCE)))
    assert not [k for k in hatches(drawn(small_map_src(page, DAY))) if k.startswith("gained")]


def test_the_picture_stands_by_itself_and_inside_its_frame(page):
    svg = drawn(small_map_src(page, DAY, SINCE))
    known = {node.get("id") for node in svg.iter() if node.get("id")}
    assert {f"hatch-{key}" for key in hatches(svg)} <= known
    assert {node.get("href", "")[1:] for node in svg.iter(f"{SVG}use")} <= known
    width, height = float(svg.get("width", 0)), float(svg.get("height", 0))
    for path in svg.iter(f"{SVG}path"):
        if path.get("id"):
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d", ""))]
            assert all(-2 <= x <= width + 2 for x in numbers[::2])
            assert all(-2 <= y <= height + 2 for y in numbers[1::2])
