"""Features as GeoJSON text: one text for one set of features, and back again."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dashboard import store
from dashboard.cache import no_cache
from dashboard.errors import GeoDataError
from dashboard.records import DateSpan, Feature, Period
from dashboard.store.geojson import features_of

PERIODS = st.sampled_from(
    [Period(), Period(dt.date(2001, 1, 1), None), Period(dt.date(2001, 1, 1), dt.date(2001, 2, 1))]
)
_DEGREES = st.floats(-80, 80, allow_nan=False).map(lambda value: round(value, 8))
_POINTS = st.builds(shapely.Point, _DEGREES, _DEGREES)
_LINES = st.builds(
    lambda x, y, steps: shapely.LineString([(x + i, y + s) for i, s in enumerate(steps)]),
    _DEGREES,
    _DEGREES,
    st.lists(st.floats(-9, 9), min_size=2, max_size=6),
)
_BOXES = st.builds(
    lambda x, y, w, h, ccw: shapely.box(x, y, x + w, y + h, ccw=ccw),
    _DEGREES,
    _DEGREES,
    st.floats(0.01, 5),
    st.floats(0.01, 5),
    st.booleans(),
)
_RINGS = _BOXES.map(lambda box: box.difference(shapely.box(*box.buffer(-0.004).bounds)))
_MULTI = st.lists(_BOXES, min_size=2, max_size=4).map(shapely.MultiPolygon)
GEOMETRIES = st.one_of(_POINTS, _LINES, _BOXES, _RINGS, _MULTI)
FEATURES = st.lists(
    st.tuples(GEOMETRIES, PERIODS, st.text(max_size=5)), min_size=1, max_size=5
).map(
    lambda rows: [
        Feature(f"f{number}", "layer", geometry, period, {"name": name, "sources": ["a"]})
        for number, (geometry, period, name) in enumerate(rows)
    ]
)


def read_back(text: str) -> tuple[Feature, ...]:
    problems: list = []
    features = features_of(json.loads(text), "layer", "layer", problems)
    assert problems == []
    return features


@given(FEATURES, st.randoms())
def test_a_layer_survives_text_and_has_one_text(features: list[Feature], random):
    text = store.geojson_text(features)
    again = read_back(text)
    assert store.geojson_text(again) == text
    random.shuffle(features)
    assert store.geojson_text(features) == text
    by_id = {feature.id: feature for feature in features}
    for feature in again:
        original = by_id[feature.id]
        assert (feature.period, feature.properties) == (original.period, original.properties)
        assert feature.geometry.hausdorff_distance(original.geometry) < 1e-6


@given(st.lists(FEATURES, min_size=1, max_size=4))
def test_a_kept_text_is_what_would_be_written(layers: list[list[Feature]]):
    cache, before = store.FileCache(), b""
    for features in layers:
        text = store.geojson_bytes(features)
        assert store.geojson_bytes(features, cache, before) == text
        assert store.geojson_bytes(features, cache, before.replace(b"a", b"b")) == text
        cache, before = store.FileCache(cache.written()), text
        assert store.geojson_bytes(features, cache, before) == text


@given(_MULTI | _RINGS, st.randoms())
def test_start_and_direction_of_a_ring_make_no_difference(geometry, random):
    def turned(ring):
        points = list(ring.coords)[:-1]
        start = random.randrange(len(points))
        points = points[start:] + points[:start]
        return points[::-1] if random.random() < 0.5 else points

    parts = [
        shapely.Polygon(turned(part.exterior), [turned(hole) for hole in part.interiors])
        for part in shapely.get_parts(geometry)
    ]
    random.shuffle(parts)
    other = shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]
    texts = {store.geojson_text([Feature("a", "l", g, Period())]) for g in (geometry, other)}
    assert len(texts) == 1


def test_the_text_is_what_rfc_7946_asks_for():
    box = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])  # clockwise
    properties = {"z": DateSpan.parse("2001-02"), "a": dt.date(2001, 3, 1), "list": ("x",)}
    feature = Feature("ü", "l", box, Period(dt.date(2001, 1, 1)), properties)
    assert store.geojson_text([feature]) == (
        '{"type":"FeatureCollection","features":[\n'
        '{"geometry":{"coordinates":[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,1.0],[0.0,0.0]]],'
        '"type":"Polygon"},"id":"ü","properties":{"a":"2001-03-01","list":["x"],'
        '"valid_from":"2001-01-01","valid_to":null,"z":"2001-02"},"type":"Feature"}\n]}\n'
    )


def test_no_features_make_an_empty_collection():
    assert json.loads(store.geojson_text([])) == {"type": "FeatureCollection", "features": []}


def test_gis_software_recognises_a_layer_that_begins_with_a_long_geometry(tmp_path: Path):
    circle = shapely.Point(10, 0).buffer(1, quad_segs=2000)
    path = tmp_path / "long.geojson"
    path.write_text(store.geojson_text([Feature("a", "l", circle, Period())]), encoding="utf-8")
    assert pyogrio.read_info(path)["features"] == 1


@pytest.mark.parametrize(
    ("features", "reason"),
    [
        ([Feature("a", "l", shapely.Point(0, 0), Period())] * 2, "'a' twice"),
        ([Feature("a", "l", None, Period())], "missing or empty"),
        ([Feature("a", "l", shapely.Point(), Period())], "missing or empty"),
        ([Feature("a", "l", shapely.box(0, 0, 1e-8, 1), Period())], "a ring"),
        ([Feature("a", "l", shapely.LineString([(0, 0), (0, 1e-8)]), Period())], "a line"),
        (
            [Feature("a", "l", shapely.GeometryCollection([shapely.Point(0, 0)]), Period())],
            "cannot be written",
        ),
        ([Feature("a", "l", shapely.Point(0, 0), Period(), {"x": float("nan")})], "JSON"),
        ([Feature("a", "l", shapely.Point(0, 0), Period(), {"x": object()})], "no JSON form"),
    ],
)
def test_what_has_no_text_is_refused(features: list[Feature], reason: str):
    for cache in (no_cache, store.FileCache()):
        with pytest.raises(GeoDataError, match=reason):
            store.geojson_bytes(features, cache)
