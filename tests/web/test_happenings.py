"""What is told of the day under the pointer is what the archive has for it."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import wording

DAYS = [
    "2017-09-15", "2018-09-17", "2019-08-30", "2019-08-31", "2020-01-14", "2020-02-05",
    "2020-03-05", "2020-03-06", "2022-06-01", "2024-11-29", "2024-11-30", "2024-12-08",
]  # fmt: skip
ONE_DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_told_as_the_archive_has_it(loaded, archive, text):
    """Places and km² that changed hands, agreements signed, beginning, ending, operations."""
    day, words = dt.date.fromisoformat(text), wording.load("en")
    days = [(each - archive.first_day).days for each in (day, archive.last_day)]
    found = loaded.call("(day, last) => happenings(payload.facts, day, last)", *days)
    if day > archive.first_day:
        moved = archive.as_of(day).controller != archive.as_of(day - ONE_DAY).controller
        assert found["places"] == moved.sum() >= len(archive.between(day - ONE_DAY, day).places())
        assert found["km2"] == pytest.approx(archive.cell_area_km2[moved].sum(), abs=0.01)
    named = {a.id: words.agreement(a) for a in archive.agreements.values()}
    assert found["signed"] == [
        named[a.id] for a in archive.agreements.values() if a.flag_day == day
    ]

    def in_force(on: dt.date) -> set[str]:
        return {a.id for a, _ in archive.as_of(on).in_force()} if on <= archive.last_day else set()

    ended = in_force(day) - in_force(day + ONE_DAY) if day < archive.last_day else set()
    assert set(found["ending"]) == {named[each] for each in ended}
    begun = in_force(day) - in_force(day - ONE_DAY) if day > archive.first_day else set()
    assert {named[each] for each in begun} <= set(found["starting"])
    under_way = [
        o.name for o in archive.operations.values()
        if o.kind == "offensive" and o.start_on <= day and o.end_on and day <= o.end_on
    ]  # fmt: skip
    assert set(under_way) <= set(found["operations"])
