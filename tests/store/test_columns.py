"""Rows of long tables that are kept from build to build."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import store
from dashboard.store import columns, seeds
from tests.edits import edited

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _short_tables_are_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(columns, "_LONG", 1)


def scanned(folder: Path, cache: store.FileCache) -> store.Reading:
    """What a command reads that keeps what it can."""
    return store.scan_seeds(folder, cache)


def test_kept_rows_are_those_of_the_table(good_seeds: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    rows = seeds._Pass._rows
    monkeypatch.setattr(
        seeds._Pass, "_rows", lambda self, *of: asked.append(of[0]) or rows(self, *of)
    )
    for folder in (good_seeds, ROOT / "seeds"):
        cache, read = store.FileCache(), store.load_seeds(folder)
        scanned(folder, cache)
        asked.clear()
        again = scanned(folder, store.FileCache(cache.written())).seeds
        assert again is not None
        assert again.files == read.files
        for name, (_, kind) in store.TABLES.items():
            for one, other in zip(getattr(read, kind), getattr(again, kind), strict=True):
                assert repr(one) == repr(other), name
                assert one == other
                assert hash(one) == hash(other)
                assert one.origin == other.origin
                assert one.model_copy() == other.model_copy()
                assert one.model_dump_json() == other.model_dump_json()
        assert {"places.csv", "control/baseline.csv", "control/events.csv"}.isdisjoint(asked)


def test_a_table_that_was_changed_is_read_again(project: Path):
    folder, cache = project / "seeds", store.FileCache()
    scanned(folder, cache)
    edited(folder / "places.csv", "10.05,0.15", "10.06,0.15")
    again = scanned(folder, store.FileCache(cache.written())).seeds
    assert again is not None
    assert again.places == store.load_seeds(folder).places
    edited(folder / "places.csv", "10.06,0.15", "10.06,x")
    for _ in range(2):  # what is wrong is said each time
        cache = store.FileCache(cache.written())
        assert [found.rule for found in scanned(folder, cache).problems] == ["field-value"]
