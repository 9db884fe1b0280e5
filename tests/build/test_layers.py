"""Features: ids, properties and periods; the catalog; progress."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools

import pytest
from world import make_world, nth_day

from dashboard.build import build, catalog, derive
from dashboard.cache import no_cache
from dashboard.records import Agreement, Feature, Period, Post
from dashboard.store import geojson_bytes

PAIR = {"east": (10.25, 50.2), "west": (10.05, 50.2)}
RED = dict.fromkeys(PAIR, "RED")
TAKEN = [(5, "west", "RED", "BLUE")]


def agreement(ident: str, start: str | None, until: str | None = None, **more) -> Agreement:
    force = {"from_day": start, "until_day": until} if start else None
    return Agreement(
        id=ident,
        role="core",
        official_name=ident,
        short_name={"en": ident},
        type="",
        form="",
        signed_on=start or "2000-01-01",
        in_force=force,
        **more,
    )


def by_id(features) -> dict[str, Feature]:
    return {feature.id: feature for feature in features}


def test_a_spell_names_its_place_event_and_what_was_in_force_that_day():
    pacts = (
        agreement("later", "2001-01-07"),
        agreement("over", "2000-01-01", "2001-01-06"),
        agreement("pact", "2000-06-01"),
        agreement("old", "2000-03-01"),
        agreement("undated", None),
    )
    layers = build(make_world(PAIR, RED, TAKEN, agreements=pacts))
    spells = by_id(layers["control_areas"])
    first, taken = spells["control.west.2001-01-01"], spells["control.west.2001-01-06"]
    assert first.period == Period(nth_day(0), nth_day(5))
    assert taken.period == Period(nth_day(5), nth_day(60))
    assert first.properties["agreements"] == []
    assert taken.properties["agreements"] == ["old", "pact"]
    assert (taken.properties["event"], taken.properties["previous"]) == ("E0", "RED")
    assert (taken.properties["name_en"], taken.properties["sources"]) == ("West", ["s0"])


def test_a_disputed_agreement_counts_as_in_force():
    announced = [
        {"by": "RED", "effective_day": "2001-01-03"},
        {"by": "BLUE", "effective_day": "2001-02-03"},
    ]
    pact = Agreement(
        id="pact",
        role="core",
        official_name="",
        short_name={"en": "-"},
        type="",
        form="",
        signed_on="2001-01-02",
        in_force={},
        declarations=announced,
    )
    layers = build(make_world(PAIR, RED, TAKEN, agreements=(pact,)))
    (stretch,) = layers["line_of_contact"]
    assert stretch.properties["agreements"] == ["pact"]


def test_a_stretch_is_named_by_its_places_and_first_day():
    (stretch,) = build(make_world(PAIR, RED, TAKEN))["line_of_contact"]
    assert stretch.id == "contact.east~west.2001-01-06"
    assert stretch.properties["controllers"] == ["BLUE", "RED"]
    # From the south to the north of the box are 33.4 km, less the bay's 2.2 km.
    assert stretch.properties["length_km"] == pytest.approx(33.4, abs=0.1)


def test_taken_cells_carry_recipe_and_return():
    recipe = {"id": "since", "kind": "taken_since", "day": nth_day(0)}
    story = [*TAKEN, (9, "west", "BLUE", "RED")]
    (taken,) = build(make_world(PAIR, RED, story, [recipe]))["agreed"]
    assert taken.id == "taken.west.2001-01-06"
    assert taken.properties["recipe"] == "since"
    assert taken.properties["returned_on"] == nth_day(9) == taken.period.valid_to


def test_a_recipes_feature_is_named_by_recipe_and_suffix():
    pocket = {"kind": "pocket", "day": "2001-01-06", "held_by": "BLUE", "holding": "west"}
    band = {**pocket, "kind": "depth_band", "facing": "RED", "depths_km": [2, 3.5]}
    recipes = [
        {"id": "zone", **pocket, "valid_to": "2001-02-01"},
        {"id": "deep", **band},
    ]
    made = by_id(build(make_world(PAIR, RED, TAKEN, recipes))["agreed"])
    assert set(made) == {
        "zone",
        "deep.line-2km",
        "deep.band-2km",
        "deep.line-3.5km",
        "deep.band-3.5km",
    }
    assert made["zone"].period == Period(dt.date(2001, 1, 1), dt.date(2001, 2, 1))
    assert made["zone"].properties["agreements"] == ["pact"]
    assert made["zone"].properties["basis"] == "inferred"
    assert made["zone"].properties["area_km2"] > 0
    assert made["deep.line-2km"].properties["length_km"] > 0


def post(**dates) -> Post:
    where = {"lon": 10.1, "lat": 50.1}
    return Post(id="p", label="", operator="RED", official=True, locality="", **{**where, **dates})


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"established": "2001-01-03"}, [("standing", 2, 60)]),
        ({"established": "2001-01"}, [("standing", 30, 60)]),
        ({"established": "2001-01-03", "withdrawn": "2001-02"}, [("standing", 2, 31)]),
        (
            {"established": "2001-01-03", "encircled": "2001-01-10", "withdrawn": "2001-02"},
            [("standing", 2, 9), ("encircled", 9, 31)],
        ),
        ({"established": "2001-01-03", "encircled": "2001-01-03"}, [("encircled", 2, 60)]),
        ({"established": "2001-01", "encircled": "2001-01"}, [("encircled", 30, 60)]),
        ({"established": "2001", "withdrawn": "2001-02"}, []),
        ({"established": "2001-01-03", "lon": None, "lat": None}, []),
    ],
)
def test_a_post_is_shown_only_on_days_it_is_sure_to_have_stood(dates, expected):
    layers = build(make_world(PAIR, RED, posts=(post(**dates),)))
    shown = [
        (f.properties["status"], f.period.valid_from, f.period.valid_to)
        for f in layers["observation_posts"]
    ]
    assert sorted(shown) == sorted((s, nth_day(a), nth_day(b)) for s, a, b in expected)


def test_places_without_a_cell_are_on_the_map_too():
    layers = build(make_world({**PAIR, "far": (12.0, 50.0)}, RED))
    assert "far" in by_id(layers["places"])
    assert "far" not in {f.properties["place"] for f in layers["control_areas"]}


def test_every_layer_is_there_even_if_empty_and_ordered_by_id():
    seeds = make_world(PAIR, RED)
    layers = build(seeds)
    assert set(layers) == {layer.name for layer in seeds.dataset.layers} - {"agreed"}
    assert layers["line_of_contact"] == ()
    for features in layers.values():
        assert [f.id for f in features] == sorted(f.id for f in features)


def test_progress_is_told_of_every_step_in_order():
    steps = []
    derive(make_world(PAIR, RED), progress=lambda *step: steps.append(step))
    names, done, totals = zip(*steps, strict=True)
    assert len(set(names)) == len(names)
    assert done == tuple(itertools.islice(itertools.count(1), len(steps)))
    assert set(totals) == {len(steps)}


def test_the_catalog_tells_period_and_hash_of_each_layer():
    seeds = make_world(PAIR, RED, TAKEN)
    layers = derive(seeds)
    written = {name: layers.written(name, no_cache, b"") for name in layers}
    made = catalog(seeds, {name: entry for name, (_, entry) in written.items()})
    control, places = made["layers"]["control_areas"], made["layers"]["places"]
    for name, (text, entry) in written.items():
        assert text == geojson_bytes(layers[name])
        assert entry["sha256"] == hashlib.sha256(text).hexdigest()
    assert made["dataset"] == "invented"
    assert (control["valid_from"], control["valid_to"]) == ("2001-01-01", "2001-03-02")
    assert (places["valid_from"], places["valid_to"]) == (None, None)
    assert control["features"] == 3
    assert control["bbox"] == pytest.approx([10.0, 50.0, 10.39, 50.3])
    assert made["layers"]["roads"]["bbox"] is None


def test_a_built_up_area_ends_with_the_study_area(invented):
    """What lies outside is left out; a size is that of what is shown."""
    found = {f.id: f for f in invented.layers["basemap"] if f.properties["kind"] == "built_up"}
    assert found.keys() == {"tarn-town"}
    town = found["tarn-town"]
    assert town.geometry.bounds == (10.0, 0.23, 10.06, 0.265)
    assert town.properties["area_km2"] == pytest.approx(6.68 * 3.87, rel=0.01)
    assert (town.properties["sources"], town.properties["licence"]) == (["atlas"], "public domain")
