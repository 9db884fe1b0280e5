"""Ceasefires on twelve squares, counted by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from world import archive_of, event, make_squares, nth_day

from dashboard import wording
from dashboard.analysis import ceasefires
from dashboard.analysis.events import event_areas_km2, sources_of
from dashboard.analysis.scenarios import SCENARIOS, across
from dashboard.analysis.transfers import transfers
from dashboard.archive import Archive
from dashboard.quantity import Evidence, Unit
from dashboard.records import Declaration, InForce
from dashboard.views.ceasefires import table_html
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext

near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def values(mapping) -> dict:
    """What each quantity of a mapping is."""
    return {key: quantity.value for key, quantity in mapping.items()}


def by(quantity) -> tuple:
    """The value and that of each scenario: low certainty left out, earliest, latest."""
    return quantity.value, *(quantity.scenarios[name] for name in SCENARIOS)


def outcomes(found: ceasefires.Ceasefires) -> dict:
    return {outcome.key: outcome for outcome in found.measured}


@pytest.fixture(scope="module")
def measured(squares):
    return outcomes(ceasefires.ceasefires(squares))


def test_each_announced_start_is_measured(measured):
    """RED's start on day 19, BLUE's on day 23, and the deal's."""
    assert set(measured) == {("truce", nth_day(19)), ("truce", nth_day(23)), ("deal", nth_day(45))}
    assert measured["truce", nth_day(19)].by == ("Red",)


def test_from_the_first_start(measured):
    """c2 thrice and c1 once within a week; seven of eleven days without change."""
    found = measured["truce", nth_day(19)]
    assert (found.first_change_after.value, found.changed_in_force) == (1, True)
    week = found.window("first_7")
    assert values(week.flows) == {("BLUE", "RED"): near(300), ("RED", "BLUE"): near(100)}
    assert (week.changed.value, week.through) == (near(400), nth_day(26))
    assert found.window("first_30").taken_by("RED").value == near(400)
    assert found.window("first_90").changed.value is None
    assert found.window("in_force").changed.value == near(400)
    assert (found.days_without_change.value, found.days_in_force) == (7, 11)
    assert found.longest_calm.value == 3
    assert (found.area, found.area_stated, found.ended) == ("zone", True, ("a raid",))


def test_land_that_passes_can_be_off_by_the_edges_between_what_passes_and_what_does_not(measured):
    """Edges of 10 km, off by 5 km: 50 km² each. c2 passes thrice, c1 once: their edges with others
    count three times and once, that between them twice. An edge of two cells that pass equally
    often does not count."""
    about = lambda km2: pytest.approx(km2, rel=0.03)  # noqa: E731 - the edges are not quite 10 km
    week = measured["truce", nth_day(19)].window("first_7")
    assert week.changed.error == about(3 * 3 * 50 + 2 * 50 + 2 * 50)
    assert week.flows["BLUE", "RED"].error == about(2 * 3 * 50 + 1 * 50 + 2 * 50)
    later = measured["truce", nth_day(23)].window("first_7")
    assert later.changed.error == about(3 * 50 + 2 * 50)


def test_from_the_second_start(measured):
    """Four days later: two changes, both to RED."""
    found = measured["truce", nth_day(23)]
    assert found.first_change_after.value == 2
    assert values(found.window("first_7").flows) == {("BLUE", "RED"): near(200)}
    assert (found.days_without_change.value, found.days_in_force) == (5, 7)


def test_changes_of_the_first_day_stand_apart(squares):
    """A truce that began on day 20 does not count that day's change in its windows."""
    found = ceasefires.outcome(squares, squares.agreements["truce"], nth_day(20))
    assert found.on_first_day.value == near(100)
    assert found.first_change == nth_day(22)
    # a change of the first day is one of the days in force
    assert (found.days_without_change.value, found.days_in_force) == (6, 10)


def test_open_end_is_measured_to_the_end_of_the_series(measured):
    """The deal has no end: day 60 brought c3 back, day 99 is the last."""
    found = measured["deal", nth_day(45)]
    assert (found.end, found.measured_through) == (None, nth_day(99))
    assert (found.first_change_after.value, found.days_in_force) == (15, 55)
    assert found.days_without_change.value == 54
    assert not found.area_stated


def test_a_truce_that_draws_an_area_is_measured_in_it_and_the_table_names_each_area():
    """What draws a corridor alone may be about more than that, so that the headline zone counts."""
    seeds = make_squares()
    elsewhere = seeds.dataset.model_copy(update={"headline_zone": "district:CA"})
    archive = archive_of(replace(seeds, dataset=elsewhere))
    found = across(archive, ceasefires.ceasefires)
    areas = {each.agreement.id: (each.area, each.area_stated) for each in found.measured}
    assert areas == {"truce": ("zone", True), "deal": ("district:CA", False)}
    page = PageContext(archive, wording.load("en"), Choice.opening(archive))
    table = table_html(page, found)
    assert table.count("Area: Zone") == 2
    assert "Counted here: " in table


def test_what_cannot_be_measured_is_named(squares):
    """One began before the series, one has no start."""
    unmeasured = {u.agreement.id: u.why for u in ceasefires.ceasefires(squares).unmeasured}
    assert unmeasured == {"old": "before", "vague": "no_start"}


def test_all_of_them_together(squares):
    """Of three starts two are of one truce, which counts once: land changed hands in both, in force
    and within a month."""
    found = ceasefires.ceasefires(squares)
    assert (len(found.measured), found.number.value) == (3, 2)
    assert (found.changed_in_force.value, found.changed_in_month.value) == (2, 2)
    assert (found.longest_calm.value, found.longest_calm.unit) == (39, Unit.DAYS)


def test_the_evidence_of_a_figure_is_what_it_counts(squares, measured):
    """Its days and area, asked for themselves, give the same figure."""
    for found in measured.values():
        counted = {window.through: window.changed for window in found.windows}
        for figure in (found.on_first_day, *counted.values()):
            if figure.value is not None:
                e: Evidence = figure.evidence
                assert transfers(squares, e.since, e.until, e.area).km2.value == near(figure.value)
        first = found.first_change_after.evidence
        assert transfers(squares, first.since, first.until, first.area).days == (first.until,)


def test_figures_open_to_events_and_sources(squares):
    """Every passage names its event, every event its source."""
    found = transfers(squares, nth_day(19), nth_day(26), "zone")
    assert found.events == ("e1", "e2", "e3", "e4")
    assert set(sources_of(squares, found.events)) == {"s-e1", "s-e2", "s-e3", "s-e4"}


def test_a_text_that_begins_after_the_series_is_named_too(squares):
    """It is a ceasefire of the data set: nobody should look for it in vain."""
    start = squares.last_day + dt.timedelta(days=5)
    update = {"id": "late", "in_force": InForce(from_day=start)}
    late = squares.agreements["deal"].model_copy(update=update)
    seeds = replace(make_squares(), agreements=(late,))
    found = ceasefires.ceasefires(Archive(seeds, squares.layers))
    assert [(u.agreement.id, u.why) for u in found.unmeasured] == [("late", "after")]
    assert found.longest_calm.value is None


def test_a_start_beside_the_one_the_record_takes_is_kept(squares):
    """Measured from the record's own; who announced another is told beside it."""
    update = {"declarations": (Declaration(by="Blue", effective_day=nth_day(47)),)}
    deal = squares.agreements["deal"].model_copy(update=update)
    assert ceasefires.outcome(squares, deal, nth_day(45)).others == {nth_day(47): ("Blue",)}


def test_the_longest_run_is_between_changes():
    days = [nth_day(n) for n in (3, 4, 9)]
    assert ceasefires.longest_run(nth_day(0), nth_day(12), days) == (nth_day(5), nth_day(8))
    assert ceasefires.longest_run(nth_day(0), nth_day(12), []) == (nth_day(0), nth_day(12))
    assert ceasefires.longest_run(nth_day(3), nth_day(4), days) == (nth_day(3), nth_day(2))


def test_areas_of_events_sum_to_the_figure(squares):
    """Whatever the days: a reader can add up the rows behind a figure."""
    sizes = event_areas_km2(squares)
    for a in range(0, 90, 6):
        for b in (a + 1, a + 9, 99):
            found = transfers(squares, nth_day(a), nth_day(b))
            counted = sum(sizes.get(event, 0) for event in found.events)
            assert counted == pytest.approx(found.km2.value)


# --- scenarios ------------------------------------------------------------------------------


def test_one_doubtful_change_is_all_or_nothing(alone):
    """c1 within a week of day 23: 100 km², or none and then no first change either."""
    every = across(alone, ceasefires.ceasefires)
    found = outcomes(every)["truce", nth_day(23)]
    changed = found.window("first_7").changed
    assert by(changed) == (near(100), 0, near(100), near(100))
    assert (changed.low, changed.high) == (0, near(100))
    first = found.first_change_after
    assert by(first) == (3, None, 3, 3)
    assert (first.low, first.high, first.lacking) == (3, 3, ("without_low",))
    assert by(every.changed_in_force) == (1, 0, 1, 1)


def test_a_reading_moves_a_change_over_the_edge_of_a_window(squares):
    """e4 on day 26 can be any of days 18 to 30: before the start, or after the end."""
    found = outcomes(across(squares, ceasefires.ceasefires))["truce", nth_day(23)]
    week = found.window("first_7")
    assert by(week.changed) == (near(200), near(100), near(100), near(200))
    # the truce ends on day 30, which a week from day 23 still counts
    assert by(found.window("in_force").changed) == (near(200), near(100), near(100), near(100))
    assert by(week.taken_by("RED")) == by(week.changed)
    assert week.taken_by("BLUE").value == 0
    assert by(found.days_without_change) == (5, 6, 6, 6)


def test_a_change_that_may_be_of_the_first_day():
    """c1 on day 24, or as early as day 23 itself: 0 km² on the first day, up to 100."""
    more = {"basis": "area_statement"}
    seeds = make_squares((event("x", 24, "c1", "BLUE", "RED", **more),))
    reading = seeds.dataset.day_readings[0].model_copy(
        update={"days": (nth_day(24),), "earlier_days": 1}
    )
    dataset = seeds.dataset.model_copy(update={"day_readings": (reading,)})
    seeds = replace(seeds, dataset=dataset)
    every = across(archive_of(seeds), ceasefires.ceasefires)
    found = outcomes(every)["truce", nth_day(23)]
    assert by(found.on_first_day) == (0, 0, near(100), 0)
    assert by(found.first_change_after) == (1, 1, None, 1)


def test_the_most_land_of_a_window_comes_first(squares):
    """Those that cannot be measured in it come last."""
    found = ceasefires.ceasefires(squares)
    for window in ceasefires.WINDOWS:
        km2 = [o.window(window).changed.value for o in found.by_change(window).measured]
        known = [value for value in km2 if value is not None]
        assert known == sorted(known, reverse=True)
        assert km2[: len(known)] == known
        assert len(km2) == len(found.measured)


def test_land_that_changed_hands_beyond_the_area_is_beside_the_figure(bundled):
    """A zone in which nothing moved does not tell that a truce held."""
    every = ceasefires.ceasefires(bundled)
    sides = [(found, window) for found in every.measured for window in found.windows]
    for found, window in sides:
        if window.changed.value is None:
            assert window.everywhere.value is None
        else:
            assert window.everywhere == transfers(bundled, found.start, window.through).km2
            assert window.everywhere.value >= window.changed.value
    assert any(window.changed.value == 0 < window.everywhere.value for _, window in sides)
    words = wording.of_seeds(bundled.seeds)
    page = PageContext(bundled, words, Choice.opening(bundled))
    assert "in the whole study area: " in table_html(page, every)
