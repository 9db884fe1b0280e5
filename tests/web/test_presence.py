"""A layer is told to be empty exactly on the days on which nothing of it is drawn."""

from __future__ import annotations

import datetime as dt

import pytest

DAYS = ["2017-09-15", "2018-09-16", "2018-09-17", "2020-03-06", "2024-11-30"]


@pytest.mark.parametrize("text", DAYS)
def test_a_layer_is_empty_when_none_of_its_features_applies(loaded, archive, text):
    day = dt.date.fromisoformat(text)
    number = (day - archive.first_day).days
    found = loaded.call(
        """(day) => Object.fromEntries([...presence(payload.layers)]
             .map(([layer, spans]) => [layer, absence(spans, day)]))""",
        number,
    )
    for name, features in archive.layers.items():
        if name not in found:
            continue
        drawn = any(feature.period.contains(day) for feature in features)
        assert (found[name] is None) == drawn, name
        starts = [s for f in features if (s := f.period.valid_from) and s > day]
        if not drawn and starts:
            assert found[name] == {"from": (min(starts) - archive.first_day).days}


def test_periods_that_touch_are_one(engine):
    """The day between two periods is not taken for an empty one."""
    layer = {"layer": "a", "items": [0, 5, 9, 0, 0, 1, 9, 12, 0, 0, 2, 20, 30, 0, 0]}
    found = engine.call(
        "(layer) => { const spans = presence([layer]).get('a');"
        " return [spans, ...[8, 12, 30].map((day) => absence(spans, day)), absence([], 3)]; }",
        layer,
    )
    assert found[0] == [[5, 12], [20, 30]]
    assert found[1:4] == [None, {"from": 20}, {"until": 29}]
    assert not found[4]
