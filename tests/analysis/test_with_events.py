"""Archives with other events: their line of contact follows from their own histories."""

from __future__ import annotations

from dataclasses import replace

import pytest
from world import archive_of, nth_day

from dashboard.analysis import gap, scenarios
from dashboard.analysis import scenarios as module
from dashboard.analysis.scenarios import with_events
from dashboard.archive import Archive

CONTACT = "line_of_contact"


def lines(archive: Archive) -> dict:
    """Everything the line of contact says, whatever the order of its features."""
    return {f.id: (f.period, f.geometry.wkb, dict(f.properties)) for f in archive.layers[CONTACT]}


def test_the_same_events_make_the_line_of_the_files(bundled):
    """Cell for cell and to the last decimal what the build wrote."""
    nothing_happened = with_events(bundled, ())
    assert lines(nothing_happened) != lines(bundled)
    assert lines(with_events(nothing_happened, tuple(bundled.events.values()))) == lines(bundled)


@pytest.mark.parametrize("scenario", scenarios.SCENARIOS)
def test_a_scenarios_line_is_the_one_a_build_of_its_events_makes(squares, scenario):
    """Derived later, from the cells there are, it is the same line."""
    events = scenarios.scenario_events(squares, scenario)
    seeds = replace(squares.seeds, events=events)
    built, made = archive_of(seeds), scenarios.scenarios(squares)[scenario]
    assert lines(made) == lines(built)
    for day in squares.state_days:
        assert list(made.line.on(day.toordinal(), made.within(None))) == list(
            made.held_rows(CONTACT, day)
        )
        assert made.as_of(day).error_by_party("zone") == pytest.approx(
            built.as_of(day).error_by_party("zone")
        )


def test_the_line_is_not_derived_before_it_is_asked_for(squares, monkeypatch):
    """Areas need none: headline figures do not wait for it."""
    asked = []
    monkeypatch.setattr(module, "stretches", lambda *_: asked.append(1) or ())
    made = with_events(squares, squares.seeds.events[1:])
    made.as_of(made.last_day).area_by_party("zone")
    assert not asked
    assert made.layers[CONTACT]
    assert asked == [1]


def test_without_c1_the_line_bulges_less(squares):
    """On day 30 RED then holds only c2: a third of the agreed line has moved, not two."""
    made = scenarios.scenarios(squares)["without_low"]
    (line,), (whole,) = gap.gap(made, nth_day(30)).lines, gap.gap(squares, nth_day(30)).lines
    assert whole.from_agreed.moved.value == pytest.approx(200 / 3, abs=1)
    assert line.from_agreed.moved.value == pytest.approx(100 / 3, abs=1)
