"""How near the line of contact stood: in words, and drawn only where there is a course to draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bundled import bundled_archive
from streamlit.testing.v1 import AppTest

from dashboard import wording
from dashboard.analysis.over_time import OverTime
from dashboard.analysis.profiles import ContactDistance, place_profile
from dashboard.analysis.search import search
from dashboard.quantity import SCENARIOS, Quantity, Unit
from dashboard.ui import charts, places
from dashboard.ui.choice import Choice
from dashboard.ui.context import PageContext
from dashboard.ui.place_record import place_html
from dashboard.ui.unplaced_results import summary_html

ROOT = Path(__file__).parents[2]
WORDS, ARABIC = wording.load("en"), wording.load("ar")
ARCHIVE = bundled_archive()
DAYS = ARCHIVE.state_days


def sentence_of(
    values: dict[int, float], rest: float, at: int = 0, words=WORDS, most: float = 0.0
) -> str:
    """The words for a series of ``rest`` with other ``values``; ``most`` is that of a scenario."""
    far = np.full(len(DAYS), rest)
    for i, value in values.items():
        far[i] = value
    known = not np.isnan(far).all()
    least, farthest = (int(find(far)) if known else 0 for find in (np.nanargmin, np.nanargmax))

    def km(i: int) -> Quantity:
        value = far[i] if known else None
        others = dict.fromkeys(SCENARIOS, max(far[i], most)) if known else {}
        return Quantity(value, Unit.KM, scenarios=others)

    days = (DAYS[least], DAYS[farthest]) if known else (None, None)
    distance = ContactDistance(far, km(at), km(least), km(farthest), *days)
    choice = Choice.opening(ARCHIVE).with_(day=DAYS[at])
    return places.distance_text(PageContext(ARCHIVE, words, choice), distance)


def day(i: int) -> str:
    return WORDS.date(DAYS[i])


THROUGH = "The line of contact ran through it or along its edge on"


@pytest.mark.parametrize(
    ("values", "rest", "at", "sentence"),
    [
        ({}, 0.0, 3, f"{THROUGH} every day of the series."),
        ({}, 7.04, 3, "7.0 km on every day of the series."),
        ({5: 7.02}, 7.04, 3, "7.0 km on every day of the series."),
        ({5: 9.0}, 0.0, 3, f"{THROUGH} {day(3)}; it was farthest, 9.0 km, on {day(5)}."),
        (
            {2: 0.0, 5: 9.0},
            7.0,
            3,
            f"7.0 km on {day(3)}; the line of contact ran through it or along its edge on {day(2)} "
            f"first, and was farthest, 9.0 km, on {day(5)}.",
        ),
        (
            {2: 1.0, 5: 9.0},
            7.0,
            3,
            f"7.0 km on {day(3)}; nearest 1.0 km on {day(2)}, farthest 9.0 km on {day(5)}.",
        ),
        ({}, np.nan, 3, "No line of contact in the series."),
    ],
)
def test_distance_in_words(values, rest, at, sentence):
    """A distance of nothing is named for what it is, one that never changes once."""
    assert sentence_of(values, rest, at) == sentence


def test_a_line_that_need_not_have_run_through_says_so():
    """What doubtful events change stands with the sentence too."""
    text = sentence_of({}, 0.0, most=3.2).replace("\u00a0", " ")
    assert text == f"{THROUGH} every day of the series (range 0.0 to 3.2 km)."


def test_arabic_says_it_too():
    assert "0.0" not in sentence_of({}, 0.0, words=ARABIC)


def test_axes_have_figures_a_reader_would_write():
    """Never six decimals of nothing."""
    far, page = np.zeros(len(DAYS)), PageContext(ARCHIVE, WORDS, Choice.opening(ARCHIVE))
    line = charts.over_time(
        DAYS, far, title="km", last=ARCHIVE.last_day, at=DAYS[0], description=""
    ).to_dict()
    area = charts.shares_over_time(page, OverTime(ARCHIVE).area_km2(), "").to_dict()
    for chart in (line, area):
        assert chart["layer"][0]["encoding"]["y"]["axis"]["format"] == ",.2~f"


# --- what a search finds and no map can open ---------------------------------------------------


def result_of(text: str, found: str, words=WORDS) -> str:
    """What the search shows of one thing it finds."""
    words = words.of_seeds(ARCHIVE.seeds)
    hit = next(hit for hit in search(ARCHIVE, text) if hit.id == found)
    return summary_html(PageContext(ARCHIVE, words, Choice.opening(ARCHIVE)), hit)


def test_a_post_without_a_position_says_so_with_what_is_known():
    html = result_of("Shir Mughar", "post:tr-11")
    for part in ("Turkish observation post 11", "no known position", "Established", "Encircled",
                 "27 February 2020", "November 2020", "https://"):  # fmt: skip
        assert part in html
    assert "Show on the map" not in html


def test_a_post_with_a_position_leads_to_it():
    html = result_of("Morek", "post:tr-9")
    assert "no known position" not in html
    assert "at=35.3761" in html or "at=35.3762" in html
    assert "observation_posts" in html


def test_a_name_without_a_position_says_so_with_what_was_reported():
    html = result_of("Rashidin 5", "unresolved:Rashidin 5")
    assert "no safe position" in html
    assert "not on the map" in html
    assert "→" in html


def test_posts_and_names_are_told_in_arabic():
    html = result_of("شير مغار", "post:tr-11", ARABIC)
    assert "نقطة المراقبة التركية 11" in html
    assert "الموضع غير معروف" in html
    assert "شير مغار" in html
    assert "بلا موضع موثوق" in result_of("Suwayrat", "unresolved:Suwayrat", ARABIC)


def test_what_can_be_opened_is_not_told_in_the_list():
    assert result_of("Tarnaba", "tarnaba") == ""


def test_the_search_field_shows_posts_and_names_beside_places():
    test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    test.query_params["tab"] = "place"
    test.run()
    test.text_input(key="place-search").set_value("Shir Mughar").run()
    assert not test.exception
    assert any("no known position" in block.value for block in test.get("html"))


def test_an_operation_is_told_with_who_was_on_which_side():
    """Beside each spell it brought about, in the reader's language."""
    events = (ARCHIVE.events.get(spell.properties["event"]) for spell in ARCHIVE.spells)
    event = next(event for event in events if event and event.operation)
    operation = ARCHIVE.operations[event.operation]
    assert operation.belligerents
    for language in ("en", "ar"):
        words = wording.load(language).of_seeds(ARCHIVE.seeds)
        choice = Choice.opening(ARCHIVE).with_(language=language)
        profile = place_profile(ARCHIVE, event.place, choice.day)
        html = place_html(PageContext(ARCHIVE, words, choice), profile)
        assert f"{words.text(operation.name)}: {words.text(operation.belligerents)}" in html
