"""How near the line of contact stood: in words, and drawn only where there is a course to draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import wording
from dashboard.analysis.over_time import OverTime
from dashboard.analysis.profiles import ContactDistance, place_profile
from dashboard.analysis.search import search
from dashboard.archive import Archive
from dashboard.quantity import SCENARIOS, Quantity, Unit
from dashboard.ui import charts, places
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.ui.place_record import place_html
from dashboard.ui.unplaced_results import summary_html

ROOT = Path(__file__).parents[2]
WORDS, ARABIC = wording.load("en"), wording.load("ar")


def sentence_of(
    archive: Archive, values: dict[int, float], rest: float, at: int = 0, words=WORDS,
    most: float = 0.0,
) -> str:  # fmt: skip
    """The words for a series of ``rest`` with other ``values``; ``most`` is that of a scenario."""
    series = archive.state_days
    far = np.full(len(series), rest)
    for i, value in values.items():
        far[i] = value
    known = not np.isnan(far).all()
    least, farthest = (int(find(far)) if known else 0 for find in (np.nanargmin, np.nanargmax))

    def km(i: int) -> Quantity:
        value = far[i] if known else None
        others = dict.fromkeys(SCENARIOS, max(far[i], most)) if known else {}
        return Quantity(value, Unit.KM, scenarios=others)

    days = (series[least], series[farthest]) if known else (None, None)
    distance = ContactDistance(far, km(at), km(least), km(farthest), *days)
    choice = Choice.opening(archive).with_(day=series[at])
    return places.distance_text(PageContext(archive, words, choice), distance)


THROUGH = "The line of contact ran through it or along its edge on"


@pytest.mark.parametrize(
    ("values", "rest", "at", "sentence"),
    [
        ({}, 0.0, 3, f"{THROUGH} every day of the series."),
        ({}, 7.04, 3, "7.0 km on every day of the series."),
        ({5: 7.02}, 7.04, 3, "7.0 km on every day of the series."),
        ({5: 9.0}, 0.0, 3, f"{THROUGH} {{3}}; it was farthest, 9.0 km, on {{5}}."),
        (
            {2: 0.0, 5: 9.0},
            7.0,
            3,
            "7.0 km on {3}; the line of contact ran through it or along its edge on {2} "
            "first, and was farthest, 9.0 km, on {5}.",
        ),
        (
            {2: 1.0, 5: 9.0},
            7.0,
            3,
            "7.0 km on {3}; nearest 1.0 km on {2}, farthest 9.0 km on {5}.",
        ),
        ({}, np.nan, 3, "No line of contact in the series."),
    ],
)
def test_distance_in_words(values, rest, at, sentence, bundled):
    """A distance of nothing is named for what it is, one that never changes once."""
    days = map(WORDS.date, bundled.state_days[:6])
    assert sentence_of(bundled, values, rest, at) == sentence.format(*days)


def test_a_line_that_need_not_have_run_through_says_so(bundled):
    """What doubtful events change stands with the sentence too."""
    text = sentence_of(bundled, {}, 0.0, most=3.2).replace("\u00a0", " ")
    assert text == f"{THROUGH} every day of the series (range 0.0 to 3.2 km)."


def test_arabic_says_it_too(bundled):
    assert "0.0" not in sentence_of(bundled, {}, 0.0, words=ARABIC)


def test_axes_have_figures_a_reader_would_write(bundled):
    """Never six decimals of nothing."""
    days = bundled.state_days
    far, page = np.zeros(len(days)), PageContext(bundled, WORDS, Choice.opening(bundled))
    line = charts.over_time(
        days, far, title="km", last=bundled.last_day, at=days[0], description=""
    ).to_dict()
    area = charts.shares_over_time(page, OverTime(bundled).area_km2(), "").to_dict()
    for chart in (line, area):
        assert chart["layer"][0]["encoding"]["y"]["axis"]["format"] == ",.2~f"


# --- what a search finds and no map can open ---------------------------------------------------


def result_of(bundled: Archive, text: str, found: str, words=WORDS) -> str:
    """What the search shows of one thing it finds."""
    words = words.of_seeds(bundled.seeds)
    hit = next(hit for hit in search(bundled, text) if hit.id == found)
    return summary_html(PageContext(bundled, words, Choice.opening(bundled)), hit)


def test_a_post_without_a_position_says_so_with_what_is_known(bundled):
    html = result_of(bundled, "Shir Mughar", "post:tr-11")
    for part in ("Turkish observation post 11", "no known position", "Established", "Encircled",
                 "27 February 2020", "November 2020", "https://"):  # fmt: skip
        assert part in html
    assert "Show on the map" not in html


def test_a_post_with_a_position_leads_to_it(bundled):
    html = result_of(bundled, "Morek", "post:tr-9")
    assert "no known position" not in html
    assert "at=35.3761" in html or "at=35.3762" in html
    assert "observation_posts" in html


def test_a_name_without_a_position_says_so_with_what_was_reported(bundled):
    html = result_of(bundled, "Rashidin 5", "unresolved:Rashidin 5")
    assert "no safe position" in html
    assert "not on the map" in html
    assert "→" in html


def test_posts_and_names_are_told_in_arabic(bundled):
    html = result_of(bundled, "شير مغار", "post:tr-11", ARABIC)
    assert "نقطة المراقبة التركية 11" in html
    assert "الموضع غير معروف" in html
    assert "شير مغار" in html
    assert "بلا موضع موثوق" in result_of(bundled, "Suwayrat", "unresolved:Suwayrat", ARABIC)


def test_what_can_be_opened_is_not_told_in_the_list(bundled):
    assert result_of(bundled, "Tarnaba", "tarnaba") == ""


def test_the_search_field_shows_posts_and_names_beside_places():
    test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    test.query_params["tab"] = "place"
    test.run()
    test.text_input(key="place-search").set_value("Shir Mughar").run()
    assert not test.exception
    assert any("no known position" in block.value for block in test.get("html"))


def test_an_operation_is_told_with_who_was_on_which_side(bundled):
    """Beside each spell it brought about, in the reader's language."""
    events = (bundled.events.get(spell.properties["event"]) for spell in bundled.spells)
    event = next(event for event in events if event and event.operation)
    operation = bundled.operations[event.operation]
    assert operation.belligerents
    for language in ("en", "ar"):
        words = wording.load(language).of_seeds(bundled.seeds)
        choice = Choice.opening(bundled).with_(language=language)
        profile = place_profile(bundled, event.place, choice.day)
        html = place_html(PageContext(bundled, words, choice), profile)
        assert f"{words.text(operation.name)}: {words.text(operation.belligerents)}" in html
