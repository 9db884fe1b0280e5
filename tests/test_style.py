"""One style table for every surface, and the colours it may use."""

from __future__ import annotations

import colorsys
import json
from dataclasses import asdict
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest

from dashboard import store, style
from dashboard.archive import Archive
from dashboard.records import Dataset, LayerStyle

ROOT = Path(__file__).parents[1]
#: Colours the conflict's maps have used for years; readers know them.
CONVENTION = {
    "GOV": "#DE1D11",
    "OPP": "#8FE5A2",
    "SDF": "#FAD81E",
    "TUR": "#114B67",
    "ISIS": "#121212",
}


@pytest.fixture(scope="module")
def real(bundled: Archive) -> Archive:
    return bundled


@pytest.fixture(scope="module", params=["real", "invented"])
def dataset(request: pytest.FixtureRequest, good_seeds: Path) -> Dataset:
    folder = ROOT / "seeds" if request.param == "real" else good_seeds
    return store.load_seeds(folder).dataset


def channels(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(a: str, b: str) -> float:
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def test_every_feature_has_a_style(real):
    """Whatever the layers hold can be drawn, and has a place in the order of drawing."""
    table = style.style_table(real.dataset)
    for layer in real.dataset.layers:
        assert layer.style in style.DRAW_ORDER
        classes = {style.class_of(feature, layer.style) for feature in real.layers[layer.name]}
        assert classes <= table.keys()


def test_unknown_control_is_drawn_as_unknown(real):
    """A cell nobody is known to hold has a class of its own, not some party's."""
    unknown = [s for s in real.spells if s.properties["controller"] is None]
    assert unknown
    assert {style.class_of(spell, "control") for spell in unknown} == {"control.unknown"}


def test_styles_travel_as_json(dataset):
    """The browser is given plain values, equal to those Python draws with."""
    for entry in style.style_table(dataset).values():
        sent = json.loads(json.dumps(asdict(entry)))
        assert sent == {**asdict(entry), "dash": list(entry.dash)}


def test_parties_are_told_apart_without_colour(dataset):
    """Each party has its own hatch, so that greyscale and colour-blind readers can tell."""
    hatches = [party.hatch for party in dataset.parties]
    assert len(set(hatches)) == len(hatches)
    table = style.style_table(dataset)
    for kind in ("control", "taken"):
        marks = [
            (table[f"{kind}.{p.id}"].fill, table[f"{kind}.{p.id}"].hatch) for p in dataset.parties
        ]
        assert len(set(marks)) == len(marks)


def test_hatches_can_be_seen_on_their_fill(dataset):
    """Hatching contrasts with what it lies on."""
    for party in dataset.parties:
        entry = style.style_table(dataset)[f"control.{party.id}"]
        assert entry.hatch == "none" or contrast(entry.fill, entry.hatch_colour) >= 3


def test_gain_and_loss_are_never_red_or_green():
    """No colour of territory taken says good or bad."""
    for colour in style.GAIN_LOSS:
        hue, _, saturation = colorsys.rgb_to_hls(*channels(colour))
        degrees = hue * 360
        red, green = degrees < 20 or degrees > 340, 75 < degrees < 165
        assert saturation < 0.1 or not (red or green), colour


def test_gain_and_loss_differ_for_colour_blind_readers():
    """The first two, which most maps use, differ in blue, which nearly all readers see."""
    first, second = (channels(colour) for colour in style.GAIN_LOSS[:2])
    assert abs(first[2] - second[2]) > 0.5
    assert len(set(style.TAKEN_HATCHES)) == len(style.GAIN_LOSS)


def test_control_is_opaque_enough_to_be_read():
    """Who holds an area can be read from its fill whatever lies under it."""
    assert style.CONTROL_OPACITY >= 0.6


@pytest.mark.parametrize("key", ["contact", "agreed_line", "agreed_area"])
def test_lines_can_be_seen_on_every_party(real, key):
    """A line contrasts with each fill it crosses, by its stroke or by its casing."""
    table = style.style_table(real.dataset)
    line = table[key]
    for party in real.dataset.parties:
        fill = table[f"control.{party.id}"].fill
        mixed = "#" + "".join(
            f"{round(255 * (c * style.CONTROL_OPACITY + 1 - style.CONTROL_OPACITY)):02X}"
            for c in channels(fill)
        )
        best = max(contrast(colour, mixed) for colour in (line.stroke, line.casing) if colour)
        assert best >= 2.5, (key, party.id, best)


def test_colours_keep_the_convention(real):
    """Readers find the colours they know from other maps of this conflict."""
    assert {party.id: party.colour.upper() for party in real.dataset.parties} == CONVENTION


def test_lines_that_differ_in_meaning_differ_in_look():
    """Where forces stood, what was agreed and how deep it reached are three different lines."""
    table = style._FIXED
    for a, b in combinations(("contact", "agreed_line", "agreed_area", "depth_line"), 2):
        assert (table[a].stroke, table[a].dash) != (table[b].stroke, table[b].dash)


def test_a_layer_can_be_given_any_style_there_is_and_no_other():
    """What a data set may name as a style is what the map draws, but for those it derives."""
    assert len(set(style.DRAW_ORDER)) == len(style.DRAW_ORDER)
    assert set(get_args(LayerStyle)) == set(style.DRAW_ORDER) - {
        "water", "low_certainty", "gained", "contact_a",
    }  # fmt: skip
