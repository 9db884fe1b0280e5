"""Results cached from build to build: given back as they were, or made again."""

from __future__ import annotations

from pathlib import Path

from dashboard.store import FileCache, read_cache, write_cache


def never() -> bytes:
    raise AssertionError("it was cached")


def test_what_was_asked_for_is_kept_and_the_rest_let_go(tmp_path: Path):
    path = tmp_path / "data" / ".cache"
    first = FileCache()
    assert first([b"a", b"b"], lambda: b"one") == b"one"
    assert first([b"ab"], lambda: b"two") == b"two"
    write_cache(path, first)
    second = read_cache(path)
    assert second([b"a", b"b"], never) == b"one"
    write_cache(path, second)
    third = read_cache(path)
    assert third([b"ab"], lambda: b"three") == b"three"


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path):
    path = tmp_path / ".cache"
    write_cache(path, FileCache())
    assert not path.exists()


def test_a_damaged_file_keeps_nothing(tmp_path: Path):
    path, first = tmp_path / ".cache", FileCache()
    first([b"a"], lambda: b"one")
    data = first.written()
    for damaged in (b"", data[:-1], data[:40], data[:50] + b"x" + data[51:], b"text" * 30):
        path.write_bytes(damaged)
        assert read_cache(path)([b"a"], lambda: b"again") == b"again"


def test_other_code_keeps_nothing(monkeypatch):
    first = FileCache()
    first([b"a"], lambda: b"one")
    monkeypatch.setattr("dashboard.store.file_cache.program_sha256", lambda: "changed")
    assert FileCache(first.written())([b"a"], lambda: b"again") == b"again"


def test_of_many_inputs_only_new_ones_are_made_again():
    def doubled(inputs, asked):
        return lambda new: asked.extend(inputs[i] for i in new) or [inputs[i] * 2 for i in new]

    first, second = FileCache(), []
    inputs = [b"a", b"b", b"a"]
    assert first.each("double", inputs, doubled(inputs, [])) == [b"aa", b"bb", b"aa"]
    inputs = [b"c", b"b", b"a"]
    again = FileCache(first.written())
    assert again.each("double", inputs, doubled(inputs, second)) == [b"cc", b"bb", b"aa"]
    assert second == [b"c"]
    assert again.each("other step", [b"a"], lambda new: [b"" for _ in new]) == [b""]
