"""The changes tab: which changes it lists, and what it says of each."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

from world import archive_of, make_world, nth_day, with_contested

from dashboard import wording
from dashboard.analysis.events import event_areas_km2
from dashboard.archive import Archive
from dashboard.quantity import Quantity, Unit
from dashboard.views import changes
from dashboard.views.choice import Choice
from dashboard.views.context import PageContext
from dashboard.wording import format

A, B = dt.date(2020, 2, 20), dt.date(2020, 3, 5)
WORDS = wording.load("en")


def shown(archive: Archive, **choice: object) -> str:
    """The list of a choice, as HTML."""
    page = PageContext(archive, WORDS, Choice.opening(archive).with_(day=B, **choice))
    (part,) = changes.parts(page)
    return part


def texts(html: str, tag: str) -> list[str]:
    """The text of each element of a kind."""
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", "", each)).split()) for each in found]


def test_between_two_days_each_change_is_listed_below_its_day_with_its_land(bundled):
    html = shown(bundled, since=A, compare="difference")
    events = [e for e in bundled.events.values() if A < e.day <= B]
    days = {(e.day, e.operation) for e in events}
    assert f"{len(events)} changes entered after 20 February 2020" in html
    assert len(texts(html, "li")) == len(events)
    assert len(texts(html, "h4")) == len(days)
    latest = [e for e in events if e.day == max(events, key=lambda e: e.day).day]
    sizes = event_areas_km2(bundled)
    whole = Quantity(sum(sizes.get(e.id, 0.0) for e in latest), Unit.KM2)
    head = f"{WORDS.counted('changes_of_day', len(latest))}, {format.text(WORDS, whole)}"
    assert texts(html, "h4")[0] == " ".join(f"{WORDS.date(latest[0].day)} {head}".split())


def test_of_land_that_no_party_took_no_size_is_given():
    """It became contested: 0 km² would say that nothing had changed."""
    places = {"west": (10.05, 50.15), "east": (10.25, 50.15)}
    seeds = make_world(places, {"west": "RED", "east": "BLUE"}, [(5, "west", "RED", "GREEN")])
    archive = archive_of(with_contested(seeds, "GREEN"))
    page = PageContext(archive, WORDS, Choice.opening(archive).with_(day=nth_day(9)))
    (part,) = changes.parts(page)
    assert texts(part, "h4") == [f"{WORDS.date(nth_day(5))} one change"]


def test_a_change_says_from_whom_to_whom_and_how_certain_it_is(bundled):
    html = shown(bundled, since=dt.date(2020, 3, 1), compare="difference")
    lines = texts(html, "li")
    assert "Saraqib Opposition → Government, 24 km²" in lines
    (line,) = (each for each in lines if each.startswith("Tarnaba "))
    assert re.fullmatch(r"Tarnaba Opposition → Government, \d+\skm², medium certainty", line)


def test_up_to_one_day_the_latest_are_listed(bundled):
    html = shown(bundled)
    assert "the latest 200 listed" in html
    assert len(texts(html, "li")) == 200
