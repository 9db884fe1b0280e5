"""Reading what people entered: everything, with its place, and never a traceback."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from edits import edited
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard import checks, store
from dashboard.errors import GeoDataError, SeedsError
from dashboard.records import Record

GOOD = Path(__file__).parents[1] / "data" / "good" / "seeds"
FILES = sorted(path.relative_to(GOOD).as_posix() for path in GOOD.rglob("*") if path.is_file())


def test_every_kind_of_record_is_read():
    seeds = store.load_seeds(GOOD)
    assert seeds.dataset.id == "almera"
    expected = {
        "sources": 3,
        "places": 10,
        "unresolved_places": 1,
        "baseline": 9,
        "events": 12,
        "unplaced_events": 1,
        "operations": 2,
        "chain_fixes": 1,
        "posts": 2,
        "published_figures": 4,
        "attestations": 1,
        "agreements": 2,
        "claims": 1,
        "translations": 2,
    }
    assert {kind: len(getattr(seeds, kind)) for kind in expected} == expected
    assert seeds.claims_document.file == "invented.txt"
    assert [feature.id for feature in seeds.shapes["roads"]] == ["R1"]
    assert {name for name, found in seeds.shapes.items() if found} == {
        *("roads", "rivers", "countries", "coast", "lakes", "built_up")
    }


def test_every_record_knows_where_it_was_read():
    seeds = store.load_seeds(GOOD)
    assert seeds.places[2].origin == "seeds/places.csv:4"
    assert seeds.dataset.origin == "seeds/dataset.toml"
    assert seeds.dataset.recipes[1].origin == "seeds/dataset.toml:recipes.2"
    drawing = seeds.agreements[0].provisions[0].drawing
    assert drawing.origin == "seeds/agreements/coast-truce.toml:provisions.1.drawing"
    assert seeds.claims[0].origin == "seeds/claims.toml:claims.1"
    origins = [record.origin for record in checks.subject_of(GOOD).of_type(Record)]
    assert all(origins)
    assert len(set(origins)) == len(origins)


def test_a_row_is_found_on_the_line_it_starts_on(project: Path):
    table = project / "seeds" / "attestations.csv"
    text = 'place_name,controller,basis,sources\nTarn,NOR,"two\nlines",herald\n\nVelm,NOR,,herald\n'
    table.write_text(text, encoding="utf-8")
    reading = store.scan_seeds(project / "seeds")
    assert [row.origin for row in reading.seeds.attestations] == ["seeds/attestations.csv:2"]
    assert [problem.where for problem in reading.problems] == ["seeds/attestations.csv:5:basis"]


def test_a_byte_order_mark_and_other_line_ends_change_nothing(project: Path):
    for name in FILES:
        path = project / "seeds" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    seeds, original = store.load_seeds(project / "seeds"), store.load_seeds(GOOD)
    for kind in ("dataset", "sources", "places", "events", "agreements", "claims", "shapes"):
        assert getattr(seeds, kind) == getattr(original, kind)


def test_loading_raises_with_every_problem_of_every_file(project: Path):
    (project / "seeds" / "sources.csv").unlink()
    edited(project / "seeds" / "places.csv", "10.05,", "x,")
    with pytest.raises(SeedsError) as caught:
        store.load_seeds(project / "seeds")
    assert [problem.where for problem in caught.value.problems] == [
        "seeds/sources.csv",
        "seeds/places.csv:2:lon",
        "seeds/places.csv:5:lon",
        "seeds/places.csv:8:lon",
    ]


def test_an_absent_file_is_an_empty_one_but_for_those_no_data_set_can_do_without(project: Path):
    for name in FILES:
        if name not in store.REQUIRED:
            (project / "seeds" / name).unlink()
    (project / "seeds" / "agreements").rmdir()
    seeds = store.load_seeds(project / "seeds")
    assert (seeds.events, seeds.agreements, seeds.claims, seeds.claims_document) == (
        (),
        (),
        (),
        None,
    )
    assert len(seeds.places) == 10
    for name in store.REQUIRED:
        (project / "seeds" / name).unlink()
    missing = {problem.where for problem in store.scan_seeds(project / "seeds").problems}
    assert missing == {f"seeds/{name}" for name in store.REQUIRED}


def test_two_files_in_each_other_s_place_are_problems(project: Path):
    """Then nothing says which languages the names of places are in."""
    dataset, places = project / "seeds" / "dataset.toml", project / "seeds" / "places.csv"
    first, second = dataset.read_bytes(), places.read_bytes()
    dataset.write_bytes(second)
    places.write_bytes(first)
    found = {
        problem.where.split(":")[0] for problem in store.scan_seeds(project / "seeds").problems
    }
    assert {"seeds/dataset.toml", "seeds/places.csv"} <= found


def test_a_missing_folder_is_a_problem(tmp_path: Path):
    reading = store.scan_seeds(tmp_path / "nowhere")
    assert reading.seeds is None
    assert [problem.rule for problem in reading.problems] == ["file-missing"]


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
    problems = store.scan_seeds(project / "seeds").problems
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


@settings(max_examples=150)
@given(
    name=st.sampled_from(FILES),
    noise=st.one_of(_SPECIAL, st.binary(max_size=40)),
    cut=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
@example(name="control/events.csv", noise=b"\x0b", cut=(0.0, 0.5))  # in a column of one's own
def test_no_bytes_in_any_file_raise(scratch: Path, name: str, noise: bytes, cut: tuple):
    path = scratch / name
    good = path.read_bytes()
    start, end = sorted(int(share * len(good)) for share in cut)
    path.write_bytes(good[:start] + noise + good[end:])
    try:
        subject = checks.subject_of(scratch)
        found = checks.check(subject)
    finally:
        path.write_bytes(good)
    assert subject.reading.seeds is not None or subject.reading.problems
    assert set(subject.reading.problems) <= set(found)
    assert all(len(str(problem).splitlines()) == 1 for problem in found)


def test_a_catalog_that_does_not_say_what_the_seeds_held_is_told(good_geo: Path):
    """What was cut out of it joins halves of two entries."""
    path = good_geo / "catalog.json"
    good = path.read_text("utf-8")
    catalog = json.loads(good)
    for entry in ({}, {"sha256": "0", "rows": "many"}, {"sha256": "0", "columns": [{}]}, []):
        path.write_text(json.dumps(catalog | {"seeds": {"places.csv": entry}}), "utf-8")
        try:
            found = checks.check(checks.subject_of(GOOD, good_geo))
        finally:
            path.write_text(good, "utf-8")
        assert any("what each file of seeds held" in problem.what for problem in found)


@settings(max_examples=60)
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


def test_seeds_have_the_same_hash_read_or_not(project: Path):
    """Whether layers are stale can be asked without reading the records."""
    seeds = project / "seeds"
    assert store.seeds_sha256(seeds) == store.load_seeds(seeds).sha256
    with (seeds / "places.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert store.seeds_sha256(seeds) == store.load_seeds(seeds).sha256
