"""Each kind of claim test on twelve squares."""

from __future__ import annotations

import pytest

from dashboard.analysis import claims
from dashboard.analysis.claim_kinds import KINDS
from dashboard.archive import Archive
from dashboard.build import build
from dashboard.ui.choice import Choice

near = lambda value: pytest.approx(value, rel=2e-3)  # noqa: E731


@pytest.fixture(scope="module")
def results(squares):
    return {found.claim.id: found for found in claims.tested(squares)}


EXPECTED = {
    "gain": ([300], "fits"),
    "kept": ([300, 100, 0], "fits"),
    "unmoved": ([14, 13, 100, 0, 100], ""),
    "ceasefires": ([400, 500, 200, 300, 100, 100], ""),
    "stairs": ([100, 50], "fits"),
    "share": ([100 / 3, 200 / 3, 200 / 3, 100 / 3], ""),
    "rivals": ([200, 200], ""),
    "baselines": ([300, 200, 0], ""),
    "named": ([1, 0], ""),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_figures_are_those_counted_by_hand(results, name):
    """Values in order, and the outcome where one is told."""
    values, outcome = EXPECTED[name]
    assert [f.value for f in results[name].figures] == [near(v) for v in values]
    assert results[name].outcome == outcome


def test_claim_without_test_says_so(results):
    """No figures, no view, no outcome."""
    found = results["none"]
    assert (found.figures, found.on_land, dict(found.view), found.outcome) == ((), False, {}, "")
    assert not results["named"].on_land


def test_every_kind_is_tested(results):
    """A new kind needs a case here."""
    kinds = {found.claim.test.kind for found in results.values() if found.claim.test}
    assert kinds == set(KINDS)


def test_saved_view_is_a_link_the_page_understands(squares, results):
    """Every view reads back without a refusal."""
    for found in results.values():
        _choice, refused = Choice.from_query(found.view, squares)
        assert refused == ()
    assert results["gain"].view["date"] == "2001-02-20"


def test_land_tests_rest_on_events(results):
    """The gain rests on all passages of the squares that were gained."""
    assert results["gain"].events == ("e1", "e2", "e3", "e4", "e5")
    assert results["named"].events == ()


def test_the_day_an_agreement_ends_is_not_counted_as_in_force(squares, seeds_of, event_of, nth_day):
    """In force ends the day before ``until_day``, here as on the page of ceasefires."""
    ends = event_of("e7", 30, "d1", "BLUE", "RED")
    seeds = seeds_of((*squares.seeds.events, ends))
    found = {f.claim.id: f for f in claims.tested(Archive(seeds, build(seeds)))}["rivals"]
    before, after = found.figures
    assert [before.value, after.value] == [near(200), near(200)]
    assert (after.end, after.counted[1]) == (nth_day(29), nth_day(29))
    assert "e7" not in found.events


def test_a_figure_names_the_days_it_counts(results, nth_day):
    """Changes of the first day stand apart: what follows is counted from the day after it."""
    first, calm, on_start, before, after = results["unmoved"].figures
    assert (first.start, first.end) == (nth_day(26), nth_day(40))
    assert calm.days == (nth_day(27), nth_day(39))
    assert on_start.days == (nth_day(26), nth_day(26))
    assert before.days == (nth_day(27), nth_day(39))
    assert after.days[0] == nth_day(40)
    between, _ = results["rivals"].figures
    assert between.days == (nth_day(19), nth_day(22)), "up to the day before the later start"


def test_a_view_opens_what_its_test_compares(squares, results):
    """Two days as a difference with its table; else the agreement of the day shown."""
    for name in ("gain", "kept", "unmoved", "baselines"):
        assert results[name].view["tab"] == "difference"
    shown, _ = Choice.from_query(results["stairs"].view, squares)
    assert squares.agreements[shown.agreement].flag_day == shown.day
