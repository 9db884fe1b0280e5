"""Figures, days and phrases are written in the browser as Python writes them, in each language."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pseudo_language import CODE, write_catalog

from dashboard import wording
from dashboard.quantity import Quantity, Unit
from dashboard.wording import format
from dashboard.wording.cldr import rounded

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LANGUAGES = (*wording.languages(), CODE)
#: A value in each band of the rule of rounding, on its edges, and halfway between two steps.
VALUES = (
    0, 0.04, 0.05, 0.25, 0.35, 0.5, 1, 1.5, 2, 2.5, 3, 4.45, 9.94, 9.95, 10, 10.5, 11, 12.5, 66.35,
    99.5, 100, 101, 102, 103, 111, 115, 999.5, 1000, 1234.5, 3375, 12345, 1234567.5,
)  # fmt: skip
ERRORS = (0, 0.04, 0.26, 0.95, 1, 9.94, 9.96, 12, 99.4, 99.6, 168, 995, 4999, 12345, 250000)


@pytest.fixture(scope="module")
def words(tmp_path_factory) -> dict[str, wording.Wording]:
    """Every language there is, and one that nobody speaks."""
    folder = write_catalog(tmp_path_factory.mktemp("catalogs"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_CATALOGS", str(folder))
        return {language: wording.load(language) for language in LANGUAGES}


@pytest.fixture
def written(engine, words):
    """What the browser writes: ``written(language, "number", 12.5, 0.1)``."""

    def write(language: str, method: str, *arguments: Any) -> Any:
        locale = words[language].locale.browser()
        return engine.call(
            """(locale, method, cases) => {
              const format = new Format(locale);
              return cases.map((each) => format[method](...each));
            }""",
            locale, method, list(arguments),
        )  # fmt: skip

    return write


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", list(Unit))
def test_a_figure_is_written_as_python_writes_it(written, words, language, unit):
    """Each unit and plural form, each band of numbers, rounded by each size of error."""
    cases = [(value, error) for value in VALUES for error in ERRORS]
    cases += [(-value, error) for value, error in cases]
    made = written(language, "text", *([value, unit, error] for value, error in cases))
    asked = [format.text(words[language], Quantity(v, unit, e or None)) for v, e in cases]
    assert made == asked


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", [Unit.KM2, Unit.KM, Unit.PERCENT])
def test_an_error_is_written_as_python_writes_it(written, words, language, unit):
    errors = [error for error in ERRORS if error]
    made = written(language, "error", *([error, unit] for error in errors))
    assert made == [format.error(words[language], Quantity(0.0, unit, error)) for error in errors]


@pytest.mark.parametrize("unit", [Unit.KM2, Unit.PERCENT])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_beside_its_error_is_written_as_python_writes_it(engine, words, language, unit):
    """With its sign and without; an error that would be written as 0 is left out, and a share ends
    at none and all."""
    cases = [(sign * value, error) for value in VALUES for error in ERRORS for sign in (1, -1)]
    if unit is Unit.PERCENT:
        cases = [(value, error) for value, error in cases if 0 <= value <= 100]
    made = engine.call(
        """(locale, phrase, unit, cases) => {
          const controller = { format: new Format(locale), words: { value_error: phrase } };
          const ways = ["number", "signed"];
          return cases.map(([value, error]) =>
            ways.map((write) => numberWithError(controller, value, unit, error, write)));
        }""",
        words[language].locale.browser(), words[language]["value_error"], unit, cases,
    )  # fmt: skip
    asked = [Quantity(value, unit, error or None) for value, error in cases]
    assert [number for number, _ in made] == [
        format.number_with_error(words[language], figure) for figure in asked
    ]
    for (_, signed), figure in zip(made, asked, strict=True):
        if unit is Unit.KM2:  # a share has no sign
            text = words[language].locale.unit(signed, unit, figure.value)
            assert text == format.signed_with_error(words[language], figure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_is_written_as_python_writes_it(engine, words, language):
    """Every month in full and short."""
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=n) for n in range(366)]
    made = engine.call(
        """(locale, days) => {
          const f = new Format(locale);
          return days.map((day) => [f.date(new Date(day)), f.date(new Date(day), "brief")]);
        }""",
        words[language].locale.browser(), [str(day) for day in days],
    )  # fmt: skip
    locale = words[language].locale
    assert made == [[locale.date(day), locale.brief_date(day)] for day in days]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_chooses_the_plural_form_python_chooses(engine, words, language):
    """Whole numbers through all hundreds, and one with a decimal."""
    numbers = [*range(250), 1000, 1001, 1002, 1003, 1011, 1.5, 0.5]
    made = engine.call(
        "(locale, numbers) => numbers.map((n) => new Format(locale).plurals.select(n))",
        words[language].locale.browser(), numbers,
    )  # fmt: skip
    assert made == [words[language].locale.plural(n) for n in numbers]


@QUIET
@given(st.floats(-1e9, 1e9), st.sampled_from([0.1, 1.0, 10.0, 100.0, 1000.0]))
def test_numbers_and_signs_are_those_of_python(engine, words, value, step):
    """Any number, in any whole steps."""
    locale = words["ar"].locale
    made = engine.call(
        """(locale, n, step) => {
          const format = new Format(locale);
          return [format.number(n, step), format.signed(n, step), rounded(n, step)];
        }""",
        locale.browser(), value, step,
    )  # fmt: skip
    assert made[:2] == [locale.number(value, step), locale.signed(value, step)]
    assert made[2] == rounded(value, step)


@QUIET
@given(st.floats(0, 1e6), st.floats(0, 1e6), st.sampled_from(list(Unit)))
def test_the_place_a_figure_is_rounded_to_is_pythons(engine, value, error, unit):
    made = engine.call("(...a) => roundingStep(...a)", value, unit, error)
    assert made == format.step(value, unit, error)


def test_a_phrase_is_filled_and_an_unknown_place_left(engine):
    """As ``Wording.fill``: what is not given stays to be seen."""
    filled = engine.call("(v) => fill('{n} and {km2} and {x}', v)", {"n": 3, "km2": "7"})
    assert filled == "3 and 7 and {x}"


@pytest.mark.parametrize("key", ["last_change", "days_before", "difference_error", "more_places"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_that_goes_by_a_number_is_the_one_python_chooses(engine, words, language, key):
    """Also where the language has one form for all."""
    rest = {"day": "D", "error": "E"}
    for n in (0, 1, 2, 3, 11, 100, 1000):
        made = engine.call(
            "(locale, phrase, n, v) => new Format(locale).counted(phrase, n, v)",
            words[language].locale.browser(), words[language].browser[key], n, rest,
        )  # fmt: skip
        assert made == words[language].counted(key, n, **rest)


def test_a_number_keeps_its_own_direction(engine):
    """Between the isolates of Unicode."""
    assert engine.call("(text) => isolate(text)", "−5") == "\u2066−5\u2069"


@pytest.mark.parametrize("error", [0, 0.4, 5, 168, 1700])
def test_a_change_that_may_have_gone_the_other_way_is_the_same_on_both_sides(loaded, error):
    """No larger than its error, and not written as 0."""
    sizes = [0, 1e-9, 0.3, 0.5, 4.9, 5, 5.1, 168, 168.1, 1400, -1400, 1800]
    ask = "(sizes, error) => sizes.map((km2) => isUnclear(km2, error))"
    meant = [format.is_unclear(Quantity(size, Unit.KM2, error)) for size in sizes]
    assert loaded.call(ask, sizes, error) == meant
    assert not any(flag for flag, size in zip(meant, sizes, strict=True) if abs(size) > error)
