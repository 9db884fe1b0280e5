"""A briefing of an agreement says what the agreement's page says, and has room for it."""

from __future__ import annotations

import datetime as dt
import io
import re
from itertools import cycle

import pytest
from briefs import DAY, spec_of
from pptx import Presentation
from pptx.util import Inches

from dashboard import wording
from dashboard.analysis.gap import gap
from dashboard.analysis.scenarios import across
from dashboard.archive import Archive
from dashboard.briefing import BriefSpec, alt_text, render
from dashboard.briefing.findings import Findings
from dashboard.briefing.layouts import draw
from dashboard.briefing.rows import RowText
from dashboard.quantity import Quantity
from dashboard.wording import format

AGREEMENT = "river-accord"
WORDS = wording.load("en")


def agreement_spec(**fields: object) -> BriefSpec:
    return spec_of(**{"kind": "agreement", "agreement": AGREEMENT, **fields})


@pytest.fixture(scope="module")
def rows(archive) -> list[RowText]:
    """Every row of the agreement's tables on the hand-made coast, in words."""
    return rows_of(archive, agreement_spec())


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def rows_of(archive: Archive, spec: BriefSpec) -> list[RowText]:
    tables = Findings(archive, WORDS, spec).tables
    texts = (row.text(WORDS) for table in tables for row in table.rows)
    return [RowText(*map(plain, text)) for text in texts]


def with_range(shown: str, quantity: Quantity) -> str:
    return plain(format.with_scenarios(WORDS, quantity, shown=shown))


def test_holders_of_an_agreed_area_stand_under_it_with_their_share_and_its_range(archive, rows):
    """The corridor: half of it each, one party's share at least a third."""
    labels = [row.label for row in rows]
    areas = across(archive, lambda made: gap(made, DAY, AGREEMENT)).areas
    assert areas
    for area in areas:
        title = WORDS.of(area.recipe, "title")
        at = next(i for i, label in enumerate(labels) if label.startswith(title))
        if area.depth_km is not None:
            at = labels.index(f"{title}, to {area.depth_km:g} km")
        assert rows[at].value == plain(format.whole(WORDS, area.area, area.held.values()))
        for row, (party, km2) in zip(rows[at + 1 :], area.held.items(), strict=False):
            share = area.shares[party]
            assert row.label == with_range(archive.parties[party].short["en"], share)
            assert row.value == plain(format.with_error(WORDS, km2))
            assert row.share == plain(format.with_error(WORDS, share))
    assert "League (range 33 to 50%)" in labels


def test_distances_of_an_agreed_line_stand_under_it_with_their_ranges(archive, rows):
    """Both ways, the mean and the greatest."""
    (line,) = gap(archive, DAY, AGREEMENT).lines
    shown = {row.label: row.value for row in rows}
    assert shown["Line of the accord"] == plain(format.text(WORDS, line.from_agreed.length))
    mean = plain(format.with_error(WORDS, line.from_agreed.mean))
    assert "±" in mean
    assert shown["distance from the agreed line, mean (range 1.4 to 2.8 km)"] == mean
    most = plain(format.with_error(WORDS, line.from_ground.maximum))
    assert shown["distance from the line of contact, maximum"] == most


def test_land_left_and_encircled_posts_have_their_ranges(bundled):
    """As the agreement's page counts them."""
    day, agreement = dt.date(2020, 3, 6), "moscow-2020-03-05"
    spec = agreement_spec(agreement=agreement, day=day)
    shown = {row.label: row.value for row in rows_of(bundled, spec)}
    found = across(bundled, lambda made: gap(made, day, agreement))
    label = with_range("Land the Moscow protocol left where it was", found.left.area)
    assert "range" in label
    assert shown[label] == plain(format.with_error(WORDS, found.left.area))
    label = with_range(WORDS["posts_encircled"], found.posts_encircled)
    assert "range" in label
    behind, standing = found.posts_encircled.value, found.posts_standing.value
    assert shown[label] == f"{behind} of {standing}"
    alt = alt_text(bundled, WORDS, spec).replace("\u00a0", " ")
    assert re.search(r"; Opposition \d+ ± \d+ km², \S+% \(range \d+ to \d+%\)\.", alt)
    for post in found.posts:
        name = bundled.places[post.place].name["en"]
        assert f"{name} {with_range(format.text(WORDS, post.distance), post.distance)}" in alt


@pytest.mark.parametrize(
    ("day", "ending"),
    [
        (dt.date(2001, 2, 1), "Agreed 1 February 2001. The ground on that day."),
        (dt.date(2001, 2, 2), "1 day later."),
        (dt.date(2001, 2, 4), "3 days later."),
        (dt.date(2001, 1, 30), "2 days earlier."),
    ],
)
def test_days_since_the_agreement_are_counted_in_the_form_of_their_number(archive, day, ending):
    """One day is not “1 days”."""
    assert plain(Findings(archive, WORDS, agreement_spec(day=day)).lead()).endswith(ending)


SOCHI = {"agreement": "sochi-2018-09-17", "day": dt.date(2020, 3, 6)}


@pytest.mark.parametrize(
    ("size", "language"),
    list(zip(("1080p", "a4", "square"), cycle(wording.languages()), strict=False)),
)
def test_the_longest_tables_keep_clear_of_the_small_print(bundled, language, size):
    """Nothing in the margin stands lower than the rule over the foot of the page."""
    spec = agreement_spec(**SOCHI, language=language, size=size)
    figure = draw(bundled, wording.load(language), spec).context.page.figure
    lowest = {
        region: [t.get_position()[1] for t in figure.texts if t.get_label().startswith(region)]
        for region in ("margin", "foot")
    }
    assert min(lowest["margin"]) > max(lowest["foot"])


@pytest.mark.parametrize("language", wording.languages())
def test_a_slide_tells_the_longest_tables_whole(bundled, language):
    """What does not stand above the small print stands in the notes, row by row."""
    words = wording.load(language)
    spec = agreement_spec(**SOCHI, language=language, format="pptx")
    slide = Presentation(io.BytesIO(render(bundled, words, spec))).slides[0]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    shown = [cell.text for table in tables for row in table.rows for cell in row.cells]
    spoken = "\n".join([*shown, slide.notes_slide.notes_text_frame.text])
    for table in Findings(bundled, words, spec).tables:
        for row in table.rows:
            in_table = all(part in spoken for part in row.text(words))
            assert in_table or row.line(words) in spoken
    foot = next(s for s in slide.shapes if s.name == "Notes and sources")
    for shape in slide.shapes:
        if shape is not foot and shape.name != foot.name:
            assert shape.top + shape.height <= foot.top + Inches(0.01), shape.name
