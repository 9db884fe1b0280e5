"""Steps that are run again only where something they read has changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.cache import Steps, no_cache
from dashboard.store import FileCache

NAMES = "abcdef"
WORLDS = st.fixed_dictionaries({name: st.integers(0, 2) for name in NAMES})


def walk(steps: Steps, world: dict[str, int], start: str, log: list[str]) -> list[int]:
    """What is read next depends on what was read, and on what a step inside found."""

    def run() -> list[int]:
        log.append(start)
        found, at = [], NAMES.index(start)
        for _ in range(3):
            name = NAMES[at % len(NAMES)]
            steps.note(name)
            found.append(world[name])
            at += world[name] + 1
        if start < "c":
            found += walk(steps, world, NAMES[NAMES.index(start) + 1 + found[0]], log)
        return found

    return steps.result(start, run)


@given(worlds=st.lists(WORLDS, min_size=1, max_size=8))
def test_a_kept_result_is_what_the_step_would_give(worlds):
    cache = FileCache()
    for world in worlds:
        versions = {name: str(value) for name, value in world.items()}
        for start in NAMES:
            expected = walk(Steps(versions, no_cache), world, start, [])
            assert walk(Steps(versions, cache), world, start, []) == expected
        cache = FileCache(cache.written())


def test_a_step_is_run_again_only_where_something_it_read_has_changed():
    cache, world = FileCache(), dict.fromkeys(NAMES, 0)

    def run(changed: str) -> list[str]:
        log: list[str] = []
        versions = {name: str(value) for name, value in (world | {changed: 1}).items()}
        walk(Steps(versions, cache), world | {changed: 1}, "d", log)
        return log

    assert run("a") == ["d"]
    assert run("b") == run("c") == []
    assert run("e") == ["d"]


def test_a_step_that_reads_what_has_no_version_is_run_each_time():
    cache, log = FileCache(), []
    for _ in range(2):
        steps = Steps({"a": "1"}, cache)
        steps.result("step", lambda steps=steps: [log.append(1), steps.note("a", "b")])
    assert len(log) == 2
