"""The browser's as-of logic answers as Python's does, on histories nobody thought of."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.records import Period

ZERO = dt.date(2001, 1, 1)
DAYS = 60


@st.composite
def histories(draw):
    """For each geometry, periods that do not overlap, gaps allowed, as (from, to)."""
    all_spells = []
    for _ in range(draw(st.integers(1, 5))):
        turns = sorted(draw(st.sets(st.integers(0, DAYS), min_size=2, max_size=8)))
        pairs = list(itertools.pairwise(turns))
        all_spells.append([pair for pair in pairs if draw(st.booleans())])
    return all_spells


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories(), st.lists(st.integers(0, DAYS - 1), min_size=1, max_size=12))
def test_along_any_walk_of_days_the_same_items_apply_as_in_python(engine, spells, walk):
    """Visiting only what changes between two days leaves nothing out."""
    items = [(g, a, b, 0, r) for g, rows in enumerate(spells) for r, (a, b) in enumerate(rows)]
    answers = engine.call(
        """(count, items, walk) => {
          const timeline = new Timeline(count, items);
          const shown = Array.from({ length: count }, (_, g) => timeline.at(g, walk[0]));
          const seen = [shown.slice()];
          for (let i = 1; i < walk.length; i++) {
            timeline.between(walk[i - 1], walk[i], (g) => { shown[g] = timeline.at(g, walk[i]); });
            seen.push(shown.slice());
          }
          return seen.map((state) => state.map((at) => (at < 0 ? null : timeline.rowOf(at))));
        }""",
        len(spells),
        [value for item in items for value in item],
        walk,
    )
    for day, seen in zip(walk, answers, strict=True):
        date = ZERO + dt.timedelta(days=day)
        for rows, row in zip(spells, seen, strict=True):
            periods = [
                Period(ZERO + dt.timedelta(days=a), ZERO + dt.timedelta(days=b)) for a, b in rows
            ]
            holding = [i for i, period in enumerate(periods) if period.contains(date)]
            assert holding == ([] if row is None else [row])


@pytest.mark.parametrize("day", ["2017-09-15", "2018-09-17", "2020-02-06", "2024-12-08"])
def test_each_cell_has_the_controller_of_the_archive(loaded, archive, day):
    """The cell, its class and its properties are found by the same three numbers as in Python."""
    snapshot = archive.as_of(dt.date.fromisoformat(day))
    number = (dt.date.fromisoformat(day) - archive.first_day).days
    found = loaded.call(
        """(day) => {
          const layer = payload.layers.find(({ style }) => style === "control");
          const timeline = timelineOf(layer), cells = cellsOf(layer);
          return cells.places.map((place, cell) => {
            const item = cells.item(cell, day), spell = cells.spell(cell, item);
            const shape = timeline.geometryOf(timeline.rowOf(item));
            const same = shape === cells.shapes[cell] && timeline.from(item) <= day;
            const style = layer.classes[timeline.classOf(item)];
            return [place, style, cells.party(item), spell.sources ?? [], same];
          });
        }""",
        number,
    )
    expected = []
    for cell in archive.cells:
        p = snapshot.spell(cell).properties
        holder = f"control.{p['controller'] or 'unknown'}"
        expected.append([cell, holder, p["controller"], list(p["sources"]), True])
    assert sorted(found) == sorted(expected)


def test_a_layer_has_one_timeline_however_many_maps_draw_it(engine):
    """Made once: it is the larger part of the work when a map opens."""
    same = engine.call(
        "() => { const layer = { geometries: [0], items: [] };"
        " return timelineOf(layer) === timelineOf(layer) && timelineOf(layer).geometryOf(0); }"
    )
    assert same == -1
