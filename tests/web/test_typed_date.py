"""What people type is read as the day they mean, in every language there is."""

from __future__ import annotations

import calendar
import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import wording

FIRST, LAST = dt.date(2011, 3, 15), dt.date(2025, 2, 28)
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
LANGUAGES = st.sampled_from(wording.languages())


def series_of(language: str) -> str:
    """A calendar in the reader's language."""
    locale = json.dumps(wording.load(language).locale.browser())
    return f'new Calendar("{FIRST}", "{LAST}", new Format({locale}))'


def read(engine, text: str, language: str = "en") -> tuple[dt.date, dt.date] | None:
    """First and last day a text means; None where it is no date."""
    found = engine.call(f"(text) => readDate(text, {series_of(language)})", text)
    return found and tuple(FIRST + dt.timedelta(days=found[end]) for end in ("first", "last"))


@QUIET
@given(DAYS, LANGUAGES)
def test_what_python_writes_is_read(engine, day, language):
    """A day in full, with its month shortened, and a month of a year."""
    locale = wording.load(language).locale
    for text in (locale.date(day), locale.brief_date(day), str(day), f"{day:%d/%m/%Y}"):
        assert read(engine, text, language) == (day, day), text
    last = calendar.monthrange(day.year, day.month)[1]
    month = (day.replace(day=1), day.replace(day=last))
    assert read(engine, locale.span(day, day, "month"), language) == month
    year = (dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    assert read(engine, str(day.year), language) == year


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2020-2-5", "2020-02-05"), ("20200206", "2020-02-06"), ("٢٠٢٠-٠٢-٠٧", "2020-02-07"),
        (" 2020/02/08 ", "2020-02-08"), ("5/3/2020", "2020-03-05"), ("05.03.2020", "2020-03-05"),
        ("1 MARCH 2020", "2020-03-01"), ("March 1, 2020", "2020-03-01"),
        ("1 mar 2020", "2020-03-01"), ("9 Sep 2019", "2019-09-09"), ("9 sept. 2019", "2019-09-09"),
        ("31 December 2019", "2019-12-31"),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(engine, typed, day):
    meant = dt.date.fromisoformat(day)
    assert read(engine, typed) == (meant, meant)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("١ آذار ٢٠٢٠", "2020-03-01"), ("1 اذار 2020", "2020-03-01"), ("1 مارس 2020", "2020-03-01"),
        ("1 آذار/مارس 2020", "2020-03-01"), ("5 كانون الأول 2019", "2019-12-05"),
    ],
)  # fmt: skip
def test_a_month_has_the_names_of_the_region_and_of_the_language(engine, typed, day):
    """Both are used, also side by side; marks on the letters may be left out."""
    meant = dt.date.fromisoformat(day)
    assert read(engine, typed, "ar") == (meant, meant)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "soon", "2020-13-01", "2020-02-30", "30/2/2020", "5 3 20", "1 Ma 2020", "1 J 2020",
        "March", "5 March", "1 March April 2020", "2020 2021", "3 2020 5", "12345", "1/2/3/2020",
        "March 1 2 2020", "0000-01-01", "constructor 2020", "2020-", "<b>2020-03-01</b> March",
    ],
)  # fmt: skip
def test_what_is_no_date_or_may_be_several_is_not_guessed_at(engine, typed):
    assert read(engine, typed) in (None, read(engine, "2020") if typed == "2020-" else None)


@pytest.mark.parametrize(
    ("typed", "reported"),
    [
        ("5/3/2020", True), ("25/3/2020", False), ("3/3/2020", False), ("2020-03-05", False),
        ("5 March 2020", False),
    ],
)  # fmt: skip
def test_the_order_is_told_where_only_the_rule_decides(engine, typed, reported):
    """5/3 could be 3 May; 25/3 could not."""
    assert engine.call(f"(text) => readDate(text, {series_of('en')}).isDayFirst", typed) is reported
