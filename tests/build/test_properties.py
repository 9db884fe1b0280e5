"""What must hold of any data set: invented grids with random histories, and the real layers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
import shapely
from counted import Counted
from hypothesis import given, settings
from hypothesis import strategies as st
from world import make_world, nth_day, segments

from dashboard.archive.columns import ControlColumns
from dashboard.build import build, derive
from dashboard.cache import Cache, no_cache
from dashboard.derive.cells import make_cells, study_area
from dashboard.derive.grid import metric, to_metric
from dashboard.measure import geodesic_area_km2
from dashboard.store import FileCache, geojson_bytes

ROOT = Path(__file__).parents[2]
PARTIES = ("RED", "BLUE", "GREEN")
SERIES_DAYS = 60
QUICK = settings(max_examples=40)


@st.composite
def grids(draw):
    """Places on a lattice, some moved off it: four cells in one point, places outside the box.

    The first place always stands on the mainland.
    """
    spot = st.tuples(st.integers(-1, 9), st.integers(-1, 7))
    spots = {(2, 3), *draw(st.lists(spot, max_size=14))}
    moved = st.sampled_from((0.0, 0.0, 0.011, 0.0137))
    return {
        f"p{x}-{y}": (
            round(10.02 + 0.045 * x + draw(moved), 6),
            round(50.02 + 0.04 * y + draw(moved), 6),
        )
        for x, y in sorted(spots)
    }


@st.composite
def worlds(draw):
    """Arguments of ``make_world``: a grid, a baseline with holes and unbroken random histories."""
    places = draw(grids())
    baseline = {
        p: draw(st.sampled_from(PARTIES)) for p in places if p == "p2-3" or draw(st.integers(0, 9))
    }
    holder = dict(baseline)
    days = sorted(draw(st.lists(st.integers(0, SERIES_DAYS + 3), max_size=25)))
    events = []
    for when in days:
        place = draw(st.sampled_from(sorted(places)))
        was = holder.get(place) or draw(st.sampled_from(PARTIES))
        now = draw(st.sampled_from([party for party in PARTIES if party != was]))
        events.append((when, place, was, now))
        holder[place] = now
    return {"places": places, "baseline": baseline, "events": events}


def written(
    seeds, cache: Cache = no_cache, before: Mapping[str, tuple[bytes, dict]] = MappingProxyType({})
) -> dict[str, tuple[bytes, dict]]:
    """The layers of a build and what the catalog says of each, ``before`` those of another."""
    layers = derive(seeds, cache=cache)
    there = {name: text for name, (text, _) in before.items()}
    return {name: layers.written(name, cache, there.get(name, b"")) for name in layers}


def boundary_days(features) -> list[dt.date]:
    """Every day a period begins or ends, and the days around it."""
    ends = {d for f in features for d in (f.period.valid_from, f.period.valid_to) if d}
    return sorted({d + dt.timedelta(days=k) for d in ends for k in (-1, 0, 1)})


def held(features, day):
    return [f for f in features if f.period.contains(day)]


# --- invented grids -------------------------------------------------------------------------


@QUICK
@given(places=grids())
def test_cells_cover_the_study_area_without_gap_or_overlap(places):
    seeds = make_world(places, dict.fromkeys(places, "RED"))
    area = study_area(seeds)
    cells = make_cells(seeds, places)
    polygons = np.array(list(cells.polygons.values()))
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)
    assert shapely.area(polygons).sum() == pytest.approx(area.area, rel=1e-6)
    whole = geodesic_area_km2([area])[0]
    assert geodesic_area_km2(polygons).sum() == pytest.approx(whole, rel=1e-6)
    assert shapely.symmetric_difference(cells.joined(cells.polygons), area).area < 1e-6 * area.area


@QUICK
@given(places=grids(), seed=st.integers(0, 2**16))
def test_a_point_lies_in_the_cell_of_its_nearest_place(places, seed):
    seeds = make_world(places, dict.fromkeys(places, "RED"))
    to_m = metric(seeds.dataset.measuring_crs)
    area_m = to_metric(study_area(seeds), to_m)
    sites = to_metric(shapely.points(list(places.values())), to_m)
    margin = seeds.dataset.study_area.margin_km * 1000
    near = shapely.distance(sites, area_m) <= margin
    part = [(p, s) for p, s, ok in zip(places, sites, near, strict=True) if ok]
    cells = make_cells(seeds, places)
    xy = np.random.default_rng(seed).uniform((10.0, 50.0), (10.4, 50.3), (60, 2))
    for point in shapely.points(xy):
        if not cells.study_area.contains(point):
            continue
        point_m = to_metric(point, to_m)
        away = sorted((shapely.distance(point_m, site), place) for place, site in part)
        if len(away) > 1 and away[1][0] - away[0][0] < 2:
            continue  # within a metre of a border: either cell may have it
        assert cells.polygons[away[0][1]].intersects(point)


@settings(max_examples=100)  # each is one build, looked at from all sides
@given(arguments=worlds(), a=st.integers(0, SERIES_DAYS - 1), b=st.integers(0, SERIES_DAYS - 1))
def test_control_and_line_of_contact_follow_from_the_events(arguments, a, b):
    seeds = make_world(**arguments)
    layers = build(seeds)
    control = layers["control_areas"]
    cells = {f.properties["place"] for f in control}
    assert_one_spell_a_cell(control, map(nth_day, range(-1, SERIES_DAYS + 1)), nth_day(SERIES_DAYS))
    assert_last_event_counts(control, arguments)
    named = Counter(
        event
        for f in control
        for event in (*f.properties["events"], *f.properties["same_day_events"])
    )
    in_series = [e for e in seeds.events if e.day <= seeds.dataset.series.last_day]
    assert named == Counter(e.id for e in in_series if e.place in cells), "each by one spell"
    assert_line_is_where_controllers_differ(layers, boundary_days(control))
    assert_flows_balance(control, nth_day(a), nth_day(b))


@QUICK
@given(arguments=worlds(), rng=st.randoms(use_true_random=False))
def test_order_of_rows_never_matters(arguments, rng: random.Random):
    seeds = make_world(**arguments)
    layers = build(seeds)
    shuffled = dataclasses.replace(
        seeds,
        **{
            kind: tuple(rng.sample(getattr(seeds, kind), len(getattr(seeds, kind))))
            for kind in ("places", "baseline", "events")
        },
    )
    texts = {name: text for name, (text, _) in written(shuffled).items()}
    assert texts == {name: geojson_bytes(made) for name, made in layers.items()}


@settings(max_examples=20)  # each is six builds
@given(arguments=worlds(), data=st.data())
def test_what_is_added_or_taken_out_gives_the_bytes_of_a_full_build(arguments, data):
    """After a build of fewer events, fewer places or places elsewhere, whatever was kept of it."""
    few = {**arguments, "events": arguments["events"][: data.draw(st.integers(0, 25))]}
    if data.draw(st.booleans()):
        few |= make_smaller(arguments, data.draw(st.sampled_from(sorted(arguments["places"]))))
    cache = FileCache()
    before, after = make_world(**few), make_world(**arguments)
    first = written(before, cache)
    assert first == written(before)
    cache = FileCache(cache.written())
    then = written(after, cache, first)
    assert then == written(after)
    assert written(before, FileCache(cache.written()), then) == first


@QUICK
@given(arguments=worlds())
def test_control_as_columns_is_what_the_features_say(arguments):
    """So that an archive of a build answers without a feature of control."""
    layers = derive(make_world(**arguments))
    assert layers.control is not None
    of_features = ControlColumns.of(layers["control_areas"], PARTIES)
    for name, column in vars(of_features).items():
        assert (np.asarray(getattr(layers.control, name)) == np.asarray(column)).all(), name


def make_smaller(arguments, place: str) -> dict:
    """The same without a place, unless it is the one that stands on the mainland."""
    left = {p: at for p, at in arguments["places"].items() if p != place or p == "p2-3"}
    return {
        "places": left,
        "baseline": {p: party for p, party in arguments["baseline"].items() if p in left},
        "events": [event for event in arguments["events"] if event[1] in left],
    }


@QUICK
@given(arguments=worlds())
def test_an_event_costs_no_geometry(arguments):
    """The cells and edges of places that had a history before are not made again."""
    cache = FileCache()
    build(make_world(**{**arguments, "events": []}), cache=cache)
    known = [e for e in arguments["events"] if e[1] in arguments["baseline"]]
    again = Counted(cache.written())
    build(make_world(**{**arguments, "events": known}), cache=again)
    assert not again.made


# --- what is checked of invented and real layers -------------------------------------------


def assert_one_spell_a_cell(control, days, end) -> None:
    """On every day of the series, and none before the first or from ``end`` on."""
    cells = {f.properties["place"] for f in control}
    first = min(f.period.valid_from for f in control)
    for day in days:
        places = [f.properties["place"] for f in held(control, day)]
        assert len(places) == len(set(places)), str(day)
        assert set(places) == (cells if first <= day < end else set()), str(day)


def assert_last_event_counts(control, arguments) -> None:
    """Up to each day on which something happens, and the last of the series."""
    for number in {0, SERIES_DAYS - 1, *(e[0] for e in arguments["events"])}:
        past = [(place, now) for when, place, _, now in arguments["events"] if when <= number]
        expected = {**arguments["baseline"], **dict(past)}
        for feature in held(control, nth_day(number)):
            assert feature.properties["controller"] == expected.get(feature.properties["place"])


def assert_line_is_where_controllers_differ(layers, days) -> None:
    polygons = {f.properties["place"]: f.geometry for f in layers["control_areas"]}
    sides = defaultdict(list)
    for place, polygon in polygons.items():
        for piece in segments(polygon):
            sides[piece].append(place)
    shared = {piece: pair for piece, pair in sides.items() if len(pair) == 2}
    assert max(map(len, sides.values())) <= 2
    pieces = {f.id: segments(f.geometry) for f in layers["line_of_contact"]}
    for day in days:
        holder = {
            f.properties["place"]: f.properties["controller"]
            for f in held(layers["control_areas"], day)
        }
        expected = {
            piece: tuple(sorted((holder[a], holder[b])))
            for piece, (a, b) in shared.items()
            if holder and None not in (holder[a], holder[b]) and holder[a] != holder[b]
        }
        drawn = [
            (piece, tuple(f.properties["controllers"]))
            for f in held(layers["line_of_contact"], day)
            for piece in pieces[f.id]
        ]
        assert len(drawn) == len(expected), f"{day}: a piece is missing or drawn twice"
        assert dict(drawn) == expected, str(day)


def assert_flows_balance(control, a, b) -> None:
    before = {f.properties["place"]: f for f in held(control, a)}
    after = {f.properties["place"]: f for f in held(control, b)}
    for party in {f.properties["controller"] for f in control} - {None}:
        gained = lost = areas = 0.0
        for place, spell in after.items():
            was, now = before[place].properties["controller"], spell.properties["controller"]
            km2 = spell.properties["area_km2"]
            gained += km2 * (was != party and now == party)
            lost += km2 * (was == party and now != party)
            areas += km2 * ((now == party) - (was == party))
        assert gained - lost == pytest.approx(areas, abs=1e-6)


# --- the real layers ------------------------------------------------------------------------


def test_real_cells_partition_the_study_area(bundled):
    polygons = {f.properties["place"]: f.geometry for f in bundled.layers["control_areas"]}
    array = np.array(list(polygons.values()))
    assert shapely.is_valid(array).all()
    assert shapely.coverage_is_valid(array)
    area = study_area(bundled.seeds)
    assert shapely.area(array).sum() == pytest.approx(area.area, rel=1e-6)
    km2 = {f.properties["place"]: f.properties["area_km2"] for f in bundled.layers["control_areas"]}
    assert sum(km2.values()) == pytest.approx(geodesic_area_km2([area])[0], rel=1e-6)


def test_every_spell_of_a_real_cell_has_the_same_geometry(bundled):
    shapes = defaultdict(set)
    for feature in bundled.layers["control_areas"]:
        shapes[feature.properties["place"]].add(feature.geometry.wkb)
    assert {len(made) for made in shapes.values()} == {1}


def test_real_cells_have_one_spell_on_every_boundary_day(bundled):
    control = bundled.layers["control_areas"]
    assert_one_spell_a_cell(
        control, boundary_days(control), max(f.period.valid_to for f in control)
    )


def test_the_real_line_of_contact_is_exactly_the_edges_between_differing_controllers(bundled):
    starts = sorted({f.period.valid_from for f in bundled.layers["control_areas"]})
    assert_line_is_where_controllers_differ(bundled.layers, starts)


def test_real_gains_minus_losses_are_the_difference_of_areas(bundled):
    control = bundled.layers["control_areas"]
    days = sorted({f.period.valid_from for f in control})
    for a, b in zip(days[::9], days[5::9], strict=False):
        assert_flows_balance(control, a, b)


def test_committed_layers_are_what_the_seeds_give(bundled):
    for name, (text, _) in written(bundled.seeds).items():
        path = ROOT / "data" / "geo" / f"{name}.geojson"
        same = path.read_bytes() == text
        assert same, f"{path.name} differs: run conflict-map build"
