"""A figure, how it is written, and what scenarios make of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import wording
from dashboard.analysis import scenarios
from dashboard.quantity import Quantity, Unit
from dashboard.wording import format

EN = wording.load("en")


def km2(value: float | None, error: float | None = None, **scenarios: float | None) -> Quantity:
    return Quantity(value, Unit.KM2, error, scenarios)


@pytest.mark.parametrize(
    ("quantity", "written"),
    [
        (km2(3375, 168), "3,380 ± 170 km²"),
        (km2(1370, 1690), "1,400 ± 1,700 km²"),
        (km2(996.4, 99.6), "1,000 ± 100 km²"),
        (km2(12.5), "13 km²"),
        (km2(2.55), "2.6 km²"),
        (km2(0.0), "0 km²"),
        (km2(0.04), "0 km²"),
        (km2(None), "not known"),
        (Quantity(0.0, Unit.KM), "0.0 km"),
        (Quantity(519.3, Unit.KM), "519 km"),
        (Quantity(66.44, Unit.PERCENT), "66.4%"),
        (Quantity(66.44, Unit.PERCENT, 8.4), "66 ± 8%"),
        (Quantity(66.44, Unit.PERCENT, 0.4), "66.4 ± 0.4%"),
        (Quantity(100.0, Unit.PERCENT, 19.0), "81–100%"),
        (Quantity(2.1, Unit.PERCENT, 3.4), "0–5%"),
        (Quantity(99.6, Unit.PERCENT, 0.7), "98.9–100%"),
        (Quantity(60.0, Unit.PERCENT, 70.0), "0–100%"),
        (Quantity(99.97, Unit.PERCENT), "100%"),
        (Quantity(99.97, Unit.PERCENT, 0.01), "100%"),
        (Quantity(1, Unit.DAYS), "1 day"),
        (Quantity(1660, Unit.DAYS), "1,660 days"),
        (Quantity(1263, Unit.COUNT), "1,263"),
    ],
)
def test_a_figure_is_written_as_exactly_as_it_is_known(quantity, written):
    """Never with more digits than its error leaves it; figure, error and unit on one line."""
    shown = format.with_error(EN, quantity)
    assert shown.replace("\u00a0", " ") == written
    assert quantity.value is None or " " not in shown


@given(
    value=st.floats(0, 1e6),
    error=st.floats(0.05, 1e6),
)
def test_figure_and_error_are_rounded_to_the_same_place(value, error):
    """No figure looks surer than the error beside it."""
    step = format.step(value, Unit.KM2, error)
    assert step in (0.1, 1, 10, 100, 1000)
    if 1 <= error < 99_000:
        assert step <= error <= 100 * step


@given(share=st.floats(0, 100), error=st.none() | st.floats(0, 200))
def test_no_share_reads_as_more_than_all_or_less_than_none(share, error):
    """What can be all of it is not 100 ± 19%."""
    shown = format.with_error(EN, Quantity(share, Unit.PERCENT, error)).removesuffix("%")
    value, _, off = shown.partition("\u00a0±\u00a0")
    low, _, high = value.partition("–")
    ends = (
        (float(low), float(high))
        if high
        else (float(low) - float(off or 0), float(low) + float(off or 0))
    )
    assert 0 <= round(ends[0], 9) <= round(ends[1], 9) <= 100
    assert not high or ends[0] < ends[1]


@pytest.mark.parametrize(
    ("quantity", "zero"), [(km2(4, 1300), True), (km2(400, 1300), False), (km2(0.3), False)]
)
def test_a_figure_that_is_nothing_beside_its_error_is_known_as_such(quantity, zero):
    """A headline leaves out what it would write as 0."""
    assert format.is_zero(quantity) is zero
    assert (format.number(EN, quantity) == "0") is zero


def test_a_per_cent_sign_stays_on_one_side_of_its_number():
    """After Arabic letters it would go to the left, at the beginning of a line to the right."""
    written = format.text(wording.load("ar"), Quantity(66.44, Unit.PERCENT))
    assert written == "66.4\u200e%\u200e"


def test_a_change_has_its_sign():
    """Plus and minus, and none for what rounds to nothing."""
    texts = [format.signed_with_error(EN, km2(value)).strip("\u200e") for value in (12, -12, -0.01)]
    assert texts == ["+12\u00a0km²", "−12\u00a0km²", "0\u00a0km²"]


def test_a_range_stands_only_where_it_would_print_another_figure():
    """12.1 to 12.3 km² is 12 km² either way."""
    assert format.span(EN, km2(12.1, earliest=12.3)) == ""
    assert format.span(EN, km2(12.1, earliest=15)) == "12 to 15\u00a0km²"
    assert format.span(EN, km2(0, latest=5.8)) == "0 to 5.8\u00a0km²"
    assert format.span(EN, km2(6.8, latest=70.4)) == "6.8 to 70\u00a0km²"


def test_a_figure_some_scenarios_lack_says_which():
    """A first change that doubtful events alone make is not told as sure."""
    first = Quantity(3, Unit.DAYS, scenarios={"without_low": None, "earliest": 2, "latest": 3})
    assert format.scenarios(EN, first, "no_change_variant").replace("\u00a0", " ") == (
        "range 2 to 3 days; no change when low-certainty events are left out"
    )
    never = Quantity(None, Unit.DAYS, scenarios={"without_low": None, "latest": 4})
    assert format.scenarios(EN, never) == "4\u00a0days when doubtful days are at their latest"


@dataclass(frozen=True)
class Row:
    key: str
    held: Quantity
    far: Quantity


@dataclass(frozen=True)
class Answer:
    total: Quantity
    by: dict
    rows: tuple[Row, ...]
    day: dt.date


def test_scenarios_are_put_beside_each_figure_of_an_answer(monkeypatch):
    """Field by field; land left out is none, a distance left out does not exist."""
    row = Row("a", km2(5.0), Quantity(1.0, Unit.KM))
    day = dt.date(2001, 1, 1)
    shown = Answer(km2(10.0), {"RED": km2(7.0)}, (row,), day)
    other = Answer(km2(8.0), {"BLUE": km2(3.0)}, (), dt.date(2002, 2, 2))
    monkeypatch.setattr(scenarios, "scenarios", lambda _: {"latest": other})
    found = scenarios.across(shown, lambda answer: answer)
    assert found.total == replace(shown.total, scenarios={"latest": 8.0})
    assert found.by["RED"].scenarios == {"latest": 0.0}
    assert (found.by["BLUE"].value, found.by["BLUE"].scenarios) == (0.0, {"latest": 3.0})
    assert found.rows[0].held.scenarios == {"latest": 0.0}
    assert found.rows[0].far.scenarios == {"latest": None}
    assert found.day == day
