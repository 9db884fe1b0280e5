"""A briefing of an agreement tells what the agreement's page tells, and has room for it."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from briefs import DAY, spec_of
from pptx import Presentation
from pptx.util import Inches

from dashboard import wording
from dashboard.analysis.doubt import of_gap
from dashboard.analysis.gap import gap, left_by
from dashboard.analysis.ranges import KM, KM2, PERCENT, text
from dashboard.briefing import BriefSpec, alt_text, render
from dashboard.briefing.figure import composed
from dashboard.briefing.findings import Findings

AGREEMENT = "river-accord"
WORDS = wording.load("en")


def agreement_spec(**fields: object) -> BriefSpec:
    return spec_of(**{"kind": "agreement", "agreement": AGREEMENT, **fields})


@pytest.fixture(scope="module")
def rows(archive) -> list:
    """Every row of the agreement's tables on the hand-made coast."""
    tables = Findings(archive, WORDS, agreement_spec()).tables()
    return [row for table in tables for row in table.rows]


def test_holders_of_an_agreed_area_stand_under_it_with_their_share_and_its_range(archive, rows):
    """The corridor: half of it each, one party's share at least a third."""
    moved = of_gap(archive, DAY, AGREEMENT)
    labels = [row.label for row in rows]
    areas = gap(archive, DAY, AGREEMENT).areas
    assert areas
    for area in areas:
        title = WORDS.of(area.recipe, "title")
        at = next(i for i, label in enumerate(labels) if label.startswith(title))
        if area.depth_km is not None:
            at = labels.index(f"{title}, to {area.depth_km:g} km")
        assert rows[at].value == KM2.one(WORDS, area.area.value)
        for row, (party, km2) in zip(rows[at + 1 :], area.held.items(), strict=False):
            told = text(WORDS, moved["share", area.recipe.id, area.depth_km, party], PERCENT)
            short = archive.parties[party].short_en
            assert row.label == (f"{short} ({told})" if told else short)
            assert (row.value, row.share) == (KM2.one(WORDS, km2.value), area.shares[party].value)
    assert "League (range 33.3 to 50.0 %)" in [label.replace("\u00a0", " ") for label in labels]


def test_distances_of_an_agreed_line_stand_under_it_with_their_ranges(archive, rows):
    """Both ways, the mean and the greatest."""
    (line,) = gap(archive, DAY, AGREEMENT).lines
    told = {row.label.replace("\u00a0", " "): row.value for row in rows}
    assert told["Line of the accord"]
    mean = KM.one(WORDS, line.from_agreed.mean.value)
    assert told["distance from the agreed line, mean (range 1.4 to 2.8 km)"] == mean
    most = KM.one(WORDS, line.from_ground.maximum.value)
    assert told["distance from the line of contact, maximum"] == most


def test_land_left_and_posts_behind_other_lines_are_told_with_their_ranges(real):
    """As the agreement's page counts them."""
    day, agreement = dt.date(2020, 3, 6), "moscow-2020-03-05"
    spec = agreement_spec(agreement=agreement, day=day)
    told = {
        row.label.replace("\u00a0", " "): row.value
        for table in Findings(real, WORDS, spec).tables()
        for row in table.rows
    }
    left, moved = left_by(real, agreement, day), of_gap(real, day, agreement)
    land, posts = (text(WORDS, moved[(key,)], KM2) for key in ("left", "posts"))
    label = f"Land the Moscow protocol left where it was ({land})".replace("\u00a0", " ")
    assert told[label] == KM2.one(WORDS, left.area.value)
    found = gap(real, day, agreement)
    posts = f"({moved[('posts',)].low} to {moved[('posts',)].high})"
    label = f"{WORDS['posts_behind']} {posts.replace('(', '(range ')}"
    assert told[label] == f"{len(found.posts)} of {found.posts_standing.value}"
    alt = alt_text(real, WORDS, spec).replace("\u00a0", " ")
    for post in found.posts:
        assert f"{real.places[post.place].name_en} {post.distance.value:,.1f} km" in alt


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (dt.date(2001, 2, 1), "Agreed 1 February 2001. The ground on that day."),
        (dt.date(2001, 2, 2), "1 day later."),
        (dt.date(2001, 2, 4), "3 days later."),
        (dt.date(2001, 1, 30), "2 days earlier."),
    ],
)
def test_days_since_the_agreement_are_told_in_the_form_of_their_number(archive, day, told):
    """One day is not “1 days”."""
    assert Findings(archive, WORDS, agreement_spec(day=day)).lead().endswith(told)


SOCHI = {"agreement": "sochi-2018-09-17", "day": dt.date(2020, 3, 6)}


@pytest.mark.parametrize("language", wording.languages())
@pytest.mark.parametrize("size", ["1080p", "a4", "square"])
def test_the_longest_tables_keep_clear_of_the_small_print(real, language, size):
    """Nothing in the margin stands lower than the rule over the foot of the page."""
    spec = agreement_spec(**SOCHI, language=language, size=size)
    figure = composed(real, wording.load(language), spec).page.figure
    lowest = {
        region: [t.get_position()[1] for t in figure.texts if t.get_label().startswith(region)]
        for region in ("margin", "foot")
    }
    assert min(lowest["margin"]) > max(lowest["foot"])


@pytest.mark.parametrize("language", wording.languages())
def test_a_slide_shows_the_longest_tables_whole(real, language):
    """Every row of what was drawn, held and left is there, above the slide's small print."""
    words = wording.load(language)
    spec = agreement_spec(**SOCHI, language=language, format="pptx")
    slide = Presentation(io.BytesIO(render(real, words, spec))).slides[0]
    shown = [len(shape.table.rows) for shape in slide.shapes if shape.has_table]
    assert shown[:2] == [len(t.rows) for t in Findings(real, words, spec).tables()[:2]]
    notes = next(s for s in slide.shapes if s.name == "Notes and sources")
    for shape in slide.shapes:
        if shape.name not in ("Notes and sources", "Number"):
            assert shape.top + shape.height <= notes.top + Inches(0.01), shape.name
