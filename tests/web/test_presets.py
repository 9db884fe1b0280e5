"""The pairs of days offered for comparison are those of the records."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import wording

DAY = dt.date(2020, 3, 5)


@pytest.fixture
def presets(loaded, archive) -> dict[str, list[tuple[str, dt.date, dt.date]]]:
    numbers = [(each - archive.first_day).days for each in (DAY, archive.last_day)]
    found = loaded.call("(day, last) => comparisonPresets(payload.facts, day, last)", *numbers)
    return {
        kind: [
            (p["name"], *(archive.first_day + dt.timedelta(p[end]) for end in ("from", "to")))
            for p in pairs
        ]
        for kind, pairs in found.items()
    }


def test_each_start_announced_for_an_agreement_is_offered(presets, archive):
    """Both sides' where they differ, up to the day shown."""
    name = wording.load("en").agreement
    offered = {(of, start) for of, start, end in presets["since"] if end == DAY}
    announced = {
        (name(a), start) for a in archive.agreements.values() if a.flag_day >= archive.first_day
        for start in a.starts if start < DAY
    }  # fmt: skip
    assert len(announced) > 5
    assert announced <= offered
    assert max(sum(of == each for of, _ in offered) for each, _ in offered) == 2


def test_an_agreement_that_ended_is_offered_to_its_last_day(presets, archive):
    """The day before the first no longer in force."""
    name = wording.load("en").agreement
    ends = {of: end for of, _, end in presets["whole"]}
    for agreement in archive.agreements.values():
        until = agreement.end_day
        if until and until <= archive.last_day and name(agreement) in ends:
            assert ends[name(agreement)] == until - dt.timedelta(days=1)
    assert ends


def test_an_operation_is_offered_from_the_day_before_it(presets, archive):
    """So that what its first day changed is counted."""
    offered = {of: (start, end) for of, start, end in presets["operations"]}
    for operation in archive.operations.values():
        if operation.kind != "offensive" or not operation.end_on:
            continue
        start, end = offered[operation.name]
        assert start == operation.start_on - dt.timedelta(days=1)
        assert end == min(operation.end_on, archive.last_day)


def test_the_last_days_end_on_the_day_shown(presets):
    days = [(int(of), (end - start).days) for of, start, end in presets["recent"]]
    assert days == [(30, 30), (90, 90), (365, 365)]


def test_a_lens_is_offered_for_each_operation_and_agreement(loaded, archive):
    """An agreement with several starts once, from the first; 90 days of it."""
    last = (archive.last_day - archive.first_day).days
    found = loaded.call("(last) => lensPresets(payload.facts, last)", last)
    names = [p["name"] for p in found["agreements"]]
    assert len(set(names)) == len(names) > 8
    assert all(p["to"] == min(p["from"] + 89, last) for p in found["agreements"])
    assert [p["from"] for p in found["agreements"]] == sorted(
        p["from"] for p in found["agreements"]
    )
