"""Ranges stand where a figure moves, in words where a variant has none, and nowhere else."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from bundled import bundled_archive

from dashboard import wording
from dashboard.analysis import claims as claim_tests
from dashboard.analysis import doubt as doubts
from dashboard.analysis.ceasefires import ceasefires as all_ceasefires
from dashboard.analysis.profiles import area_profile
from dashboard.analysis.scenarios import SCENARIOS, Spread, across
from dashboard.ui import ceasefire_table, ceasefires, claims, doubt
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.wording import format

WORDS, ARABIC = wording.load("en"), wording.load("ar")
ARCHIVE = bundled_archive()


@pytest.fixture(scope="module")
def choice() -> Choice:
    return Choice.opening(ARCHIVE)


def moves(value, *others) -> Spread:
    """A figure and what the variants make of it."""
    return Spread(value, dict(zip(SCENARIOS, others, strict=True)))


def plain(html: str) -> str:
    """What a reader sees, with plain spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", html)))


SAID = [
    (moves(300.0, 200.0, 300.0, 300.0), doubt.KM2, "range 200 to 300 km²"),
    (moves(300.0, 300.2, 300.0, 300.0), doubt.KM2, ""),
    (moves(65.4, 54.26, 65.4, 65.5), doubt.PERCENT, "range 54.3 to 65.5 %"),
    (moves(65.4, 65.41, 65.4, 65.4), doubt.PERCENT, ""),
    (moves(4.2, 0.8, 4.2, 4.2), doubt.KM, "range 0.8 to 4.2 km"),
    (moves(80, 50, 80, 80), doubt.DAYS, "range 50 to 80 days"),
    (moves(3, None, 3, 3), doubt.DAYS, "no change when low-certainty events are left out"),
    (
        moves(3, None, 5, None),
        doubt.DAYS,
        "range 3 to 5 days; no change when low-certainty events are left out or when doubtful "
        "days are at their latest",
    ),
    (moves(None, None, 9, None), doubt.DAYS, "9 days when doubtful days are at their earliest"),
    (moves(None, None, None, None), doubt.DAYS, ""),
    (None, doubt.KM2, ""),
]


@pytest.mark.parametrize(("found", "unit", "told"), SAID)
def test_a_range_in_words(found, unit, told):
    """As precise as the figure; nothing where it would print the same; no number made up."""
    text = doubt.text(WORDS, found, unit, "no_change_variant")
    assert text.replace("\u00a0", " ") == told


def test_a_range_is_never_broken_over_two_lines():
    """From the word to the unit."""
    assert " " not in doubt.text(WORDS, moves(300.0, 200.0, 300.0, 300.0), doubt.KM2)


def test_ranges_in_arabic_count_in_the_form_of_their_number():
    """Three to ten days, eleven and more."""
    assert doubt.DAYS.span(ARABIC, 4, 7) == "4 إلى 7 أيام"
    assert doubt.DAYS.span(ARABIC, 4, 80) == "4 إلى 80 يومًا"


# --- ceasefires -----------------------------------------------------------------------------


def test_every_ceasefire_figure_that_moves_has_its_range_and_no_other(choice):
    """The table's ranges are those of the analysis, cell by cell."""
    measured, _ = all_ceasefires(ARCHIVE)
    html = ceasefire_table.table_html(ARCHIVE, WORDS, choice, measured)
    rows = re.findall(r"<tr><th scope=.row.*?</tr>", html)
    found = doubts.of_ceasefires(ARCHIVE)
    units = {"first": doubt.DAYS, "quiet": doubt.COUNT, "calm": doubt.COUNT}
    shown = 0
    for row, hold in zip(rows, measured, strict=True):
        moved = {
            name: doubt.text(WORDS, spread, units.get(name, doubt.KM2), "no_change_variant")
            for name, spread in found[hold.agreement.id, hold.start].items()
            if not isinstance(name, tuple)
        }
        told = re.findall(r'<div class="range">(.*?)</div>', row)
        assert sorted(unescape(t) for t in told) == sorted(t for t in moved.values() if t)
        shown += len(told)
    assert shown


def test_outcome_says_when_its_counts_move(choice, monkeypatch):
    """Two starts, or none if doubtful events are left out."""
    measured, _ = all_ceasefires(ARCHIVE)
    still = ceasefires.told(ARCHIVE, WORDS, measured)
    assert "range" not in still
    made = {
        "in_force": moves(2, 0, 2, 2), "month": moves(5, 5, 5, 5),
        "longest": moves(1660, 1660, 1660, 1660),
    }  # fmt: skip
    monkeypatch.setattr(ceasefires, "of_outcome", lambda _: made)
    told = ceasefires.told(ARCHIVE, WORDS, measured).replace("\u00a0", " ")
    assert "after 2 (range 0 to 2) of these starts" in told
    assert told.count("range") == 1


@pytest.mark.parametrize("window", [7, 30, 90, doubts.IN_FORCE])
def test_a_bars_range_is_drawn_and_told(choice, window):
    """A thin line on the side it is about, and the same in words beside the name."""
    measured, _ = all_ceasefires(ARCHIVE)
    html = ceasefires.bars_html(ARCHIVE, WORDS, choice, measured, window)
    items, found = re.findall(r"<li>.*?</li>", html), doubts.of_ceasefires(ARCHIVE)
    most = [max(figures[window, first].high or 0 for figures in found.values())
            for first in (False, True)]  # fmt: skip
    for item, hold in zip(items, measured, strict=True):
        name, before, after = re.fullmatch(
            r'<li><div>(.*?)</div><div class="track"><div class="before"(.*?)</div>'
            r'<div class="after"(.*?)</div></div></li>',
            item,
        ).groups()
        for first, html_ in ((False, before), (True, after)):
            spread = found[hold.agreement.id, hold.start][window, first]
            drawn = re.search(r"inset-inline-\w+:([\d.]+)%;width:([\d.]+)%", html_)
            text = doubt.text(WORDS, spread, doubt.KM2)
            if drawn:
                start, length = (float(n) for n in drawn.groups())
                assert start == pytest.approx(100 * spread.low / most[first], abs=0.02)
                assert start + length == pytest.approx(100 * spread.high / most[first], abs=0.02)
                assert start + length <= 100.02
                assert text in unescape(name)
            elif not text:
                assert "reach" not in html_


# --- claims ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "found", [t for t in claim_tests.tested(ARCHIVE) if t.on_land], ids=lambda t: t.claim.id
)
def test_every_figure_of_a_claim_that_moves_has_its_range(found, choice):
    """As the analysis has them, in order."""
    html = claims.claim_html(ARCHIVE, WORDS, choice, found)
    doubted = doubts.of_claims(ARCHIVE)[found.claim.id]
    items = re.findall(r"<li>(.*?)</li>", html)
    for item, (figure, spread) in zip(items, doubted.figures, strict=False):
        text = doubt.text(WORDS, spread, claims.UNITS[figure.unit], "no_change_variant")
        assert f"({text})" in unescape(item) if text else "range" not in item
    same = WORDS["outcome_same"] in html
    assert same == bool(found.outcome and not doubted.otherwise(found.outcome))


def test_an_outcome_that_flips_is_told_plainly():
    """With the variants in which it does."""
    found = next(t for t in claim_tests.tested(ARCHIVE) if t.outcome == "fits")
    outcomes = dict(zip(SCENARIOS, ("does_not_fit", "fits", "fits"), strict=True))
    html = plain(claims.outcome_html(WORDS, found, doubts.Doubted((), outcomes)))
    assert "fits the claim" in html
    assert "does not fit the claim when low-certainty events are left out" in html
    assert WORDS["outcome_same"] not in html


def test_a_calm_that_never_broke_is_told_in_words(choice):
    """No number of days where there is none."""
    figure = claims.Figure(
        "first_change", None, "days", start=dt.date(2020, 3, 6), end=dt.date(2020, 4, 6)
    )
    html = plain(claims.figure_html(ARCHIVE, WORDS, choice, figure, moves(None, None, None, None)))
    assert WORDS["nothing_passed"] in html
    assert "range" not in html


# --- districts ------------------------------------------------------------------------------


@pytest.mark.parametrize("area", ARCHIVE.areas)
def test_land_held_in_an_area_has_its_range(area, choice):
    """Every holder of any scenario, its figure inside its range; also of agreed pockets."""
    profile = across(ARCHIVE, lambda made: area_profile(made, area, choice.day))
    html = plain(PageContext(ARCHIVE, WORDS, choice).render("area.html", profile=profile))
    for held in profile.situation.held.values():
        assert held.low <= held.value <= held.high
        assert format.text(WORDS, held) in html
        assert format.scenarios(WORDS, held).replace("\u00a0", " ") in html
