"""What readers must know of certain days is told on those days, with its figure, on no other."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dashboard import wording
from dashboard.archive.day_notes import area_statement_share, day_notes
from dashboard.briefing.alttext import alt_text
from dashboard.briefing.findings import Findings
from dashboard.briefing.spec import BriefSpec
from dashboard.payload.facts import facts
from dashboard.wording import format

WORDS = wording.load("en")
#: The last day of a series that rests on statements about areas, and one before there were any.
NOTED, QUIET = dt.date(2024, 12, 8), dt.date(2024, 11, 30)


def test_a_note_stands_on_its_days_while_its_layer_is_shown(bundled):
    (text,) = day_notes(bundled, WORDS, (NOTED,), {"control_areas"})
    assert "patchy" in text
    assert day_notes(bundled, WORDS, (QUIET,), {"control_areas"}) == ()
    assert day_notes(bundled, WORDS, (NOTED,), {"places"}) == ()


def test_it_gives_the_share_of_the_area_that_rests_on_statements(bundled):
    spells = bundled.as_of(NOTED).features("control_areas")
    stated = sum(
        s.properties["area_km2"] for s in spells if s.properties["basis"] == "area_statement"
    )
    share = area_statement_share(spells)
    assert share.value == pytest.approx(100 * stated / bundled.as_of(NOTED).area_km2())
    (text,) = day_notes(bundled, WORDS, (NOTED,), {"control_areas"})
    assert format.text(WORDS, share) in text


def test_of_several_days_a_note_is_told_once_with_the_figure_of_each(bundled):
    days = (QUIET, dt.date(2024, 12, 4), NOTED)
    (text,) = day_notes(bundled, WORDS, days, {"control_areas"})
    assert text.count("patchy") == 1
    for day in days[1:]:
        share = area_statement_share(bundled.as_of(day).features("control_areas"))
        assert f"{format.text(WORDS, share)} ({WORDS.locale.brief_date(day)})" in text


def test_pictures_and_their_alternative_text_tell_it(bundled):
    spec = BriefSpec(kind="situation", day=NOTED, produced_on=NOTED)
    (text,) = day_notes(bundled, WORDS, (NOTED,), {"control_areas"})
    assert Findings(bundled, WORDS, spec).remarks() == text
    assert text in alt_text(bundled, WORDS, spec)
    assert Findings(bundled, WORDS, replace(spec, day=QUIET)).remarks() == ""


def test_the_browser_has_the_text_of_every_day(bundled):
    (note,) = [n for n in facts(bundled, WORDS, ())["notes"] if n["layer"] == "control_areas"]
    for number in range(note["from"], note["to"]):
        day = bundled.first_day + dt.timedelta(days=number)
        known = max(i for i, start in enumerate(note["days"]) if start <= number)
        assert (note["texts"][known],) == day_notes(bundled, WORDS, (day,), {"control_areas"})


def test_a_map_for_a_notebook_tells_it(bundled):
    (text,) = day_notes(bundled, WORDS, (NOTED,), {"control_areas"})
    assert text in bundled.as_of(NOTED).to_folium().get_root().render()
