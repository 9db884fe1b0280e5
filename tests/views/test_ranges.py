"""Ranges stand where a figure moves, in words where a scenario has none, and nowhere else."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import partial
from html import unescape

import pytest

from dashboard import wording
from dashboard.analysis.ceasefires import WINDOWS, Ceasefires
from dashboard.analysis.ceasefires import ceasefires as all_ceasefires
from dashboard.analysis.claims import About, claim_results
from dashboard.analysis.profiles import area_profile
from dashboard.analysis.scenarios import SCENARIOS, across
from dashboard.archive import Archive
from dashboard.quantity import Evidence, Quantity, Unit, total
from dashboard.views import ceasefires, claims
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.wording import format

WORDS, ARABIC = wording.load("en"), wording.load("ar")


@pytest.fixture(scope="module")
def choice(bundled: Archive) -> Choice:
    return Choice.opening(bundled)


def quantity(unit: Unit, value, *others) -> Quantity:
    """A figure and what it is in each scenario."""
    return Quantity(value, unit, scenarios=dict(zip(SCENARIOS, others, strict=True)))


def plain(html: str) -> str:
    """What a reader sees, with plain spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", html)))


IN_WORDS = [
    (quantity(Unit.KM2, 300.0, 200.0, 300.0, 300.0), "range 200 to 300 km²"),
    (quantity(Unit.KM2, 300.0, 300.2, 300.0, 300.0), ""),
    (quantity(Unit.PERCENT, 65.4, 54.26, 65.4, 65.5), "range 54.3 to 65.5%"),
    (quantity(Unit.PERCENT, 65.4, 65.41, 65.4, 65.4), ""),
    (quantity(Unit.KM, 4.2, 0.8, 4.2, 4.2), "range 0.8 to 4.2 km"),
    (quantity(Unit.DAYS, 80, 50, 80, 80), "range 50 to 80 days"),
    (quantity(Unit.DAYS, 3, None, 3, 3), "no change when low-certainty events are left out"),
    (
        quantity(Unit.DAYS, 3, None, 5, None),
        "range 3 to 5 days; no change when low-certainty events are left out or when doubtful "
        "days are at their latest",
    ),
    (quantity(Unit.DAYS, None, None, 9, None), "9 days when doubtful days are at their earliest"),
    (quantity(Unit.DAYS, None, None, None, None), ""),
    (Quantity(300.0, Unit.KM2), ""),
]


@pytest.mark.parametrize(("figure", "text"), IN_WORDS)
def test_a_range_in_words(figure, text):
    """As precise as the figure; nothing where it would print the same; no number made up."""
    shown = format.scenarios(WORDS, figure, "no_change_variant")
    assert shown.replace("\u00a0", " ") == text


def test_a_range_with_an_error_is_written_as_exactly_as_its_figure():
    """35 per cent of a zone, give or take 18: no tenths at its ends either."""
    figure = replace(quantity(Unit.PERCENT, 34.8, 26.6, 34.8, 34.8), error=17.5)
    assert format.text(WORDS, figure) == "35%"
    assert format.scenarios(WORDS, figure).replace("\u00a0", " ") == "range 27 to 35%"


def test_a_range_is_never_broken_over_two_lines():
    """From the word to the unit."""
    assert " " not in format.scenarios(WORDS, quantity(Unit.KM2, 300.0, 200.0, 300.0, 300.0))


def test_ranges_in_arabic_count_in_the_form_of_their_number():
    """Three to ten days, eleven and more."""
    assert format.span(ARABIC, quantity(Unit.DAYS, 4, 7, 4, 4)) == "4 إلى 7\u00a0أيام"
    assert format.span(ARABIC, quantity(Unit.DAYS, 4, 80, 4, 4)) == "4 إلى 80\u00a0يومًا"


# --- ceasefires -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(choice, bundled) -> PageContext:
    return PageContext(bundled, WORDS, choice)


@pytest.fixture(scope="module")
def found(bundled: Archive) -> Ceasefires:
    return across(bundled, all_ceasefires)


def test_every_ceasefire_figure_that_moves_has_its_range_and_no_other(page, found, bundled):
    """The table's ranges are those of the analysis, row by row."""
    rows = re.findall(r"<tr><th scope=.row.*?</tr>", ceasefires.table_html(page, found), re.DOTALL)
    shown = 0
    for row, outcome in zip(rows, found.measured, strict=True):
        moved = [
            format.scenarios(WORDS, quantity, "no_change_variant")
            for quantity in (
                outcome.first_change_after, outcome.on_first_day,
                *(window.changed for window in outcome.windows),
                outcome.days_without_change, outcome.longest_calm,
            )
        ]  # fmt: skip
        ranges = [unescape(each) for each in re.findall(r'class="range">(.*?)</', row)]
        assert ranges == [text for text in moved if text]
        shown += len(ranges)
    assert shown


def test_outcome_says_when_its_counts_move(page, found, bundled):
    """Two ceasefires, or none if doubtful events are left out."""
    still = ceasefires.head_html(page, found, "first_30")
    assert "range" not in still
    doubtful = replace(found, changed_in_force=quantity(Unit.COUNT, 2, 0, 2, 2))
    head = plain(ceasefires.head_html(page, doubtful, "first_30"))
    assert "and while still in force in 2 (range 0 to 2)" in head
    assert head.count("range") == 1


@pytest.mark.parametrize("window", WINDOWS)
def test_a_bars_range_is_drawn_and_told(page, found, window, bundled):
    """A thin line on the side it is about, and the same in words beside the name."""
    items = re.findall(r"<li>.*?</li>", ceasefires.chart_html(page, found, window), re.DOTALL)
    first, *others = bundled.parties
    taken = [
        [total(Unit.KM2, (outcome.window(window).taken_by(p) for p in side))
         for side in (others, [first])]
        for outcome in found.measured
    ]  # fmt: skip
    most = [max(pair[i].high or 0 for pair in taken) for i in (0, 1)]
    for item, pair in zip(items, taken, strict=True):
        name, before, after = re.fullmatch(
            r'<li><div>(.*?)</div>\s*<div class="track"><div class="before"(.*?)</div>'
            r'<div class="after"(.*?)</div></div></li>',
            item,
            re.DOTALL,
        ).groups()
        for changed, longest, html in zip(pair, most, (before, after), strict=True):
            drawn = re.search(r"inset-inline-\w+:([\d.]+)%;width:([\d.]+)%", html)
            text = format.scenarios(WORDS, changed)
            if drawn:
                start, length = (float(n) for n in drawn.groups())
                assert start == pytest.approx(100 * changed.low / longest, abs=0.02)
                assert start + length == pytest.approx(100 * changed.high / longest, abs=0.02)
                assert start + length <= 100.02
                assert text in unescape(name)
            elif not text:
                assert "reach" not in html


# --- claims ---------------------------------------------------------------------------------


def test_every_figure_of_a_claim_that_moves_has_its_range(page, bundled):
    """As the analysis has them, in order."""
    for result in (r for r in claim_results(bundled).values() if r.on_land):
        html = claims.claim_html(page, result).partition('<div class="test">')[2]
        items = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
        for item, figure in zip(items, result.finding.figures.values(), strict=False):
            text = format.scenarios(WORDS, figure, "no_change_variant")
            assert f"({text})" in unescape(item) if text else "range" not in item
        same = WORDS["outcome_same"] in html
        assert same == bool(result.finding.outcome and not result.finding.otherwise())


def test_an_outcome_that_flips_is_told_plainly(page, bundled):
    """With the scenarios in which it does."""
    result = next(r for r in claim_results(bundled).values() if r.finding and r.finding.outcome)
    outcomes = dict(zip(SCENARIOS, ("does_not_fit", "fits", "fits"), strict=True))
    finding = replace(result.finding, outcome="fits", outcomes=outcomes)
    html = plain(claims.claim_html(page, replace(result, finding=finding)))
    assert "fits the claim" in html
    assert "does not fit the claim when low-certainty events are left out" in html
    assert WORDS["outcome_same"] not in html


def test_a_calm_that_never_broke_is_told_in_words(page, bundled):
    """No number of days where there is none."""
    result = next(r for r in claim_results(bundled).values() if r.on_land)
    evidence = Evidence(dt.date(2020, 4, 6), dt.date(2020, 3, 6))
    never = replace(quantity(Unit.DAYS, None, None, None, None), evidence=evidence)
    finding = replace(result.finding, figures={About("first_change"): never})
    html = claims.claim_html(page, replace(result, finding=finding))
    figures = html.partition(WORDS["figure_first_change"])[2].partition("</ul>")[0]
    assert WORDS["nothing_passed"] in figures
    assert "range" not in figures


# --- districts ------------------------------------------------------------------------------


def test_land_held_in_an_area_has_its_range(choice, bundled):
    """Every holder of any scenario, its figure inside its range; also of agreed pockets."""
    pockets = [area for area in bundled.areas if ":" not in area]
    for area in (*pockets, *bundled.areas[::10]):
        profile = across(bundled, partial(area_profile, area=area, day=choice.day))
        html = plain(PageContext(bundled, WORDS, choice).render("area.html", profile=profile))
        for held in profile.situation.held.values():
            assert held.low <= held.value <= held.high
            assert plain(format.with_error(WORDS, held)) in html
            assert format.scenarios(WORDS, held).replace("\u00a0", " ") in html
