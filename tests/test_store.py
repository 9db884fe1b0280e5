"""Reading seeds, reading and writing layers: what is promised of the only IO there is."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
from pathlib import Path

import pyogrio
import pytest
import shapely
from conftest import DATA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import checks, store
from dashboard.errors import GeoDataError, SeedsError
from dashboard.records import DateSpan, Feature, Period
from dashboard.store.features import features_of

GOOD = DATA / "good" / "seeds"
FILES = sorted(path.relative_to(GOOD).as_posix() for path in GOOD.rglob("*") if path.is_file())


# --- seeds --------------------------------------------------------------------------------


def test_every_kind_of_record_is_read():
    seeds = store.load_seeds(GOOD)
    assert seeds.dataset.id == "almera"
    expected = {
        "sources": 3, "places": 10, "unresolved_places": 1, "baseline": 9, "events": 12,
        "unplaced_events": 1, "operations": 2, "chain_fixes": 1, "posts": 2,
        "published_figures": 4, "attestations": 1, "agreements": 2, "claims": 1,
    }  # fmt: skip
    assert {kind: len(getattr(seeds, kind)) for kind in expected} == expected
    assert seeds.claims_document.file == "invented.txt"
    assert [feature.id for feature in seeds.lines["roads"]] == ["R1"]
    assert sorted(seeds.basemap) == ["coast", "countries", "lakes"]


def test_every_record_knows_where_it_was_read():
    seeds = store.load_seeds(GOOD)
    assert seeds.places[2].origin == "seeds/places.csv:4"
    assert seeds.dataset.origin == "seeds/dataset.toml"
    assert seeds.dataset.recipes[1].origin == "seeds/dataset.toml:recipes.2"
    drawing = seeds.agreements[0].provisions[0].drawing
    assert drawing.origin == "seeds/agreements/coast-truce.toml:provisions.1.drawing"
    assert seeds.claims[0].origin == "seeds/claims.toml:claims.1"
    origins = [record.origin for record in checks.subject_of(GOOD).entries]
    assert all(origins)
    assert len(set(origins)) == len(origins)


def test_a_row_is_found_on_the_line_it_starts_on(project: Path):
    table = project / "seeds" / "attestations.csv"
    text = 'place_name,controller,basis,sources\nTarn,NOR,"two\nlines",herald\n\nVelm,NOR,,herald\n'
    table.write_text(text, encoding="utf-8")
    seeds, problems = store.read_seeds(project / "seeds")
    assert [row.origin for row in seeds.attestations] == ["seeds/attestations.csv:2"]
    assert [problem.where for problem in problems] == ["seeds/attestations.csv:5:basis"]


def test_a_byte_order_mark_and_other_line_ends_change_nothing(project: Path):
    for name in FILES:
        path = project / "seeds" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    seeds, original = store.load_seeds(project / "seeds"), store.load_seeds(GOOD)
    for kind in ("dataset", "sources", "places", "events", "agreements", "claims", "lines"):
        assert getattr(seeds, kind) == getattr(original, kind)


def test_loading_raises_with_every_problem_of_every_file(project: Path):
    (project / "seeds" / "posts.csv").unlink()
    places = project / "seeds" / "places.csv"
    places.write_text(places.read_text("utf-8").replace("10.05,", "x,"), encoding="utf-8")
    with pytest.raises(SeedsError) as caught:
        store.load_seeds(project / "seeds")
    assert [problem.where for problem in caught.value.problems] == [
        "seeds/places.csv:2:lon", "seeds/places.csv:5:lon", "seeds/places.csv:8:lon",
        "seeds/posts.csv",
    ]  # fmt: skip


def test_a_missing_folder_is_a_problem(tmp_path: Path):
    seeds, problems = store.read_seeds(tmp_path / "nowhere")
    assert seeds is None
    assert [problem.rule for problem in problems] == ["file-missing"]


def test_the_hash_follows_the_data_and_nothing_else(project: Path):
    folder = project / "seeds"
    before = store.load_seeds(folder).sha256
    (folder / "README.md").write_text("how to add a place", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    assert store.load_seeds(folder).sha256 == before == store.load_seeds(GOOD).sha256
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert store.load_seeds(folder).sha256 != before


def test_a_field_only_reading_may_set_is_refused(project: Path):
    path = project / "seeds" / "agreements" / "coast-truce.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[in_force]\n", '[in_force]\norigin = "x"\n'), encoding="utf-8")
    _, problems = store.read_seeds(project / "seeds")
    assert [str(p).partition(";")[0] for p in problems] == [
        "seeds/agreements/coast-truce.toml:in_force.origin: field 'origin' is unknown"
    ]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the good seeds for tests that put every file back themselves."""
    return Path(shutil.copytree(GOOD, tmp_path_factory.mktemp("scratch") / "seeds"))


_SPECIAL = st.sampled_from(
    [
        *(b'"', b"\n", b",", b"\x00", b"\xff", b"[", b"{", b"}", b"nan", b"1e999", b"-1", b"= 1"),
        *(b"''", b"null", b"true", b"0000-00-00", b"9999-12-31", b"\xed\xa0\x80", b"[" * 3000),
        *(b"9" * 5000, b"x = 0x" + b"f" * 9000 + b"\n", b'"\\n" = 1\n'),
    ]
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(FILES),
    noise=st.one_of(_SPECIAL, st.binary(max_size=40)),
    cut=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_no_bytes_in_any_file_raise(scratch: Path, name: str, noise: bytes, cut: tuple):
    path = scratch / name
    good = path.read_bytes()
    start, end = sorted(int(share * len(good)) for share in cut)
    path.write_bytes(good[:start] + noise + good[end:])
    try:
        seeds, problems = store.read_seeds(scratch)
        found = checks.check(checks.subject_of(scratch))
    finally:
        path.write_bytes(good)
    assert seeds is not None or problems
    assert set(problems) <= set(found)
    assert all(len(str(problem).splitlines()) == 1 for problem in found)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(["catalog.json", "roads.geojson", "observation_posts.geojson"]),
    noise=st.one_of(_SPECIAL, st.binary(max_size=40)),
    cut=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_no_bytes_in_any_layer_raise_anything_but_ours(
    good_geo: Path, name: str, noise: bytes, cut: tuple
):
    path = good_geo / name
    good = path.read_bytes()
    start, end = sorted(int(share * len(good)) for share in cut)
    path.write_bytes(good[:start] + noise + good[end:])
    try:
        checks.check(checks.subject_of(GOOD, good_geo))
        with contextlib.suppress(GeoDataError):
            store.read_layers(good_geo)
    finally:
        path.write_bytes(good)


# --- features as text ---------------------------------------------------------------------

PERIODS = st.sampled_from(
    [Period(), Period(dt.date(2001, 1, 1), None), Period(dt.date(2001, 1, 1), dt.date(2001, 2, 1))]
)
_DEGREES = st.floats(-80, 80, allow_nan=False).map(lambda value: round(value, 8))
_POINTS = st.builds(shapely.Point, _DEGREES, _DEGREES)
_LINES = st.builds(
    lambda x, y, steps: shapely.LineString([(x + i, y + s) for i, s in enumerate(steps)]),
    _DEGREES, _DEGREES, st.lists(st.floats(-9, 9), min_size=2, max_size=6),
)  # fmt: skip
_BOXES = st.builds(
    lambda x, y, w, h, ccw: shapely.box(x, y, x + w, y + h, ccw=ccw),
    _DEGREES, _DEGREES, st.floats(0.01, 5), st.floats(0.01, 5), st.booleans(),
)  # fmt: skip
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


@settings(deadline=None)
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


@settings(deadline=None)
@given(_MULTI | _RINGS, st.randoms())
def test_where_a_ring_starts_and_how_it_turns_never_shows(geometry, random):
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
        ([Feature("a", "l", shapely.GeometryCollection([shapely.Point(0, 0)]), Period())],
         "cannot be written"),
        ([Feature("a", "l", shapely.Point(0, 0), Period(), {"x": float("nan")})], "JSON"),
        ([Feature("a", "l", shapely.Point(0, 0), Period(), {"x": object()})], "no JSON form"),
    ],
)  # fmt: skip
def test_what_has_no_text_is_refused(features: list[Feature], reason: str):
    with pytest.raises(GeoDataError, match=reason):
        store.geojson_text(features)


# --- layers -------------------------------------------------------------------------------


def test_layers_come_back_as_they_were_built(good_geo: Path):
    catalog, layers = store.read_layers(good_geo)
    assert catalog["dataset"] == "almera"
    texts = store.file_texts(good_geo)
    assert texts.pop("catalog.json") == store.catalog_text(catalog)
    built = {store.layer_file(name): store.geojson_text(layers[name]) for name in layers}
    assert built == texts


def _without_catalog(geo: Path) -> None:
    (geo / "catalog.json").unlink()


def _list_for_a_catalog(geo: Path) -> None:
    (geo / "catalog.json").write_text('{"layers": ["roads"]}', encoding="utf-8")


def _file_outside(geo: Path) -> None:
    path = geo / "catalog.json"
    path.write_text(path.read_text("utf-8").replace("roads", "../roads"), encoding="utf-8")


def _edited(geo: Path) -> None:
    path = geo / "roads.geojson"
    path.write_text(path.read_text("utf-8").replace("Coast", "Cost"), encoding="utf-8")


def _gone(geo: Path) -> None:
    shutil.rmtree(geo)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_without_catalog, "geo/catalog.json: the file is missing"),
        (_list_for_a_catalog, "geo/catalog.json: the catalog does not list"),
        (_file_outside, "geo/catalog.json: the catalog does not list"),
        (_edited, "geo/roads.geojson: the file is not the one the catalog describes"),
        (_gone, "geo: the folder is missing"),
    ],
)
def test_layers_that_cannot_be_trusted_are_not_read(project: Path, spoil, said: str):
    spoil(project / "geo")
    with pytest.raises(GeoDataError, match=said):
        store.read_layers(project / "geo")


class _Killed(BaseException):
    """Stands for a process that ends between two system calls."""


def _written(number: int) -> tuple[dict[str, str], dict]:
    point = Feature("a", "l", shapely.Point(number, 0), Period())
    text = store.geojson_text([point])
    digest = hashlib.sha256(text.encode()).hexdigest()
    names = ("one", "two")
    entries = {name: {"file": f"{name}.geojson", "sha256": digest} for name in names}
    return dict.fromkeys(names, text), {"layers": entries}


@pytest.mark.parametrize("existing", [True, False], ids=["over old layers", "first build"])
def test_a_write_killed_at_any_step_leaves_whole_layers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: bool
):
    calls = (
        (os, "rename"), (os, "fsync"), (os, "open"), (Path, "open"), (Path, "mkdir"),
        (shutil, "rmtree"),
    )  # fmt: skip
    states = set()
    for fatal in range(1, 100):
        geo = tmp_path / str(fatal) / "geo"
        if existing:
            store.write_layers(geo, *_written(1))
        step = 0
        with monkeypatch.context() as patch:
            for module, name in calls:
                original = getattr(module, name)

                def counted(*args, _original=original, _fatal=fatal, **kwargs):
                    nonlocal step
                    step += 1
                    if step == _fatal:
                        raise _Killed
                    return _original(*args, **kwargs)

                patch.setattr(module, name, counted)
            try:
                store.write_layers(geo, *_written(2))
                survived = True
            except _Killed:
                survived = False
        if existing or geo.exists():
            _, layers = store.read_layers(geo)
            found = {feature.geometry.x for features in layers.values() for feature in features}
            assert len(found) == 1
            states |= found
        store.write_layers(geo, *_written(3))
        assert [path.name for path in geo.parent.iterdir()] == ["geo"]
        if survived:
            break
    assert survived
    assert fatal > 10
    assert states == ({1.0, 2.0} if existing else {2.0})


def test_reading_moves_nothing_even_after_a_cut_swap(project: Path):
    (project / "geo").rename(project / ".geo.old")
    assert store.holds_layers(project / "geo")
    store.read_layers(project / "geo")
    assert not (project / "geo").exists()


def test_a_folder_with_anything_else_in_it_is_never_replaced(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(GeoDataError, match=r"holds 'notes\.txt', which is no layer"):
        store.write_layers(tmp_path, *_written(1))
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_folder_for_layers(tmp_path: Path):
    (tmp_path / "geo").write_text("mine", encoding="utf-8")
    with pytest.raises(GeoDataError, match="not a folder"):
        store.write_layers(tmp_path / "geo", *_written(1))


def test_a_text_is_replaced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "docs" / "page.md"
    store.write_text(path, "old\n")

    def killed(*args):
        raise _Killed

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(_Killed):
            store.write_text(path, "new\n")
    assert store.text_of(path) == "old\n"
    store.write_text(path, "new\n")
    assert store.text_of(path) == "new\n"
    assert [path.name for path in path.parent.iterdir()] == ["page.md"]
