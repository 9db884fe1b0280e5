"""Each kind of claim test on twelve squares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import archive_of, doubtful_events, event, make_squares, nth_day

from dashboard import wording
from dashboard.analysis import claims
from dashboard.analysis.ceasefires import Ceasefires, ceasefires
from dashboard.analysis.claims import Finding, claim_results
from dashboard.analysis.scenarios import SCENARIOS, across, scenarios
from dashboard.quantity import Quantity
from dashboard.records import AnyClaimTest, ShareTest
from dashboard.views.choice import Choice
from dashboard.views.claims import map_choice
from dashboard.views.context import PageContext

near = lambda value: pytest.approx(value, rel=2e-3, abs=0.05)  # noqa: E731


def by(quantity) -> tuple:
    """The value and that of each scenario: low certainty left out, earliest, latest."""
    return quantity.value, *(quantity.scenarios[name] for name in SCENARIOS)


@pytest.fixture(scope="module")
def results(squares):
    return claim_results(squares)


@pytest.fixture(scope="module")
def findings(results):
    return {ident: found.finding for ident, found in results.items()}


EXPECTED = {
    "gain": ([300], "fits"),
    "kept": ([300, 100, 0], "fits"),
    "unmoved": ([14, 13, 100, 0, 100], None),
    "ceasefires": ([400, 500, 200, 300, 100, 100], None),
    "stairs": ([100, 50], "fits"),
    "share": ([100 / 3, 200 / 3, 200 / 3, 100 / 3], None),
    "rivals": ([200, 200], None),
    "baselines": ([300, 200, 0], None),
    "named": ([], None),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_figures_are_those_counted_by_hand(findings, name):
    """Values in order, and the outcome where one is told."""
    values, outcome = EXPECTED[name]
    assert [f.value for f in findings[name].figures.values()] == [near(v) for v in values]
    assert findings[name].outcome == outcome


def test_whom_the_records_name(results):
    """Green is a party to the pact, and no test of land."""
    assert results["named"].finding.named == {"pact": True, "deal": False}
    assert not results["named"].on_land
    assert results["named"].finding.events == ()


def test_claim_without_test_says_so(results):
    """No finding, no view."""
    found = results["none"]
    assert (found.finding, found.on_land) == (None, False)


def test_every_kind_is_tested(squares):
    """A new kind needs a case here."""
    union, _ = get_args(AnyClaimTest)
    assert {type(c.test) for c in squares.seeds.claims if c.test} == set(get_args(union))


def on_map(squares, found) -> Choice:
    return map_choice(PageContext(squares, wording.load("en"), Choice.opening(squares)), found)


def test_a_test_is_shown_by_a_link_the_page_understands(squares, results):
    """Every choice reads back as it is, without a refusal."""
    for found in results.values():
        shown = on_map(squares, found)
        assert Choice.from_query(shown.to_query(), squares) == (shown, ())
    assert on_map(squares, results["gain"]).day == dt.date(2001, 2, 20)


def test_land_tests_rest_on_events(findings):
    """The gain rests on all transfers of the squares that were gained."""
    assert findings["gain"].events == ("e1", "e2", "e3", "e4", "e5")
    assert set(findings["ceasefires"].events) == {"e1", "e2", "e3", "e4", "e5", "e6"}


def test_the_day_an_agreement_ends_is_not_counted_as_in_force(squares):
    """In force ends the day before ``until_day``, here as on the page of ceasefires."""
    ends = event("e7", 30, "d1", "BLUE", "RED")
    seeds = make_squares((*squares.seeds.events, ends))
    found = claim_results(archive_of(seeds))["rivals"].finding
    before, after = found.figures.values()
    assert [before.value, after.value] == [near(200), near(200)]
    assert after.evidence.until == nth_day(29)
    assert "e7" not in found.events


def test_a_figure_names_the_days_it_counts(findings):
    """Changes of the first day stand apart: what follows is counted from the day after it."""
    first, calm, on_start, before, after = (
        about.days(figure) for about, figure in findings["unmoved"].figures.items()
    )
    assert first == (nth_day(26), nth_day(40))
    assert calm == (nth_day(27), nth_day(39))
    assert on_start == (nth_day(26), nth_day(26))
    assert before == (nth_day(27), nth_day(39))
    assert after == (nth_day(40), nth_day(50))
    (about, between), _ = findings["rivals"].figures.items()
    assert about.days(between) == (nth_day(19), nth_day(22)), "up to the day before the later start"
    (about, share), *_ = findings["share"].figures.items()
    assert about.days(share) == (None, nth_day(30))


def test_a_view_opens_what_its_test_compares(squares, results):
    """Two days as a difference with its table; else the agreement of the day shown."""
    for name in ("gain", "kept", "unmoved", "baselines"):
        assert on_map(squares, results[name]).tab == "difference"
    shown = on_map(squares, results["stairs"])
    assert squares.agreements[shown.agreement].flag_day == shown.day


# --- scenarios ------------------------------------------------------------------------------


def test_an_outcome_that_rests_on_doubtful_events_flips(alone):
    """The gain of day 50 is c1 alone."""
    found = claim_results(alone)["gain"].finding
    ((about, gained),) = found.figures.items()
    assert (about.name, by(gained)) == ("gain", (near(100), 0, near(100), near(100)))
    assert found.outcome == "fits"
    assert found.otherwise() == {"does_not_fit": ("without_low",)}


def test_an_outcome_that_does_not_rest_on_them_stays(findings):
    """c2 and c3 are gained in any case."""
    assert findings["gain"].otherwise() == {}
    (gained,) = findings["gain"].figures.values()
    assert by(gained) == (near(300), near(200), near(300), near(300))


def test_the_first_change_of_a_calm_comes_when_a_scenario_has_it(findings):
    """The calm begins on day 26. c3 passes on day 40, at the earliest on day 35; c1, inferred for
    day 26, at the latest on day 30."""
    figures = {about.name: figure for about, figure in findings["unmoved"].figures.items()}
    assert by(figures["first_change"]) == (14, 14, 9, 4)


def test_a_party_that_holds_land_in_a_scenario_only_is_named():
    """All of column c passes to RED, c1 by low certainty: left out, BLUE keeps a third."""
    events = [event(c, 20, c, "BLUE", "RED", certainty="low" if c == "c1" else "high")
              for c in ("c1", "c2", "c3")]  # fmt: skip
    seeds = make_squares(events)
    test = ShareTest(to_day=nth_day(30), areas=("district:CC",))
    claim = seeds.claims[0].model_copy(update={"test": test})
    seeds = replace(seeds, claims=(claim,))
    found = claim_results(archive_of(seeds))[claim.id].finding
    assert [(about.party, by(share)) for about, share in found.figures.items()] == [
        ("RED", (near(100), near(200 / 3), near(100), near(100))),
        ("BLUE", (0, near(100 / 3), 0, 0)),
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_each_scenario_says_what_it_says_when_asked_itself(data):
    """No figure outside its range, none that the scenario would not give; and a claim flips where
    its test, run on the scenario, says something else."""
    seeds = make_squares(data.draw(doubtful_events()))
    archive = archive_of(seeds)
    results = {
        ident: found.finding for ident, found in claim_results(archive).items() if found.finding
    }
    shown = _figures(across(archive, ceasefires), results)
    for quantity in shown.values():
        assert quantity.value is None or quantity.low <= quantity.value <= quantity.high
    for name, scenario in scenarios(archive).items():
        tested = {c.id: claims.find(c.test, scenario) for c in seeds.claims if c.test}
        asked = _figures(ceasefires(scenario), tested)
        assert set(asked) <= set(shown)
        assert {about: figure.scenarios[name] for about, figure in shown.items()} == {
            about: asked[about].value if about in asked else 0 for about in shown
        }
        for ident, finding in results.items():
            assert finding.outcomes[name] == tested[ident].outcome


def _figures(found: Ceasefires, findings: Mapping[str, Finding]) -> dict[Hashable, Quantity]:
    """Every quantity of both pages by what it is of."""
    figures: dict[Hashable, Quantity] = {
        (ident, about): figure
        for ident, finding in findings.items()
        for about, figure in finding.figures.items()
    }
    for outcome in found.measured:
        figures |= {(outcome.key, window.key): window.changed for window in outcome.windows}
        for name in ("first_change_after", "on_first_day", "days_without_change", "longest_calm"):
            figures[outcome.key, name] = getattr(outcome, name)
    return figures


def test_a_test_of_no_kind_is_refused(squares):
    """What no function is written for has no figures."""
    with pytest.raises(NotImplementedError):
        claims.find(object(), squares)
