"""The record in the panel: how near the line of contact stood, in words; what each kind shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import unescape
from pathlib import Path

import numpy as np
import pytest

from dashboard import wording
from dashboard.analysis.findable import findable
from dashboard.analysis.profiles import ContactDistance, place_profile, shape_profile
from dashboard.archive import Archive
from dashboard.quantity import SCENARIOS, Quantity, Unit
from dashboard.views import record
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.views.place_record import place_html
from dashboard.wording import format

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
    return record.distance_text(PageContext(archive, words, choice), distance)


THROUGH = "The line of contact ran through it or along its edge on"


@pytest.mark.parametrize(
    ("values", "rest", "at", "sentence"),
    [
        ({}, 0.0, 3, f"{THROUGH} every day of the series."),
        ({}, 7.04, 3, "7.0\u00a0km on every day of the series."),
        ({5: 7.02}, 7.04, 3, "7.0\u00a0km on every day of the series."),
        ({5: 9.0}, 0.0, 3, f"{THROUGH} {{3}}; it was farthest, 9.0\u00a0km, on {{5}}."),
        (
            {2: 0.0, 5: 9.0},
            7.0,
            3,
            "7.0\u00a0km on {3}; the line of contact ran through it or along its edge on {2} "
            "first, and was farthest, 9.0\u00a0km, on {5}.",
        ),
        (
            {2: 1.0, 5: 9.0},
            7.0,
            3,
            "7.0\u00a0km on {3}; nearest 1.0\u00a0km on {2}, farthest 9.0\u00a0km on {5}.",
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


# --- what Python adds to a record --------------------------------------------------------------


@pytest.fixture
def opened(open_app) -> Callable[..., str]:
    """The text of the page with a record open."""

    def text(ident: str, **query: str) -> str:
        app = open_app(tab="record", record=ident, **query)
        assert not app.exception
        return unescape(" ".join(html.proto.body for html in app.get("html")))

    return text


def test_a_name_without_a_position_lists_what_was_reported(opened):
    assert "→" in opened("name:Rashidin 5")


def test_an_operation_leads_to_the_comparison_of_its_ends(opened, bundled):
    """From the day before it to its last."""
    operation = next(o for o in bundled.operations.values() if o.kind == "offensive" and o.end_on)
    before = operation.start_on - dt.timedelta(days=1)
    html = opened(f"operation:{operation.id}")
    assert f"date={operation.end_on}" in html
    assert f"since={before}" in html
    assert "compare=difference" in html


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_of_record_opens(opened, bundled, language):
    """One of each kind."""
    kinds = {each.kind: record for record, each in findable(bundled).items()}
    for kind in sorted(kinds.keys() - {"agreement"}):
        opened(kinds[kind], lang=language)


def test_a_post_and_a_road_have_a_history(opened, bundled):
    """The days a post is sure to stand and who held its place; who held how much of a road."""
    post = opened("post:tr-13", date="2020-02-05")
    assert "1 February 2020 – " in post
    assert "History of control" in post
    road = opened("line:M5", date="2020-02-05")
    assert "Held on 5 February 2020" in road
    held = shape_profile(bundled, "line:M5", dt.date(2020, 2, 5)).held["OPP"]
    assert format.text(WORDS, held) in road


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
