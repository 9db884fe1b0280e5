"""One style table for every surface, and the colours it may use."""

from __future__ import annotations

import colorsys
import json
from dataclasses import asdict
from itertools import combinations, permutations
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from colorspacious import cspace_convert

from dashboard import store, style
from dashboard.records import Dataset, LayerStyle
from dashboard.start.plan import LOOKS

ROOT = Path(__file__).parents[1]
#: Colours the conflict's maps have used for years; readers know them.
HUES = {"red": (0, 20), "yellow": (40, 60), "green": (90, 160), "blue": (180, 240)}
CONVENTION = {"GOV": "red", "OPP": "green", "SDF": "yellow", "TUR": "blue", "ISIS": "black"}


@pytest.fixture(scope="module", params=["real", "invented"])
def dataset(request: pytest.FixtureRequest, good_seeds: Path) -> Dataset:
    folder = ROOT / "seeds" if request.param == "real" else good_seeds
    return store.load_seeds(folder).dataset


def channels(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def test_every_feature_has_a_style(bundled):
    """Whatever the layers hold can be drawn, and has a place in the order of drawing."""
    table = style.style_table(bundled.dataset)
    for layer in bundled.dataset.layers:
        assert layer.style in style.DRAW_ORDER
        drawn = style.parts(layer.style, bundled.layers[layer.name])
        classes = {style.class_of(f, drawn_as) for drawn_as, members in drawn for f in members}
        assert classes <= table.keys()


def test_unknown_control_is_drawn_as_unknown(invented):
    """A cell nobody is known to hold has a class of its own, not some party's."""
    unknown = [s for s in invented.spells if s.properties["controller"] is None]
    assert unknown
    assert {style.class_of(spell, "control") for spell in unknown} == {"control.unknown"}


def test_styles_travel_as_json(dataset):
    """The browser is given plain values, equal to those Python draws with."""
    for entry in style.style_table(dataset).values():
        sent = json.loads(json.dumps(asdict(entry)))
        assert sent == {**asdict(entry), "dash": list(entry.dash), "over": list(entry.over)}


#: How a colour is seen: by most readers, in three kinds of colour blindness, printed in grey.
VISIONS = ("normal", "protanomaly", "deuteranomaly", "tritanomaly", "grey")


def seen(table: dict[str, style.Style], key: str) -> np.ndarray:
    """The colour of a class on the map, between its hatches: over land and what it lies on."""
    colour = np.array(channels(style.LAND))
    for part in (*table[key].over, key):
        opacity = table[part].fill_opacity
        if part.startswith("control."):
            opacity *= style.CONTROL_OPACITY
        colour = colour * (1 - opacity) + np.array(channels(table[part].fill)) * opacity
    return colour


def lightness(colour: np.ndarray, vision: str) -> float:
    """CIE L* of an sRGB colour as it is seen."""
    if vision not in ("normal", "grey"):
        space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
        colour = np.clip(cspace_convert(colour, space, "sRGB1"), 0, 1)
    return float(cspace_convert(colour, "sRGB1", "CIELab")[0])


@pytest.mark.parametrize("vision", VISIONS)
def test_classes_that_meet_are_told_apart_in_every_vision(dataset, vision):
    """By 15 steps of lightness, or by their hatch: nobody has to go by colour alone.

    Land of two holders meets; so does what one took from several, what several took from one, and
    what a party took and its other land.
    """
    table = style.style_table(dataset)
    found = {
        key: (lightness(seen(table, key), vision), table[key].hatch)
        for key in table
        if key.startswith(("control.", "taken."))
    }

    def meet(a: str, b: str) -> bool:
        (kind, *one), (other, *two) = a.split("."), b.split(".")
        return kind == other == "control" or one[0] == two[0] or one[-1:] == two[-1:] != one[:1]

    alike = [
        (a, b)
        for a, b in combinations(found, 2)
        if meet(a, b) and abs(found[a][0] - found[b][0]) < 15 and found[a][1] == found[b][1]
    ]
    assert alike == []


def test_parties_that_lightness_and_hatch_do_not_tell_apart_are_known(dataset):
    """As another library sees their colours; none of a data set of few parties."""
    assert style.look_alikes(dataset) == {}
    parties = tuple(
        dataset.parties[0].model_copy(update={"id": f"P{i}", "colour": colour, "hatch": hatch})
        for i, (colour, hatch) in enumerate(LOOKS)
    )
    many = dataset.model_copy(update={"parties": parties, "recipes": ()})
    table, found = style.style_table(many), style.look_alikes(many)
    keys = [f"control.P{i}" for i in range(len(LOOKS))]
    for a, b in combinations(keys, 2):
        steps = [
            abs(lightness(seen(table, a), vision) - lightness(seen(table, b), vision))
            for vision in VISIONS
        ]
        if min(abs(step - 15) for step in steps) > 0.5:  # roundings apart
            is_alike = min(steps) < 15 and table[a].hatch == table[b].hatch
            assert (b in found.get(a, ())) == (a in found.get(b, ())) == is_alike


def test_land_that_changed_hands_is_its_takers_and_marked_as_who_lost_it(dataset):
    """The hue of the taker, saturated, hatched in the hue of the loser; all other land is pale."""
    table = style.style_table(dataset)

    def saturation(key: str) -> float:
        return float(np.ptp(seen(table, key)))

    for taker, giver in permutations(dataset.parties, 2):
        for kind in ("taken", "gained"):
            entry = table[f"{kind}.{taker.id}.{giver.id}"]
            assert entry.fill == taker.colour
            assert entry.hatch != "none"
            if np.ptp(channels(taker.colour)) > 0.2:  # black has no hue
                assert saturation(f"{kind}.{taker.id}.{giver.id}") > saturation(
                    f"control.{taker.id}"
                )
    for party in dataset.parties:
        assert lightness(seen(table, f"control.{party.id}"), "normal") > 60


def test_hatches_can_be_seen_on_their_fill(dataset):
    """Hatching contrasts with what it lies on."""
    table = style.style_table(dataset)
    for key, entry in table.items():
        if entry.hatch != "none" and key.startswith(("control.", "taken.")):
            opacity = entry.hatch_opacity
            if key.startswith("control."):
                opacity *= style.CONTROL_OPACITY
            ground = seen(table, key)
            ink = ground * (1 - opacity) + np.array(channels(entry.hatch_colour)) * opacity
            steps = lightness(ink, "normal") - lightness(ground, "normal")
            assert abs(steps) >= 8, (key, steps)


@pytest.mark.parametrize("vision", VISIONS)
def test_lines_can_be_seen_on_all_land(dataset, vision):
    """By 28 steps of lightness between their stroke or their casing and what any party holds or
    took from any other; by 20 what is wide, and the line of contact on the darkest land."""
    table = style.style_table(dataset)
    lands = [
        lightness(seen(table, k), vision) for k in table if k.startswith(("control.", "taken."))
    ]
    for key in (
        "contact",
        "agreed_line",
        "later_line",
        "agreed_area",
        "band",
        "band_outer",
        "corridor",
    ):
        inks = [table[key].stroke, table[key].casing]
        shades = [lightness(np.array(channels(ink)), vision) for ink in inks if ink]
        least = 20 if key in ("contact", "band", "band_outer") else 28
        assert min(max(abs(shade - land) for shade in shades) for land in lands) >= least, key


def test_what_agreements_draw_is_lines(bundled):
    """A fill would look otherwise on the land of each party, and a legend has one sample of it."""
    styles = {"agreed_area", "agreed_line", "later_line", "corridor"}
    layers = [layer for layer in bundled.dataset.layers if layer.style in styles]
    table, drawn = style.style_table(bundled.dataset), [la.name for la in layers]
    keys = {style.class_of(f, la.style) for la in layers for f in bundled.layers[la.name]}
    assert len(drawn) == len(styles)
    assert {"band", "band_outer", "corridor"} <= keys
    assert not [key for key in keys if table[key].fill or table[key].hatch != "none"]


def test_colours_keep_the_convention(bundled):
    """Readers find the hues they know from other maps of this conflict."""
    for party in bundled.dataset.parties:
        hue, light, _ = colorsys.rgb_to_hls(*channels(party.colour))
        named = next((n for n, (low, high) in HUES.items() if low <= hue * 360 % 345 < high), None)
        assert CONVENTION[party.id] == ("black" if light < 0.15 else named), party.id


def test_lines_that_differ_in_meaning_differ_in_look():
    """Where forces stood, what was agreed and how deep it reached are three different lines."""
    table = style._FIXED
    for a, b in combinations(("contact", "agreed_line", "agreed_area", "depth_line"), 2):
        assert (table[a].stroke, table[a].dash) != (table[b].stroke, table[b].dash)


def test_a_layer_can_be_given_any_style_there_is_and_no_other():
    """What a data set may name as a style is what the map draws, but for those it derives."""
    assert len(set(style.DRAW_ORDER)) == len(style.DRAW_ORDER)
    assert set(get_args(LayerStyle)) == set(style.DRAW_ORDER) - {
        "topography", "low_certainty", "gained", "contact_a",
    }  # fmt: skip
